"""The rows that decide when people are free: their bookable hours, hours away, and the quarters of their meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import quarters
from portal.meetings.models import TakenQuarter
from portal.meetings.supply_models import BookableHours, HoursAway

OnDay = tuple[UUID, date]
A_DAY = timedelta(days=1)


# Tuples: free times are computed for months at a time, and reading a row's columns took a third of that.
class Hours(NamedTuple):
    """Bookable hours of a member of staff, as `BookableHours` has them."""

    staff_id: UUID
    weekday: int
    starts: int
    ends: int
    place_id: UUID | None
    purposes: list[str]
    break_minutes: int
    from_on: date
    until_on: date | None

    @property
    def is_one_day(self) -> bool:
        """Whether somebody has chosen that one day."""
        return self.from_on == self.until_on

    def holds_on(self, day: date) -> bool:
        """Whether it is among the hours of that day."""
        is_then = self.from_on <= day and (self.until_on is None or day <= self.until_on)
        return is_then and self.weekday == day.weekday()


class Gone(NamedTuple):
    """Days on which a member of staff is away, the last included, and who answers instead."""

    from_on: date
    until_on: date
    stand_in_id: UUID | None

    def holds_on(self, day: date) -> bool:
        """Whether she is away that day."""
        return self.from_on <= day <= self.until_on


HOURS = (
    sa.select(*(BookableHours.__table__.c[name] for name in Hours._fields))
    .where(
        BookableHours.staff_id.in_(sa.bindparam("staff", expanding=True)),
        BookableHours.from_on <= sa.bindparam("until_on"),
        sa.or_(BookableHours.until_on.is_(None), BookableHours.until_on >= sa.bindparam("from_on")),
    )
    .order_by(BookableHours.weekday, BookableHours.starts)
)
AWAY = sa.select(
    *(HoursAway.__table__.c[name] for name in ("staff_id", "on", "starts", "ends"))
).where(
    HoursAway.staff_id.in_(sa.bindparam("staff", expanding=True)),
    HoursAway.on.between(sa.bindparam("from_on"), sa.bindparam("until_on")),
)
QUARTERS = TakenQuarter.__table__.c
TAKEN = (
    sa.select(QUARTERS.person_id, sa.func.min(QUARTERS.starts_at), sa.func.count())
    .where(
        QUARTERS.person_id.in_(sa.bindparam("people", expanding=True)),
        QUARTERS.starts_at >= sa.bindparam("from_at"),
        QUARTERS.starts_at < sa.bindparam("until_at"),
    )
    .group_by(QUARTERS.person_id, QUARTERS.meeting_id)
)
"""A meeting's quarters are read as one row, since they follow one another."""


def hours(
    db: Session, staff: Collection[UUID], from_on: date, until_on: date
) -> dict[UUID, list[Hours]]:
    found: dict[UUID, list[Hours]] = defaultdict(list)
    asked = {"staff": list(staff), "from_on": from_on, "until_on": until_on}
    for one in db.connection().execute(HOURS, asked):
        found[one.staff_id].append(Hours(*one))
    return found


def away(db: Session, staff: Collection[UUID], from_on: date, until_on: date) -> dict[OnDay, int]:
    found: dict[OnDay, int] = defaultdict(int)
    asked = {"staff": list(staff), "from_on": from_on, "until_on": until_on}
    for staff_id, on, starts, ends in db.connection().execute(AWAY, asked):
        found[staff_id, on] |= quarters.touching(starts, ends)
    return found


def taken(
    db: Session, people: Collection[UUID], from_on: date, until_on: date, besides: UUID | None
) -> dict[OnDay, int]:
    asked = {
        "people": list(people),
        "from_at": _midnight(from_on),
        "until_at": _midnight(until_on + A_DAY),
    }
    taken = TAKEN.where(QUARTERS.meeting_id != besides) if besides else TAKEN
    found: dict[OnDay, int] = defaultdict(int)
    for person_id, starts_at, number in db.connection().execute(taken, asked):
        day, bits = quarters.on_the_wall(starts_at, number)
        found[person_id, day] |= bits
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.LOCAL)
