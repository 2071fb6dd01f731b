"""Who was asked is not kept for ever: what is forgotten, when, and what goes with a participant."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from portal.feedback import moving, retention
from portal.feedback.answer_models import AnswerGiven
from portal.feedback.models import (
    FeedbackRequest,
    Occasion,
    PanelMember,
    PublishedAnswer,
    PublishedAnswerSeen,
)
from portal.operations.working import do_chores
from tests.cast import Cast, sv
from tests.conftest import SECRET
from tests.feedback.asked import TODAY, TUESDAY, answer, request

MONTH = TODAY.replace(day=1)


def closed(db: Session, cast: Cast, on: date, *, is_answered: bool = False) -> FeedbackRequest:
    """Amina was asked so that it closed on that day."""
    made = request(db, cast.amina, on=on - timedelta(weeks=4))
    if is_answered:
        made.answered_on = made.asked_on
    db.commit()
    return made


def left(db: Session) -> set[date]:
    return set(db.scalars(sa.select(FeedbackRequest.closes_on)))


def test_who_did_not_answer_is_forgotten_after_two_years_and_a_whole_month_at_once(
    db: Session, cast: Cast
) -> None:
    kept = MONTH - relativedelta(months=24)
    for on in (kept, kept - timedelta(days=1), kept - relativedelta(months=1)):
        closed(db, cast, on)
    assert retention.run(db, TUESDAY) == 2
    assert left(db) == {kept}
    assert retention.run(db, TUESDAY) == 0


def test_who_answered_is_known_as_long_as_an_answer_of_hers_may_wait(
    db: Session, cast: Cast
) -> None:
    kept = MONTH - relativedelta(months=50)
    for on in (kept, kept - timedelta(days=1)):
        closed(db, cast, on, is_answered=True)
    assert retention.run(db, TUESDAY) == 1
    assert left(db) == {kept}
    waits = 2 * moving.KEPT_FOR + timedelta(days=2 * 31)
    assert TODAY - waits + timedelta(days=5) >= TODAY - retention.ANSWERED_FOR


def test_what_she_has_read_is_forgotten_when_nothing_would_tell_her_of_it(
    db: Session, cast: Cast
) -> None:
    for on in (TODAY, TODAY - relativedelta(months=51)):
        told = PublishedAnswer(
            organisation_id=cast.employment.id, said=sv("Ni"), does=sv("Vi"), staff_id=cast.sara.id,
            occasion=Occasion.AFTER_MEASURE, published_on=on,
        )  # fmt: skip
        db.add(told)
        db.flush()
        db.add(PublishedAnswerSeen(participant_id=cast.amina.id, answer_id=told.id))
    db.flush()
    retention.run(db, TUESDAY)
    [seen] = db.scalars(sa.select(PublishedAnswerSeen))
    assert db.get_one(PublishedAnswer, seen.answer_id).published_on == TODAY


def test_the_worker_forgets(engine: sa.Engine, db: Session, cast: Cast) -> None:
    closed(db, cast, MONTH - relativedelta(months=30))
    do_chores(engine, TUESDAY, SECRET)
    assert left(db) == set()


@pytest.mark.parametrize("is_sent", [True, False])
def test_with_a_participant_goes_that_she_was_asked_and_what_nobody_has_untied(
    engine: sa.Engine, db: Session, cast: Cast, *, is_sent: bool
) -> None:
    made = request(db, cast.bashir)
    answer(db, made)
    if not is_sent:
        db.execute(sa.update(AnswerGiven).values(is_sent=False))
    db.add(PanelMember(participant_id=cast.bashir.id, since=TODAY))
    db.commit()
    db.execute(sa.delete(type(cast.bashir)).where(type(cast.bashir).id == cast.bashir.id))
    db.commit()
    do_chores(engine, TUESDAY, SECRET)
    for table in (FeedbackRequest, PanelMember, AnswerGiven):
        assert db.scalar(sa.select(sa.func.count(table.id))) == 0, table
