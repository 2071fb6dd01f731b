"""The threads of which a member of staff may be told, each with whose it is: asked of the database in one question.

The questions are written once, with places for who asks and when: to write one takes longer than to answer it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import ONE
from portal.messages import late
from portal.messages.models import Conversation, Message, MessageKind, Thread
from portal.people import access
from portal.people.day import IS_MINE, ME, MIDNIGHT, TODAY
from portal.people.directory import directory
from portal.people.models import SWEDISH, Assignment, Participant, Staff
from portal.people.unattended import answered_for_by
from portal.privacy import log
from portal.writing import Writing


class Listed(NamedTuple):
    """One thread, and what a list tells of it."""

    id: UUID
    subject: str
    waits_for_us_since: datetime | None
    answer_by: date | None
    is_urgent: bool
    waits_for_her_since: datetime | None
    taken_by_id: UUID | None
    number: int
    """That of the newest message in the conversation."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A participant as a list names her, without loading the rest of her."""

    id: UUID
    key: str
    name: str
    is_protected: bool
    language: str
    """What she reads."""
    was_listed: bool
    """Whether she has stood in a list of this member of staff's today: that is in the log already."""

    @property
    def staff_label(self) -> str:
        """As `Participant.staff_label` says it: by reference only, when her data are protected."""
        return self.key if self.is_protected else self.name


@dataclass(frozen=True, slots=True)
class Told:
    """A thread, whose it is, and on what ground she is told of it."""

    thread: Listed
    whose: Asker
    sees: bool
    """Whether she may open the conversation."""
    alone: bool
    """Whether nobody is there for the participant, and she is to give her somebody."""


class Words(NamedTuple):
    """What stands in the list of what was written, and when that was."""

    body: Writing | None
    sent_at: datetime


SEES = access.may_see(cast(Staff, SimpleNamespace(id=ME, ended_on=None)), cast(date, TODAY))
THREADS = (
    sa.select(
        Thread.id,
        Thread.subject,
        Thread.waits_for_us_since,
        Thread.answer_by,
        Thread.is_urgent,
        Thread.waits_for_her_since,
        Thread.taken_by_id,
        Conversation.last_number,
        Participant.id.label("whose"),
        Participant.key,
        Participant.name,
        Participant.is_protected,
        sa.func.coalesce(
            sa.func.nullif(Participant.chosen_language, SWEDISH), Participant.language
        ).label("language"),
        log.was_listed(ME, MIDNIGHT).label("was_listed"),
    )
    .join(Participant, Participant.id == Thread.participant_id)
    .join(Conversation, Conversation.id == Thread.conversation_id)
)
HAS_UNREAD = sa.exists().where(
    Message.thread_id == Thread.id,
    Message.kind == MessageKind.FROM_HER,
    Message.read_at.is_(None),
)
NEWEST = (
    sa.select(Message.thread_id)
    .where(Message.conversation_id == Conversation.id)
    .order_by(Message.number.desc())
    .limit(ONE)
    .correlate(Conversation)
    .scalar_subquery()
)
WAITS = THREADS.where(
    Thread.waits_for_us_since.is_not(None),
    access.is_here(cast(date, TODAY)),
)
WAITS_THAT_I_SEE = WAITS.where(SEES)
WAITS_FOR_HER = THREADS.where(
    Thread.waits_for_her_since.is_not(None), Thread.classified_at.is_(None), SEES
)
UNREAD = THREADS.where(
    Conversation.unread_by_staff_at.is_not(None),
    Thread.waits_for_us_since.is_(None),
    HAS_UNREAD,
    SEES,
)
OF_MINE = THREADS.where(Thread.id == NEWEST, IS_MINE)
FIRST_THAT_WAITS = (
    sa.select(Message.id)
    .where(
        Message.thread_id == Thread.id,
        Message.kind == MessageKind.FROM_HER,
        Message.sent_at >= Thread.waits_for_us_since,
    )
    .order_by(Message.sent_at)
    .limit(ONE)
    .correlate(Thread)
    .scalar_subquery()
)
NEWEST_OF_IT = (
    sa.select(Message.id)
    .where(Message.thread_id == Thread.id)
    .order_by(Message.sent_at.desc())
    .limit(ONE)
    .correlate(Thread)
    .scalar_subquery()
)
WORDS = (
    sa.select(Thread.id, Message.body, Message.sent_at)
    .join(Message, Message.id == sa.func.coalesce(FIRST_THAT_WAITS, NEWEST_OF_IT))
    .where(Thread.id.in_(sa.bindparam("threads", expanding=True)))
)


def told(db: Session, staff: Staff, which: sa.Executable, now: datetime) -> list[Told]:
    """The threads of conversations that she may open. One query."""
    if access.has_left(staff, clock.local(now).date()):
        return []
    rows = db.connection().execute(which, _asked(staff, now))
    return [_told(row, sees=True, alone=False) for row in rows]


def that_wait(db: Session, staff: Staff, now: datetime) -> list[Told]:
    """Everything that waits and of which she is told: what she may see, and by reference what stands with her because
    it is late or nobody is there. One query."""
    today, known = clock.local(now).date(), directory(db)
    is_late = late.reach(known, staff, today)
    answers_for = answered_for_by(known, staff, today)
    if access.has_left(staff, today) or (is_late is None and answers_for is None):
        return told(db, staff, WAITS_THAT_I_SEE, now)
    alone = sa.false() if answers_for is None else sa.and_(answers_for, _has_nobody(today))
    grounds = sa.or_(SEES, alone, sa.false() if is_late is None else is_late)
    wider = WAITS.add_columns(SEES.label("sees"), alone.label("alone")).where(grounds)
    rows = db.connection().execute(wider, _asked(staff, now))
    return [_told(row, sees=row.sees, alone=row.alone) for row in rows]


def words(db: Session, threads: Collection[UUID]) -> dict[UUID, Words]:
    """The first words of what waits in each thread, or else its newest. One query."""
    if not threads:
        return {}
    rows = db.connection().execute(WORDS, {"threads": list(threads)})
    return {row.id: Words(row.body, row.sent_at) for row in rows}


def _told(row: Any, *, sees: bool, alone: bool) -> Told:
    return Told(Listed(*row[:8]), Asker(*row[8:14]), sees, alone)


def _asked(staff: Staff, now: datetime) -> dict[str, object]:
    return {
        "me": staff.id,
        "today": clock.local(now).date(),
        "midnight": log.midnight(now),
    }


def _has_nobody(today: date) -> sa.ColumnElement[bool]:
    """Whether a participant has no contact today who works here; somebody may be to begin later."""
    return ~sa.exists().where(
        Assignment.participant_id == Participant.id,
        access.is_current_contact(today),
        Assignment.staff_id == Staff.id,
        access.is_employed(today),
    )
