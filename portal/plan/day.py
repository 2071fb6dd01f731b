"""What of her participants' plans waits for a member of staff: her part of the caseworker's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal import clock
from portal.municipality.models import Municipality
from portal.people.day import (
    AMONG_MINE,
    HER_PAGE,
    ME,
    SOON,
    DayRow,
    Named,
    Offer,
    Waits,
    morning,
    things,
)
from portal.people.models import Participant
from portal.plan.models import Answer, ClashReport, Goal, Plan, Step, StepAnswer, SubGoal
from portal.plan.version_models import SAYS_SOMETHING, PlanVersion

SOON_IS = timedelta(days=3)
"""So long before its day a step of my own is shown to me."""
NEAR = timedelta(days=7)
"""So long before its day a follow-up is shown: time enough to ask her in."""
USUAL_WEEKS = (6, 8)
EDITOR = "staff.plan.index"
"""Where her plans are written: what is lacking there is put right there."""

IS_LEFT = sa.and_(Step.done_on.is_(None), Step.removed_at.is_(None), Step.dropped_on.is_(None))
"""A paused step may still be talked about."""
IS_ANSWER = sa.and_(
    StepAnswer.answer != Answer.WORKS,
    sa.or_(StepAnswer.handled_at.is_(None), StepAnswer.handled_at < StepAnswer.answered_at),
)
IS_DUE_FROM_ME = sa.and_(Step.doer_staff_id == ME, Step.due_on <= SOON, Step.paused_on.is_(None))
STEPS = (
    things(
        sa.case(
            (sa.and_(IS_ANSWER, IS_DUE_FROM_ME), f"{Waits.CANNOT} {Waits.OWN_STEP}"),
            (IS_ANSWER, Waits.CANNOT.value),
            else_=Waits.OWN_STEP.value,
        ),
        Step.participant_id,
        at=StepAnswer.answered_at,
        on=Step.due_on,
        thing=Step.id,
        about=Step.text,
    )
    .outerjoin(StepAnswer, StepAnswer.step_id == Step.id)
    .outerjoin(SubGoal, SubGoal.id == Step.sub_goal_id)
    .outerjoin(Goal, Goal.id == SubGoal.goal_id)
    .outerjoin(Plan, Plan.id == Goal.plan_id)
    .where(
        Step.participant_id.in_(AMONG_MINE),
        IS_LEFT,
        sa.or_(IS_ANSWER, IS_DUE_FROM_ME),
        Plan.finished_on.is_(None),
    )
)
"""Steps that she has answered and my own, in one go: to look at three thousand steps is what the day costs most."""
WISHES = (
    things(Waits.WANTS_CHANGE, Plan.participant_id, at=PlanVersion.said_at, thing=PlanVersion.id)
    .join(PlanVersion, sa.and_(PlanVersion.plan_id == Plan.id, PlanVersion.number == Plan.version))
    .where(
        Plan.participant_id.in_(AMONG_MINE),
        Plan.finished_on.is_(None),
        SAYS_SOMETHING,
        PlanVersion.handled_at.is_(None),
    )
)
"""A newer version is an answer to her wish."""
CLASHES = (
    things(
        Waits.CLASH, ClashReport.participant_id, at=ClashReport.reported_at, thing=ClashReport.id,
        about=Step.text,
    )
    .join(Step, Step.id == ClashReport.first_step_id)
    .where(ClashReport.participant_id.in_(AMONG_MINE), ClashReport.handled_at.is_(None))
)  # fmt: skip
OFFERS = (
    Offer(Waits.CANNOT, STEPS, anchor="answer-"),
    Offer(Waits.WANTS_CHANGE, WISHES, anchor="wish-"),
    Offer(Waits.CLASH, CLASHES, anchor="clash-"),
    Offer(
        Waits.OWN_STEP,
        None,
        "staff.steps.show",
        {"participant_id": "participant_id", "step_id": "thing"},
        is_due=True,
    ),
)

_IS_RUNNING = Plan.finished_on.is_(None)


def _running(column: Any) -> Any:
    return sa.case((_IS_RUNNING, column))


PLANS = (
    sa.select(
        Plan.participant_id,
        sa.func.max(Plan.finished_on).label("finished_on"),
        sa.func.max(_running(Plan.created_at)).label("plan_made_at"),
        sa.func.max(_running(Plan.changed_at)).label("plan_changed_at"),
        sa.func.min(_running(Plan.follow_up_on)).label("follow_up_on"),
        sa.func.max(_running(Plan.agreed_on)).label("agreed_on"),
        sa.func.max(_running(PlanVersion.published_at)).label("published_at"),
    )
    .outerjoin(
        PlanVersion, sa.and_(PlanVersion.plan_id == Plan.id, PlanVersion.number == Plan.version)
    )
    .where(Plan.participant_id.in_(AMONG_MINE))
    .group_by(Plan.participant_id)
    .subquery("plans")
)
FINISHED = sa.exists().where(
    SubGoal.id == Step.sub_goal_id,
    Goal.id == SubGoal.goal_id,
    Plan.id == Goal.plan_id,
    Plan.finished_on.is_not(None),
)
HAS_STEP = sa.exists().where(
    Step.participant_id == Participant.id, IS_LEFT, Step.paused_on.is_(None), ~FINISHED
)
FACTS = (
    *[column for column in PLANS.c if column.name != "participant_id"],
    HAS_STEP.label("has_step"),
)


NEAR_DAY = sa.bindparam("near", type_=sa.Date)


def may_lack(facts: Any) -> sa.ColumnElement[bool]:
    """Whether there is anything to judge; a condition for what was found as `FACTS`."""
    return sa.or_(
        facts.plan_made_at.is_(None),
        facts.follow_up_on.is_(None),
        facts.follow_up_on <= NEAR_DAY,
        ~facts.has_step,
    )


def judge(
    fact: Any, who: Named, today: date, municipality: Municipality | None
) -> Iterator[DayRow]:
    """What her plans lack, and whether they are to be followed up; without a running plan only that."""
    hers = {"participant_id": who.id}
    if fact.plan_made_at is None:
        since = morning(fact.finished_on) if fact.finished_on else fact.created_at
        yield DayRow(Waits.NO_PLAN, since, EDITOR, hers, who)
        return
    if not fact.has_step:
        yield DayRow(Waits.NO_NEXT_STEP, fact.plan_changed_at, EDITOR, hers, who)
    due = fact.follow_up_on or _due_by_routine(fact, municipality)
    if due and due <= today + NEAR:
        yield DayRow(Waits.FOLLOW_UP, morning(due), HER_PAGE, hers, who)
    elif fact.follow_up_on is None:
        yield DayRow(Waits.NO_FOLLOW_UP, fact.plan_made_at, EDITOR, hers, who)


def _due_by_routine(fact: Any, municipality: Municipality | None) -> date | None:
    """A plan without a day is followed up every sixth to eighth week (the routine): at last in the eighth.

    Counted from when they agreed, or it was published; a plan of which neither is so has nothing to count from.
    """
    weeks = municipality.follow_up_weeks if municipality else USUAL_WEEKS
    published = clock.local(fact.published_at).date() if fact.published_at else None
    begun = max((day for day in (fact.agreed_on, published) if day), default=None)
    return begun + timedelta(weeks=weeks[1]) if begun else None
