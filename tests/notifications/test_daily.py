"""What is told because a day comes near: a step of hers, and the weeks of a follow-up."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import booking, follow_up_notices
from portal.meetings.booking import Details
from portal.notifications.models import NoticeKind, OutboxNotice
from portal.operations import working
from portal.plan import due_notices
from portal.plan.models import Step
from tests.cast import Cast
from tests.meetings.conftest import Town, at, town  # noqa: F401 (a fixture)
from tests.plan.writing import plan, step

SECRET = "a secret that only the tests know, long enough"

TODAY = "2026-09-07"


def told(db: Session, kind: NoticeKind) -> list[OutboxNotice]:
    db.commit()
    return list(db.scalars(sa.select(OutboxNotice).where(OutboxNotice.kind == kind)))


def test_a_step_of_hers_is_told_once_three_days_before(
    db: Session, cast: Cast, noon: time_machine.Traveller
) -> None:
    plan(db, cast.amina, step("Ring", due="2026-09-11"))
    due_notices.tell(db, clock.now())
    assert not told(db, NoticeKind.STEP_DUE), "that is four days away"
    noon.shift(timedelta(days=1))
    for _ in range(2):
        due_notices.tell(db, clock.now())
    [one] = told(db, NoticeKind.STEP_DUE)
    assert one.person_id == cast.amina.id
    assert clock.local(one.expires_at).isoformat() == "2026-09-12T00:00:00+02:00"


def test_a_step_that_gets_a_new_day_is_told_again(db: Session, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring", due="2026-09-08"))
    due_notices.tell(db, clock.now())
    only = db.scalars(sa.select(Step)).one()
    only.due_on = clock.today() + timedelta(days=3)
    due_notices.tell(db, clock.now())
    assert len(told(db, NoticeKind.STEP_DUE)) == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"done": TODAY},
        {"paused_on": clock.today()},
        {"dropped_on": clock.today()},
        {"due": TODAY},
        {"due": "2026-09-06"},
        {"due": None},
    ],
)
def test_nothing_is_told_of_a_step_that_asks_nothing_of_her(
    db: Session, cast: Cast, facts: dict[str, object]
) -> None:
    plan(db, cast.amina, step("Ring", **({"due": "2026-09-08"} | facts)))  # type: ignore[arg-type]
    due_notices.tell(db, clock.now())
    assert not told(db, NoticeKind.STEP_DUE)


def test_what_others_do_is_not_hers_to_be_reminded_of(db: Session, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring", cast.karin, due="2026-09-08"))
    plan(db, cast.farid, step("Ring", due="2026-09-08"))
    plan(db, cast.bashir, step("Ring", due="2026-09-08"))
    cast.bashir.moved_on = clock.today()
    db.flush()
    due_notices.tell(db, clock.now())
    assert not told(db, NoticeKind.STEP_DUE), "not hers; protected; ended here"


def test_a_follow_up_is_told_once_when_its_weeks_are_near(
    db: Session,
    cast: Cast,
    town: Town,  # noqa: F811 (the fixture)
    noon: time_machine.Traveller,
) -> None:
    hers = plan(db, cast.amina, agreed_on=clock.today() - timedelta(weeks=4))
    db.add(hers)
    follow_up_notices.tell(db, clock.now())
    assert not told(db, NoticeKind.FOLLOW_UP_WINDOW)
    noon.shift(timedelta(weeks=1))
    for _ in range(2):
        follow_up_notices.tell(db, clock.now())
    assert [one.person_id for one in told(db, NoticeKind.FOLLOW_UP_WINDOW)] == [cast.amina.id]


def test_who_has_booked_a_follow_up_is_not_told_to(
    db: Session,
    cast: Cast,
    town: Town,  # noqa: F811 (the fixture)
) -> None:
    hers = plan(db, cast.amina, agreed_on=clock.today() - timedelta(weeks=6))
    db.add(hers)
    db.commit()
    booking.book_for(
        db, cast.karin, cast.amina, town.follow_up, at(9, 9), [cast.karin.id], Details(), key="k",
        now=clock.now(), anyway=True,
    )  # fmt: skip
    follow_up_notices.tell(db, clock.now())
    assert not told(db, NoticeKind.FOLLOW_UP_WINDOW)


def test_chores_make_nothing_at_night_and_forget_what_is_old(
    db: Session, cast: Cast, noon: time_machine.Traveller
) -> None:
    plan(db, cast.amina, step("Ring", due="2026-09-10"))
    db.commit()
    noon.shift(timedelta(hours=11))
    engine = db.get_bind()
    assert isinstance(engine, sa.Engine)
    working.do_chores(engine, clock.now(), SECRET)
    assert not told(db, NoticeKind.STEP_DUE)
    noon.shift(timedelta(hours=11))
    db.rollback()
    working.do_chores(engine, clock.now(), SECRET)
    [one] = told(db, NoticeKind.STEP_DUE)
    one.sent_at = clock.now()
    db.commit()
    noon.shift(timedelta(days=91))
    working.do_chores(engine, clock.now(), SECRET)
    assert not told(db, NoticeKind.STEP_DUE)
