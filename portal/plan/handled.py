"""That staff have seen to what a participant said: it waits no more, and for a minute that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.day import REGRET
from portal.people.models import Participant
from portal.plan.models import Answer, ClashReport, Plan, Step, StepAnswer
from portal.plan.version_models import SAYS_SOMETHING, PlanVersion


class TooLate(Exception):
    """More than a minute has passed: others may have acted on it."""


class Said(StrEnum):
    """What a participant has said that waits for staff; the words stand in addresses."""

    ANSWER = "answer"
    """That a step does not work, or that she is unsure; known by its step."""
    CLASH = "clash"
    WISH = "wish"
    """To change a plan; known by the version that she said it of."""


Thing = StepAnswer | ClashReport | PlanVersion


def see_to(
    db: Session, participant: Participant, said: Said, thing_id: UUID, *, now: datetime
) -> None:
    """Somebody has talked with her about it. Doing so twice changes nothing.

    Raises `NoResultFound` for what is not hers, or was never said.
    """
    thing = _thing(db, participant, said, thing_id)
    if _waits(thing):
        thing.handled_at = now


def take_back(
    db: Session, participant: Participant, said: Said, thing_id: UUID, *, now: datetime
) -> None:
    """It waits again after all. Raises `TooLate` after a minute; twice changes nothing."""
    thing = _thing(db, participant, said, thing_id)
    if thing.handled_at is None:
        return
    if now - thing.handled_at > REGRET:
        raise TooLate
    thing.handled_at = None


def wishes(db: Session, participant: Participant) -> Sequence[PlanVersion]:
    """Her wishes to change a plan as it stands now that nobody has seen to, the oldest first."""
    return db.scalars(
        sa.select(PlanVersion)
        .join(Plan, sa.and_(Plan.id == PlanVersion.plan_id, Plan.version == PlanVersion.number))
        .where(
            Plan.participant_id == participant.id,
            Plan.finished_on.is_(None),
            SAYS_SOMETHING,
            PlanVersion.handled_at.is_(None),
        )
        .order_by(PlanVersion.said_at)
    ).all()


def _thing(db: Session, participant: Participant, said: Said, thing_id: UUID) -> Thing:
    """What she said, loaded through her."""
    hers: dict[Said, sa.Select[Any]] = {
        Said.ANSWER: sa.select(StepAnswer)
        .join(Step)
        .where(
            Step.id == thing_id,
            Step.participant_id == participant.id,
            StepAnswer.answer != Answer.WORKS,
        ),
        Said.CLASH: sa.select(ClashReport).where(
            ClashReport.id == thing_id, ClashReport.participant_id == participant.id
        ),
        Said.WISH: sa.select(PlanVersion)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(
            PlanVersion.id == thing_id,
            Plan.participant_id == participant.id,
            SAYS_SOMETHING,
        ),
    }
    found: Thing = db.scalars(hers[said]).one()
    return found


def _waits(thing: Thing) -> bool:
    if isinstance(thing, StepAnswer) and thing.handled_at is not None:
        return thing.handled_at < thing.answered_at
    return thing.handled_at is None
