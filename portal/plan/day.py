"""What of her participants' plans waits for a member of staff, as rows of the caseworker's day.

Four queries, however many participants and steps: only columns are loaded, and of the steps only those that wait.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.people.day import HER_PAGE, DayRow, Waits, morning
from portal.people.directory import directory
from portal.people.models import Participant, Staff
from portal.plan.models import Answer, ClashReport, Goal, Plan, Step, StepAnswer, SubGoal
from portal.plan.version_models import PlanVersion, Says

SOON = timedelta(days=3)
"""So long before its day a step of my own is shown to me."""
NEAR = timedelta(days=7)
"""So long before its day a follow-up is shown: time enough to ask her in."""
USUAL_WEEKS = (6, 8)

People = dict[UUID, Participant]

IDS = sa.bindparam("ids", expanding=True)
MY_OWN = sa.and_(
    Step.doer_staff_id == sa.bindparam("me"),
    Step.due_on <= sa.bindparam("soon"),
    Step.paused_on.is_(None),
)
UNHANDLED = sa.and_(
    StepAnswer.answer != Answer.WORKS,
    sa.or_(StepAnswer.handled_at.is_(None), StepAnswer.handled_at < StepAnswer.answered_at),
)
# Written once: to build a question takes as long as to answer it.
STEPS = (
    sa.select(
        Step.id, Step.participant_id, Step.text, Step.due_on, Step.created_at,
        StepAnswer.answered_at, MY_OWN.label("is_mine"), UNHANDLED.label("is_answer"),
    )
    .outerjoin(StepAnswer, StepAnswer.step_id == Step.id)
    .outerjoin(SubGoal, SubGoal.id == Step.sub_goal_id)
    .outerjoin(Goal, Goal.id == SubGoal.goal_id)
    .outerjoin(Plan, Plan.id == Goal.plan_id)
    .where(
        Step.participant_id.in_(IDS),
        Step.done_on.is_(None),
        Step.removed_at.is_(None),
        Step.dropped_on.is_(None),
        sa.or_(MY_OWN, UNHANDLED),
        Plan.finished_on.is_(None),
    )
)  # fmt: skip
PLANS = (
    sa.select(
        Plan.participant_id, Plan.follow_up_on, Plan.agreed_on, Plan.finished_on, Plan.created_at,
        Plan.changed_at, PlanVersion.id.label("version_id"), PlanVersion.published_at,
        PlanVersion.says, PlanVersion.said_at, PlanVersion.handled_at,
    )
    .outerjoin(
        PlanVersion, sa.and_(PlanVersion.plan_id == Plan.id, PlanVersion.number == Plan.version)
    )
    .where(Plan.participant_id.in_(IDS))
)  # fmt: skip
RUNNING = aliased(Plan)
WITH_A_STEP = sa.select(Participant.id).where(
    Participant.id.in_(IDS),
    sa.exists().where(
        Step.participant_id == Participant.id,
        Step.done_on.is_(None),
        Step.removed_at.is_(None),
        Step.paused_on.is_(None),
        Step.dropped_on.is_(None),
        ~sa.exists().where(
            SubGoal.id == Step.sub_goal_id,
            Goal.id == SubGoal.goal_id,
            RUNNING.id == Goal.plan_id,
            RUNNING.finished_on.is_not(None),
        ),
    ),
)
CLASHES = (
    sa.select(ClashReport.id, ClashReport.participant_id, ClashReport.reported_at, Step.text)
    .join(Step, Step.id == ClashReport.first_step_id)
    .where(ClashReport.participant_id.in_(IDS), ClashReport.handled_at.is_(None))
)


def rows(db: Session, staff: Staff, mine: Sequence[Participant], now: datetime) -> list[DayRow]:
    """What these participants say of their plans, what she herself owes them, and what a plan lacks."""
    today = clock.local(now).date()
    people = {one.id: one for one in mine}
    asked = {"ids": list(people)}
    of: dict[UUID, list[Any]] = defaultdict(list)
    for plan in db.execute(PLANS, asked):
        of[plan.participant_id].append(plan)
    with_a_step = set(db.scalars(WITH_A_STEP, asked))
    longest = _longest_wait(db)
    found = [*_steps(db, people, staff, today), *_clashes(db, people)]
    for one in mine:
        running = [plan for plan in of[one.id] if plan.finished_on is None]
        found += _wishes(one, running)
        if not running:
            found.append(_no_plan(one, of[one.id]))
            continue
        if one.id not in with_a_step:
            since = max(plan.changed_at for plan in running)
            found.append(_on_her_page(Waits.NO_NEXT_STEP, since, one))
        found += _follow_up(one, running, today, longest)
    return found


def _steps(db: Session, people: People, staff: Staff, today: date) -> Iterator[DayRow]:
    """Her answers that nobody has seen to, and my own steps that are due."""
    asked = {"ids": list(people), "me": staff.id, "soon": today + SOON}
    for step in db.execute(STEPS, asked):
        one = people[step.participant_id]
        if step.is_answer:
            yield _on_her_page(Waits.CANNOT, step.answered_at, one, f"answer-{step.id}", step.text)
        if step.is_mine:
            yield _on_her_page(
                Waits.OWN_STEP, morning(step.due_on), one, f"step-{step.id}", step.text
            )


def _clashes(db: Session, people: People) -> Iterator[DayRow]:
    for told in db.execute(CLASHES, {"ids": list(people)}):
        one = people[told.participant_id]
        yield _on_her_page(Waits.CLASH, told.reported_at, one, f"clash-{told.id}", told.text)


def _wishes(one: Participant, running: list[Any]) -> Iterator[DayRow]:
    """Her wish to change a plan waits until somebody has seen to it, or a newer version is published."""
    for plan in running:
        if plan.says is Says.WANTS_CHANGE and plan.handled_at is None:
            yield _on_her_page(Waits.WANTS_CHANGE, plan.said_at, one, f"wish-{plan.version_id}")


def _no_plan(one: Participant, finished: list[Any]) -> DayRow:
    ended = [morning(plan.finished_on) for plan in finished]
    return _on_her_page(Waits.NO_PLAN, max(ended, default=one.created_at), one)


def _follow_up(
    one: Participant, running: list[Any], today: date, longest: timedelta
) -> Iterator[DayRow]:
    """The first follow-up among her running plans: on its day, else the routine's weeks after they agreed.

    A plan that nobody has agreed on or published, and that has no day, has no follow-up to wait for: it lacks one.
    """
    dated = [plan.follow_up_on for plan in running if plan.follow_up_on]
    agreed = [day for plan in running for day in _agreed(plan)]
    due = min(dated) if dated else max(agreed) + longest if agreed else None
    if due and due <= today + NEAR:
        yield _on_her_page(Waits.FOLLOW_UP, morning(due), one)
    elif not dated:
        yield _on_her_page(Waits.NO_FOLLOW_UP, max(plan.created_at for plan in running), one)


def _agreed(plan: Any) -> Iterator[date]:
    if plan.agreed_on:
        yield plan.agreed_on
    if plan.published_at:
        yield clock.local(plan.published_at).date()


def _longest_wait(db: Session) -> timedelta:
    """A plan is followed up every sixth to eighth week (the municipality's routine): late is after the eighth."""
    municipality = directory(db).municipality
    return timedelta(weeks=(municipality.follow_up_weeks if municipality else USUAL_WEEKS)[1])


def _on_her_page(
    kind: Waits, since: datetime, one: Participant, place: str = "", about: Any = None
) -> DayRow:
    values = {"participant_id": one.id} | ({"_anchor": place} if place else {})
    return DayRow(kind, since, HER_PAGE, values, one, about)
