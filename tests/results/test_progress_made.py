"""First and last ratings by measure, worked out by hand, counted once, and nobody found in them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db import reading, transaction
from portal.half_years import HalfYear, half_years
from portal.municipality.models import Measure, RatingIndicator
from portal.operations import working
from portal.people.models import Participant
from portal.plan.enrolment_models import Enrolment
from portal.progress.before_and_after import Dated
from portal.progress.models import Level, SelfRating
from portal.results.hiding import LEAST
from portal.results.progress_counting import count, ready_people, run
from portal.results.progress_made import Moved, Went, progress
from portal.results.progress_models import ProgressBlock, ProgressHalfYear, ProgressMark
from tests.cast import sv

BEGAN, FIRST, LAST = date(2025, 9, 1), date(2025, 9, 10), date(2026, 3, 10)
AUGUST, JANUARY = (
    datetime(year, month, 20, 9, tzinfo=UTC) for year, month in ((2026, 8), (2027, 1))
)


@pytest.fixture
def measure(db: Session) -> Measure:
    made = Measure(key="training", name=sv("Arbetsträning"), skr_class=1)
    health = RatingIndicator(key="health", position=0, name=sv("Hälsa"), rated_by="participant")
    # What only staff rate is never a participant's own progress.
    belief = RatingIndicator(key="belief", position=1, name=sv("Tro"), rated_by="staff")
    db.add_all([made, health, belief])
    db.flush()
    return made


def took_part(
    db: Session, measure: Measure, first: Level | None, last: Level | None, *,
    began: date = BEGAN, on: date = LAST,
) -> Participant:  # fmt: skip
    whose = Participant(
        key=uuid4().hex, name="N N", language="sv", created_at=datetime(2025, 1, 1, tzinfo=UTC)
    )
    db.add(whose)
    db.flush()
    db.add(Enrolment(participant_id=whose.id, measure_id=measure.id, started_on=began))
    for day, level in ((FIRST, first), (on, last)):
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        db.add(SelfRating(
            participant_id=whose.id, started_at=at, rated_on=day, kept={"health": level, "belief": level}
        ))  # fmt: skip
    db.flush()
    return whose


def shown(db: Session) -> list[Moved]:
    """The questions of the one measure that are shown."""
    found = progress(db)
    return [moved for one in found for moved in one.moved]


def test_of_twelve_seven_rate_themselves_higher(db: Session, measure: Measure) -> None:
    for _ in range(7):
        took_part(db, measure, Level.LOW, Level.HIGH)
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.LOW)
    assert run(db, AUGUST) == 1
    [moved] = shown(db)
    assert (moved.number, moved.went) == (12, {Went.HIGHER: 7, Went.SAME: 5, Went.LOWER: 0})
    assert moved.higher is not None
    assert round(moved.higher.low, 2) == 0.32 and round(moved.higher.high, 2) == 0.81, "Wilson"


def test_of_four_nothing_is_told_and_they_are_counted_when_more_have_come(
    db: Session, measure: Measure
) -> None:
    for _ in range(4):
        took_part(db, measure, Level.LOW, Level.HIGH)
    assert run(db, AUGUST) == 0
    for _ in range(2):
        took_part(db, measure, Level.HIGH, Level.LOW, on=date(2026, 10, 1))
    assert run(db, AUGUST) == 0 and shown(db) == []
    assert run(db, JANUARY) == 1
    [moved] = shown(db)
    assert moved.number == 6
    assert moved.went == {Went.HIGHER: None, Went.SAME: 0, Went.LOWER: None}, (
        "4 and 2, of a known 6"
    )
    assert moved.higher is None


def test_who_rated_once_skipped_it_or_not_since_she_began_does_not_count(
    db: Session, measure: Measure
) -> None:
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.HIGH)
    took_part(db, measure, None, Level.HIGH)
    took_part(db, measure, Level.LOW, Level.HIGH, began=date(2026, 5, 1))
    took_part(db, measure, Level.LOW, Level.HIGH, on=date(2026, 7, 10))
    run(db, AUGUST)
    [moved] = shown(db)
    assert moved.number == 5, "the last one rated in the half-year that goes on"


def test_what_is_counted_stays_when_somebody_is_erased_or_written_in_too_late(
    db: Session, measure: Measure
) -> None:
    everybody = [took_part(db, measure, Level.LOW, Level.HIGH) for _ in range(6)]
    run(db, AUGUST)
    before = shown(db)
    assert before[0].number == 6
    db.execute(sa.delete(SelfRating).where(SelfRating.participant_id == everybody[0].id))
    db.execute(sa.delete(Enrolment).where(Enrolment.participant_id == everybody[0].id))
    db.execute(sa.delete(Participant).where(Participant.id == everybody[0].id))
    took_part(db, measure, Level.HIGH, Level.LOW)
    assert run(db, AUGUST) == 0
    assert shown(db) == before
    assert run(db, JANUARY) == 0, "the one who was late waits for four others"
    assert shown(db) == before


def test_who_is_erased_leaves_no_mark_and_who_is_counted_once_is_not_again(
    db: Session, measure: Measure
) -> None:
    whose = [took_part(db, measure, Level.LOW, Level.HIGH) for _ in range(5)]
    assert run(db, AUGUST) == 1
    marks = sa.select(sa.func.count(ProgressMark.id))
    assert db.scalar(marks) == 5
    for one in whose:
        db.add(SelfRating(
            participant_id=one.id, started_at=JANUARY, rated_on=date(2026, 11, 1), kept={"health": 1},
        ))  # fmt: skip
    assert run(db, JANUARY) == 0
    db.execute(sa.delete(SelfRating).where(SelfRating.participant_id == whose[0].id))
    db.execute(sa.delete(Enrolment).where(Enrolment.participant_id == whose[0].id))
    db.execute(sa.delete(Participant).where(Participant.id == whose[0].id))
    assert db.scalar(marks) == 4
    columns = set(ProgressMark.__table__.columns.keys())
    assert columns == {"id", "participant_id", "measure", "indicator"}, "no value"


def test_who_comes_after_is_a_block_of_her_own_with_four_others(
    db: Session, measure: Measure
) -> None:
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.HIGH)
    run(db, AUGUST)
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.LOW, on=date(2026, 9, 1))
    assert run(db, JANUARY) == 1
    blocks = db.execute(
        sa.select(ProgressBlock.half_year, ProgressBlock.number, ProgressBlock.same)
        .order_by(ProgressBlock.half_year)
    ).all()  # fmt: skip
    assert [tuple(one) for one in blocks] == [("2026-1", 5, 0), ("2026-2", 5, 5)]
    [moved] = shown(db)
    assert moved.number == 10


def test_an_old_installation_counts_the_half_years_behind_it_one_after_another(
    db: Session, measure: Measure
) -> None:
    """As they would have been counted: each person as she had rated then."""
    for _ in range(5):
        whose = took_part(db, measure, Level.LOW, Level.HIGH, on=date(2025, 12, 1))
        db.add(SelfRating(
            participant_id=whose.id, started_at=AUGUST, rated_on=date(2026, 6, 1), kept={"health": 1},
        ))  # fmt: skip
    db.flush()
    assert run(db, AUGUST) == 1
    [moved] = shown(db)
    assert moved.went[Went.HIGHER] == 5, "by December it was higher; by June it is lower"
    assert set(db.scalars(sa.select(ProgressHalfYear.half_year))) == {"2025-2", "2026-1"}


def test_the_worker_counts_once_a_half_year_is_over(
    db: Session, engine: sa.Engine, measure: Measure
) -> None:
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.HIGH)
    db.commit()
    for now, blocks in ((datetime(2026, 6, 30, 21, tzinfo=UTC), 0), (AUGUST, 1), (AUGUST, 1)):
        working.do_chores(engine, now, "a secret")
        assert db.scalar(sa.select(sa.func.count(ProgressBlock.id))) == blocks
        db.rollback()


def test_two_workers_at_once_count_nobody_twice(
    db: Session, engine: sa.Engine, measure: Measure
) -> None:
    for _ in range(8):
        took_part(db, measure, Level.LOW, Level.HIGH)
    db.commit()

    def work(_: int) -> int:
        with transaction(engine) as own:
            return run(own, AUGUST)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(work, range(4))) == [0, 0, 0, 1]
    assert db.scalar(sa.select(sa.func.sum(ProgressBlock.number))) == 8


@pytest.mark.parametrize("what", ["block", "mark", "few"])
def test_the_database_itself_refuses_what_would_count_twice_or_too_few(
    db: Session, measure: Measure, what: str
) -> None:
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.HIGH)
    run(db, AUGUST)
    one = db.scalars(sa.select(ProgressMark)).first()
    assert one
    of: dict[str, Any] = {"measure": "training", "indicator": "health"}
    five = of | {"number": 5, "higher": 5, "same": 0, "lower": 0}
    rows = {
        "block": ProgressBlock(**five, half_year="2026-1"),
        "mark": ProgressMark(participant_id=one.participant_id, **of),
        "few": ProgressBlock(**five | {"number": 4, "higher": 4}, half_year="2027-1"),
    }
    db.add(rows[what])
    with pytest.raises(IntegrityError):
        db.flush()


@contextmanager
def noted(engine: sa.Engine) -> Iterator[list[str]]:
    asked: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    yield asked


def test_the_page_reads_blocks_only_and_an_hour_with_nothing_to_count_asks_once(
    db: Session, engine: sa.Engine, measure: Measure
) -> None:
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.HIGH)
    run(db, AUGUST)
    db.commit()
    with noted(engine) as asked, Session(reading(engine)) as own:
        assert progress(own)
        assert run(db, AUGUST) == 0
    assert not [one for one in asked if "self_rating" in one or "enrolment" in one]


def test_what_only_staff_rate_is_never_counted(db: Session, measure: Measure) -> None:
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.HIGH)
    run(db, AUGUST)
    assert set(db.scalars(sa.select(ProgressBlock.indicator))) == {"health"}


RATED = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Level))), min_size=1, max_size=5)


@given(everybody=st.lists(st.tuples(st.integers(0, 5), RATED), max_size=24))
def test_nobody_is_ready_twice_and_whoever_is_counted_stays_as_she_was(
    everybody: list[tuple[int, list[tuple[int, Level]]]],
) -> None:
    """As `run` does it, half-year after half-year: no two tables differ by fewer than five people."""
    ends = half_years(date(2026, 12, 1), 6)
    began: dict[UUID, date] = {}
    ratings: dict[UUID, Dated] = {}
    for start, rated in everybody:
        whose = uuid4()
        began[whose] = ends[start].first
        latest = dict(sorted(rated, key=lambda one: one[0]))
        ratings[whose] = [(ends[at].last, {"health": level}) for at, level in latest.items()]
    counted: set[UUID] = set()
    for end in ends:
        ready = ready_people("health", ratings, began, end, counted)
        assert not counted & set(ready)
        assert all(began[one] <= end.last for one in ready)
        assert sum(count(ready.values()).values()) == len(ready)
        if len(ready) >= LEAST:
            counted |= set(ready)


def test_half_years_are_known_in_their_order() -> None:
    assert HalfYear(2025, 2) < HalfYear(2026, 1)
