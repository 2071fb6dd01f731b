"""Staff: the inbox. Who waits for an answer, since when and until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flask import Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import asking
from portal.messages import inbox as found
from portal.messages.inbox import TO_ANSWER, Place, Row
from portal.messages.staff_door import bp
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.people.models import Staff
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import recording, session


@dataclass(frozen=True)
class Show:
    """One way to look at what was written: its words, and what stands there."""

    words: str
    places: frozenset[Place] = frozenset()
    """Of what waits for an answer, that which stands here."""
    list: Callable[..., list[Row]] | None = None
    """Something else than what waits for an answer."""
    empty: str = ""


BESIDE = frozenset({Place.LATE, Place.ALONE, Place.NEW_CONTACT})
SHOWS = {
    "": Show("Att svara på", TO_ANSWER | BESIDE, empty="Ingen väntar på svar från dig just nu."),
    "absent": Show(
        "De frånvarandes",
        frozenset({Place.ABSENT}),
        empty="Du svarar inte i någon annans ställe i dag, eller så har ingen skrivit.",
    ),
    "unit": Show(
        "Kollegors",
        frozenset({Place.OTHERS}) | BESIDE,
        empty="Ingen som du får se väntar på svar från en kollega, och inget är sent.",
    ),
    "theirs": Show(
        "Väntar på deltagaren",
        list=found.waiting_for_her,
        empty="Ingen fråga från dig väntar på svar.",
    ),
    "unread": Show("Nytt att läsa", list=found.unread, empty="Du har läst allt."),
    "all": Show("Alla samtal", list=found.conversations, empty="Inget samtal har börjat än."),
}


@bp.get("")
def inbox() -> ResponseReturnValue:
    """What waits, the overdue first; `?show=` looks at it in another way."""
    return _page(_show(), clock.now())


@bp.get("/news")
@current.by_itself
def inbox_news() -> ResponseReturnValue:
    """The same list for the page that is open, or nothing at all when it stands there as it is."""
    now, show = clock.now(), _show()
    rows = _listed(session(), current.staff(), show, now)
    if found.mark(_in(show, rows)) == request.args.get("mark"):
        return Response(status=204)
    return _page(show, now)


def _show() -> str:
    asked = request.args.get("show", "")
    return asked if asked in SHOWS else ""


def _listed(db: Session, staff: Staff, show: str, now: datetime) -> list[Row]:
    other = SHOWS[show].list
    return other(db, staff, now=now) if other else found.waiting(db, staff, now=now)


def _in(show: str, rows: list[Row]) -> list[Row]:
    places = SHOWS[show].places
    return [row for row in rows if row.place in places] if places else rows


def _page(show: str, now: datetime) -> ResponseReturnValue:
    db, staff = session(), current.staff()
    listed = _listed(db, staff, show, now)
    waiting = listed if SHOWS[show].places else found.waiting(db, staff, now=now)
    asking.have_counted(db, sum(row.place in TO_ANSWER for row in waiting))
    shown = _in(show, listed)
    rows = found.worded(db, shown)
    unlisted = {
        row.participant.id: row.participant for row in rows if not row.participant.was_listed
    }
    if unlisted:
        with recording() as own:
            log.record(own, staff, unlisted.values(), Opened.OVERVIEW, now=now)
    return page(
        "messages/staff/inbox.html",
        fragment="messages/staff/_inbox.html",
        rows=[row for row in rows if row.place not in BESIDE],
        late=[row for row in rows if row.place in BESIDE],
        show=show,
        shows=SHOWS,
        counts={key: sum(row.place in one.places for row in waiting) for key, one in SHOWS.items()},
        mark=found.mark(shown),
        staff=staff,
        is_manager=current.may(Duty.UNIT_MANAGER),
    )
