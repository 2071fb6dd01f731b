"""That something came for her, or was read, is told to the notices; nothing else of messages knows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.messages.attachment_models import Attachment
from portal.messages.models import Conversation, Message
from portal.notifications import notices


def came(db: Session, message: Message, now: datetime) -> None:
    """Something from us waits to be read by her: she is to hear of it, in the same transaction."""
    participant = message.thread.participant
    notices.message_came(db, participant, message.conversation_id, message.id, now)


def refused(db: Session, paper: Attachment, now: datetime) -> None:
    """A paper that she sent could not be taken in after all: she is to hear of it as of a message."""
    message = paper.message
    if message and message.is_hers:
        hers = message.thread.participant
        notices.message_came(db, hers, message.conversation_id, paper.id, now)


def read(db: Session, conversation: Conversation, now: datetime) -> None:
    """She has read; what was to tell her so is taken back while it is not sent."""
    notices.read(db, conversation.id, now)
