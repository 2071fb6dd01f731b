"""The stretches of time that things are counted for: half-years, which are fixed and never lie over each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal import clock

JULY = 7


@dataclass(frozen=True, order=True)
class HalfYear:
    """January to June (1), or July to December (2)."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> HalfYear:
        return cls(day.year, 1 if day.month < JULY else 2)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def first(self) -> date:
        return date(self.year, 1 if self.half == 1 else JULY, 1)

    @property
    def last(self) -> date:
        return self.after.first - timedelta(days=1)

    @property
    def after(self) -> HalfYear:
        return HalfYear(self.year, 2) if self.half == 1 else HalfYear(self.year + 1, 1)

    @property
    def before(self) -> HalfYear:
        return HalfYear(self.year, 1) if self.half == 2 else HalfYear(self.year - 1, 2)

    @property
    def begins_at(self) -> datetime:
        return datetime.combine(self.first, time.min, clock.LOCAL)

    @property
    def ends_at(self) -> datetime:
        """The moment at which the next one begins."""
        return self.after.begins_at

    @property
    def words(self) -> str:
        """As staff pages write it."""
        return f"{'första' if self.half == 1 else 'andra'} halvåret {self.year}"

    @classmethod
    def coded(cls, code: str) -> HalfYear:
        """The one of that short name. Raises `ValueError`."""
        year, half = code.split("-")
        return cls(int(year), int(half))

    @property
    def code(self) -> str:
        """A short name of it: 2026-1. Not for files: a spreadsheet reads it as January 2026."""
        return f"{self.year}-{self.half}"

    @property
    def in_files(self) -> str:
        """As files write it: words after the year, so that they lie in order and are taken for no day."""
        return f"{self.year} {'första' if self.half == 1 else 'andra'} halvåret"


def half_years(today: date, number: int = 4) -> list[HalfYear]:
    """The last half-years, the one that is going on last."""
    found = [HalfYear.of(today)]
    while len(found) < number:
        found.insert(0, found[0].before)
    return found


def over(today: date, number: int) -> list[HalfYear]:
    """The last half-years that are over, the newest last: what is counted for them stands still."""
    return half_years(HalfYear.of(today).before.first, number)
