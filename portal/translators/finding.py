"""All texts that stand in somebody's plans, and where: six queries, however many people they are asked for.

Features above this one hand in the texts of their own (`OTHERS`), with a query or two each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.plan.models import Answer, Goal, Plan, Step, StepAnswer, StepKind, SubGoal
from portal.plan.version_models import PlanVersion, Says
from portal.translators.models import Place
from portal.writing import Writing

STEP_PLACES = (
    (Place.STEP_TEXT, "text"),
    (Place.STEP_WHY, "why"),
    (Place.STEP_BRING, "bring"),
    (Place.STEP_PLACE, "place"),
    (Place.STEP_GROUND, "ground"),
    (Place.STEP_STATE_REASON, "state_reason"),
)


@dataclass(frozen=True)
class Found:
    """One text, the row it stands in, and whose plan that is."""

    participant_id: UUID
    place: Place
    row_id: UUID
    writing: Writing
    is_hers: bool = False
    """She wrote it here herself, so that she can read it."""
    is_urgent: bool = False
    """She says that something does not work, or it is something that she must do."""


OTHERS: list[Callable[[Session, Sequence[UUID]], Iterator[Found]]] = []
"""What features above know of texts of these participants; each adds its own when it is loaded (portal/schema.py)."""


def texts(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    """Every text of these participants' plans and of what they wrote themselves."""
    yield from _plans(db, ids)
    yield from _goals(db, ids)
    yield from _steps(db, ids)
    yield from _answers(db, ids)
    yield from _said_of_versions(db, ids)
    for others in OTHERS:
        yield from others(db, ids)


def _plans(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    query = sa.select(Plan.participant_id, Plan.id, Plan.own_words, Plan.closing_summary)
    for who, row_id, own_words, summary in db.execute(query.where(Plan.participant_id.in_(ids))):
        if own_words:
            yield Found(who, Place.PLAN_OWN_WORDS, row_id, own_words)
        if summary:
            yield Found(who, Place.PLAN_CLOSING_SUMMARY, row_id, summary)


def _goals(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    goals = (
        sa.select(Plan.participant_id, Goal.id, Goal.text)
        .join(Plan, Goal.plan_id == Plan.id)
        .where(Plan.participant_id.in_(ids))
    )
    for who, row_id, text in db.execute(goals):
        yield Found(who, Place.GOAL_TEXT, row_id, text)
    sub_goals = (
        sa.select(Plan.participant_id, SubGoal.id, SubGoal.text)
        .join(Goal, SubGoal.goal_id == Goal.id)
        .join(Plan, Goal.plan_id == Plan.id)
        .where(Plan.participant_id.in_(ids))
    )
    for who, row_id, text in db.execute(sub_goals):
        yield Found(who, Place.SUB_GOAL_TEXT, row_id, text)


def _steps(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    words = [getattr(Step, name) for _, name in STEP_PLACES]
    asks = sa.and_(
        Step.kind == StepKind.REQUIRED,
        Step.is_hers,
        Step.done_on.is_(None),
        Step.dropped_on.is_(None),
    )
    query = sa.select(
        Step.participant_id, Step.id, Step.sub_goal_id, asks.label("asks"), *words
    ).where(Step.participant_id.in_(ids), Step.removed_at.is_(None))
    for who, row_id, sub_goal_id, urgent, *found in db.execute(query):
        for (place, _), writing in zip(STEP_PLACES, found, strict=True):
            if writing:
                is_hers = sub_goal_id is None
                yield Found(who, place, row_id, writing, is_hers, bool(urgent) and not is_hers)


def _answers(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    query = (
        sa.select(
            Step.participant_id,
            StepAnswer.id,
            StepAnswer.comment,
            StepAnswer.answer,
            StepAnswer.handled_at,
        )
        .join(Step, StepAnswer.step_id == Step.id)
        .where(
            Step.participant_id.in_(ids), Step.removed_at.is_(None), StepAnswer.comment.is_not(None)
        )
    )
    for who, row_id, comment, answer, handled_at in db.execute(query):
        waits = answer is not Answer.WORKS and handled_at is None
        if comment:
            yield Found(who, Place.STEP_ANSWER_COMMENT, row_id, comment, True, waits)


def _said_of_versions(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    query = (
        sa.select(
            Plan.participant_id,
            PlanVersion.id,
            PlanVersion.comment,
            PlanVersion.says,
            PlanVersion.handled_at,
        )
        .join(Plan, PlanVersion.plan_id == Plan.id)
        .where(Plan.participant_id.in_(ids), PlanVersion.comment.is_not(None))
    )
    for who, row_id, comment, says, handled_at in db.execute(query):
        waits = says is Says.WANTS_CHANGE and handled_at is None
        if comment:
            yield Found(who, Place.PLAN_VERSION_COMMENT, row_id, comment, True, waits)
