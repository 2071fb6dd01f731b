"""What she does with a step: answers it, marks it done, adds and removes her own."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.plan import answers
from portal.plan.answers import OwnStep, Unfit
from portal.plan.models import Answer, Step, StepAnswer
from tests.cast import Cast
from tests.plan.writing import plan, step

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=clock.LOCAL)


def test_her_answer_is_kept_and_may_be_changed(db: Session, cast: Cast) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    answers.answer(db, cast.amina, call.id, "cannot", "Waan xanuunsanahay", now=clock.now())
    db.commit()
    answers.answer(db, cast.amina, call.id, "works", "", now=clock.now())
    db.commit()
    [kept] = db.scalars(sa.select(StepAnswer))
    assert (kept.answer, kept.comment) == (Answer.WORKS, None)


@pytest.mark.parametrize(
    ("given", "comment", "field"),
    [("", "hej", "answer"), ("no", "", "answer"), ("works", "x" * 2001, "comment")],
)
def test_an_answer_that_cannot_be_kept_says_which_field(
    db: Session, cast: Cast, given: str, comment: str, field: str
) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    with pytest.raises(Unfit) as unfit:
        answers.answer(db, cast.amina, call.id, given, comment, now=clock.now())
    assert unfit.value.field == field


def test_nobody_answers_for_another(db: Session, cast: Cast) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    with pytest.raises(NoResultFound):
        answers.answer(db, cast.bashir, call.id, "works", "", now=clock.now())


def test_done_and_undone(db: Session, cast: Cast) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    answers.mark_done(db, cast.amina, call.id, today=TODAY)
    answers.mark_done(db, cast.amina, call.id, today=TODAY + timedelta(days=1))
    assert call.done_on == TODAY, "the second tap changes nothing"
    answers.undo_done(db, cast.amina, call.id)
    assert call.done_on is None


def test_she_cannot_take_back_what_her_caseworker_marked(db: Session, cast: Cast) -> None:
    call = step("Ring Lars", done="2026-11-01")
    plan(db, cast.amina, call)
    answers.undo_done(db, cast.amina, call.id)
    assert call.done_on == date(2026, 11, 1)


def test_she_cannot_mark_somebody_elses_step(db: Session, cast: Cast) -> None:
    ask = step("Fråga restaurangen", cast.lars)
    plan(db, cast.amina, ask)
    with pytest.raises(NoResultFound):
        answers.mark_done(db, cast.amina, ask.id, today=TODAY)


def test_the_same_form_twice_adds_one_step(db: Session, cast: Cast) -> None:
    key = uuid4().hex
    for _ in range(2):
        answers.add_own(db, cast.amina, OwnStep("Träna på bussen", "2026-12-01"), key, now=NOON)
        db.commit()
    [own] = db.scalars(sa.select(Step))
    assert (own.due_on, own.text.language) == (date(2026, 12, 1), "und")


def test_a_removed_step_comes_back(db: Session, cast: Cast) -> None:
    own = answers.add_own(db, cast.amina, OwnStep("Träna"), uuid4().hex, now=clock.now())
    answers.remove_own(db, cast.amina, own.id, now=clock.now())
    with pytest.raises(NoResultFound):
        answers.change_own(db, cast.amina, own.id, OwnStep("Annat"), today=TODAY)
    answers.restore_own(db, cast.amina, own.id)
    assert (
        answers.change_own(db, cast.amina, own.id, OwnStep("Annat"), today=TODAY).text.original
        == "Annat"
    )


def test_a_step_of_the_plan_is_not_hers_to_remove(db: Session, cast: Cast) -> None:
    call = step("Ring Lars")
    plan(db, cast.amina, call)
    with pytest.raises(NoResultFound):
        answers.remove_own(db, cast.amina, call.id, now=clock.now())


@pytest.mark.parametrize(
    ("typed", "field"),
    [(OwnStep("  "), "text"), (OwnStep("a", "i morgon"), "due_on"), (OwnStep("x" * 301), "text")],
)
def test_an_own_step_that_cannot_be_kept_says_which_field(
    db: Session, cast: Cast, typed: OwnStep, field: str
) -> None:
    with pytest.raises(Unfit) as unfit:
        answers.add_own(db, cast.amina, typed, uuid4().hex, now=clock.now())
    assert unfit.value.field == field


def test_a_day_that_has_passed_may_stay_and_is_never_chosen(db: Session, cast: Cast) -> None:
    with pytest.raises(Unfit) as unfit:
        answers.add_own(db, cast.amina, OwnStep("Träna", "2020-01-01"), "k", now=NOON)
    assert (unfit.value.field, unfit.value.reason) == ("due_on", "past")
    own = answers.add_own(db, cast.amina, OwnStep("Träna", "2026-11-22"), "k", now=NOON)
    tomorrow = TODAY + timedelta(days=1)
    answers.change_own(db, cast.amina, own.id, OwnStep("Öva", "2026-11-22"), today=tomorrow)
    with pytest.raises(Unfit):
        answers.change_own(db, cast.amina, own.id, OwnStep("Öva", "2026-11-21"), today=tomorrow)
