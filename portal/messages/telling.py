"""That a message came for her, or was read, is told to the notices; nothing else of messages knows them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.messages.models import Conversation, Message


def came(db: Session, message: Message, now: datetime) -> None:
    """Something from us waits to be read by her: she is to hear of it, in the same transaction."""
    return


def read(db: Session, conversation: Conversation, now: datetime) -> None:
    """She has read; what was to tell her so is taken back while it is not sent."""
    return
