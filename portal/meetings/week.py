"""Her week with her meetings in it, among what comes back every week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.meetings.models import Meeting, MeetingState
from portal.meetings.overlaps import at_once
from portal.people.models import Participant
from portal.plan.models import Step, WeeklyHour
from portal.plan.week import Week


@dataclass(frozen=True)
class Entry:
    """One thing on a day's clock: an hour of an activity, or a meeting."""

    starts: str
    ends: str
    hour: WeeklyHour | None = None
    meeting: Meeting | None = None
    clashes: list[WeeklyHour] = field(default_factory=list)
    """What comes back every week and is at the same time as the meeting."""


@dataclass(frozen=True)
class FullDay:
    """One day in the order of the clock; `dated` are steps due or starting that day."""

    on: date
    entries: list[Entry]
    dated: list[Step]


@dataclass(frozen=True)
class FullWeek:
    """Monday to Sunday with meetings; `minutes` is the sum of all hours, meetings that stand among them."""

    plain: Week
    days: list[FullDay]
    minutes: int


def full_week(plain: Week, meetings: Iterable[Meeting]) -> FullWeek:
    """Put meetings into the days of a week."""
    found = list(meetings)
    days = [
        FullDay(
            day.on,
            sorted(
                [
                    *(Entry(hour.starts, hour.ends, hour=hour) for hour in day.hours),
                    *(_entry(one, day.hours) for one in found if _day(one) == day.on),
                ],
                key=lambda one: (one.starts, one.ends),
            ),
            day.dated,
        )
        for day in plain.days
    ]
    first, last = plain.days[0].on, plain.days[-1].on
    extra = sum(one.minutes for one in found if first <= _day(one) <= last)
    return FullWeek(plain, days, plain.minutes + extra)


def of_week(db: Session, participant: Participant, begins: date) -> list[Meeting]:
    """Her meetings in the week that begins on that Monday; what was cancelled is not among them."""
    ends = begins + timedelta(days=7)
    return list(
        db.scalars(
            sa.select(Meeting)
            .where(
                Meeting.participant_id == participant.id,
                Meeting.state != MeetingState.CANCELLED,
                Meeting.starts_at >= datetime.combine(begins, time.min, clock.LOCAL),
                Meeting.starts_at < datetime.combine(ends, time.min, clock.LOCAL),
            )
            .options(joinedload(Meeting.type), joinedload(Meeting.place))
            .order_by(Meeting.starts_at)
        )
    )


def _entry(meeting: Meeting, hours: Iterable[WeeklyHour]) -> Entry:
    begins, ends = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    first, last = f"{begins:%H:%M}", f"{ends:%H:%M}"
    return Entry(first, last, meeting=meeting, clashes=at_once(hours, first, last))


def _day(meeting: Meeting) -> date:
    return clock.local(meeting.starts_at).date()
