"""The demo's results of half-years that are over: something is in each table, and a second start adds nothing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.exchange.loading import load
from portal.feedback import shipped
from portal.meetings.days_off import is_working_day
from portal.meetings.models import Meeting
from portal.operations import demo_past
from portal.operations.demo import FILES
from portal.people import access
from portal.people.models import Participant
from portal.results.board import Board, board


@pytest.fixture
def shown(db: Session, engine: sa.Engine) -> Board:
    """The page of results, of a demo that was started twice."""
    load(engine, FILES, today=clock.today(), now=clock.now())
    shipped.load(db, now=clock.now())
    for _ in range(2):
        demo_past.add(db, clock.now())
        db.commit()
    return board(db, clock.now())


def test_every_table_has_something_in_it(shown: Board) -> None:
    assert all(one.by_questionnaire.whole for one in shown.rates.half_years)
    [by_measure] = shown.rates.by_measure.values()
    assert any(by_measure.groups.values())
    assert [bool(one.measures) for one in shown.ended] == [True, True]
    for one in shown.periods:
        assert one.first_meetings.middle and one.follow_ups.middle and one.answers.middle
        assert one.changes.a_participant and one.goals_reached


def test_earlier_participants_are_there_once_and_in_nobodys_list(db: Session, shown: Board) -> None:
    past = sa.select(sa.func.count(Participant.id)).where(Participant.key.startswith(demo_past.KEY))
    assert db.scalar(past) == demo_past.A_HALF_YEAR * demo_past.HALF_YEARS
    assert db.scalar(past.where(access.is_here(clock.today()))) == 0
    days = {clock.local(at).date() for at in db.scalars(sa.select(Meeting.starts_at))}
    assert days and all(is_working_day(day) for day in days)
