"""That something came for her, or was read, is told to the notices; nothing else of messages knows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.messages.attachment_models import Attachment
from portal.messages.models import Conversation, Message
from portal.notifications import notices, outbox


def came(db: Session, message: Message, now: datetime) -> None:
    """Something from us waits to be read by her: she is to hear of it, in the same transaction."""
    participant = message.thread.participant
    notices.message_came(db, participant, message.conversation_id, message.id, now)


def taken_back(db: Session, message: Message, now: datetime) -> None:
    """It is gone again: whoever was not told of it yet is not told."""
    outbox.withdraw(db, message.id, now=now)


def refused(db: Session, paper: Attachment, now: datetime) -> None:
    """A paper that she sent could not be taken in after all: she is to hear of it as of a message."""
    message = paper.message
    if message and message.is_hers:
        hers = message.thread.participant
        notices.message_came(db, hers, message.conversation_id, paper.id, now)


def read(db: Session, conversation: Conversation, messages: Sequence[UUID], now: datetime) -> None:
    """She has read these; what was to tell her so is taken back while it is not sent, of everything when nothing is
    left to read."""
    if conversation.unread_by_her_since is None:
        notices.read(db, conversation.id, now)
        return
    for one in messages:
        outbox.withdraw(db, one, now=now)
