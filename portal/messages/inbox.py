"""The inbox of staff: which questions wait, with whom each stands, and by when it is answered.

As many queries for one question as for a hundred. Whose a question is follows from `responsible`; nothing is kept
of it, so that it cannot lie with somebody who is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import late
from portal.messages.late import Grounds
from portal.messages.models import Conversation, Message, MessageKind, Thread
from portal.messages.promise import working_days_late
from portal.messages.responsible import Responsible, contact_for, responsible
from portal.people import access
from portal.people.contacts import Contacts, contacts_of
from portal.people.directory import Directory, directory
from portal.people.models import Assignment, Participant, Staff
from portal.people.unattended import answered_for_by
from portal.writing import Writing


class Place(StrEnum):
    """With whom a question stands, as the one who looks sees it."""

    MINE = "mine"
    ABSENT = "absent"
    """I answer today in the place of whoever has it."""
    OTHERS = "others"
    """A colleague's, about somebody whom I may see."""
    LATE = "late"
    """It stands with me because nobody has answered in time, or nobody can."""
    ALONE = "alone"
    """She has no contact person, and I am to give her one."""


TO_ANSWER = frozenset({Place.MINE, Place.ABSENT})


@dataclass(frozen=True)
class Row:
    """One thread as it stands in a list."""

    thread: Thread
    participant: Participant
    may_see: bool
    """Whether I may open the conversation. Else only the reference is shown, and who is to answer."""
    answers: Responsible
    place: Place
    grounds: Grounds | None
    """Why it stands with me although it is a colleague's."""
    late: int
    """Working days since the promise; 0 while it holds."""
    number: int
    """The number of the newest message in the conversation."""
    words: Writing | None = None
    """The first words of what waits, or the newest; never those of somebody protected."""
    said_at: datetime | None = None
    """When that was written."""

    @property
    def label(self) -> str:
        """What she is called in the list."""
        hers = self.participant
        return hers.staff_label if self.may_see else hers.key

    @property
    def tells(self) -> bool:
        """Whether subject and words may stand in the list."""
        return self.may_see and not self.participant.is_protected


def waiting(db: Session, staff: Staff, *, now: datetime) -> list[Row]:
    """Everything that waits for an answer and that this member of staff sees: overdue first, urgent first of a day.

    Three queries, however much it is.
    """
    today = clock.local(now).date()
    rows = _rows(db, staff, Thread.waits_for_us_since.is_not(None), today, with_late=True)
    return sorted(rows, key=_urgency)


def waiting_for_her(db: Session, staff: Staff, *, now: datetime) -> list[Row]:
    """Where I, or somebody in whose place I answer, wait for an answer of hers; since longest first."""
    today = clock.local(now).date()
    rows = _mine(_rows(db, staff, Thread.waits_for_her_since.is_not(None), today))
    return sorted(rows, key=lambda row: row.thread.waits_for_her_since or now)


def unread(db: Session, staff: Staff, *, now: datetime) -> list[Row]:
    """What she has written that nobody has read, where no answer is promised; the newest first."""
    today = clock.local(now).date()
    is_unread = sa.exists().where(
        Message.thread_id == Thread.id,
        Message.kind == MessageKind.FROM_HER,
        Message.read_at.is_(None),
    )
    has_new = sa.and_(Conversation.unread_by_staff_at.is_not(None), is_unread)
    rows = _rows(db, staff, sa.and_(has_new, Thread.waits_for_us_since.is_(None)), today)
    return _newest_first(worded(db, _mine(rows)))


def conversations(db: Session, staff: Staff, *, now: datetime) -> list[Row]:
    """Every conversation of those whom I look after today, with its newest thread; the newest first."""
    today = clock.local(now).date()
    newest = (
        sa.select(Message.thread_id)
        .where(Message.conversation_id == Conversation.id)
        .order_by(Message.number.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )
    hers = sa.and_(Thread.id == newest, access.is_mine(staff, today))
    rows = worded(db, _rows(db, staff, hers, today))
    return _newest_first(rows)


def worded(db: Session, rows: Iterable[Row]) -> list[Row]:
    """The same rows with the first words of what waits in each thread, or else its newest. One query."""
    listed = list(rows)
    waits = sa.and_(
        Thread.waits_for_us_since.is_not(None),
        Message.kind == MessageKind.FROM_HER,
        Message.sent_at >= Thread.waits_for_us_since,
    )
    place = sa.func.row_number().over(
        partition_by=Message.thread_id,
        order_by=[
            sa.case((waits, 0), else_=1),
            sa.case((waits, Message.number), else_=-Message.number),
        ],
    )
    ranked = (
        sa.select(Message.thread_id, Message.body, Message.sent_at, place.label("place"))
        .join(Thread, Thread.id == Message.thread_id)
        .where(Message.thread_id.in_([row.thread.id for row in listed]))
        .subquery()
    )
    said = {one.thread_id: one for one in db.execute(sa.select(ranked).where(ranked.c.place == 1))}
    return [
        replace(row, words=one.body if row.tells else None, said_at=one.sent_at)
        for row in listed
        for one in [said[row.thread.id]]
    ]


def mark(rows: Iterable[Row]) -> str:
    """A short sign for what stands in a list and how: when it is another, the list has changed."""
    facts = [
        (
            str(row.thread.id),
            row.thread.answer_by,
            row.thread.is_urgent,
            row.late,
            row.number,
            row.answers.staff and row.answers.staff.id,
        )
        for row in rows
    ]
    return sha256(repr(facts).encode()).hexdigest()[:16]


def _rows(
    db: Session,
    staff: Staff,
    which: sa.ColumnElement[bool],
    today: date,
    *,
    with_late: bool = False,
) -> list[Row]:
    known = directory(db)
    sees = access.may_see(staff, today)
    told = late.reach(known, staff, today) if with_late else None
    alone = answered_for_by(known, staff, today) if with_late else None
    told = sa.false() if told is None else told
    alone = sa.false() if alone is None else sa.and_(alone, _has_nobody(today))
    found = db.execute(
        sa.select(Thread, Participant, Conversation.last_number, sees, alone)
        .join(Participant, Participant.id == Thread.participant_id)
        .join(Conversation, Conversation.id == Thread.conversation_id)
        .where(which, access.is_here(today), sa.or_(sees, told, alone))
    ).all()
    people = contacts_of(db, {one.id: one for _, one, *_ in found}.values(), today)
    rows = [
        _row(known, staff, people[hers.id], thread, hers, number, today, sees=sees, alone=alone)
        for thread, hers, number, sees, alone in found
    ]
    return [row for row in rows if row]


def _row(
    known: Directory,
    staff: Staff,
    people: Contacts,
    thread: Thread,
    hers: Participant,
    number: int,
    today: date,
    *,
    sees: bool,
    alone: bool,
) -> Row | None:
    """The thread as it stands with this member of staff; None when it is none of her business."""
    answers = responsible(known, hers, people, thread.subject, thread.taken_by_id, today)
    place, why = None, None
    if answers.staff is None:
        place = Place.ALONE if alone else None
    elif staff.id in {answers.staff.id, answers.now.id if answers.now else None}:
        place = Place.MINE if answers.staff.id == staff.id else Place.ABSENT
    elif thread.answer_by:
        contact = contact_for(people, thread.subject)
        why = late.grounds(
            known, staff, contact.staff.organisation_id if contact else answers.staff.organisation_id,
            thread.answer_by, today, is_protected=hers.is_protected, is_attended=answers.is_attended,
        )  # fmt: skip
        place = Place.LATE if why else None
    if place is None:
        if not sees:
            return None
        place = Place.OTHERS
    days = working_days_late(thread.answer_by, today) if thread.answer_by else 0
    return Row(thread, hers, sees, answers, place, why, days, number)


def _has_nobody(today: date) -> sa.ColumnElement[bool]:
    """Whether a participant has no contact today who works here; somebody may be to begin later."""
    return ~sa.exists().where(
        Assignment.participant_id == Participant.id,
        access.is_current_contact(today),
        Assignment.staff_id == Staff.id,
        access.is_employed(today),
    )


def _mine(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.place in TO_ANSWER]


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.said_at is None, row.said_at), reverse=True)


def _urgency(row: Row) -> tuple[object, ...]:
    thread = row.thread
    return thread.answer_by, not thread.is_urgent, thread.waits_for_us_since
