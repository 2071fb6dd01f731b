"""What people write to each other waits for a translation, like what stands in plans.

A ready-made text is readable on both sides when it is sent, and waits only where its language has no translation.
A message to several is translated once, and then stands with each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import Base
from portal.messages.models import Message, MessageKind, Thread
from portal.people.models import Participant
from portal.translators import finding, saving, wanting
from portal.translators.finding import Found
from portal.translators.models import Place, WantedTranslation

BODY = Place.MESSAGE_BODY


def want(db: Session, participant: Participant, message: Message, *, now: datetime) -> None:
    """After a message was sent: ask for a translation when the other side cannot read it. One query.

    It is urgent when she says that what she waits for is.
    """
    if message.body is None:
        return
    urgent = message.is_hers and message.thread.is_urgent
    found = Found(participant.id, BODY, message.id, message.body, message.is_hers, urgent)
    wanting.want_these(db, participant, [found], now=now)


def forget(db: Session, ids: Sequence[UUID]) -> None:
    """These messages are gone: nobody is to translate them."""
    db.execute(
        sa.delete(WantedTranslation).where(
            WantedTranslation.place == BODY, WantedTranslation.row_id.in_(ids)
        )
    )


def texts(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    """Every message to and from these participants."""
    query = (
        sa.select(Thread.participant_id, Message.id, Message.body, Message.kind, Thread.is_urgent)
        .join(Thread, Message.thread_id == Thread.id)
        .where(Thread.participant_id.in_(ids), Message.body.is_not(None))
    )
    for who, row_id, body, kind, is_urgent in db.execute(query):
        is_hers = kind is MessageKind.FROM_HER
        if body:
            yield Found(who, BODY, row_id, body, is_hers, is_hers and is_urgent)


def to_the_others(db: Session, row: Base, into: str) -> None:
    """A translation of a message to several was kept or taken back: the same goes for the others who got it."""
    if not isinstance(row, Message) or row.batch_id is None or row.body is None:
        return
    others = db.scalars(
        sa.select(Message)
        .where(Message.batch_id == row.batch_id, Message.id != row.id)
        .with_for_update(skip_locked=True)  # somebody translates that one just now
        .execution_options(populate_existing=True)
    ).all()
    same = [one for one in others if one.body and one.body.original == row.body.original]
    for one in same:
        one.body = row.body
    _settle(db, row, [one.id for one in same], into)


def _settle(db: Session, row: Message, others: Sequence[UUID], into: str) -> None:
    """What was asked of the others' messages is done, or waits again, as for this one."""
    of_place = sa.and_(WantedTranslation.place == BODY, WantedTranslation.into == into)
    done = db.execute(
        sa.select(WantedTranslation.done_at, WantedTranslation.done_by_id).where(
            of_place, WantedTranslation.row_id == row.id
        )
    ).one_or_none()
    if done:
        db.execute(
            sa.update(WantedTranslation)
            .where(of_place, WantedTranslation.row_id.in_(others))
            .values(done_at=done[0], done_by_id=done[1])
        )


finding.OTHERS.append(texts)
saving.ROWS["message"] = Message
saving.AFTER.append(to_the_others)
