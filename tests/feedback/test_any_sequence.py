"""Whatever people answer, in whatever order, and whenever the worker comes: no number tells of fewer than five people.

The truth is kept beside: who is in which block. Two results that anybody may see are two sums of whole blocks; what the
one has and the other has not is a sum of whole blocks too, and each of these is five people or more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import combinations
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.db import Base, engine_for
from portal.feedback import counting, moving
from portal.feedback.answer_models import AnswerBlock, FreeText
from portal.feedback.models import Occasion
from portal.feedback.questions import Answer
from tests.conftest import SECRET
from tests.feedback.asked import TODAY, TUESDAY, answer, people, request

CROWD = 8
SUBJECTS = ("one", "two", "three")
OPTIONS = ("a-lot", "hardly")

answers = st.tuples(
    st.just("answers"),
    st.integers(0, CROWD - 1),
    st.sampled_from(SUBJECTS),
    st.sampled_from(OPTIONS),
    st.booleans(),
)
meetings = st.tuples(st.just("meets"), st.integers(0, CROWD - 1))
time_passes = st.tuples(st.just("passes"), st.sampled_from([1, 40, 200, 400]))
acts = st.one_of(answers, answers, answers, meetings, time_passes)


@pytest.fixture(scope="module")
def engine_in_memory() -> Iterator[sa.Engine]:
    """SQLite alone, and without a file: the rule is the same on both, and hundreds of lives are lived here."""
    engine = engine_for("sqlite://", poolclass=sa.StaticPool)
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()


class Watched:
    """Who is behind each answer: written into the answer itself, where only the test looks."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.blocks: list[tuple[counting.Pot, list[str]]] = []
        really = counting.count

        def watched(db: Session, pot: counting.Pot, told: list[counting.Told], on: object) -> int:
            people = [one.value[-1] if isinstance(one.value, list) else one.value for one in told]
            self.blocks.append((pot, people))
            return really(db, pot, told, TODAY)

        monkeypatch.setattr(moving, "count", watched)


def live(
    db: Session, sequence: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> Watched:
    """Let everything happen; each answer carries the name of whoever gave it."""
    from portal.feedback import questions

    watched, crowd, day = Watched(monkeypatch), people(db, CROWD, "crowd"), 0
    monkeypatch.setattr(
        questions.Question, "read", lambda _, typed: typed[0] if len(typed) == 1 else list(typed)
    )
    for act in [*sequence, ("passes", 400), ("passes", 1)]:
        what, *rest = act
        if what == "passes":
            assert isinstance(rest[0], int)
            moving.move(db, SECRET, TUESDAY + timedelta(days=day))
            day += rest[0]
            moving.move(db, SECRET, TUESDAY + timedelta(days=day))
            continue
        assert isinstance(rest[0], int)
        one, on = crowd[rest[0]], TODAY + timedelta(days=day)
        if what == "meets":
            made = request(db, one, Occasion.AFTER_MEETING, about=None, on=on)
            answer(db, made, {"could-talk": ["yes", one.key]})
        else:
            made = request(db, one, about=str(rest[1]), on=on)
            said: dict[str, Answer] = {"helped": [str(rest[2]), one.key]}
            answer(db, made, said | ({"tips": one.key} if rest[3] else {}))
        day += 1
    return watched


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(acts, max_size=45))
def test_every_number_is_of_five_people_and_so_is_every_difference(
    engine_in_memory: sa.Engine, sequence: list[tuple[object, ...]]
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch, Session(engine_in_memory) as db:
        watched = live(db, sequence, monkeypatch)
        for _, who in watched.blocks:
            assert len(set(who)) == len(who) >= 5, "nobody is in a block twice"
        for pot, who in watched.blocks:
            assert pot.question != "tips" or len(who) >= 10
        kept = db.scalars(sa.select(AnswerBlock)).all()
        choices = [one for one in watched.blocks if one[0].question != "tips"]
        assert sorted(one.number for one in kept) == sorted(len(who) for _, who in choices)
        for one, other in combinations(allowed(kept), 2):
            difference = one ^ other
            assert (
                not difference or sum(block.number for block in kept if block.id in difference) >= 5
            )
        assert not db.scalar(sa.select(sa.func.count(FreeText.id))) or any(
            pot.question == "tips" for pot, _ in watched.blocks
        )
        db.rollback()


def allowed(blocks: object) -> list[frozenset[UUID]]:
    """The views that anybody may see of a question: by subject, all together, and up to each block in time."""
    assert isinstance(blocks, list)
    views: set[frozenset[UUID]] = set()
    for question in {one.question for one in blocks}:
        of_it = [one for one in blocks if one.question == question]
        views.add(frozenset(one.id for one in of_it))
        for about in {one.about for one in of_it}:
            views.add(frozenset(one.id for one in of_it if one.about == about))
        views |= {frozenset(one.id for one in of_it[:end]) for end in range(len(of_it))}
    return list(views)
