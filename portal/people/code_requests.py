"""Her question for a new code: kept until her caseworker has made one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.people.day import AMONG_MINE, INVITE, Offer, Waits, things
from portal.people.models import Participant
from portal.people.sign_in_models import CodeRequest, HelpReason

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

OFFER = Offer(
    Waits.CODE,
    things(Waits.CODE, CodeRequest.participant_id, at=sa.func.min(CodeRequest.asked_at))
    .where(CodeRequest.participant_id.in_(AMONG_MINE), CodeRequest.handled_at.is_(None))
    .group_by(CodeRequest.participant_id),
    INVITE,
)
"""For the caseworker's day: one row for each who asks, since the first time."""


def ask(db: Session, participant: Participant, reason: HelpReason, *, now: datetime) -> None:
    """Ask for a new code. Asking again before it is answered changes nothing: one open question for each reason."""
    insert = INSERTS[db.get_bind().dialect.name]
    question = insert(CodeRequest).values(
        id=uuid4(), participant_id=participant.id, reason=reason, asked_at=now
    )
    db.execute(question.on_conflict_do_nothing())


def waiting(db: Session, participants: list[Participant]) -> list[CodeRequest]:
    """The questions that these participants wait for an answer to, the oldest first; for their caseworker's day."""
    return list(
        db.scalars(
            sa.select(CodeRequest)
            .where(
                CodeRequest.participant_id.in_(person.id for person in participants),
                CodeRequest.handled_at.is_(None),
            )
            .order_by(CodeRequest.asked_at)
        )
    )


def answered(db: Session, participant: Participant, *, now: datetime) -> None:
    """A code was made: whatever she asked for, she has it."""
    db.execute(
        sa.update(CodeRequest)
        .where(CodeRequest.participant_id == participant.id, CodeRequest.handled_at.is_(None))
        .values(handled_at=now)
    )
