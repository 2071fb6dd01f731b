"""That what was written has been read: said by the page when it has been on the screen, never by fetching it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import facts, telling
from portal.messages.models import Conversation, Message, MessageKind
from portal.people.models import Participant, Staff


def read_by_her(
    db: Session, participant: Participant, number: int, *, first: int = 1, now: datetime
) -> None:
    """She has had everything from us up to that message on her screen. Saying so twice changes nothing.

    `first` is the first that stood on her page: what is older, and was not shown there, stays new.
    """
    theirs = sa.and_(Message.kind != MessageKind.FROM_HER, Message.number >= first)
    marked = _mark(db, participant, theirs, number, None, now)
    if marked:
        telling.read(db, *marked, now)


def read_by_staff(
    db: Session, staff: Staff, participant: Participant, number: int, *, now: datetime
) -> None:
    """A member of staff has had everything of hers up to that message on the screen."""
    _mark(db, participant, Message.kind == MessageKind.FROM_HER, number, staff, now)


def _mark(
    db: Session,
    participant: Participant,
    theirs: sa.ColumnElement[bool],
    number: int,
    staff: Staff | None,
    now: datetime,
) -> tuple[Conversation, list[UUID]] | None:
    """The conversation as it stands then, and which messages are read now that were not before."""
    asked = sa.select(Conversation).where(Conversation.participant_id == participant.id)
    conversation = db.scalar(asked.with_for_update().execution_options(populate_existing=True))
    if conversation is None:
        return None
    marked = db.scalars(
        sa.update(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.number <= number,
            Message.read_at.is_(None),
            theirs,
        )
        .values(read_at=now, read_by_id=staff.id if staff else None)
        .returning(Message.id)
    ).all()
    facts.settle(db, conversation)
    return conversation, list(marked)
