"""Quarters of an hour: a day's time as a row of bits, one for each quarter on the wall's clock.

A meeting begins on a quarter and takes whole ones. What is free is then what is left of a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from portal import clock

MINUTES = 15
A_DAY = 96
WHOLE_DAY = (1 << A_DAY) - 1


class NoSuchTime(ValueError):
    """A time that the clock does not show that day, or shows twice: the hours when the clocks change."""


def between(starts: int, ends: int) -> int:
    """The whole quarters that lie between two minutes of a day."""
    first, last = -(-starts // MINUTES), ends // MINUTES
    return ((1 << (last - first)) - 1) << first if last > first else 0


def touching(starts: int, ends: int) -> int:
    """Every quarter that has any part between two minutes of a day."""
    first, last = starts // MINUTES, -(-ends // MINUTES)
    return ((1 << (last - first)) - 1) << first if ends > starts else 0


def widened(bits: int, quarters: int) -> int:
    """The same with so many more quarters on each side: what a rest between meetings takes."""
    for _ in range(quarters):
        bits |= bits << 1 | bits >> 1
    return bits & WHOLE_DAY


def starts_of(free: int, length: int) -> int:
    """The quarters at which so many free ones in a row begin."""
    bits = free
    for number in range(1, length):
        bits &= free >> number
    return bits


def cut(starts: int, step: int) -> Iterator[int]:
    """The quarters among `starts`, one after another and each at least `step` after the one before."""
    while starts:
        first = (starts & -starts).bit_length() - 1
        yield first
        starts &= ~((1 << (first + step)) - 1)


def count(minutes: int) -> int:
    """How many quarters so many minutes take."""
    return -(-minutes // MINUTES)


def moment(day: date, quarter: int) -> datetime:
    """The moment when a quarter of that day begins in Sweden. Raises `NoSuchTime` in the hour the clocks change."""
    wall = datetime.combine(day, time(quarter // 4, quarter % 4 * MINUTES), clock.LOCAL)
    found = wall.astimezone(UTC)
    if (
        clock.local(found).time() != wall.time()
        or wall.utcoffset() != wall.replace(fold=1).utcoffset()
    ):
        raise NoSuchTime(wall.isoformat())
    return found


@lru_cache(maxsize=512)
def unclear(day: date) -> int:
    """The quarters that the clock skips that day, or shows twice; on all but two days of the year none."""
    if _offset(day) == _offset(day + timedelta(days=1)):
        return 0
    bits = 0
    for quarter in range(A_DAY):
        try:
            moment(day, quarter)
        except NoSuchTime:
            bits |= 1 << quarter
    return bits


def _offset(day: date) -> timedelta | None:
    return datetime.combine(day, time.min, clock.LOCAL).utcoffset()


def place_of(at: datetime) -> tuple[date, int]:
    """The day in Sweden and the quarter that a moment lies in."""
    local = clock.local(at)
    return local.date(), (local.hour * 60 + local.minute) // MINUTES


def on_the_wall(starts_at: datetime, number: int) -> tuple[date, int]:
    """The day of a meeting, and the quarters that so many from its start on take there."""
    day, first = place_of(starts_at)
    if not unclear(day):
        return day, ((1 << number) - 1) << first & WHOLE_DAY
    bits = 0
    for at in of_meeting(starts_at, number * MINUTES):
        bits |= 1 << place_of(at)[1]
    return day, bits


def of_meeting(starts_at: datetime, minutes: int) -> list[datetime]:
    """The beginnings of all the quarters that a meeting takes."""
    return [starts_at + timedelta(minutes=MINUTES * number) for number in range(count(minutes))]


def begins_one(at: datetime) -> bool:
    """Whether a moment is the beginning of a quarter."""
    return at.minute % MINUTES == 0 and not at.second and not at.microsecond
