"""The answer rate: shown only in groups that tell of nobody, of half-years and years that are over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain, combinations, product
from typing import NamedTuple
from uuid import uuid4

from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.feedback.rates import (
    AnswerRates,
    Closed,
    OfHalfYear,
    Rate,
    Rates,
    answer_rates,
    closed,
)
from portal.half_years import HalfYear
from tests.cast import Cast
from tests.feedback.asked import TODAY, TUESDAY, people, request

NEXT_YEAR = TUESDAY.replace(year=2027, month=1, day=1)
"""Asked on 24 November 2026 they close on 22 December, in the half-year that is over now."""


def ask(
    db: Session, prefix: str, count: int, answered: int, about: str, language: str = "sv",
    on: date = TODAY,
) -> None:  # fmt: skip
    """So many are asked, all but the last begin, and the first ones answer."""
    for number, one in enumerate(people(db, count, prefix)):
        made = request(db, one, about=about, language=language, on=on)
        made.opened_on = on if number < count - 1 else None
        made.answered_on = on if number < answered else None
    db.flush()


def numbers(found: Rates) -> dict[str, tuple[int, int] | None]:
    return {key: (one.asked, one.answered) if one else None for key, one in found.groups.items()}


def seen(db: Session, now: datetime = NEXT_YEAR) -> AnswerRates:
    return answer_rates(closed(db, now=now), now.date())


def last(db: Session, now: datetime = NEXT_YEAR) -> OfHalfYear:
    return seen(db, now).half_years[0]


def of_measures(db: Session) -> Rates:
    [found] = seen(db).by_measure.values()
    return found


def test_a_group_is_shown_when_both_sides_of_it_are_five(db: Session, cast: Cast) -> None:
    ask(db, "a", 10, 5, "training")
    ask(db, "b", 12, 6, "course")
    found = of_measures(db)
    assert numbers(found) == {"course": (12, 6), "training": (10, 5)}
    assert found.whole and (found.whole.asked, found.whole.share) == (22, 50)
    everybody = last(db).by_questionnaire.whole
    assert everybody and everybody.opened is None, "only two never began"


def test_four_are_hidden_and_so_is_whoever_they_could_be_reckoned_from(
    db: Session, cast: Cast
) -> None:
    ask(db, "a", 20, 10, "big")
    ask(db, "b", 12, 6, "middle")
    ask(db, "c", 4, 2, "small")
    found = of_measures(db)
    assert numbers(found) == {"big": (20, 10), "middle": None, "small": None}
    assert found.whole and found.whole.asked == 36


def test_all_but_one_answered_is_hidden_too(db: Session, cast: Cast) -> None:
    ask(db, "a", 20, 19, "training")
    assert last(db).by_questionnaire.whole is None


def test_languages_are_two_groups_and_both_or_none_is_shown(db: Session, cast: Cast) -> None:
    ask(db, "a", 20, 10, "training")
    ask(db, "b", 4, 4, "training", "ti")
    assert numbers(last(db).by_language) == {"other": None, "sv": None}
    ask(db, "c", 8, 3, "training", "so")
    assert numbers(last(db).by_language) == {"other": (12, 7), "sv": (20, 10)}


def test_a_half_year_that_goes_on_is_not_counted(db: Session, cast: Cast) -> None:
    ask(db, "a", 20, 10, "training")
    for days in (0, 20, 36):
        found = seen(db, TUESDAY + timedelta(days=days))
        assert not any(one.by_questionnaire.whole for one in found.half_years)
        assert found.by_measure == {}
    assert last(db).by_questionnaire.whole


def test_a_half_year_is_shown_by_itself_for_a_year_and_its_measures_for_the_year_after(
    db: Session, cast: Cast
) -> None:
    ask(db, "a", 20, 10, "training")
    ask(db, "b", 10, 5, "course")
    for year, month, place, by_measure in (
        (2027, 1, 0, True),
        (2027, 6, 0, True),
        (2027, 7, 1, True),
        (2027, 12, 1, True),
        (2028, 1, None, False),
    ):
        found = seen(db, TUESDAY.replace(year=year, month=month))
        whole = [one.by_questionnaire.whole for one in found.half_years]
        assert [bool(one) for one in whole] == [number == place for number in range(2)]
        assert bool(found.by_measure) is by_measure


def test_two_half_years_beside_each_other_are_two_tables(db: Session, cast: Cast) -> None:
    ask(db, "a", 20, 10, "training")
    ask(db, "b", 10, 5, "training", on=date(2026, 3, 2))
    autumn, spring = seen(db).half_years
    assert (autumn.half_year, spring.half_year) == (HalfYear(2026, 2), HalfYear(2026, 1))
    assert autumn.by_questionnaire.whole and autumn.by_questionnaire.whole.asked == 20
    assert spring.by_questionnaire.whole and spring.by_questionnaire.whole.asked == 10


def test_a_year_is_not_shown_by_measure_when_it_would_tell_of_a_half_year_that_is_not(
    db: Session, cast: Cast
) -> None:
    """Ten in autumn are shown; two in spring are not: the year less the autumn would be them."""
    ask(db, "a", 20, 10, "training")
    ask(db, "b", 20, 10, "course")
    ask(db, "c", 2, 1, "training", on=date(2026, 3, 2))
    assert seen(db).by_measure == {}


def test_who_is_asked_now_changes_nothing_that_is_shown(db: Session, cast: Cast) -> None:
    ask(db, "a", 20, 10, "training")
    ask(db, "b", 12, 6, "course")
    before = seen(db)
    ask(db, "c", 1, 1, "training", on=date(2026, 12, 20))
    assert seen(db) == before, "she closes in January"


def test_ten_answers_of_two_people_are_two_people(db: Session, cast: Cast) -> None:
    ask(db, "a", 12, 2, "training")
    often = people(db, 2, "often")
    for one in often * 5:
        made = request(db, one)
        made.answered_on = TODAY
    db.flush()
    assert last(db).by_questionnaire.whole is None, "four people have answered"
    ask(db, "b", 6, 1, "training")
    assert last(db).by_questionnaire.whole


class Cell(NamedTuple):
    """Those who cannot be told further apart."""

    half_year: HalfYear
    questionnaire: str
    about: str
    is_swedish: bool


HALF_YEARS = [HalfYear(year, half) for year in (2024, 2025, 2026) for half in (1, 2)]
CELLS = [Cell(*one) for one in product(HALF_YEARS, "qr", "xy", (True, False))]
MONTHS = [date(year, month, 1) for year in (2025, 2026, 2027) for month in range(1, 13)]

Who = frozenset[Cell]
Known = dict[Who, tuple[int, int]]
"""Of a group of people: how many were asked, and how many answered."""

a_count = st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9, 14])
Numbers = tuple[int, int, bool]
"""Answered, did not answer, and whether all of these are the same person's."""
one_cell: st.SearchStrategy[Numbers] = st.tuples(
    a_count, a_count, st.sampled_from([False, False, False, True])
)


def cells(**wanted: object) -> Who:
    return frozenset(
        one for one in CELLS if all(getattr(one, key) == is_ for key, is_ in wanted.items())
    )


def told(who: Who, rate: Rate | None) -> Known:
    return {who: (rate.asked, rate.answered)} if rate else {}


def of_table(whole: Who, found: Rates, column: str, values: Iterable[object]) -> Known:
    """What a table tells: its whole, its groups, and any of them together."""
    groups: Known = {}
    for key, value in zip(sorted(found.groups), values, strict=False):
        groups |= told(whole & cells(**{column: value}), found.groups[key])
    together = told(whole, found.whole)
    for number in range(1, len(groups) + 1):
        for some in combinations(groups, number):
            numbers = [groups[one] for one in some]
            who: Who = frozenset(chain.from_iterable(some))
            together[who] = (sum(one for one, _ in numbers), sum(one for _, one in numbers))
    return together


def on_the_page(found: AnswerRates) -> Iterator[Known]:
    for one in found.half_years:
        here = cells(half_year=one.half_year)
        yield of_table(here, one.by_questionnaire, "questionnaire", one.by_questionnaire.groups)
        swedish = [key == "sv" for key in sorted(one.by_language.groups)]
        yield of_table(here, one.by_language, "is_swedish", swedish)
    year = cells(half_year=HalfYear(found.year, 1)) | cells(half_year=HalfYear(found.year, 2))
    for key, rates in found.by_measure.items():
        whole = year & cells(questionnaire=key)
        yield of_table(whole, rates, "about", sorted(rates.groups))


def all_that_is_known(everything: list[Closed]) -> Known:
    """What somebody knows who has read the page in every month, two half-years put together included."""
    known: Known = {}
    for day in MONTHS:
        until = [one for one in everything if one.half_year <= HalfYear.of(day)]
        for table in on_the_page(answer_rates(until, day)):
            for who, numbers in table.items():
                assert known.setdefault(who, numbers) == numbers, "what was shown has moved"
    pairs = [
        (one, other)
        for one, other in combinations(known, 2)
        if {cell.half_year for cell in one}.isdisjoint({cell.half_year for cell in other})
        and {cell.half_year.year for cell in one} == {cell.half_year.year for cell in other}
    ]
    for one, other in pairs:
        (asked, answered), (more_asked, more_answered) = known[one], known[other]
        known.setdefault(one | other, (asked + more_asked, answered + more_answered))
    return known


def everything(numbers: Iterable[Numbers]) -> dict[Cell, list[Closed]]:
    found = {}
    for cell, (answered, did_not, is_one) in zip(CELLS, numbers, strict=True):
        her = uuid4()
        found[cell] = [
            Closed(*cell, her if is_one else uuid4(), number % 2 == 0, number < answered)
            for number in range(answered + did_not)
        ]
    return found


TWO_IN_SPRING: list[Numbers] = [
    (10, 10, False) if one.half_year.half == 2 else (1, 1, False) for one in CELLS
]


@settings(max_examples=40, deadline=None)
@example(TWO_IN_SPRING)
@given(st.lists(one_cell, min_size=len(CELLS), max_size=len(CELLS)))
def test_no_two_views_of_any_months_and_tables_differ_by_fewer_than_five_people(
    numbers: list[Numbers],
) -> None:
    by_cell = everything(numbers)
    known = all_that_is_known(list(chain.from_iterable(by_cell.values())))
    differences = {
        other - one for one, other in product([frozenset[Cell](), *known], known) if one < other
    }
    for who in differences:
        there = [one for cell in who for one in by_cell[cell]]
        for has_answered in (True, False):
            found = {one.whose for one in there if one.has_answered is has_answered}
            assert len(found) not in range(1, 5)
