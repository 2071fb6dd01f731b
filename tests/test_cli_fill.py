"""A made-up caseload for load tests: the same seed makes the same people, and real people are left alone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import free
from portal.meetings.days_off import is_working_day
from portal.meetings.models import Meeting, MeetingState, TakenQuarter
from portal.meetings.purposes import purpose
from portal.messages import facts
from portal.messages.models import Conversation, Thread
from portal.operations.filling import fill
from portal.operations.refusal import Refused
from portal.people.models import Assignment, Participant
from portal.plan.models import Step
from portal.progress.models import SelfRating, StaffRating
from tests.browsing import Browser


def made(engine: sa.Engine, seed: int) -> None:
    fill(engine, 120, seed, today=clock.today(), now=clock.now())


def test_a_caseload_of_any_size_is_made_and_its_pages_open(
    db: Session, engine: sa.Engine, browser: Browser
) -> None:
    made(engine, 1)
    people = db.scalars(sa.select(Participant).order_by(Participant.key)).all()
    assert len(people) == 120
    assert {one.language for one in people} >= {"sv", "ar", "so"}
    assert db.scalar(sa.select(sa.func.count(Assignment.id))) == 120
    for one in people[:5]:
        one.chosen_language = "sv"
        db.commit()
        for address in ("/", "/plan", "/week", "/people", "/messages"):
            browser.visit(address, as_=one)


def test_everybody_can_be_met_and_most_have_been(db: Session, engine: sa.Engine) -> None:
    made(engine, 3)
    meetings = db.scalars(sa.select(Meeting)).all()
    now = clock.now()
    assert 70 < sum(one.starts_at < now for one in meetings) <= 120
    assert 40 < sum(one.starts_at > now for one in meetings) < 90
    assert {one.state for one in meetings} == set(MeetingState)
    assert all(is_working_day(clock.local(one.starts_at).date()) for one in meetings)
    standing = [one for one in meetings if one.is_standing]
    taken = db.scalar(sa.select(sa.func.count(TakenQuarter.id)))
    assert taken == sum(one.minutes // 15 * 2 for one in standing)
    someone, follow_up = db.scalars(sa.select(Participant)).first(), purpose(db, "follow-up")
    assert someone and follow_up
    assert next(free.search(db, someone, follow_up, now=now).everything(), None)


def test_most_have_written_and_what_is_said_of_it_agrees_with_their_messages(
    db: Session, engine: sa.Engine
) -> None:
    made(engine, 4)
    talks = db.scalars(sa.select(Conversation)).all()
    assert 50 < len(talks) < 95
    before = [_said(one) for one in talks]
    for one in talks:
        facts.settle(db, one)
    assert [_said(one) for one in talks] == before
    threads = db.scalars(sa.select(Thread).where(Thread.answer_by.is_not(None))).all()
    late = [one for one in threads if one.answer_by and one.answer_by < clock.today()]
    assert 0 < len(late) < len(threads) < 30


def _said(talk: Conversation) -> tuple[object, ...]:
    return (
        talk.unread_by_her_since, talk.unread_by_staff_at, talk.waits_for_us_since,
        talk.waits_for_her_since,
    )  # fmt: skip


def test_most_have_said_how_it_goes(db: Session, engine: sa.Engine) -> None:
    made(engine, 5)
    done = db.scalars(sa.select(SelfRating).where(SelfRating.rated_on.is_not(None))).all()
    assert 50 < len({one.participant_id for one in done}) < 95
    assert len(done) > 80, "some more than once"
    assert all(len(one.answers) == 10 for one in done)
    beside = db.scalars(sa.select(StaffRating)).all()
    assert 0.5 < len(beside) / len(done) < 0.9
    assert all("caseworker-belief" in one.answers for one in beside)


def test_the_same_seed_makes_the_same_people(db: Session, engine: sa.Engine) -> None:
    made(engine, 7)
    first = db.scalars(sa.select(Step.id).order_by(Step.id).limit(5)).all()
    db.commit()
    with pytest.raises(Refused):
        made(engine, 7)
    for table in (
        "message",
        "thread",
        "conversation",
        "taken_quarter",
        "meeting_party",
        "meeting",
        "bookable_hours",
        "step_answer",
        "weekly_hour",
        "step",
        "sub_goal",
        "goal",
        "plan",
        "assignment",
        "participant",
        "staff",
    ):
        db.execute(sa.text(f'DELETE FROM "{table}"'))  # noqa: S608 (names of ours)
    db.commit()
    made(engine, 7)
    db.expire_all()
    assert db.scalars(sa.select(Step.id).order_by(Step.id).limit(5)).all() == first
