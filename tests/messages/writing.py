"""Messages, written in a line."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import sending, subjects
from portal.messages.models import Conversation, Message, Thread
from portal.messages.sending import Sent, words
from portal.people.models import Participant, Staff

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
"""In a week without holidays: what is written then is answered by Thursday the 26th."""


def asks(
    db: Session,
    whose: Participant,
    text: str = "När kommer pengarna?",
    subject: str = subjects.MONEY,
    *,
    now: datetime = TUESDAY,
    is_urgent: bool = False,
) -> Message:
    """She writes to us."""
    sent = Sent(words(text), uuid4().hex, is_urgent=is_urgent)
    made = sending.from_her(db, whose, subject, sent, now=now)
    db.commit()
    return made


def replies(
    db: Session,
    staff: Staff,
    whose: Participant,
    text: str = "På fredag.",
    subject: str = subjects.MONEY,
    *,
    now: datetime = TUESDAY,
    asks: bool = False,
    answers: bool = True,
) -> Message:
    """Staff write to her."""
    sent = Sent(words(text, "sv"), uuid4().hex)
    made = sending.from_staff(db, staff, whose, subject, sent, asks=asks, answers=answers, now=now)
    db.commit()
    return made


def thread(db: Session, whose: Participant, subject: str = subjects.MONEY) -> Thread:
    """The thread as it is stored now."""
    db.rollback()
    found = db.scalars(
        sa.select(Thread)
        .where(Thread.participant_id == whose.id, Thread.subject == subject)
        .execution_options(populate_existing=True)
    ).one()
    db.commit()
    return found


def conversation(db: Session, whose: Participant) -> Conversation:
    """The four facts as they are stored now."""
    db.rollback()
    found = db.scalars(
        sa.select(Conversation)
        .where(Conversation.participant_id == whose.id)
        .execution_options(populate_existing=True)
    ).one()
    db.commit()
    return found
