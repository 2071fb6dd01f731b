"""What staff do with what waits: answer, take it over, give it to a colleague, or say that it needs no message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.messages import facts, read_marks, sending, subjects, telling, translating
from portal.messages.models import Conversation, Message, MessageKind, Thread
from portal.messages.new_contact import goes_past
from portal.messages.responsible import who_may_answer
from portal.messages.sending import Sent
from portal.people.contacts import contacts_of
from portal.people.day import REGRET, Known
from portal.people.directory import directory
from portal.people.models import Participant, Staff


class Meanwhile(Exception):
    """A colleague has written or marked something since the page was opened: it is to be read before this is sent."""

    def __init__(self, messages: Sequence[Message]) -> None:
        super().__init__(len(messages))
        self.messages = messages


class NoLongerWaits(Exception):
    """What is said to be answered does not wait: somebody was quicker, or she has had an answer."""


class GoesPast(Exception):
    """She wants another contact person: that is not ended by the one she has."""


class TooLate(Exception):
    """It can be taken back for a minute only."""


@dataclass(frozen=True)
class Answer:
    """What the form said beside the message itself."""

    subject: str
    sent: Sent
    seen: int
    """The number of the newest message that stood on the page."""
    asks: bool = False
    """She is to answer in turn."""
    answers: bool = True
    """Without: it is no answer yet, and she goes on waiting."""


def answer(
    db: Session, staff: Staff, participant: Participant, given: Answer, *, now: datetime
) -> Message:
    """Write to her. What stood on the page counts as read: whoever answers has had it before her. What she has written
    since was not seen, and goes on waiting.

    Sending the same form again changes nothing. Raises `sending.Unfit`, and `Meanwhile`.
    What is written by somebody whom her question goes past is sent, and her question goes on waiting.
    """
    conversation = sending.conversation_of(db, participant, now=now)
    if _sent_with(db, conversation, given.sent.key) is None:
        _nothing_meanwhile(db, staff, conversation, given.seen)
    subject = _subject(db, participant, given.subject, clock.local(now).date())
    made = sending.from_staff(
        db, staff, participant, subject, given.sent,
        asks=given.asks, answers=given.answers and not _goes_past(db, staff, participant, subject, now),
        seen=given.seen, now=now,
    )  # fmt: skip
    read_marks.read_by_staff(db, staff, participant, given.seen, now=now)
    return made


def settle(
    db: Session,
    staff: Staff,
    thread: Thread,
    kind: MessageKind,
    sent: Sent,
    *,
    seen: int | None = None,
    now: datetime,
) -> Message:
    """She was answered by phone, or it needs no answer: what stood on the page, up to message number `seen`.
    The same form again changes nothing.

    Raises `NoLongerWaits` and `GoesPast`.
    """
    conversation = sending.conversation_of(db, thread.participant, now=now)
    db.refresh(thread)
    known = _sent_with(db, conversation, sent.key)
    if known:
        return known
    if thread.waits_for_us_since is None:
        raise NoLongerWaits
    if _goes_past(db, staff, thread.participant, thread.subject, now):
        raise GoesPast
    made = sending.settled_otherwise(db, staff, thread, kind, sent, seen=seen, now=now)
    read_marks.read_by_staff(
        db, staff, thread.participant, made.number if seen is None else seen, now=now
    )
    return made


def wait_again(
    db: Session, staff: Staff, participant: Participant, message_id: UUID, *, now: datetime
) -> None:
    """It was marked by mistake: her question waits again, since when it had waited. Twice changes nothing.

    Raises `TooLate` after a minute and for what somebody else marked, `NoLongerWaits` when she has had an answer since.
    """
    conversation = sending.conversation_of(db, participant, now=now)
    marked = db.scalar(
        sa.select(Message)
        .where(
            Message.id == message_id,
            Message.conversation_id == conversation.id,
            Message.kind.in_([MessageKind.BY_PHONE, MessageKind.READ_ONLY]),
        )
        .options(joinedload(Message.thread))
    )
    if marked is None:
        return
    thread = marked.thread
    if now - marked.sent_at > REGRET or marked.staff_id != staff.id or thread.classified_at:
        raise TooLate
    if _answered_since(db, marked):
        raise NoLongerWaits
    thread.waits_for_us_since, thread.answer_by = marked.answers_since, marked.answers_by
    thread.is_urgent = thread.is_urgent or _was_urgent(db, marked)
    translating.forget(db, [marked.id])
    telling.taken_back(db, marked, now)
    db.delete(marked)
    facts.settle(db, conversation)


def wait_no_longer(db: Session, thread: Thread, *, now: datetime) -> None:
    """We need no answer of hers any more. Doing so twice changes nothing."""
    conversation = sending.conversation_of(db, thread.participant, now=now)
    thread.waits_for_her_since = None
    facts.settle(db, conversation)


def thread_of(db: Session, participant: Participant, thread_id: UUID) -> Thread:
    """A thread of hers that is going on. Raises `NoResultFound` for every other."""
    return db.scalars(
        sa.select(Thread).where(
            Thread.id == thread_id,
            Thread.participant_id == participant.id,
            Thread.classified_at.is_(None),
        )
    ).one()


def may_have(db: Session, participant: Known, today: date) -> list[Staff]:
    """Who may take a question of hers today, by name: nobody else may see it."""
    people = contacts_of(db, [participant], today)[participant.id]
    among = who_may_answer(directory(db), participant, people, today)
    return sorted(among.values(), key=lambda one: one.name)


def give(db: Session, thread: Thread, to_id: UUID, *, now: datetime) -> Staff:
    """From now on it is that colleague's; one's own identity takes it over. Raises `NoResultFound` for who may not."""
    sending.conversation_of(db, thread.participant, now=now)
    among = may_have(db, thread.participant, clock.local(now).date())
    to = next((one for one in among if one.id == to_id), None)
    if to is None or thread.subject == subjects.NEW_CONTACT:
        raise NoResultFound
    thread.taken_by_id = to.id
    return to


def give_back(db: Session, thread: Thread, *, now: datetime) -> None:
    """It goes to whoever its subject belongs to again."""
    sending.conversation_of(db, thread.participant, now=now)
    thread.taken_by_id = None


def _goes_past(
    db: Session, staff: Staff, participant: Participant, subject: str, now: datetime
) -> bool:
    """Whether what waits about that subject goes past this member of staff."""
    if subject != subjects.NEW_CONTACT:
        return False
    since = db.scalar(
        sa.select(Thread.waits_for_us_since).where(
            Thread.participant_id == participant.id,
            Thread.subject == subject,
            Thread.classified_at.is_(None),
        )
    )
    today = clock.local(now).date()
    people = contacts_of(db, [participant], today)[participant.id]
    return staff.id in goes_past(directory(db), participant, people, subject, since, today)


def _subject(db: Session, participant: Participant, typed: str, today: date) -> str:
    """The subject that was chosen: one of hers, or of a thread that there is; else `OTHER`."""
    known = sa.select(Thread.subject).where(Thread.participant_id == participant.id)
    if typed in db.scalars(known).all():
        return typed
    people = contacts_of(db, [participant], today)[participant.id]
    return subjects.chosen(typed, people.now)


def _sent_with(db: Session, conversation: Conversation, key: str) -> Message | None:
    return db.scalar(
        sa.select(Message).where(
            Message.conversation_id == conversation.id, Message.form_key == key
        )
    )


def _nothing_meanwhile(db: Session, staff: Staff, conversation: Conversation, seen: int) -> None:
    found = db.scalars(
        sa.select(Message)
        .where(
            Message.conversation_id == conversation.id,
            Message.number > seen,
            Message.kind != MessageKind.FROM_HER,
            Message.staff_id != staff.id,
        )
        .order_by(Message.number)
    ).all()
    if found:
        raise Meanwhile(found)


def _answered_since(db: Session, marked: Message) -> bool:
    asked = sa.exists().where(
        Message.thread_id == marked.thread_id,
        Message.kind == MessageKind.FROM_STAFF,
        Message.number > marked.number,
    )
    return bool(db.scalar(sa.select(asked)))


def _was_urgent(db: Session, marked: Message) -> bool:
    """Whether she had said that what was marked is urgent."""
    since = marked.answers_since
    if since is None:
        return False
    asked = sa.exists().where(
        Message.thread_id == marked.thread_id,
        Message.kind == MessageKind.FROM_HER,
        Message.is_urgent,
        Message.sent_at >= since,
        Message.number < marked.number,
    )
    return bool(db.scalar(sa.select(asked)))
