"""The window for the next follow-up: sixth to eighth week, invited from the fifth."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.follow_up import follow_up
from portal.meetings.models import Attendance
from portal.plan.models import Plan
from tests.cast import Cast
from tests.meetings.conftest import NOW, TODAY, Town, at
from tests.plan.writing import plan


@pytest.fixture
def begun(db: Session, cast: Cast) -> Plan:
    """A plan that was agreed five weeks ago."""
    found = plan(db, cast.amina, agreed_on=TODAY - timedelta(weeks=5))
    db.add(found)
    db.commit()
    return found


def test_without_a_plan_nothing_is_to_be_followed_up(db: Session, cast: Cast, town: Town) -> None:
    assert follow_up(db, cast.amina, town.follow_up, NOW) is None


def test_from_week_five_she_is_invited(db: Session, cast: Cast, town: Town, begun: Plan) -> None:
    found = follow_up(db, cast.amina, town.follow_up, NOW)
    assert found and found.is_open(TODAY) and not found.is_open(TODAY - timedelta(days=1))
    assert (found.opens_on, found.closes_on) == (date(2026, 9, 14), date(2026, 9, 28))
    assert not found.is_late(date(2026, 9, 28)) and found.is_late(date(2026, 9, 29))


def test_a_plan_without_a_day_of_agreement_runs_from_when_it_was_written(
    db: Session, cast: Cast, town: Town
) -> None:
    plan(db, cast.amina)
    found = follow_up(db, cast.amina, town.follow_up, NOW)
    assert found and found.since == TODAY


def test_a_booked_one_closes_it_and_a_held_one_begins_it_anew(
    db: Session, cast: Cast, town: Town, begun: Plan
) -> None:
    meeting = booking.book(db, cast.amina, town.follow_up, at(9, 10), Details(), key="k", now=NOW)
    db.flush()
    found = follow_up(db, cast.amina, town.follow_up, NOW)
    assert found and found.booked is meeting and not found.is_open(TODAY)
    after = at(9, 12)
    found = follow_up(db, cast.amina, town.follow_up, after)
    assert found and found.since == date(2026, 9, 9)
    meeting.hers.attendance = Attendance.DID_NOT_COME
    db.flush()
    found = follow_up(db, cast.amina, town.follow_up, after)
    assert found and found.since == begun.agreed_on
