"""Times that fit certain members of staff and a participant all at once: how staff look for one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, islice
from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import overlaps, quarters
from portal.meetings.free import FreeTime, Search
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.supply import supply
from portal.people.models import Participant
from portal.plan.models import WeeklyHour

WEEKS = 8
DAYS_SHOWN = 8
SECOND_SHOWN = 8
"""Free times shown for a second sitting."""
A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Together(Search):
    """A search for exactly these people (`fixed`): nobody stands in for one who is away."""

    def _leaders(self, day: date) -> list[UUID]:
        return [self.fixed[0]] if self.fixed else []


def together(
    db: Session,
    participant: Participant,
    purpose: Purpose,
    staff: Sequence[UUID],
    *,
    now: datetime,
    minutes: int | None = None,
    from_on: date | None = None,
    moving: Meeting | None = None,
) -> Together:
    """When she and all of them can meet within eight weeks of a day. Staff need give no notice.

    `moving` is a meeting whose own time counts as free. As many questions whatever the number of people.
    """
    today = clock.local(now).date()
    first = max(from_on or today, today)
    last = first + timedelta(weeks=WEEKS)
    return Together(
        participant=participant,
        purpose=purpose,
        earliest=max(now + A_MINUTE, quarters.moment(first, 0)),
        latest=quarters.moment(last, quarters.A_DAY - 1),
        minutes=minutes or purpose.type.minutes,
        leads=(),
        supply=supply(
            db, staff, {participant.id}, first, last, besides=moving.id if moving else None
        ),
        units=(),
        fixed=list(staff),
    )


def afterwards(found: Search, first: datetime | None) -> list[FreeTime]:
    """The next free times for a second sitting: after the first one, or after the first that is free."""
    after = first or next((one.starts_at for one in found.everything()), None)
    if after is None:
        return []
    ends = after + timedelta(minutes=found.minutes)
    return list(islice((one for one in found.everything() if one.starts_at >= ends), SECOND_SHOWN))


def by_day(found: Search) -> list[tuple[date, list[FreeTime]]]:
    """The first days on which there are free times, with theirs."""
    days = ((day, list(times)) for day, times in groupby(found.everything(), lambda one: one.day))
    return list(islice(days, DAYS_SHOWN))


def in_her_week(
    db: Session,
    found: Search,
    days: Sequence[tuple[date, Sequence[FreeTime]]],
    more: Sequence[FreeTime],
) -> dict[datetime, list[WeeklyHour]]:
    """Which of the times that are shown lie in something she does every week, and in what."""
    times = [one for _, of_day in days for one in of_day]
    return overlaps.marked(db, found.participant, [*times, *more], found.minutes)


def free_then(
    db: Session, staff: Sequence[UUID], starts_at: datetime, minutes: int
) -> dict[UUID, bool]:
    """Which of them have nothing booked then and are at work: whether or not they have opened the time."""
    day, quarter = quarters.place_of(starts_at)
    bits = ((1 << quarters.count(minutes)) - 1) << quarter
    known = supply(db, staff, (), day, day)
    return {one: not (known.busy(one, day) | known.closed(one, day)) & bits for one in staff}
