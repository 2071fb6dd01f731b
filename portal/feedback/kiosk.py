"""A unit's tablet that shows one round's questions and nothing else, and forgets between people.

The tablet keeps which round it is for, signed; the person who stands at it has a token of her own in the browser's
session, which is emptied when she has sent, leaves or has been away.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from flask import Response, g, request, session
from sqlalchemy.exc import NoResultFound

from portal import clock, transactions
from portal.feedback import rounds, tokens
from portal.feedback.models import PanelRound
from portal.people import cookies
from portal.people.keyed import keyed

PERSON, LEFT, SEEN = "kiosk", "kiosk_left", "kiosk_seen"
AWAY_AFTER = timedelta(minutes=10)
"""Where no script counts the seconds: whoever comes back later than this begins anew."""


def this_tablets() -> PanelRound | None:
    """The round that this browser is a tablet for; None for every other browser."""
    if "kiosk_round" not in g:
        g.kiosk_round = _round(cookies.kiosk())
    found: PanelRound | None = g.kiosk_round
    return found


def open_on(response: Response, of: PanelRound) -> None:
    """From now on this browser is a tablet for the round, until somebody ends it or the round is over."""
    cookies.keep_kiosk(response, f"{of.id}.{_signed(of.id)}")


def close_on(response: Response) -> None:
    """This browser is no tablet any more."""
    cookies.keep_kiosk(response, None)


def arrives(of: PanelRound) -> None:
    """Somebody new stands here: nothing of whoever was before is left."""
    throw_away()
    session[PERSON] = tokens.make_one(transactions.session(), cookies.secret_key(), of)
    session[SEEN] = clock.now().isoformat()


def person() -> str | None:
    """The token of whoever stands here, while she does."""
    seen = session.get(SEEN)
    if not seen or clock.now() - datetime.fromisoformat(seen) > AWAY_AFTER:
        return None
    session[SEEN] = clock.now().isoformat()
    token: str | None = session.get(PERSON)
    return token


def turns_away() -> None:
    """The first page is shown: whoever was here is gone. A GET writes nothing; her answers go with the next form."""
    if PERSON in session:
        session[LEFT] = session.pop(PERSON)


def throw_away() -> None:
    """What was answered here and not sent goes, with its token; the browser's session holds nothing any more."""
    db, key = transactions.session(), cookies.secret_key()
    for name in (PERSON, LEFT):
        if token := session.get(name):
            tokens.forget(db, key, token)
    session.clear()


def _round(kept: str) -> PanelRound | None:
    round_id, _, signed = kept.partition(".")
    try:
        wanted = UUID(round_id)
    except ValueError:
        return None
    if not hmac.compare_digest(signed, _signed(wanted)):
        return None
    try:
        return rounds.one(transactions.session(), wanted)
    except NoResultFound:
        return None


def _signed(round_id: UUID) -> str:
    return keyed(cookies.secret_key(), "kiosk", str(round_id))


def is_asked_for() -> bool:
    """Whether the page asked for is one that a tablet shows, or the way for staff to end it."""
    endpoint = request.endpoint or ""
    return endpoint.startswith(
        ("public.kiosk.", "public.staff_sign_in.", "static", "public.health")
    )
