"""By when she gets an answer: the promise that is shown where she writes, and kept beside what she wrote.

The municipality says within how many working days (`answer_within_working_days` in its file). Public holidays and the
three eves on which offices are closed do not count.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from portal import clock
from portal.meetings.days_off import is_working_day
from portal.municipality.models import Municipality

USUAL_DAYS = 2
"""Working days, before a municipality is loaded."""


def answer_by(written_at: datetime, municipality: Municipality | None) -> date:
    """The last day on which what is written then is answered. The day it is written on does not count."""
    days = municipality.answer_within_working_days if municipality else USUAL_DAYS
    return working_days_after(clock.local(written_at).date(), days)


def working_days_after(day: date, number: int) -> date:
    """The day so many working days later; for none the day itself, or the next working day."""
    while number or not is_working_day(day):
        day += timedelta(days=1)
        number -= is_working_day(day) and number > 0
    return day


def working_days_late(answer_by: date, today: date) -> int:
    """How many working days have passed since the last day of the promise; 0 while it holds."""
    late, day = 0, answer_by
    while day < today:
        day += timedelta(days=1)
        late += is_working_day(day)
    return late
