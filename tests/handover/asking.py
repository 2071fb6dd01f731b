"""Asking a colleague to take over, in a line."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.handover import cases, offering
from portal.handover.offering import Typed
from portal.people.handover_models import HandoverOffer
from portal.people.models import Participant, Staff


def monday() -> date:
    """The Monday after next: always to come."""
    today = clock.today()
    return today + timedelta(days=14 - today.weekday())


def line(name: str) -> str:
    """A colleague's whole line, as it is chosen in the list."""
    return f"{name}, Socialsekreterare, Enheten för försörjningsstöd"


def typed(
    to: str = line("Sara Nyström"),
    from_on: date | None = None,
    reason: str = "reorganised",
    note: str = "",
    steps: dict[UUID, str] | None = None,
) -> Typed:
    day = (from_on or monday()).isoformat()
    return Typed(to, day, reason, note, steps or {})


def form(**changes: str) -> dict[str, str]:
    """The form as a browser sends it."""
    filled = {
        "to": line("Sara Nyström"),
        "from_on": monday().isoformat(),
        "reason": "staff-left",
        "note": "Ring på förmiddagen.",
    }
    return filled | changes


def ask(
    db: Session,
    giver: Staff,
    *participants: Participant,
    by: Staff | None = None,
    form: Typed | None = None,
) -> list[HandoverOffer]:
    """Offers of these participants, stored."""
    these = cases.chosen(db, giver, [one.id for one in participants], clock.today())
    made = offering.offer(db, giver, by or giver, these, form or typed(), now=clock.now())
    db.commit()
    return made
