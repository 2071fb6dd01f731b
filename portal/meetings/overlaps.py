"""What comes back every week in her plans and would be at the same time as a meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from portal import clock
from portal.plan.models import Step, WeeklyHour
from portal.plan.week import week


def overlaps(steps: Iterable[Step], starts_at: datetime, minutes: int) -> list[WeeklyHour]:
    """The hours of her open steps that the meeting would lie in, in the order of the clock."""
    begins, ends = clock.local(starts_at), clock.local(starts_at + timedelta(minutes=minutes))
    day = week(steps, begins.date()).days[begins.weekday()]
    first = f"{begins:%H:%M}"
    last = f"{ends:%H:%M}" if ends.date() == begins.date() else "24:00"
    return [hour for hour in day.hours if hour.starts < last and first < hour.ends]
