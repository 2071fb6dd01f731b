"""A conversation as staff read it: the newest messages, its threads and who answers for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload

from portal import clock
from portal.db import ONE
from portal.meetings.models import Meeting
from portal.messages import subjects
from portal.messages.models import Conversation, Message, Thread
from portal.messages.new_contact import goes_past
from portal.messages.promise import working_days_late
from portal.messages.responsible import Responsible, responsible, who_may_answer
from portal.people import access
from portal.people.contacts import Contacts, contacts
from portal.people.directory import directory, fill
from portal.people.models import Participant, Staff
from portal.plan.models import Step

NEWEST = 30
"""How many messages a page shows; more, so that the oldest question that waits is among them."""
MOST = 200


@dataclass(frozen=True)
class Strand:
    """One thread, and who answers for it."""

    thread: Thread
    answers: Responsible
    late: int
    """Working days since the promise."""
    goes_past: frozenset[UUID]
    """Staff whose answer does not end it (`new_contact`)."""

    @property
    def waits(self) -> bool:
        return self.thread.waits_for_us_since is not None


@dataclass(frozen=True)
class Read:
    """What stands on the page."""

    strands: list[Strand]
    """What waits for us first, by promise."""
    messages: list[Message]
    """The oldest of them first."""
    first_waiting: dict[UUID, UUID]
    """For each thread that waits, its first message on this page that waits."""
    older: int | None
    """The number before which there are older ones."""
    number: int
    """That of the newest message in the conversation, 0 for none."""
    people: Contacts
    may_have: list[Staff]
    """Who may take a question of hers today."""
    steps: dict[UUID, Step]
    meetings: dict[UUID, Meeting]
    is_newest: bool
    """Whether the newest message is among those shown."""

    @property
    def unread(self) -> list[int]:
        """The numbers of what she has written and nobody has read."""
        return [one.number for one in self.messages if one.is_hers and one.read_at is None]

    @property
    def subjects(self) -> list[str]:
        """What may be written about: what waits first, then what was written about, then the rest."""
        known = [one.thread.subject for one in self.strands if one.thread.classified_at is None]
        return list(dict.fromkeys([*known, *subjects.offered(self.people.now)]))


def read(
    db: Session, participant: Participant, *, before: int | None = None, now: datetime
) -> Read:
    """The newest messages of her conversation, or those before a number. Nine queries at the most."""
    today, known = clock.local(now).date(), directory(db)
    people = contacts(db, participant, today)
    conversation = db.scalar(
        sa.select(Conversation).where(Conversation.participant_id == participant.id)
    )
    threads = db.scalars(sa.select(Thread).where(Thread.participant_id == participant.id)).all()
    messages = _messages(db, conversation, before) if conversation else []
    for one in messages:
        fill(one, "staff", known.staff, one.staff_id)
    strands = [
        Strand(
            one,
            responsible(known, participant, people, one.subject, one.taken_by_id, today),
            working_days_late(one.answer_by, today) if one.answer_by else 0,
            goes_past(known, participant, people, one.subject, one.waits_for_us_since, today),
        )
        for one in threads
    ]
    may_have = who_may_answer(known, participant, people, today)
    return Read(
        strands=sorted(strands, key=lambda one: _order(one, now)),
        messages=list(messages),
        first_waiting=_first_waiting(messages, threads),
        older=messages[0].number if messages and messages[0].number > 1 else None,
        number=conversation.last_number if conversation else 0,
        people=people,
        may_have=sorted(may_have.values(), key=lambda one: one.name),
        steps=_steps(db, messages),
        meetings=_meetings(db, messages),
        is_newest=before is None,
    )


def newest_number(db: Session, staff: Staff, participant_id: UUID, today: date) -> int:
    """The number of the newest message in a conversation that she may open, 0 for none. One query.

    Raises `NoResultFound` for every other participant.
    """
    found = db.execute(
        sa.select(Conversation.last_number)
        .select_from(Participant)
        .outerjoin(Conversation, Conversation.participant_id == Participant.id)
        .where(Participant.id == participant_id, access.may_see(staff, today))
    ).one()
    return found.last_number or 0


def _messages(db: Session, conversation: Conversation, before: int | None) -> Sequence[Message]:
    of_it = Message.conversation_id == conversation.id
    asked = sa.select(Message).where(of_it).options(selectinload(Message.attachments))
    if before is not None:
        asked = asked.where(Message.number < before).order_by(Message.number.desc()).limit(NEWEST)
        return db.scalars(asked).all()[::-1]
    newest = sa.select(Message.number).where(of_it).order_by(Message.number.desc())
    last = (
        newest.limit(ONE).offset(sa.literal_column(str(NEWEST - 1), sa.Integer)).scalar_subquery()
    )
    waits = (
        sa.select(sa.func.min(Message.number))
        .where(of_it, Message.sent_at == conversation.waits_for_us_since)
        .scalar_subquery()
    )
    first = sa.case((waits < last, waits), else_=sa.func.coalesce(last, 0))
    shown = asked.where(Message.number >= first).order_by(Message.number.desc()).limit(MOST)
    return db.scalars(shown).all()[::-1]


def _first_waiting(messages: Sequence[Message], threads: Sequence[Thread]) -> dict[UUID, UUID]:
    since = {one.id: one.waits_for_us_since for one in threads}
    found: dict[UUID, UUID] = {}
    for one in messages:
        begun = since[one.thread_id]
        if begun and one.is_hers and one.sent_at >= begun:
            found.setdefault(one.thread_id, one.id)
    return found


def _steps(db: Session, messages: Sequence[Message]) -> dict[UUID, Step]:
    ids = {one.step_id for one in messages if one.step_id}
    if not ids:
        return {}
    return {one.id: one for one in db.scalars(sa.select(Step).where(Step.id.in_(ids)))}


def _meetings(db: Session, messages: Sequence[Message]) -> dict[UUID, Meeting]:
    ids = {one.meeting_id for one in messages if one.meeting_id}
    if not ids:
        return {}
    known = directory(db).meeting_types
    found = {one.id: one for one in db.scalars(sa.select(Meeting).where(Meeting.id.in_(ids)))}
    for one in found.values():
        fill(one, "type", known, one.type_id)
    return found


def _order(strand: Strand, now: datetime) -> tuple[object, ...]:
    thread = strand.thread
    return (
        not strand.waits,
        thread.answer_by or date.max,
        thread.classified_at is not None,
        thread.waits_for_her_since or now,
    )
