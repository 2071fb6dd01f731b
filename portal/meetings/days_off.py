"""Days on which nobody meets: Swedish public holidays, computed for any year (lag 1989:253 om allmänna helgdagar).

Midsummer Eve, Christmas Eve and New Year's Eve are no public holidays by that law, but offices are closed on them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

SATURDAY = 5


@lru_cache(maxsize=64)
def named(year: int) -> dict[date, str]:
    """The public holidays of a year that are not simply Sundays, and the three eves, by what people call them."""
    sunday = easter(year)
    midsummer = _first(SATURDAY, date(year, 6, 20))
    return {
        date(year, 1, 1): "Nyårsdagen",
        date(year, 1, 6): "Trettondedag jul",
        sunday - timedelta(days=2): "Långfredagen",
        sunday: "Påskdagen",
        sunday + timedelta(days=1): "Annandag påsk",
        date(year, 5, 1): "Första maj",
        sunday + timedelta(days=39): "Kristi himmelsfärds dag",
        sunday + timedelta(days=49): "Pingstdagen",
        date(year, 6, 6): "Nationaldagen",
        midsummer - timedelta(days=1): "Midsommarafton",
        midsummer: "Midsommardagen",
        _first(SATURDAY, date(year, 10, 31)): "Alla helgons dag",
        date(year, 12, 24): "Julafton",
        date(year, 12, 25): "Juldagen",
        date(year, 12, 26): "Annandag jul",
        date(year, 12, 31): "Nyårsafton",
    }


@lru_cache(maxsize=64)
def holidays(year: int) -> frozenset[date]:
    """The public holidays of a year that are not simply Sundays, and the three eves."""
    return frozenset(named(year))


def is_holiday(day: date) -> bool:
    """Whether offices are closed on that weekday or weekend day because of a holiday."""
    return day in holidays(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday, when it is no holiday."""
    return day.weekday() < SATURDAY and not is_holiday(day)


def _first(weekday: int, day: date) -> date:
    """The first such weekday, that day itself included."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
