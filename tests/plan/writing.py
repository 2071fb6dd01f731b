"""Plans and steps for tests, written in a line."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.municipality.models import Organisation
from portal.people.models import Participant, Staff
from portal.plan.document import PlanDocument
from portal.plan.models import Goal, Plan, PlanKind, Step, StepKind, SubGoal, WeeklyHour
from portal.plan.version_models import PlanVersion
from tests.cast import sv


def on(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def on_moment(ago: timedelta | None) -> datetime | None:
    return None if ago is None else clock.now() - ago


def step(
    text: str, by: Staff | Organisation | None = None, *, due: str | None = None, **facts: Any
) -> Step:
    """A step that she does herself, or `by` somebody else; not stored yet."""
    starts, done = on(facts.pop("starts", None)), on(facts.pop("done", None))
    weekly = [
        WeeklyHour(weekday=day, starts=begin, ends=end)
        for day, begin, end in facts.pop("weekly", [])
    ]
    defaults: dict[str, Any] = {
        "kind": StepKind.AGREED,
        "affects_money": False,
        "done_by_herself": False,
    }
    defaults |= {"created_at": clock.now(), "changed_at": clock.now()}
    return Step(
        text=sv(text),
        due_on=on(due),
        starts_on=starts,
        done_on=done,
        weekly=weekly,
        position=0,
        is_hers=by is None,
        doer_staff=by if isinstance(by, Staff) else None,
        doer_organisation=by if isinstance(by, Organisation) else None,
        **(defaults | facts),
    )


def plan(
    db: Session,
    participant: Participant,
    *steps: Step,
    follow_up: str | None = None,
    kind: PlanKind = PlanKind.DEVELOPMENT,
    owner: Organisation | None = None,
    **facts: Any,
) -> Plan:
    """A stored plan with one goal, one sub-goal and these steps in order; she opened it `seen_ago`, or never."""
    now = clock.now()
    made = Plan(
        participant=participant,
        position=facts.pop("position", 0),
        kind=kind,
        owner=owner,
        follow_up_on=on(follow_up),
        created_at=now,
        changed_at=now,
        seen_at=on_moment(facts.pop("seen_ago", None)),
        **facts,
    )
    sub_goal = SubGoal(position=0, text=sv("Jag har prövat ett riktigt kök"))
    made.goals = [Goal(position=0, text=sv("Jag arbetar i ett kök"), sub_goals=[sub_goal])]
    for number, one in enumerate(steps):
        one.position, one.sub_goal, one.participant_id = number, sub_goal, participant.id
    sub_goal.steps = list(steps)
    db.add(made)
    db.commit()
    return made


def published(
    db: Session, made: Plan, by: Staff, *changes: dict[str, Any], ago: timedelta = timedelta()
) -> PlanVersion:
    """The next version of a plan, as it stands now, published so long ago."""
    at = clock.now() - ago
    made.version, made.changed_at = made.version + 1, at
    version = PlanVersion(
        plan=made,
        number=made.version,
        staff=by,
        published_at=at,
        changes=list(changes),
        document=PlanDocument.from_row(made).to_json(),
    )
    db.add(version)
    db.commit()
    return version
