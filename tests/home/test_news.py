"""What is new since she was last here."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.home.news import Kind, news
from portal.people.contacts import contacts
from portal.plan import answers, reading
from portal.plan.answers import OwnStep
from tests.cast import Cast, assign
from tests.plan.writing import plan, step

HOUR = timedelta(hours=1)


def kinds(db: Session, cast: Cast, since_ago: timedelta | None) -> list[Kind]:
    since = clock.now() - since_ago if since_ago is not None else None
    people = contacts(db, cast.amina, clock.today())
    return [one.kind for one in news(reading.plans(db, cast.amina), people, since)]


def test_on_the_first_visit_nothing_is_called_new(db: Session, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring Lars"))
    assert kinds(db, cast, None) == []


def test_a_new_plan_is_one_piece_of_news_not_one_a_step(db: Session, cast: Cast) -> None:
    for assignment in cast.amina.assignments:
        assignment.created_at = clock.now() - 3 * HOUR
    plan(db, cast.amina, step("Ring Lars"), step("Fråga", cast.lars))
    assert kinds(db, cast, HOUR) == [Kind.NEW_PLAN]


def test_a_changed_step_and_a_new_contact_are_news(db: Session, cast: Cast) -> None:
    old = clock.now() - 3 * HOUR
    call = step("Ring Lars", created_at=old, changed_at=old)
    made = plan(db, cast.amina, call)
    made.created_at = made.changed_at = old
    for assignment in cast.amina.assignments:
        assignment.created_at = old
    assert kinds(db, cast, HOUR) == []
    call.changed_at = clock.now()
    assign(db, cast.amina, cast.sara)
    db.commit()
    assert sorted(kinds(db, cast, HOUR)) == [Kind.CHANGED_STEP, Kind.NEW_CONTACT]


def test_her_own_doings_are_no_news_to_her(db: Session, cast: Cast) -> None:
    old = clock.now() - 3 * HOUR
    call = step("Ring Lars", created_at=old, changed_at=old)
    made = plan(db, cast.amina, call)
    made.created_at = made.changed_at = old
    for assignment in cast.amina.assignments:
        assignment.created_at = old
    answers.mark_done(db, cast.amina, call.id, today=clock.today())
    answers.add_own(db, cast.amina, OwnStep("Träna"), "k", now=clock.now())
    db.commit()
    assert kinds(db, cast, HOUR) == []
