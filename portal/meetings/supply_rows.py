"""The rows that decide when people are free: their bookable hours, hours away, and the quarters of their meetings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
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
    weekday: int | None
    """None only while rows are read: hours away have none."""
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


STAFF: sa.BindParameter[Any] = sa.bindparam("staff", expanding=True)
FROM_ON: sa.BindParameter[Any] = sa.bindparam("from_on")
UNTIL_ON: sa.BindParameter[Any] = sa.bindparam("until_on")
OPEN, AWAY = BookableHours.__table__.c, HoursAway.__table__.c
HOURS = sa.union_all(
    sa.select(*(OPEN[name] for name in Hours._fields)).where(
        OPEN.staff_id.in_(STAFF),
        OPEN.from_on <= UNTIL_ON,
        sa.or_(OPEN.until_on.is_(None), OPEN.until_on >= FROM_ON),
    ),
    sa.select(
        AWAY.staff_id,
        sa.cast(sa.null(), OPEN.weekday.type),
        AWAY.starts,
        AWAY.ends,
        *(
            sa.cast(sa.null(), OPEN[name].type)
            for name in ("place_id", "purposes", "break_minutes")
        ),
        AWAY.on,
        AWAY.on,
    ).where(AWAY.staff_id.in_(STAFF), AWAY.on.between(FROM_ON, UNTIL_ON)),
).order_by("weekday", "starts")
"""Bookable hours and hours away in one question; the latter have no weekday."""
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
) -> tuple[dict[UUID, list[Hours]], dict[OnDay, int]]:
    """Their bookable hours, and the quarters of each day in which they are away."""
    found: dict[UUID, list[Hours]] = defaultdict(list)
    away: dict[OnDay, int] = defaultdict(int)
    asked = {"staff": list(staff), "from_on": from_on, "until_on": until_on}
    for row in db.connection().execute(HOURS, asked):
        one = Hours(*row)
        if one.weekday is None:
            away[one.staff_id, one.from_on] |= quarters.touching(one.starts, one.ends)
        else:
            found[one.staff_id].append(one)
    return found, away


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
