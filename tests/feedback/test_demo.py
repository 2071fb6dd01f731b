"""The demo and load tests: whoever is due is asked, and made-up answers are counted by the rule for real ones."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.exchange.loading import load
from portal.feedback.answer_models import AnswerBlock, AnswerGiven, FreeText
from portal.feedback.models import FeedbackRequest, Occasion
from portal.operations import database
from portal.operations.demo import FILES
from portal.operations.demo_feedback import add, last_noon
from portal.operations.filling import fill
from portal.people.models import Participant


@pytest.fixture
def demo(db: Session, engine: sa.Engine, database_url: str) -> None:
    """The demo's people, its past and its answers, started twice."""
    database.migrate(database_url, is_demo=True, now=clock.now())
    load(engine, FILES, today=clock.today(), now=clock.now())
    for _ in range(2):
        add(db, clock.now())
        db.commit()


def test_amina_and_grace_whose_measures_ended_are_asked(db: Session, demo: None) -> None:
    found = db.execute(
        sa.select(Participant.key, FeedbackRequest.about).join(FeedbackRequest.participant)
    )
    assert sorted(map(tuple, found)) == [
        ("P-1001", "health-motivation"),
        ("P-1008", "local-job-tracks"),
    ]


def test_a_year_of_answers_is_there_once_and_no_block_is_small(db: Session, demo: None) -> None:
    blocks = db.scalars(sa.select(AnswerBlock)).all()
    assert min(one.number for one in blocks) >= 5
    assert len({one.on for one in blocks}) == 4
    assert len({one.about for one in blocks if one.about}) == 5
    assert {"helped", "what-helped", "could-talk", "participation"} <= {
        one.question for one in blocks
    }
    assert db.scalar(sa.select(sa.func.count(FreeText.id))) == 20
    assert not db.scalar(sa.select(AnswerGiven.id))


@pytest.mark.parametrize(
    ("now", "noon"),
    [
        (datetime(2026, 11, 24, 12, tzinfo=UTC), datetime(2026, 11, 24, 11, tzinfo=UTC)),
        (datetime(2026, 11, 24, 8, tzinfo=UTC), datetime(2026, 11, 23, 11, tzinfo=UTC)),
        (datetime(2026, 12, 27, 20, tzinfo=UTC), datetime(2026, 12, 23, 11, tzinfo=UTC)),
    ],
)
def test_a_demo_started_at_any_hour_asks_as_of_the_last_noon(now: datetime, noon: datetime) -> None:
    assert last_noon(now) == noon


def test_a_filled_caseload_has_requests_and_answers_in_their_shares(
    db: Session, engine: sa.Engine
) -> None:
    fill(engine, 400, 5, today=clock.today(), now=clock.now())
    requests = db.scalars(sa.select(FeedbackRequest)).all()
    was = [one for one in requests if one.closes_on < clock.today()]
    assert 200 < len(was) < 280 and 15 < len(requests) - len(was) < 55
    answered = sum(one.answered_on is not None for one in was)
    assert 0.38 < answered / len(was) < 0.58
    assert {one.occasion for one in requests} == {Occasion.AFTER_MEASURE}
    blocks = db.scalars(sa.select(AnswerBlock)).all()
    assert blocks and min(one.number for one in blocks) >= 5
