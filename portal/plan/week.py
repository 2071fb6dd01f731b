"""Her week: what comes back every week in all her plans, day by day, and the hours in all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.plan import progress
from portal.plan.models import Step, WeeklyHour


@dataclass(frozen=True)
class Day:
    """One day and what is on it, in the order of the clock; `dated` are steps due or starting that day."""

    on: date
    hours: list[WeeklyHour]
    dated: list[Step]


@dataclass(frozen=True)
class Week:
    """Monday to Sunday; `minutes` is the sum of all hours, where two at once count twice."""

    days: list[Day]

    @property
    def begins(self) -> date:
        return self.days[0].on

    @property
    def number(self) -> int:
        """The week's number as calendars in Sweden show it (ISO 8601)."""
        return self.begins.isocalendar().week

    @property
    def minutes(self) -> int:
        return sum(hour.minutes for day in self.days for hour in day.hours)

    @property
    def previous(self) -> date:
        return self.begins - timedelta(weeks=1)

    @property
    def next(self) -> date:
        return self.begins + timedelta(weeks=1)


def week(steps: Iterable[Step], around: date) -> Week:
    """The week that a date lies in, with the hours of the open steps that run on each day."""
    hers = [step for step in steps if step.is_hers and progress.is_open(step)]
    monday = around - timedelta(days=around.weekday())
    return Week([_day(hers, monday + timedelta(days=number)) for number in range(7)])


def _day(steps: list[Step], day: date) -> Day:
    running = [
        step for step in steps if (step.starts_on or date.min) <= day <= (step.due_on or date.max)
    ]
    hours = [hour for step in running for hour in step.weekly if hour.weekday == day.weekday()]
    dated = [step for step in running if day in (step.starts_on, step.due_on) and not step.weekly]
    return Day(day, sorted(hours, key=lambda hour: (hour.starts, hour.ends)), dated)
