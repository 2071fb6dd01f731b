"""Loading a participant's plans: always through her, and with as many queries for sixty steps as for three."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from portal.people.directory import Directory, directory, fill
from portal.people.models import Participant
from portal.plan import progress
from portal.plan.enrolment_models import Enrolment
from portal.plan.models import (
    Companion,
    Goal,
    Plan,
    Step,
    StepAnswer,
    SubGoal,
    WeeklyHour,
)

Row = TypeVar("Row", WeeklyHour, Companion)

# Written once and not at each request: to build them took a tenth of the time of the first screen.
HERS = sa.and_(Step.participant_id == sa.bindparam("participant"), Step.removed_at.is_(None))
STEPS = (
    sa.select(Step, StepAnswer)
    .outerjoin(StepAnswer, StepAnswer.step_id == Step.id)
    .where(HERS)
    .order_by(Step.position, Step.created_at)
)
HOURS = (
    sa.select(WeeklyHour)
    .join(Step, WeeklyHour.step_id == Step.id)
    .where(HERS)
    .order_by(WeeklyHour.weekday, WeeklyHour.starts)
)
COMPANIONS = (
    sa.select(Companion)
    .join(Step, Companion.step_id == Step.id)
    .where(HERS)
    .order_by(Companion.position)
)
STRUCTURE = (
    sa.select(Plan, Goal, SubGoal)
    .outerjoin(Goal, Goal.plan_id == Plan.id)
    .outerjoin(SubGoal, SubGoal.goal_id == Goal.id)
    .where(Plan.participant_id == sa.bindparam("participant"))
    .order_by(Plan.position, Goal.position, SubGoal.position)
)


@dataclass(frozen=True)
class Plans:
    """All her plans and all their steps, her own among them."""

    plans: Sequence[Plan]
    steps: Sequence[Step]
    """Every step, done or not, of every plan; steps of her own stand last."""

    @property
    def own_steps(self) -> list[Step]:
        """Steps that she added herself, outside every plan."""
        return [step for step in self.steps if step.is_own]

    @property
    def running(self) -> list[Plan]:
        return [plan for plan in self.plans if not plan.is_finished]

    @property
    def finished(self) -> list[Plan]:
        return [plan for plan in self.plans if plan.is_finished]

    @property
    def is_resting(self) -> bool:
        """Whether something in a running plan was paused or taken away without being done."""
        return any(
            step.is_resting and not step.is_done
            for step in self.steps
            if not (step.sub_goal and step.sub_goal.goal.plan.is_finished)
        )

    @property
    def open_steps(self) -> list[Step]:
        """Steps that somebody still has to do: not done, paused or taken away, and not in a finished plan."""
        return [
            step
            for step in self.steps
            if progress.is_open(step)
            and not (step.sub_goal and step.sub_goal.goal.plan.is_finished)
        ]


def plans(db: Session, participant: Participant) -> Plans:
    """Everything her pages need of her plans, in four queries; names come from the directory."""
    known = directory(db)
    steps = _steps(db, known, participant)
    by_sub_goal: dict[UUID | None, list[Step]] = defaultdict(list)
    for step in steps:
        by_sub_goal[step.sub_goal_id].append(step)
    found = _structure(db, known, participant, by_sub_goal)
    in_plans = [
        step
        for plan in found
        for goal in plan.goals
        for sub_goal in goal.sub_goals
        for step in sub_goal.steps
    ]
    return Plans(found, [*in_plans, *by_sub_goal[None]])


def step(db: Session, participant: Participant, step_id: UUID) -> Step:
    """One step of hers. Raises `NoResultFound` for anybody else's, as for one that does not exist."""
    found = _steps(db, directory(db), participant, step_id)
    if not found:
        raise NoResultFound
    return found[0]


def enrolments(db: Session, participant: Participant) -> Sequence[Enrolment]:
    """The measures she takes or took part in, the newest first."""
    known = directory(db)
    found = db.scalars(
        sa.select(Enrolment)
        .where(Enrolment.participant_id == participant.id)
        .order_by(Enrolment.started_on.desc())
    ).all()
    for one in found:
        fill(one, "measure", known.measures, one.measure_id)
    return found


def _structure(
    db: Session,
    known: Directory,
    participant: Participant,
    steps: dict[UUID | None, list[Step]],
) -> list[Plan]:
    """Her plans with goals, sub-goals and these steps, each told where it belongs."""
    rows = db.execute(STRUCTURE, {"participant": participant.id}).all()
    goals: dict[Plan, dict[Goal, list[SubGoal]]] = {}
    for plan, goal, sub_goal in rows:
        of_plan = goals.setdefault(plan, {})
        if goal:
            of_plan.setdefault(goal, []).extend([sub_goal] if sub_goal else [])
    for plan, of_plan in goals.items():
        fill(plan, "owner", known.organisations, plan.owner_id)
        set_committed_value(plan, "goals", list(of_plan))
        for goal, sub_goals in of_plan.items():
            set_committed_value(goal, "plan", plan)
            set_committed_value(goal, "sub_goals", sub_goals)
            for sub_goal in sub_goals:
                set_committed_value(sub_goal, "goal", goal)
                set_committed_value(sub_goal, "steps", steps[sub_goal.id])
                for step in steps[sub_goal.id]:
                    set_committed_value(step, "sub_goal", sub_goal)
    return list(goals)


def _steps(
    db: Session,
    known: Directory,
    participant: Participant,
    step_id: UUID | None = None,
) -> list[Step]:
    """Her steps in order, or one of them, with answers, hours and names."""
    one = [Step.id == step_id] if step_id else []
    who = {"participant": participant.id}
    rows = db.execute(STEPS.where(*one) if one else STEPS, who).all()
    hours = _by_step(db.scalars(HOURS.where(*one) if one else HOURS, who))
    for step, answer in rows:
        set_committed_value(step, "answer", answer)
        set_committed_value(step, "weekly", hours[step.id])
        for hour in hours[step.id]:
            set_committed_value(hour, "step", step)
        fill(step, "doer_staff", known.staff, step.doer_staff_id)
        fill(step, "doer_organisation", known.organisations, step.doer_organisation_id)
        fill(step, "decided_by", known.organisations, step.decided_by_id)
        fill(step, "measure", known.measures, step.measure_id)
    steps = [step for step, _ in rows]
    _take_along(known, db.scalars(COMPANIONS.where(*one) if one else COMPANIONS, who).all(), steps)
    return steps


def _take_along(known: Directory, found: Sequence[Companion], steps: Sequence[Step]) -> None:
    companions = _by_step(found)
    for one in found:
        fill(one, "staff", known.staff, one.staff_id)
        fill(one, "organisation", known.organisations, one.organisation_id)
    for step in steps:
        set_committed_value(step, "companions", companions[step.id])


def _by_step(rows: Iterable[Row]) -> dict[UUID, list[Row]]:
    grouped: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row.step_id].append(row)
    return grouped
