"""First and last ratings by measure, worked out by hand, and nobody found in them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from portal.municipality.models import Measure, RatingIndicator
from portal.people.models import Participant
from portal.plan.enrolment_models import Enrolment
from portal.progress.before_and_after import Dated
from portal.progress.models import Level, SelfRating
from portal.results.hiding import LEAST
from portal.results.history import enrolments
from portal.results.periods import HalfYear, half_years
from portal.results.progress_made import Went, count, counted_people, progress
from tests.cast import sv

TODAY = date(2026, 8, 20)
BEGAN, FIRST, LAST = date(2025, 9, 1), date(2025, 9, 10), date(2026, 3, 10)


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
) -> None:  # fmt: skip
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


def test_of_twelve_seven_rate_themselves_higher(db: Session, measure: Measure) -> None:
    for _ in range(7):
        took_part(db, measure, Level.LOW, Level.HIGH)
    for _ in range(5):
        took_part(db, measure, Level.LOW, Level.LOW)
    [found] = progress(db, enrolments(db), TODAY)
    [moved] = found.moved
    assert (moved.number, moved.went) == (12, {Went.HIGHER: 7, Went.SAME: 5, Went.LOWER: 0})
    assert moved.higher is not None
    assert round(moved.higher.low, 2) == 0.32 and round(moved.higher.high, 2) == 0.81, "Wilson"


def test_of_four_nothing_is_told_and_what_would_tell_of_few_is_kept_back(
    db: Session, measure: Measure
) -> None:
    for _ in range(4):
        took_part(db, measure, Level.LOW, Level.HIGH)
    assert progress(db, enrolments(db), TODAY) == []
    for _ in range(2):
        took_part(db, measure, Level.HIGH, Level.LOW)
    [found] = progress(db, enrolments(db), TODAY)
    [moved] = found.moved
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
    [found] = progress(db, enrolments(db), TODAY)
    assert found.moved[0].number == 5, "the last one rated in the half-year that goes on"


RATED = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Level))), min_size=1, max_size=5)


@given(everybody=st.lists(st.tuples(st.integers(0, 5), RATED), max_size=24))
def test_no_two_half_years_differ_by_fewer_than_five_people(
    everybody: list[tuple[int, list[tuple[int, Level]]]],
) -> None:
    """And who was counted once is counted as she was: a later rating of hers moves nothing."""
    ends = half_years(date(2026, 12, 1), 6)
    began: dict[UUID, date] = {}
    ratings: dict[UUID, Dated] = {}
    for start, rated in everybody:
        whose = uuid4()
        began[whose] = ends[start].first
        ratings[whose] = [
            (ends[number].last, {"health": level})
            for number, level in sorted(rated, key=lambda one: one[0])
        ]
    before = dict.fromkeys(Went, 0)
    for number in range(1, len(ends) + 1):
        now = count(counted_people("health", ratings, began, ends[:number]))
        new = {way: now[way] - before[way] for way in Went}
        assert all(one >= 0 for one in new.values())
        assert sum(new.values()) == 0 or sum(new.values()) >= LEAST
        before = now


def test_half_years_are_known_in_their_order() -> None:
    assert HalfYear(2025, 2) < HalfYear(2026, 1)
