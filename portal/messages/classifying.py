"""What becomes of a thread when it is over: the case file, or of minor importance. Nothing is deleted before that.

Social services document what matters (SoLPuL, SoL 14 kap.); what is of minor importance may be thinned out by the
municipality's own decision (`retention`). Knows no web.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.db import Moment
from portal.i18n import SOURCE
from portal.messages import facts
from portal.messages.models import Classification, Conversation, Message, Thread
from portal.people.day import IS_MINE, REGRET, DayRow, Waits
from portal.people.models import Participant, Staff
from portal.writing import Writing

SILENT_FOR = timedelta(days=14)
"""A thread that nobody waits for and in which nothing was written for so long is to be classified."""
PAGE = "staff.messages.to_classify"
A_PAGE = 50
FINAL = (Classification.CASE_FILE, Classification.MINOR)


class StillWaits(Exception):
    """She waits for an answer in that thread: it is not over."""


class TooLate(Exception):
    """It was classified more than a minute ago or by somebody else, or she has written about the subject since."""


@dataclass(frozen=True)
class Old:
    """A thread that is to be classified, and when something was last written in it."""

    thread: Thread
    last_at: datetime


def thread_of(db: Session, participant: Participant, thread_id: UUID) -> Thread:
    """One thread of hers. Raises `NoResultFound` for anybody else's."""
    asked = sa.select(Thread).where(Thread.id == thread_id, Thread.participant_id == participant.id)
    return db.scalars(asked).one()


def classify(
    db: Session, staff: Staff, thread: Thread, what: Classification, *, now: datetime
) -> None:
    """The thread is over, and belongs in her case file or is of minor importance.

    What she writes about the subject next begins another thread. A thread that was classified already may be
    classified otherwise. Raises `StillWaits` while she waits for an answer in it.
    """
    conversation = _locked(db, thread)
    if thread.waits_for_us_since:
        raise StillWaits
    if what not in FINAL or (thread.classified_at and thread.classification is what):
        return
    thread.classification = what
    thread.classified_at, thread.classified_by_id = now, staff.id
    facts.settle(db, conversation)


def can_take_back(thread: Thread, staff_id: UUID, now: datetime) -> bool:
    """Whether this member of staff classified it less than a minute ago."""
    if thread.classified_at is None or thread.classified_by_id != staff_id:
        return False
    return now - thread.classified_at <= REGRET


def take_back(db: Session, staff: Staff, thread: Thread, *, now: datetime) -> None:
    """It was classified by mistake: the thread goes on. Doing so twice changes nothing. Raises `TooLate`."""
    conversation = _locked(db, thread)
    if thread.classified_at is None:
        return
    if not can_take_back(thread, staff.id, now) or _goes_on(db, thread):
        raise TooLate
    thread.classification = Classification.UNDECIDED
    thread.classified_at = thread.classified_by_id = None
    facts.settle(db, conversation)


LAST_AT = (
    sa.select(sa.func.max(Message.sent_at)).where(Message.thread_id == Thread.id).scalar_subquery()
)
OLD = (
    sa.select(Thread.id, LAST_AT.label("last_at"))
    .join(Participant, Participant.id == Thread.participant_id)
    .where(
        IS_MINE,
        Thread.classified_at.is_(None),
        Thread.waits_for_us_since.is_(None),
        sa.bindparam("silent_since", type_=Moment) > LAST_AT,
    )
)
"""What is to be classified by whoever asks."""
OLDEST = (
    OLD.add_columns(Thread)
    .options(joinedload(Thread.participant))
    .order_by(sa.text("last_at"), Thread.id)
    .limit(A_PAGE)
)
_OF_OLD = OLD.subquery()
HOW_MANY = sa.select(sa.func.count(), sa.func.min(_OF_OLD.c.last_at))


def undecided(db: Session, staff: Staff, now: datetime) -> Sequence[Old]:
    """The old threads of her participants that nobody has classified, the oldest first. One query."""
    found = db.execute(OLDEST, _asked(staff, now))
    return [Old(thread, last_at) for _, last_at, thread in found]


def day_rows(db: Session, staff: Staff, now: datetime) -> list[DayRow]:
    """One row of the day for all of them, with how many they are. None where there are none. One query."""
    number, since = db.connection().execute(HOW_MANY, _asked(staff, now)).one()
    if not number:
        return []
    words = "1 tråd" if number == 1 else f"{number} trådar"
    return [DayRow(Waits.CLASSIFY, since + SILENT_FOR, PAGE, about=Writing.in_(SOURCE, words))]


def _asked(staff: Staff, now: datetime) -> dict[str, object]:
    return {"me": staff.id, "today": clock.local(now).date(), "silent_since": now - SILENT_FOR}


def _goes_on(db: Session, thread: Thread) -> bool:
    """Whether another thread about the same subject has begun since."""
    another = sa.select(Thread.id).where(
        Thread.conversation_id == thread.conversation_id,
        Thread.subject == thread.subject,
        Thread.classified_at.is_(None),
        Thread.id != thread.id,
    )
    return db.scalar(another) is not None


def _locked(db: Session, thread: Thread) -> Conversation:
    """Her conversation, locked, and the thread as it stands now: whoever writes in it waits until this is done."""
    asked = sa.select(Conversation).where(Conversation.id == thread.conversation_id)
    found = db.scalars(asked.with_for_update().execution_options(populate_existing=True)).one()
    db.refresh(thread)
    return found
