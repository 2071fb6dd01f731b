"""A full caseload for the benchmark of the caseworker's day: fifty people with sixty steps each.

About as many things wait as on a full day: one in five people has answered, is to be followed up, or waits for the
caseworker herself; one in ten has never signed in, has no date, or is to be gone through.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import Base
from portal.municipality.models import Organisation, Role, Stage
from portal.people.models import Assignment, Participant, Staff
from portal.people.sign_in_models import SignIn
from portal.plan.models import Answer, Goal, Plan, PlanKind, Step, StepAnswer, StepKind, SubGoal
from portal.writing import Writing

PEOPLE, STEPS = 50, 60
TEXT = Writing.in_("sv", "Ring arbetsplatsen och säg vilka dagar du kan")

Made = tuple[type[Base], dict[str, Any]]


def full_caseload(db: Session, *, today: date, now: datetime) -> Staff:
    """Make the people and their caseworker, and give the caseworker."""
    role = db.scalars(sa.select(Role).limit(1)).one()
    unit = db.scalars(sa.select(Organisation).order_by(Organisation.position).limit(1)).one()
    caseworker = Staff(
        key="BENCH", name="Berit Handläggare", role=role, organisation=unit, languages=["sv"]
    )
    db.add(caseworker)
    db.flush()
    stage = db.scalars(sa.select(Stage.id).limit(1)).one()
    rows: dict[type[Base], list[dict[str, Any]]] = {}
    for number in range(PEOPLE):
        for model, row in _person(number, caseworker, stage, today, now):
            rows.setdefault(model, []).append(row)
    for model, found in rows.items():
        db.execute(sa.insert(model), found)
    return caseworker


def _person(
    number: int, caseworker: Staff, stage: Any, today: date, now: datetime
) -> Iterator[Made]:
    person, plan = uuid4(), uuid4()
    yield Participant, {
        "id": person, "key": f"BENCH-{number:03d}", "name": f"Deltagare {number}", "language": "ar",
        "is_protected": False, "stage_id": stage, "created_at": now - timedelta(weeks=20),
    }  # fmt: skip
    yield Assignment, {
        "id": uuid4(), "participant_id": person, "staff_id": caseworker.id, "is_main": True, "about": ["money"],
        "from_on": today - timedelta(weeks=30 if number % 10 == 1 else 20), "created_at": now,
    }  # fmt: skip
    if number % 10 != 2:
        yield SignIn, {
            "id": uuid4(), "token_hash": f"bench {number}", "participant_id": person,
            "started_at": now - timedelta(days=9), "seen_at": now - timedelta(days=9), "ended_at": now,
        }  # fmt: skip
    follow_up = today + timedelta(days=3 if number % 5 == 3 else 30)
    yield Plan, {
        "id": plan, "participant_id": person, "position": 0, "kind": PlanKind.DEVELOPMENT,
        "follow_up_on": None if number % 10 == 4 else follow_up, "version": 0,
        "agreed_on": today - timedelta(weeks=3), "created_at": now, "changed_at": now,
    }  # fmt: skip
    for place in range(2):
        goal, sub_goal = uuid4(), uuid4()
        yield Goal, {"id": goal, "plan_id": plan, "position": place, "text": TEXT}
        yield SubGoal, {"id": sub_goal, "goal_id": goal, "position": 0, "text": TEXT}
        for position in range(STEPS // 2):
            is_waiting = number % 5 == 0 and place == position == 0
            yield from _step(
                person, sub_goal, position, caseworker, today, now, is_waiting=is_waiting
            )


def _step(
    person: Any, sub_goal: Any, position: int, caseworker: Staff, today: date, now: datetime, *,
    is_waiting: bool,
) -> Iterator[Made]:  # fmt: skip
    """A third of the steps are still open, and a third are the caseworker's; each third of hers is answered."""
    step, is_hers = uuid4(), position % 3 != 1
    due = today + timedelta(days=1 if is_waiting or position > 20 else 40)
    yield Step, {
        "id": step, "participant_id": person, "sub_goal_id": sub_goal, "position": position, "text": TEXT,
        "kind": StepKind.AGREED, "is_hers": is_hers, "affects_money": False, "done_by_herself": False,
        "doer_staff_id": None if is_hers else caseworker.id, "due_on": due,
        "done_on": None if position < STEPS // 6 else today, "created_at": now, "changed_at": now,
    }  # fmt: skip
    if position % 3 == 0:
        given = Answer.CANNOT if is_waiting else Answer.WORKS
        yield StepAnswer, {"id": uuid4(), "step_id": step, "answer": given, "answered_at": now}
