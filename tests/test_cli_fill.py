"""A made-up caseload for load tests: the same seed makes the same people, and real people are left alone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.operations.filling import fill
from portal.operations.refusal import Refused
from portal.people.models import Assignment, Participant
from portal.plan.models import Step
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
        for address in ("/", "/plan", "/week", "/people"):
            browser.visit(address, as_=one)


def test_the_same_seed_makes_the_same_people(db: Session, engine: sa.Engine) -> None:
    made(engine, 7)
    first = db.scalars(sa.select(Step.id).order_by(Step.id).limit(5)).all()
    db.commit()
    with pytest.raises(Refused):
        made(engine, 7)
    for table in (
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
