"""A day's quarters as bits, against the same as a plain list of yes and no."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portal import clock
from portal.meetings import quarters
from portal.meetings.quarters import A_DAY, NoSuchTime
from tests.meetings.truth.profiles import PLAIN

days_of_bits = st.integers(0, quarters.WHOLE_DAY)
minutes = st.integers(0, 1440)
moments = st.integers(0, 3 * 366 * 24 * 3600).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def shown(bits: int) -> list[bool]:
    """The bits of a day, the first quarter first; nothing may lie outside the day."""
    assert 0 <= bits < 1 << A_DAY
    return [bool(bits >> number & 1) for number in range(A_DAY)]


@PLAIN
@given(minutes, minutes)
def test_between_are_the_whole_quarters_and_touching_those_with_any_part(a: int, b: int) -> None:
    starts, ends = sorted((a, b))
    parts = [set(range(15 * number, 15 * number + 15)) for number in range(A_DAY)]
    given_minutes = set(range(starts, ends))
    assert shown(quarters.between(starts, ends)) == [one <= given_minutes for one in parts]
    assert shown(quarters.touching(starts, ends)) == [bool(one & given_minutes) for one in parts]


@PLAIN
@given(days_of_bits, st.integers(0, 8))
def test_widened_adds_the_rest_on_each_side(bits: int, rest: int) -> None:
    busy = shown(bits)
    near = [any(busy[max(0, one - rest) : one + rest + 1]) for one in range(A_DAY)]
    assert shown(quarters.widened(bits, rest)) == near


@PLAIN
@given(days_of_bits, st.integers(1, 20))
def test_a_start_is_where_so_many_free_ones_begin(bits: int, length: int) -> None:
    free = [*shown(bits), *[False] * length]
    begin = [all(free[one : one + length]) for one in range(A_DAY)]
    assert shown(quarters.starts_of(bits, length)) == begin


@PLAIN
@given(days_of_bits, st.integers(1, 20))
def test_a_cut_takes_the_first_and_then_each_that_is_far_enough_away(bits: int, step: int) -> None:
    taken: list[int] = []
    for number, is_start in enumerate(shown(bits)):
        if is_start and (not taken or number - taken[-1] >= step):
            taken.append(number)
    assert list(quarters.cut(bits, step)) == taken


@PLAIN
@given(st.dates(date(2026, 1, 1), date(2029, 1, 1)), st.integers(0, A_DAY - 1))
def test_a_quarter_is_the_moment_that_the_wall_shows_once(day: date, quarter: int) -> None:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=3)
    wall = (quarter // 4, quarter % 4 * 15)
    could = [midnight + timedelta(minutes=15 * number) for number in range(120)]
    shows = [
        one
        for one in could
        if clock.local(one).date() == day
        and (clock.local(one).hour, clock.local(one).minute) == wall
    ]
    try:
        found = [quarters.moment(day, quarter)]
    except NoSuchTime:
        assert len(shows) != 1
        assert quarters.unclear(day) >> quarter & 1
    else:
        assert found == shows
        assert quarters.place_of(found[0]) == (day, quarter)
        assert not quarters.unclear(day) >> quarter & 1


@PLAIN
@given(moments, st.integers(1, 480))
def test_a_meeting_takes_whole_quarters_one_after_the_other(at: datetime, length: int) -> None:
    starts_at = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    assert quarters.begins_one(at) == (at == starts_at)
    taken = quarters.of_meeting(starts_at, length)
    assert taken[0] == starts_at
    steps = {after - before for before, after in pairwise(taken)}
    assert steps <= {timedelta(minutes=15)}
    assert taken[-1] < starts_at + timedelta(minutes=length) <= taken[-1] + timedelta(minutes=15)
