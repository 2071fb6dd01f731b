"""The four facts of a conversation: what she has not read, what we have not read, and who waits for whom since when.

They follow from what is kept of each message and thread, and are written here only, in the transaction of what changed.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages.models import Conversation, Message, MessageKind, Thread


def settle(db: Session, conversation: Conversation) -> None:
    """Bring the four facts to what the conversation's messages and threads say now."""
    db.flush()
    of_it = Message.conversation_id == conversation.id
    unread = sa.and_(of_it, Message.read_at.is_(None))
    is_hers = Message.kind == MessageKind.FROM_HER
    row = db.execute(
        sa.select(
            sa.select(sa.func.min(Message.sent_at)).where(unread, ~is_hers).scalar_subquery(),
            sa.select(sa.func.max(Message.sent_at)).where(unread, is_hers).scalar_subquery(),
            _oldest(conversation, Thread.waits_for_us_since),
            _oldest(conversation, Thread.waits_for_her_since),
        )
    ).one()
    (
        conversation.unread_by_her_since,
        conversation.unread_by_staff_at,
        conversation.waits_for_us_since,
        conversation.waits_for_her_since,
    ) = row


def _oldest(
    conversation: Conversation, since: sa.orm.InstrumentedAttribute[datetime | None]
) -> sa.ScalarSelect[datetime | None]:
    """The oldest of the threads that are going on: of one that is over nobody waits for anything."""
    oldest = sa.select(sa.func.min(since)).where(
        Thread.conversation_id == conversation.id, Thread.classified_at.is_(None)
    )
    return oldest.scalar_subquery()
