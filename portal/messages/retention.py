"""What is thrown away, and when. Run by the worker; each rule may be run as often as one likes. Knows no web.

* What somebody began to write and did not send goes after 30 days.
* A thread that staff have said is of minor importance goes after as many months as the municipality has decided
  (`delete_minor_messages_after_months` among its routines). Without a decision nothing goes.
* What was sent to several goes when the last of those messages has gone.
* What nobody has classified, and what belongs in the case file, is never thrown away here.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import facts, translating
from portal.messages.models import (
    Classification,
    Conversation,
    Message,
    MessageBatch,
    MessageDraft,
    Thread,
)
from portal.municipality.models import Municipality

DRAFTS_LAST = timedelta(days=30)
BEING_SENT = timedelta(days=1)
AT_A_TIME = 200
"""Threads that go in one transaction."""


def run(db: Session, now: datetime) -> dict[str, int]:
    """Follow every rule; how many of each kind went."""
    return {
        "drafts": old_drafts(db, now),
        "threads": minor_threads(db, now),
        "batches": empty_batches(db, now),
    }


def old_drafts(db: Session, now: datetime) -> int:
    """What was begun and not sent."""
    gone = db.execute(
        sa.delete(MessageDraft)
        .where(MessageDraft.saved_at < now - DRAFTS_LAST)
        .returning(MessageDraft.id)
    )
    return len(gone.all())


def minor_threads(db: Session, now: datetime) -> int:
    """Threads of minor importance whose time is out, with their messages; at most `AT_A_TIME`.

    The time is counted from the day on which it was said. Papers go with their messages; their files are thrown away
    by whoever keeps them.
    """
    municipality = db.scalar(sa.select(Municipality))
    months = municipality.delete_minor_messages_after_months if municipality else None
    if months is None:
        return 0
    before = clock.local(now) - relativedelta(months=months)
    asked = (
        sa.select(Thread)
        .where(Thread.classification == Classification.MINOR, Thread.classified_at < before)
        .order_by(Thread.classified_at, Thread.id)
        .limit(AT_A_TIME)
    )
    found = db.scalars(asked.with_for_update(skip_locked=True)).all()
    if found:
        _delete(db, [one.id for one in found], {one.conversation_id for one in found})
    return len(found)


def empty_batches(db: Session, now: datetime) -> int:
    """What was sent to several, and stands in nobody's conversation any more."""
    stands = sa.exists().where(Message.batch_id == MessageBatch.id)
    gone = db.execute(
        sa.delete(MessageBatch)
        .where(MessageBatch.sent_at < now - BEING_SENT, ~stands)
        .returning(MessageBatch.id)
        .execution_options(synchronize_session=False)
    )
    return len(gone.all())


def _delete(db: Session, threads: list[UUID], conversations: set[UUID]) -> None:
    held = (
        sa.select(Conversation).where(Conversation.id.in_(conversations)).order_by(Conversation.id)
    )
    found = db.scalars(held.with_for_update()).all()  # nobody writes meanwhile
    messages = db.scalars(sa.select(Message.id).where(Message.thread_id.in_(threads))).all()
    translating.forget(db, messages)
    db.execute(sa.delete(Thread).where(Thread.id.in_(threads)))
    for one in found:
        facts.settle(db, one)
