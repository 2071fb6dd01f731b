"""What her first screen tells of messages: what is new, and what waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import ONE
from portal.messages import reading, turns
from portal.messages.attachment_models import Attachment, AttachmentState
from portal.messages.models import Conversation, Message, MessageKind
from portal.messages.turns import Turn
from portal.people.contacts import Contacts
from portal.people.directory import directory, fill
from portal.people.models import Participant


@dataclass(frozen=True)
class Post:
    """Of her conversation only what is new or waits; mostly nothing."""

    newest: Message | None = None
    """The newest from us that she has not read."""
    new: int = 0
    """How many there are."""
    turns: list[Turn] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    """The papers of her newest message that could not be taken in after all, by number: she is to send them again."""

    @property
    def is_anything(self) -> bool:
        return bool(self.newest or self.turns)


def post(db: Session, participant: Participant, people: Contacts, today: date) -> Post:
    """One query when nothing is new and nothing waits, else one more for each; one for her papers while she waits."""
    found = reading.conversation(db, participant)
    if found is None:
        return Post()
    newest, new = _new(db, found) if found.unread_by_her_since else (None, 0)
    refused = _refused(db, found) if found.waits_for_us_since else []
    return Post(newest, new, turns.turns(db, participant, found, people, today), refused)


def _refused(db: Session, found: Conversation) -> list[int]:
    """What she sends after it is the paper anew, or something that shows that she has been there."""
    newest = (
        sa.select(Message.id)
        .where(Message.conversation_id == found.id, Message.kind == MessageKind.FROM_HER)
        .order_by(Message.number.desc())
        .limit(ONE)
        .scalar_subquery()
    )
    asked = (
        sa.select(Attachment.position)
        .where(Attachment.message_id == newest, Attachment.state == AttachmentState.REFUSED)
        .order_by(Attachment.position)
    )
    return list(db.scalars(asked))


def _new(db: Session, found: Conversation) -> tuple[Message | None, int]:
    rows = db.execute(
        sa.select(Message, sa.func.count().over())
        .where(
            Message.conversation_id == found.id,
            Message.read_at.is_(None),
            Message.staff_id.is_not(None),
        )
        .order_by(Message.number.desc())
        .limit(ONE)
    ).first()
    if rows is None:
        return None, 0
    message, number = rows
    fill(message, "staff", directory(db).staff, message.staff_id)
    return message, number
