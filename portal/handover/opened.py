"""What is open in a case when it changes hands: what she waits for, and what the giver has promised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.messages import passing_on
from portal.messages.models import Thread
from portal.people.models import Participant, Staff
from portal.people.sign_in_models import CodeRequest
from portal.plan.models import (
    Answer,
    ClashReport,
    Companion,
    Goal,
    Plan,
    Step,
    StepAnswer,
    SubGoal,
)
from portal.plan.version_models import SAYS_SOMETHING, PlanDraft, PlanVersion


@dataclass
class Open:
    """What is open in one participant's case."""

    answers: list[Step] = field(default_factory=list)
    """Steps that do not work for her, or that she is unsure of, and nobody has answered."""
    wishes: list[PlanVersion] = field(default_factory=list)
    """Plans that she wants changed."""
    reports: list[ClashReport] = field(default_factory=list)
    codes: list[CodeRequest] = field(default_factory=list)
    questions: list[Thread] = field(default_factory=list)
    """What she has written that nobody has answered, with the day by which she is to have an answer."""
    steps: list[Step] = field(default_factory=list)
    """What the giver has promised to do: each goes to somebody."""
    beside: list[Step] = field(default_factory=list)
    """Where the giver takes part beside the one who does it; the receiver takes her place."""
    follow_ups: list[Plan] = field(default_factory=list)
    """Running plans with a day on which they are followed up, the first one first."""
    drafts: list[PlanDraft] = field(default_factory=list)
    """What the giver has begun to write and not published: it goes to the receiver, unless the giver throws it away."""

    @property
    def waiting(self) -> int:
        """How many things she waits for an answer to."""
        things = (self.answers, self.wishes, self.reports, self.codes, self.questions)
        return sum(len(one) for one in things)

    def late(self, today: date) -> list[Plan]:
        """Follow-ups that are due today or should have been made."""
        return [
            plan for plan in self.follow_ups if plan.follow_up_on and plan.follow_up_on <= today
        ]


def find(db: Session, giver: Staff, participants: Iterable[Participant]) -> dict[UUID, Open]:
    """What is open in each of these cases, by the participant's identity. Eight queries, however many they are."""
    ids = [one.id for one in participants]
    found = {one: Open() for one in ids}
    kinds: dict[str, Iterable[Any]] = {
        "answers": db.scalars(_answered(ids)),
        "wishes": db.scalars(_wishes(ids)),
        "reports": db.scalars(_reports(ids)),
        "codes": db.scalars(_codes(ids)),
        "questions": db.scalars(passing_on.questions(ids)),
        "steps": promised(db, giver, ids),
        "beside": db.scalars(_beside(giver, ids)),
        "follow_ups": db.scalars(_followed_up(ids)),
        "drafts": db.scalars(_drafts(giver, ids)),
    }
    for kind, rows in kinds.items():
        for row in rows:
            whose = row.plan.participant_id if kind == "wishes" else row.participant_id
            getattr(found[whose], kind).append(row)
    return found


def running(ids: Iterable[UUID] | None = None) -> sa.Select[Step]:
    """Steps that are neither done nor taken away, outside finished plans; a paused one may wake again."""
    query = (
        sa.select(Step)
        .outerjoin(SubGoal, Step.sub_goal_id == SubGoal.id)
        .outerjoin(Goal, SubGoal.goal_id == Goal.id)
        .outerjoin(Plan, Goal.plan_id == Plan.id)
        .where(
            Step.removed_at.is_(None),
            Step.done_on.is_(None),
            Step.dropped_on.is_(None),
            Plan.finished_on.is_(None),
        )
        .order_by(Step.position, Step.created_at)
    )
    return query if ids is None else query.where(Step.participant_id.in_(ids))


def promised(db: Session, giver: Staff, ids: Iterable[UUID]) -> list[Step]:
    """What the giver is to do in these cases, what is due first at the top."""
    found = db.scalars(running(ids).where(Step.doer_staff_id == giver.id))
    return sorted(found, key=lambda step: step.due_on or date.max)


def _beside(giver: Staff, ids: list[UUID]) -> sa.Select[Step]:
    takes_part = sa.select(Companion.step_id).where(Companion.staff_id == giver.id)
    return running(ids).where(Step.id.in_(takes_part))


def _answered(ids: list[UUID]) -> sa.Select[Step]:
    return (
        running(ids)
        .join(StepAnswer, StepAnswer.step_id == Step.id)
        .where(
            StepAnswer.answer.in_([Answer.UNSURE, Answer.CANNOT]),
            sa.or_(StepAnswer.handled_at.is_(None), StepAnswer.handled_at < StepAnswer.answered_at),
        )
        .options(contains_eager(Step.answer))
    )


def _wishes(ids: list[UUID]) -> sa.Select[PlanVersion]:
    """Her wish about the newest version only: a newer one is the answer to it."""
    return (
        sa.select(PlanVersion)
        .join(PlanVersion.plan)
        .where(
            Plan.participant_id.in_(ids),
            Plan.finished_on.is_(None),
            PlanVersion.number == Plan.version,
            SAYS_SOMETHING,
            PlanVersion.handled_at.is_(None),
        )
        .options(contains_eager(PlanVersion.plan))
        .order_by(PlanVersion.said_at)
    )


def _reports(ids: list[UUID]) -> sa.Select[ClashReport]:
    return (
        sa.select(ClashReport)
        .where(ClashReport.participant_id.in_(ids), ClashReport.handled_at.is_(None))
        .options(joinedload(ClashReport.first_step), joinedload(ClashReport.second_step))
        .order_by(ClashReport.reported_at)
    )


def _codes(ids: list[UUID]) -> sa.Select[CodeRequest]:
    return (
        sa.select(CodeRequest)
        .where(CodeRequest.participant_id.in_(ids), CodeRequest.handled_at.is_(None))
        .order_by(CodeRequest.asked_at)
    )


def _followed_up(ids: list[UUID]) -> sa.Select[Plan]:
    return (
        sa.select(Plan)
        .where(
            Plan.participant_id.in_(ids), Plan.finished_on.is_(None), Plan.follow_up_on.is_not(None)
        )
        .order_by(Plan.follow_up_on)
    )


def _drafts(giver: Staff, ids: list[UUID]) -> sa.Select[PlanDraft]:
    return (
        sa.select(PlanDraft)
        .where(PlanDraft.participant_id.in_(ids), PlanDraft.staff_id == giver.id)
        .order_by(PlanDraft.changed_at)
    )
