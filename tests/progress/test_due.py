"""When she is asked how it goes, and that «not now» is respected."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import Municipality
from portal.progress import due
from portal.progress.due import Asks
from portal.progress.models import RatingPause
from tests.cast import Cast
from tests.progress.conftest import TODAY, rated


def asks(db: Session, cast: Cast, today: date = TODAY, *, has_plan: bool = True) -> Asks | None:
    return due.asks(db, cast.amina, has_plan=has_plan, today=today)


@pytest.mark.parametrize(
    ("rated_on", "months", "again"),
    [
        (date(2026, 3, 7), 6, date(2026, 9, 7)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 12, 5), 12, date(2027, 12, 5)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_the_next_is_as_many_months_later_as_the_routine_says(
    rated_on: date, months: int, again: date
) -> None:
    town = Municipality(routines={"progress_rating_months": months})
    assert due.next_on(rated_on, town) == again


def test_without_a_routine_it_is_half_a_year() -> None:
    assert due.next_on(date(2026, 3, 7), Municipality(routines={})) == date(2026, 9, 7)
    assert due.next_on(date(2026, 3, 7), None) == date(2026, 9, 7)


def test_the_first_time_is_when_she_has_a_plan(db: Session, cast: Cast) -> None:
    assert asks(db, cast, has_plan=False) is None
    assert asks(db, cast) is Asks.FIRST


def test_she_is_asked_again_on_the_day_and_not_before(db: Session, cast: Cast) -> None:
    rated(db, cast.amina, date(2026, 3, 7))
    assert asks(db, cast, date(2026, 9, 6)) is None
    assert asks(db, cast, date(2026, 9, 7), has_plan=False) is Asks.AGAIN


def test_what_she_has_begun_waits_for_her(db: Session, cast: Cast) -> None:
    rated(db, cast.amina, TODAY - timedelta(days=10))
    rated(db, cast.amina, None)
    rated(db, cast.bashir, None)
    assert asks(db, cast, has_plan=False) is Asks.GO_ON


def test_not_now_leaves_her_alone_for_four_weeks(db: Session, cast: Cast) -> None:
    due.put_off(db, cast.amina, today=TODAY - timedelta(days=7))
    due.put_off(db, cast.amina, today=TODAY)
    assert db.scalar(sa.select(sa.func.count(RatingPause.id))) == 1
    assert asks(db, cast, TODAY + timedelta(days=27)) is None
    assert asks(db, cast, TODAY + timedelta(days=28)) is Asks.FIRST
    assert due.asks(db, cast.bashir, has_plan=True, today=TODAY) is Asks.FIRST
