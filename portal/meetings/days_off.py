"""Days on which nobody meets: Swedish public holidays, computed for any year (lag 1989:253 om allmänna helgdagar).

Midsummer Eve, Christmas Eve and New Year's Eve are no public holidays by that law, but offices are closed on them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

SATURDAY = 5
FRIDAY = 4


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year that are not simply Sundays, and the three eves."""
    sunday = easter(year)
    return frozenset(
        {
            date(year, 1, 1),  # nyårsdagen
            date(year, 1, 6),  # trettondedag jul
            sunday - timedelta(days=2),  # långfredagen
            sunday,
            sunday + timedelta(days=1),  # annandag påsk
            date(year, 5, 1),  # första maj
            sunday + timedelta(days=39),  # Kristi himmelsfärds dag
            sunday + timedelta(days=49),  # pingstdagen
            date(year, 6, 6),  # nationaldagen
            _first(FRIDAY, date(year, 6, 19)),  # midsommarafton
            _first(SATURDAY, date(year, 6, 20)),  # midsommardagen
            _first(SATURDAY, date(year, 10, 31)),  # alla helgons dag
            date(year, 12, 24),  # julafton
            date(year, 12, 25),
            date(year, 12, 26),  # annandag jul
            date(year, 12, 31),  # nyårsafton
        }
    )


def is_holiday(day: date) -> bool:
    """Whether offices are closed on that weekday or weekend day because of a holiday."""
    return day in holidays(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday, when it is no holiday."""
    return day.weekday() < SATURDAY and not is_holiday(day)


def _first(weekday: int, day: date) -> date:
    """The first such weekday, that day itself included."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
