"""A code makes a phone hers: the code, then a PIN and a picture; and asking for a new code."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from flask import Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log, transactions
from portal.i18n import gettext as _
from portal.municipality.models import Municipality
from portal.pages import page
from portal.people import arriving, attempts, choosing, code_requests, codes, cookies, signing_in
from portal.people.models import Participant
from portal.people.pictures import PICTURES
from portal.people.sign_in_models import ActivationCode, CodeKind, HelpReason
from portal.people.sign_in_views import bp as bp  # the same pages as the PIN's


@bp.get("/sign-in/code")
def code() -> ResponseReturnValue:
    """Where she types her code. A code in the address fills the field in, and never signs in by itself."""
    if "code" in request.args:
        session["typed"] = request.args["code"][:40]
    return _show_code(session.get("typed", ""))


@bp.post("/sign-in/code")
def try_code() -> ResponseReturnValue:
    """A right code leads to choosing the PIN, or a password for staff; in a demo, one of staff's opens their pages."""
    arriving.limit(attempts.CODES)
    typed = request.form.get("code", "")
    db, now, browser = transactions.session(), clock.now(), cookies.browser()
    try:
        found = codes.find(db, cookies.secret_key(), typed, browser=browser, now=now)
        if found.staff_id:
            arrived = signing_in.as_staff(db, cookies.secret_key(), found, browser=browser, now=now)
            return arriving.enter(arrived, how="code")
    except codes.CodeRefused as refused:
        return _refused(refused, typed)
    except signing_in.PasswordNeeded:
        return _choose(found, "public.staff_sign_in.choose")
    return _choose(found, "public.sign_in.pin")


def _choose(found: ActivationCode, endpoint: str) -> ResponseReturnValue:
    """On to choosing, in her own language from here: only a code that opens something tells whose it is."""
    session["pending"] = str(found.id)
    session.pop("typed", None)
    if found.participant:
        session["language"] = found.participant.chosen_language or found.participant.language
    return redirect(_with_next(endpoint), code=303)


@bp.get("/sign-in/pin")
def pin() -> ResponseReturnValue:
    """Where she chooses her PIN and her picture for this phone."""
    found = pending()
    is_hers = found and found.participant_id
    return _show_pin() if is_hers else redirect(_with_next("public.sign_in.code"), code=303)


@bp.post("/sign-in/pin")
def choose_pin() -> ResponseReturnValue:
    """The phone is hers from now on, and she is signed in; only now is the code used up."""
    arriving.limit(attempts.PINS)
    found = pending()
    if found is None or found.participant is None:
        return redirect(_with_next("public.sign_in.index"), code=303)
    phones = arriving.on_phone()
    mine, faults = choosing.choice(request.form, found.participant, phones.values())
    if mine is None:
        return _show_pin(faults, status=422)
    try:
        arrived = signing_in.with_new_phone(
            transactions.session(), cookies.secret_key(), found, mine,
            on_phone=phones, browser=cookies.browser(), now=clock.now(),
        )  # fmt: skip
    except codes.CodeRefused as refused:
        return _refused(refused, "")
    return arriving.enter(arrived, how="code")


@bp.post("/sign-in/ask")
def ask() -> ResponseReturnValue:
    """She asks her caseworker for a new code: by her phone, or by a code that once was hers."""
    arriving.limit(attempts.QUESTIONS)
    participant = _who_asks()
    if participant is None:
        return redirect(url_for("public.sign_in.code"), code=303)
    is_forgotten = request.form.get("reason") == HelpReason.FORGOTTEN_PIN
    reason = HelpReason.FORGOTTEN_PIN if is_forgotten else HelpReason.NEW_CODE
    code_requests.ask(transactions.session(), participant, reason, now=clock.now())
    log.event("code-asked-for", reason=reason)
    return redirect(url_for("public.sign_in.asked"), code=303)


@bp.get("/sign-in/asked")
def asked() -> ResponseReturnValue:
    """What happens now that she has asked."""
    return page("sign_in/asked.html", municipality=_municipality())


def pending() -> ActivationCode | None:
    """The code that this browser showed a moment ago, while it still opens something."""
    waiting = session.get("pending")
    found = transactions.session().get(ActivationCode, UUID(waiting)) if waiting else None
    if found is None:
        return None
    try:
        codes.check(found, browser=cookies.browser(), now=clock.now())
    except codes.CodeRefused:
        return None
    return found


def _who_asks() -> Participant | None:
    phones = {str(one.id): one.participant for one in arriving.on_phone().values()}
    asking = request.form.get("phone") or (next(iter(phones)) if len(phones) == 1 else "")
    typed = request.form.get("code", "")
    if not typed:
        return phones.get(asking)
    try:
        db, now = transactions.session(), clock.now()
        return codes.find(
            db, cookies.secret_key(), typed, browser=cookies.browser(), now=now
        ).participant
    except codes.CodeRefused as refused:
        return refused.code.participant if refused.code else None


def _refused(refused: codes.CodeRefused, typed: str) -> Response:
    log.event("code-refused", reason=type(refused).__name__)
    return _show_code(typed, {"code": _what_happened(refused)}, refused.code, status=422)


def _what_happened(refused: Exception) -> str:
    if isinstance(refused, codes.CodeUsed):
        return str(_("Koden är redan använd. Den fungerar bara en gång."))
    if isinstance(refused, codes.CodeExpired):
        return str(_("Koden är för gammal. Den fungerar inte längre."))
    return str(_("Vi känner inte igen koden. Titta på koden och skriv den igen."))


def _show_code(
    typed: str,
    faults: arriving.Faults | None = None,
    known: ActivationCode | None = None,
    *,
    status: int = 200,
) -> Response:
    return page(
        "sign_in/code.html",
        typed=typed,
        faults=faults or {},
        can_ask=bool(known and known.participant_id and known.kind is CodeKind.INVITATION),
        is_second_phone=bool(known and known.kind is CodeKind.SECOND_PHONE),
        has_phone=bool(arriving.on_phone()),
        next=arriving.wanted(),
        municipality=_municipality(),
        status=status,
    )


def _show_pin(faults: arriving.Faults | None = None, *, status: int = 200) -> Response:
    return page(
        "sign_in/pin.html",
        faults=faults or {},
        pictures=PICTURES,
        chosen=request.form.get("picture", ""),
        nickname=request.form.get("nickname", ""),
        next=arriving.wanted(),
        status=status,
    )


def _with_next(endpoint: str) -> str:
    next_page = arriving.wanted()
    return url_for(endpoint, next=next_page if next_page != "/" else None)


def _municipality() -> Municipality | None:
    return transactions.session().scalar(sa.select(Municipality))
