"""What comes back every week in her plans and would be at the same time as a meeting."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain

from sqlalchemy.orm import Session

from portal import clock
from portal.meetings.free import FreeTime
from portal.meetings.models import Meeting
from portal.people.models import Participant
from portal.plan import reading
from portal.plan.models import Step, WeeklyHour
from portal.plan.week import week


def overlaps(steps: Iterable[Step], starts_at: datetime, minutes: int) -> list[WeeklyHour]:
    """The hours of her open steps that the meeting would lie in, in the order of the clock."""
    begins, ends = clock.local(starts_at), clock.local(starts_at + timedelta(minutes=minutes))
    day = week(steps, begins.date()).days[begins.weekday()]
    first = f"{begins:%H:%M}"
    last = f"{ends:%H:%M}" if ends.date() == begins.date() else "24:00"
    return at_once(day.hours, first, last)


def at_once(hours: Iterable[WeeklyHour], first: str, last: str) -> list[WeeklyHour]:
    """Which hours of a day share some time with that between two times of the clock (HH:MM)."""
    return [hour for hour in hours if hour.starts < last and first < hour.ends]


def hers(
    db: Session, participant: Participant, starts_at: datetime, minutes: int
) -> list[WeeklyHour]:
    """The same, read from her plans."""
    return overlaps(reading.plans(db, participant).open_steps, starts_at, minutes)


def of_meeting(db: Session, meeting: Meeting) -> list[WeeklyHour]:
    """What of her week a meeting that she has lies in."""
    return hers(db, meeting.participant, meeting.starts_at, meeting.minutes)


def marked(
    db: Session, participant: Participant, times: Iterable[FreeTime], minutes: int
) -> dict[datetime, list[WeeklyHour]]:
    """Which of these times lie in something that she does every week, and in what."""
    steps = reading.plans(db, participant).open_steps
    found = {one.starts_at: overlaps(steps, one.starts_at, minutes) for one in times}
    return {starts_at: hours for starts_at, hours in found.items() if hours}


def clear_first(
    db: Session, participant: Participant, times: Iterable[FreeTime], minutes: int
) -> Iterator[FreeTime]:
    """The times that lie in nothing of her week, the next one first; after them those that do."""
    steps = reading.plans(db, participant).open_steps
    others = []

    def clear() -> Iterator[FreeTime]:
        for one in times:
            if overlaps(steps, one.starts_at, minutes):
                others.append(one)
            else:
                yield one

    return chain(clear(), _late(others))


def _late(times: list[FreeTime]) -> Iterator[FreeTime]:
    """Those that stand in the list by the time they are asked for."""
    yield from times
