"""What every way of signing in does in the browser: count the try, know the phone, and open the session."""

from __future__ import annotations

from math import ceil
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Response, current_app, redirect, request, session
from werkzeug.exceptions import TooManyRequests

from portal import clock, log, transactions
from portal.municipality.models import Municipality
from portal.pages import page
from portal.people import attempts, cookies, current, devices, kept, leaving, sessions, where_next
from portal.people.pictures import PICTURES
from portal.people.pins import PinLocked, PinRefused, PinSpent
from portal.people.sign_in_models import Device
from portal.people.signing_in import Arrived

Faults = dict[str, str]


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
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    text = kept.Kept(request.path, fields)
    if not hers or not text.is_worth_keeping:
        return None
    sealed = kept.seal(cookies.secret_key(), text, hers[0].participant_id)
    if "HX-Request" not in request.headers:
        return show_door(chosen=hers[0], sealed=sealed, status=401)
    response = show_door(chosen=hers[0], sealed=sealed)
    response.headers.update({"HX-Retarget": "body", "HX-Reswap": "innerHTML"})
    return response


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
    text = (
        kept.opened(cookies.secret_key(), sealed, participant.id)
        if sealed and participant
        else None
    )
    if participant is None:
        return redirect(next_page if next_page.startswith("/staff") else "/staff", code=303)  # type: ignore[return-value]
    response = _lead_on(next_page, text)
    cookies.keep_devices(
        response, [arrived.device_token, *tokens] if arrived.device_token else tokens
    )
    return response


def _lead_on(next_page: str, text: kept.Kept | None) -> Response:
    if text is None:
        return redirect(next_page, code=303)  # type: ignore[return-value]
    return page(
        "sign_in/kept.html",
        kept=text,
        writing=[pair for pair in text.fields if kept.is_writing(pair[0])],
        rest=[pair for pair in text.fields if not kept.is_writing(pair[0])],
    )
