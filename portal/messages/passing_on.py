"""What of a conversation goes along when her case is handed on: the questions that wait, with their promises."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages.models import Thread
from portal.people.models import Participant, Staff


def questions(ids: Iterable[UUID]) -> sa.Select[Thread]:
    """What waits for an answer in these participants' conversations, the first to be answered first."""
    return (
        sa.select(Thread)
        .where(Thread.participant_id.in_(ids), Thread.waits_for_us_since.is_not(None))
        .order_by(Thread.answer_by, Thread.waits_for_us_since)
    )


def let_go(db: Session, giver: Staff, participant: Participant) -> None:
    """What the giver had taken goes to whoever its subject belongs to: from her first day, the new contact."""
    db.execute(
        sa.update(Thread)
        .where(Thread.participant_id == participant.id, Thread.taken_by_id == giver.id)
        .values(taken_by_id=None)
    )
