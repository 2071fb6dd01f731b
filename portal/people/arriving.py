"""What every way of signing in does in the browser: count the try, know the phone, and open the session."""

from __future__ import annotations

from math import ceil
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from flask import Response, current_app, redirect, request, session
from werkzeug.exceptions import HTTPException, TooManyRequests
from werkzeug.routing import RequestRedirect

from portal import clock, i18n, log, transactions
from portal.municipality.models import Municipality
from portal.pages import page
from portal.people import attempts, cookies, current, devices, kept, leaving, sessions, where_next
from portal.people.pictures import PICTURES
from portal.people.pins import PinLocked, PinRefused, PinSpent
from portal.people.sign_in_models import Device
from portal.people.signing_in import Arrived

Faults = dict[str, str]
ENDS = frozenset(
    {
        "staff.accounts.end",
        "staff.absence.end",
        "staff.facts.remove",
        "staff.handover.decline",
        "staff.plan.discard",
        "staff.plan.finish",
        "staff.plan.keep_state",
        "staff.plan.remove",
        "staff.steps.drop",
    }
)
"""What takes something away or ends it: she is told so before she sends it again."""
SENT_TO = {"/messages/draft": "/messages"}
"""What the page keeps while she writes is carried to where she meant to send it."""


def limit(what: attempts.Limit, whose: str | None = None) -> None:
    """Count a try from this place, or at what is somebody's; it stays counted when the answer is "wait a while"."""
    db, now = transactions.session(), clock.now()
    place = request.remote_addr or "" if whose is None else whose
    wait = attempts.count(db, cookies.secret_key(), what, place, now=now)
    transactions.keep()
    if wait:
        log.event("rate-limited", kind=what.purpose)
        raise TooManyRequests(retry_after=ceil(wait.total_seconds()))


def on_phone() -> dict[str, Device]:
    """The people whose phone this is, by the phone's secret for each."""
    return devices.known(transactions.session(), cookies.device_tokens())


def wanted() -> str:
    """The page she was on her way to, or home when that is none of ours."""
    address = where_next.safe(request.values.get("next"))
    pages = current_app.create_url_adapter(request)
    is_ours = pages and pages.test(urlsplit(address).path, "GET")
    return address if is_ours else where_next.HOME


def show_door(
    *, faults: Faults | None = None, refused: PinRefused | None = None, chosen: Device | None = None,
    sealed: str | None = None, status: int = 200,
) -> Response:  # fmt: skip
    """The sign-in page: the people of this phone and the PIN, or where a code comes from."""
    db, now = transactions.session(), clock.now()
    before = leaving.was(db, session.get("_user_id"))
    return page(
        "sign_in/index.html",
        phones=list(on_phone().values()),
        chosen=chosen,
        faults=faults or {},
        is_spent=isinstance(refused, PinSpent),
        minutes_left=minutes_left(refused),
        ended=leaving.why(before, now=now) if before and not current.visitor() else None,
        next=wanted(),
        sealed=sealed,
        pictures=PICTURES,
        municipality=db.scalar(sa.select(Municipality)),
        status=status,
    )


def keep_what_she_wrote() -> Response | None:
    """The sign-in page that carries her form, when her session ended while she wrote on a phone of hers."""
    db = transactions.session()
    before = leaving.was(db, session.get("_user_id"))
    hers = [
        one for one in on_phone().values() if before and one.participant_id == before.participant_id
    ]
    sealed = sealed_form(hers[0].participant_id, of_staff=False) if hers else None
    if not sealed:
        return None
    return instead(show_door(chosen=hers[0], sealed=sealed))


def sealed_form(whose: UUID, *, of_staff: bool) -> str | None:
    """The form that is being sent, sealed for her alone; None when there is nothing in it to lose."""
    text = _sent(of_staff=of_staff)
    return kept.seal(cookies.secret_key(), text, whose) if text else None


def show_again() -> Response | None:
    """Her form with a fresh token, when its page had been open too long; None when there is nothing in it to lose.

    A form that another site sends never comes this far (`portal.security`), and nothing is sent until she says so.
    """
    of_staff = current.staff_or_none() is not None
    text = _sent(of_staff=of_staff)
    if text is None or not _endpoint(text.path):  # only to a page of ours: «//elsewhere» is none
        return None
    lead_on = _lead_staff_on if of_staff else _lead_on
    return instead(lead_on("/", text, is_stale=True), status=400)


def _sent(*, of_staff: bool) -> kept.Kept | None:
    """The form that is being sent, when words of somebody's own are in it and no secret is."""
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    text = kept.Kept(SENT_TO.get(request.path, request.path), fields)
    return text if text.writing(of_staff=of_staff) and not text.has_secret else None


def instead(door: Response, *, status: int = 401) -> Response:
    """A way in, in place of the page that was asked for; htmx is told to change the whole page."""
    if "HX-Request" in request.headers:
        door.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML"})
    else:
        door.status_code = status
    return door


def minutes_left(refused: PinRefused | None) -> int:
    """How long she has to wait before the next try, in whole minutes."""
    if not isinstance(refused, PinLocked):
        return 0
    return max(1, ceil((refused.until - clock.now()).total_seconds() / 60))


def enter(arrived: Arrived, *, how: str, sealed: str | None = None) -> Response:
    """Open the browser's session, end the one before it, and lead on; or show what she had typed."""
    db, now = transactions.session(), clock.now()
    before, next_page, tokens = current.sign_in(), wanted(), on_phone()
    if before and before.token_hash != sessions.hashed(arrived.session_token):
        sessions.end(db, before, now=now)
    cookies.enter(arrived.session_token)
    found = sessions.find(db, arrived.session_token, now=now)
    participant = found.participant if found else None
    log.event("signed-in", kind=how, who="participant" if participant else "staff")
    whose = found and (found.participant_id or found.staff_id)
    text = kept.opened(cookies.secret_key(), sealed, whose) if sealed and whose else None
    if participant is None:
        return _lead_staff_on(next_page if next_page.startswith("/staff") else "/staff", text)
    response = _lead_on(next_page, text)
    cookies.keep_devices(
        response, [arrived.device_token, *tokens] if arrived.device_token else tokens
    )
    return response


def _lead_on(next_page: str, text: kept.Kept | None, *, is_stale: bool = False) -> Response:
    if text is None:
        return redirect(next_page, code=303)  # type: ignore[return-value]
    return page(
        "sign_in/kept.html",
        kept=text,
        is_stale=is_stale,
        writing=text.writing(of_staff=False),
        rest=text.rest(of_staff=False),
    )


def _lead_staff_on(next_page: str, text: kept.Kept | None, *, is_stale: bool = False) -> Response:
    """To the page she wanted, or to what she had written: it is sent only when she says so, whatever it was to do."""
    if text is None:
        return redirect(next_page, code=303)  # type: ignore[return-value]
    words = text.writing(of_staff=True)
    return page(
        "sign_in/kept_staff.html",
        kept=text,
        is_stale=is_stale,
        fields=[(*pair, _label(pair[0]) if pair in words else None) for pair in text.fields],
        has_more=len(words) < len(text.fields),
        ends=_endpoint(text.path) in ENDS,
        back=_page_above(text.path),
    )


def _label(name: str) -> str:
    if several := kept.in_a_language(name):
        called, code = several
        known = i18n.languages().get(code)
        return f"{called}, på {known.swedish}" if known else called
    reader = i18n.languages().get(name.removeprefix(kept.TRANSLATION))
    return f"På {reader.swedish}" if reader else kept.WORDS.get(name, "Det du skrev")


def _endpoint(path: str, method: str = "POST") -> str | None:
    """What answers at a path of ours, or None."""
    pages = current_app.create_url_adapter(request)
    try:
        return str(pages.match(path, method)[0]) if pages else None
    except (HTTPException, RequestRedirect):
        return None


def _page_above(path: str) -> str:
    """The page that a form belongs to: at its own address, or at the nearest above it."""
    while path.startswith("/staff/") and not _endpoint(path, "GET"):
        path = path.rpartition("/")[0]
    return path if path.startswith("/staff/") else "/staff"
