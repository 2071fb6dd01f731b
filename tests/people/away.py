"""Absences and duty days for tests, written in a line."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Absence, DutyDay, Staff


def away(
    db: Session, who: Staff, stand_in: Staff | None = None, *, begins: int = 0, days: int = 4
) -> Absence:
    """A stored absence that begins in so many days and lasts so many."""
    first = clock.today() + timedelta(days=begins)
    made = Absence(
        staff_id=who.id,
        stand_in_id=stand_in.id if stand_in else None,
        from_on=first,
        until_on=first + timedelta(days=days - 1),
        made_at=clock.now(),
    )
    db.add(made)
    db.commit()
    return made


def on_duty(db: Session, who: Staff, *, on: int = 0) -> None:
    """It is her day on duty in her unit."""
    day = clock.today() + timedelta(days=on)
    db.add(DutyDay(organisation_id=who.organisation_id, on=day, staff_id=who.id))
    db.commit()
