"""Swedish public holidays, against a library that knows every country's."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from portal.meetings.days_off import holidays as ours
from portal.meetings.days_off import is_holiday, is_working_day


@pytest.mark.parametrize("year", range(2024, 2051))
def test_our_holidays_are_the_laws(year: int) -> None:
    theirs = set(holidays.country_holidays("SE", years=year, include_sundays=False))
    eves = {date(year, 12, 24), date(year, 12, 31)}
    midsummer_eve = {day for day in ours(year) if day.month == 6 and day.weekday() == 4} - theirs
    assert len(midsummer_eve) == 1
    assert ours(year) == theirs | eves | midsummer_eve


def test_an_ordinary_day_is_a_working_day() -> None:
    assert is_working_day(date(2028, 2, 29))
    assert not is_working_day(date(2026, 9, 12)), "a Saturday"
    assert not is_working_day(date(2026, 12, 24))
    assert is_holiday(date(2027, 3, 26)), "Good Friday"
