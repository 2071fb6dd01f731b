"""Known answers, worked out by hand or printed in Newcombe's paper, and what chance alone must not find."""

from __future__ import annotations

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.results import intervals
from portal.results.intervals import share


@pytest.mark.parametrize(
    ("of_them", "number", "low", "high"),
    [
        (
            81,
            263,
            0.2553,
            0.3662,
        ),  # Newcombe 1998 (two-sided intervals for the single proportion), table I
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (5, 5, 0.5655, 1.0),
    ],
)
def test_a_share_has_the_interval_that_is_printed(
    of_them: int, number: int, low: float, high: float
) -> None:
    found = share(of_them, number)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),  # Newcombe 1998 (difference), table II, method 10
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_a_difference_has_the_interval_that_is_printed(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = intervals.difference(share(*one), share(*other))
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((3, 4), (1, 4), 34 / 70),  # Fisher's lady tasting tea: 17 of 70 ways are as good or better
        ((5, 5), (0, 5), 2 / 252),
        ((9, 12), (1, 6), 2 * (10 * 56 + 28) / 18564),
        ((2, 4), (2, 4), 1.0),
        ((0, 5), (0, 9), 1.0),
        ((7, 7), (9, 9), 1.0),
    ],
)
def test_how_often_chance_alone_does_it_is_worked_out_by_hand(
    one: tuple[int, int], other: tuple[int, int], expected: float
) -> None:
    assert intervals.by_chance(share(*one), share(*other)) == pytest.approx(expected)
    assert intervals.by_chance(share(*other), share(*one)) == pytest.approx(expected)


PART = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(PART, PART)
def test_it_is_the_same_as_counting_all_ways(one: tuple[int, int], other: tuple[int, int]) -> None:
    (good, number), rest = one, other
    all_good, of_all = good + rest[0], number + rest[1]
    ways = [
        comb(all_good, found) * comb(of_all - all_good, number - found)
        for found in range(number + 1)
    ]
    tails = (sum(ways[: good + 1]), sum(ways[good:]))
    expected = min(1.0, 2 * min(tails) / comb(of_all, number))
    assert intervals.by_chance(share(*one), share(*other)) == pytest.approx(expected)


def test_a_hundred_thousand_answers_are_no_trouble() -> None:
    assert intervals.by_chance(share(60_000, 100_000), share(300_000, 500_000)) > 0.99
    assert intervals.by_chance(share(90_000, 100_000), share(10_000, 100_000)) == 0


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(pair: tuple[int, int]) -> None:
    found = share(*pair)
    assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(("of_them", "number"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_is_refused(of_them: int, number: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        share(of_them, number)


def test_a_measure_alone_is_compared_with_nothing() -> None:
    assert intervals.against_the_rest([(3, 10)]) == [None]
    assert intervals.against_the_rest([(0, 0), (3, 10)]) == [None, None]


def test_chance_alone_is_seldom_found_among_twenty_measures() -> None:
    """A thousand towns in which all measures work alike: about one in twenty finds something, and no more."""
    chance = random.Random(7)
    found = 0
    for _ in range(1000):
        groups = [(sum(chance.random() < 0.6 for _ in range(30)), 30) for _ in range(20)]
        found += any(one is not None and one.is_sure for one in intervals.against_the_rest(groups))
    assert found <= 80


def test_a_measure_that_truly_works_better_is_found() -> None:
    chance = random.Random(7)
    found = 0
    for _ in range(100):
        rates = [0.85] + [0.55] * 9
        groups = [(sum(chance.random() < rate for _ in range(300)), 300) for rate in rates]
        first, *_ = intervals.against_the_rest(groups)
        found += bool(first and first.is_sure and first.low > 0)
    assert found >= 99
