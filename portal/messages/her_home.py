"""What her first screen tells of messages: what is new, and what waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import reading, turns
from portal.messages.models import Conversation, Message
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

    @property
    def is_anything(self) -> bool:
        return bool(self.newest or self.turns)


def post(db: Session, participant: Participant, people: Contacts, today: date) -> Post:
    """One query when nothing is new and nothing waits, else one more for each."""
    found = reading.conversation(db, participant)
    if found is None:
        return Post()
    newest, new = _new(db, found) if found.unread_by_her_since else (None, 0)
    return Post(newest, new, turns.turns(db, participant, found, people, today))


def _new(db: Session, found: Conversation) -> tuple[Message | None, int]:
    rows = db.execute(
        sa.select(Message, sa.func.count().over())
        .where(
            Message.conversation_id == found.id,
            Message.read_at.is_(None),
            Message.staff_id.is_not(None),
        )
        .order_by(Message.number.desc())
        .limit(1)
    ).first()
    if rows is None:
        return None, 0
    message, number = rows
    fill(message, "staff", directory(db).staff, message.staff_id)
    return message, number
