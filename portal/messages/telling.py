"""That a message came for her, or was read, is told to the notices; nothing else of messages knows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.messages.models import Conversation, Message
from portal.notifications import notices


def came(db: Session, message: Message, now: datetime) -> None:
    """Something from us waits to be read by her: she is to hear of it, in the same transaction."""
    participant = message.thread.participant
    notices.message_came(db, participant, message.conversation_id, message.id, now)


def read(db: Session, conversation: Conversation, now: datetime) -> None:
    """She has read; what was to tell her so is taken back while it is not sent."""
    notices.read(db, conversation.id, now)
