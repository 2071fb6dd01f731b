"""What other parts of the portal tell a participant outside it: one function for each thing that happens.

Each is called in the transaction of what it tells of. Whether, when and by which way she is told is settled when it
is sent, by her choice. Staff are told nothing outside the portal.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.notifications import outbox
from portal.notifications.models import NoticeKind
from portal.people.models import Participant

MESSAGE_LASTS = timedelta(days=3)
"""After so long she is no longer told of a message that she has not read."""


def message_came(
    db: Session, participant: Participant, conversation_id: UUID, message_id: UUID, now: datetime
) -> None:
    """Somebody wrote to her. Of many messages in one conversation she is told once in half an hour."""
    at = outbox.not_at_night(now)
    outbox.put(
        db, participant, NoticeKind.MESSAGE, message_id, 1,
        now=now, at=at, expires_at=at + MESSAGE_LASTS, about_id=conversation_id,
    )  # fmt: skip


def read(db: Session, conversation_id: UUID, now: datetime) -> None:
    """She has read the conversation: what has not been sent of it is kept back."""
    outbox.withdraw_about(db, conversation_id, now=now)
