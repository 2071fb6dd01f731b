"""Free times day by day, as they are shown: a few days at a time, each with all its times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from portal.meetings.free import FreeTime, Search

DAYS = 5
"""Days with times shown at once."""


@dataclass(frozen=True)
class Days:
    """Some days with their free times; `more_from` is the next day that has any."""

    days: Sequence[tuple[date, list[FreeTime]]]
    more_from: date | None


def days(found: Search, *, besides: datetime | None = None, most: int = DAYS) -> Days:
    """The first days of a search that have free times, without the one that she has (`besides`).

    What lies further ahead is not computed.
    """
    shown: list[tuple[date, list[FreeTime]]] = []
    free = (one for one in found.everything() if one.starts_at != besides)
    for day, times in groupby(free, key=lambda one: one.day):
        if len(shown) == most:
            return Days(shown, day)
        shown.append((day, list(times)))
    return Days(shown, None)
