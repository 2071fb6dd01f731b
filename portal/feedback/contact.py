"""«Du får gärna kontakta mig»: a separate choice of hers, which makes a message and no link to what she answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.messages import sending, subjects
from portal.messages.models import Message
from portal.messages.sending import Sent
from portal.people.models import Participant
from portal.writing import Writing


def ask_for_contact(
    db: Session, participant: Participant, words: Writing, key: str, *, now: datetime
) -> Message:
    """She wants to talk about something: it goes to her contact as any message of hers, with her name.

    It says what she wants to talk about, nothing of what she answered. The same form sent twice is one message.
    """
    return sending.from_her(db, participant, subjects.OTHER, Sent(words, key), now=now)
