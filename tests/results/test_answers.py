"""What is given out of the answers, what it says, and that nobody is found in it."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from datetime import date
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.feedback.answer_models import AnswerBlock
from portal.municipality.models import Measure
from portal.results import answers
from portal.results.answers import Asked, By
from portal.results.outcomes import skr_classes
from portal.results.sums import added, sums
from tests.cast import Cast, sv

HELPED = Asked("after-measure", "helped", ("yes", "no", "unknown"), frozenset({"yes"}))
SPRING, AUTUMN = date(2026, 3, 2), date(2026, 9, 1)


def block(about: str | None, yes: int, no: int, on: date = SPRING) -> AnswerBlock:
    return AnswerBlock(
        questionnaire="after-measure", version=1, question="helped", about=about, on=on,
        number=yes + no, counts={"yes": yes, "no": no},
    )  # fmt: skip


@pytest.fixture
def measures(db: Session, cast: Cast) -> None:
    for key, skr, provider in (
        ("training", 1, cast.support),
        ("wage", 6, cast.employment),
        ("year", 7, cast.support),
    ):
        db.add(Measure(key=key, name=sv(key), skr_class=skr, provider=provider))
    db.add_all([
        block("training", 8, 2), block("training", 3, 3, AUTUMN), block("wage", 5, 0),
        block("year", 2, 4), block(None, 6, 1), block("year", 10, 3, AUTUMN),
    ])  # fmt: skip
    db.commit()


@pytest.mark.usefixtures("measures")
def test_a_measure_has_all_its_answers_and_how_sure_the_share_is(db: Session) -> None:
    found = {line.key: line for line in answers.table(db, HELPED, By.MEASURE)}
    assert {key: line.number for key, line in found.items()} == {
        "training": 16, "wage": 5, "year": 19, "": 7,
    }  # fmt: skip
    training = found["training"]
    assert training.counts == {"yes": 11, "no": 5, "unknown": 0}
    assert training.good is not None
    assert (round(training.good.low, 3), round(training.good.high, 3)) == (0.444, 0.858)
    assert training.against is not None
    assert not training.against.is_sure
    for by in (By.SKR_CLASS, By.PROVIDER, By.HALF_YEAR):
        assert all(line.against is None for line in answers.table(db, HELPED, by)), by


@pytest.mark.usefixtures("measures")
def test_the_class_that_tells_of_a_disability_is_never_told_from_the_next(db: Session) -> None:
    found = {line.key: line.number for line in answers.table(db, HELPED, By.SKR_CLASS)}
    assert found == {"1": 16, "6–7": 24, "": 7}


@pytest.mark.usefixtures("measures")
def test_a_class_that_stands_alone_is_not_told_at_all(db: Session) -> None:
    """«6–7» beside the only such measure would tell which of them it is."""
    db.execute(sa.delete(Measure).where(Measure.key == "year"))
    db.execute(sa.delete(AnswerBlock).where(AnswerBlock.about == "year"))
    db.commit()
    found = {line.key: line.number for line in answers.table(db, HELPED, By.SKR_CLASS)}
    assert found == {"1": 16, "": 12}
    assert skr_classes(db.scalars(sa.select(Measure))) == {"training": "1", "wage": ""}


@pytest.mark.usefixtures("measures")
def test_all_ways_to_divide_count_everybody_once(db: Session) -> None:
    for by in By:
        assert sum(line.number for line in answers.table(db, HELPED, by)) == 47, by


@pytest.mark.usefixtures("measures")
def test_a_small_cell_is_kept_back_and_one_beside_it(db: Session) -> None:
    """Training in the autumn has 6 answers: with only that hidden, its row and its column would tell it."""
    found = answers.crossed(HELPED, sums(db)["after-measure", "helped"])
    kept_back = {cell for cell, share in found.items() if share is None}
    assert ("training", "2026-2") in kept_back
    assert ("training", "2026-1") in kept_back
    assert ("year", "2026-2") in kept_back


def test_blocks_too_small_are_never_read(db: Session, cast: Cast) -> None:
    db.add(block("training", 2, 2))
    with pytest.raises(IntegrityError, match="at_least_five"):
        db.flush()


# Attack: everything that may ever be read, on two days, and every difference of two such numbers.

measure = st.sampled_from(["training", "wage", "year", None])
some_blocks = st.lists(
    st.tuples(measure, st.integers(0, 12), st.integers(0, 12), st.sampled_from([SPRING, AUTUMN]))
    .filter(lambda one: one[1] + one[2] >= 5),
    max_size=12,
)  # fmt: skip
GROUPS: tuple[answers.Group, ...] = (
    lambda one: "",
    lambda one: one.about,
    lambda one: "6–7" if one.about in {"wage", "year"} else one.about,
    lambda one: one.half_year.code,
)


def as_read(one: AnswerBlock) -> tuple[str, str, str | None, date, int, int, dict[str, int]]:
    return one.questionnaire, one.question, one.about, one.on, one.version, one.number, one.counts


def everything(found: list[AnswerBlock]) -> dict[frozenset[UUID], int]:
    """All numbers that are given out of these blocks, by which blocks are in them."""
    shown = {}
    for group in GROUPS:
        by_key: dict[str, set[UUID]] = defaultdict(set)
        for one in found:
            [alone] = added([as_read(one)])["after-measure", "helped"]
            by_key[group(alone)].add(one.id)
        together = added(map(as_read, found)).get(("after-measure", "helped"), ())
        for line in answers.lines(HELPED, together, group):
            shown[frozenset(by_key[line.key])] = line.number
            assert sum(line.counts.values()) == line.number
    return shown


@given(some_blocks, st.integers(0, 12))
@settings(deadline=None, max_examples=200)
def test_no_two_numbers_differ_by_fewer_than_five_people(
    rows: list[tuple[str | None, int, int, date]], earlier: int
) -> None:
    found = [block(about, yes, no, on) for about, yes, no, on in rows]
    for made in found:
        made.id = uuid4()
    shown = {**everything(found[:earlier]), **everything(found)}  # one day, and a later one
    size = {made.id: made.number for made in found}
    for one, other in itertools.permutations(shown, 2):
        assert shown[one] >= 5
        for part in (one - other, one & other):
            assert not part or sum(size[made] for made in part) >= 5
        if one < other:
            assert shown[other] - shown[one] >= 5


def test_a_measure_that_works_better_shows_and_nothing_else_does(db: Session, cast: Cast) -> None:
    """A made-up municipality of 3,000 answers: one measure of ten helps eight of ten, the others six of ten."""
    chance = random.Random(20261128)
    keys = [f"measure-{number}" for number in range(10)]
    for key in keys:
        db.add(Measure(key=key, name=sv(key), provider=cast.support))
        rate = 0.8 if key == "measure-3" else 0.6
        for _ in range(30):
            said = Counter("yes" if chance.random() < rate else "no" for _ in range(10))
            db.add(block(key, said["yes"], said["no"]))
    db.commit()
    lines = answers.table(db, HELPED, By.MEASURE)
    assert sum(line.number for line in lines) == 3000
    sure = {line.key: line for line in lines if line.against and line.against.is_sure}
    assert set(sure) == {"measure-3"}
    better = sure["measure-3"].against
    assert better is not None
    assert better.low < 0.2 < better.high, "the true difference lies in its interval"
