"""Sending: what she writes, what staff answer, and answers that need no message. Knows no web.

Every way of sending goes through `_add`: the conversation is locked, the same form sent twice is one message, and the
thread's promise and the four facts are settled in the same transaction; what the other side cannot read is asked to be
translated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import facts, promise, telling, translating
from portal.messages.models import Conversation, Message, MessageKind, Thread
from portal.messages.phrases import HERS
from portal.municipality.models import Municipality
from portal.people.models import Participant, Staff
from portal.writing import UNKNOWN_LANGUAGE, Writing

NO_ANSWER = [one.key for one in HERS if not one.waits]
"""Her phrases to which she waits for no answer."""
LONGEST = 8000
"""Signs of one message."""


class Unfit(Exception):
    """What cannot be sent as it is: by field, `missing` or `too-long`."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Sent:
    """One message as it is to be kept."""

    body: Writing | None
    key: str
    """The form it came with."""
    phrase: str | None = None
    is_urgent: bool = False
    step_id: UUID | None = None
    meeting_id: UUID | None = None
    about: str | None = None
    """What she thinks is wrong (`about.About.kept`)."""
    batch_id: UUID | None = None
    has_papers: bool = field(default=False)
    """Whether photos go with it: then it needs no words."""


def words(typed: str, language: str = UNKNOWN_LANGUAGE) -> Writing | None:
    """What was typed, tidied; None for nothing. Raises `Unfit` when it is too long."""
    text = typed.replace("\r\n", "\n").replace("\0", "").strip()
    if len(text) > LONGEST:
        raise Unfit({"body": "too-long"})
    return Writing.in_(language, text) if text else None


def conversation_of(db: Session, participant: Participant, *, now: datetime) -> Conversation:
    """Her conversation, locked for this transaction; opened when there is none yet."""
    db.execute(
        sa.select(Participant.id)
        .where(Participant.id == participant.id)
        .with_for_update(key_share=True)
    )
    asked = sa.select(Conversation).where(Conversation.participant_id == participant.id)
    found = db.scalar(asked.with_for_update().execution_options(populate_existing=True))
    if found is None:
        found = Conversation(participant_id=participant.id, opened_at=now)
        found.participant = participant
        db.add(found)
        db.flush()
    return found


def from_her(
    db: Session,
    participant: Participant,
    subject: str,
    sent: Sent,
    *,
    waits: bool = True,
    now: datetime,
) -> Message:
    """She writes to us. From now on she waits, and is told until when; what she was asked is answered by it.

    `waits`: she waits for an answer; without, as when she only says thanks, nothing more waits than before.
    The same form sent twice is one message. Raises `Unfit` without words or papers.
    """
    conversation, known, sent = _known(db, participant, sent, now)
    if known:
        return known
    _check(sent)
    thread = _thread(db, conversation, subject, now)
    message = _add(db, conversation, thread, MessageKind.FROM_HER, None, sent, now)
    if waits and thread.waits_for_us_since is None:
        promised = promise.answer_by(now, db.scalar(sa.select(Municipality)))
        thread.waits_for_us_since, thread.answer_by = now, promised
    thread.is_urgent = thread.is_urgent or (waits and sent.is_urgent)
    thread.waits_for_her_since = None
    facts.settle(db, conversation)
    translating.want(db, participant, message, now=now)
    return message


def from_staff(
    db: Session,
    staff: Staff,
    participant: Participant,
    subject: str,
    sent: Sent,
    *,
    asks: bool = False,
    answers: bool = True,
    seen: int | None = None,
    now: datetime,
) -> Message:
    """Staff write to her. `asks`: she is to answer. `answers`: it is an answer to what waits in that thread; without,
    it goes on waiting («we are looking into it» is no answer). What she wrote after message number `seen` was not
    known to whoever answers, and goes on waiting.

    The same form sent twice is one message. Raises `Unfit` without words or papers.
    """
    conversation, known, sent = _known(db, participant, sent, now)
    if known:
        return known
    _check(sent)
    thread = _thread(db, conversation, subject, now)
    message = _add(db, conversation, thread, MessageKind.FROM_STAFF, staff, sent, now)
    if answers:
        _answered(db, thread, message, seen)
    if asks and thread.waits_for_her_since is None:
        thread.waits_for_her_since = now
    facts.settle(db, conversation)
    translating.want(db, participant, message, now=now)
    telling.came(db, message, now)
    return message


def settled_otherwise(
    db: Session,
    staff: Staff,
    thread: Thread,
    kind: MessageKind,
    sent: Sent,
    *,
    seen: int | None = None,
    now: datetime,
) -> Message:
    """What waits in a thread was answered by phone, or needs no answer. She sees that it was, and by whom.

    What she wrote after message number `seen` goes on waiting. The same form sent twice is one.
    """
    conversation, known, sent = _known(db, thread.participant, sent, now)
    if known:
        return known
    message = _add(db, conversation, thread, kind, staff, sent, now)
    _answered(db, thread, message, seen)
    facts.settle(db, conversation)
    translating.want(db, thread.participant, message, now=now)
    telling.came(db, message, now)
    return message


def is_sent(db: Session, participant: Participant, key: str, typed: str, *, now: datetime) -> bool:
    """Whether this form has been sent with these words: whoever sends it again did not hear that it went well."""
    try:
        sent = Sent(words(typed), key)
    except Unfit:
        return False
    return _known(db, participant, sent, now)[1] is not None


def _answered(db: Session, thread: Thread, message: Message, seen: int | None) -> None:
    """The thread waits no more, or only since what whoever answered had not seen."""
    since = thread.waits_for_us_since
    newer = [] if seen is None or since is None else _written_since(db, thread, seen, message)
    if newer and since == newer[0].sent_at:
        return  # nothing of what was seen waited
    message.answers_since, message.answers_by = since, thread.answer_by
    thread.waits_for_us_since = thread.answer_by = None
    thread.is_urgent = any(one.is_urgent for one in newer)
    if newer:
        promised = promise.answer_by(newer[0].sent_at, db.scalar(sa.select(Municipality)))
        thread.waits_for_us_since, thread.answer_by = newer[0].sent_at, promised


def _written_since(db: Session, thread: Thread, seen: int, until: Message) -> Sequence[Message]:
    """What she wrote in the thread after that number and wants an answer to, in its order."""
    return db.scalars(
        sa.select(Message)
        .where(
            Message.thread_id == thread.id,
            Message.kind == MessageKind.FROM_HER,
            Message.number > seen,
            Message.number < until.number,
            sa.or_(Message.phrase.is_(None), Message.phrase.not_in(NO_ANSWER)),
        )
        .order_by(Message.number)
    ).all()


def _check(sent: Sent) -> None:
    if sent.body is None and not sent.has_papers:
        raise Unfit({"body": "missing"})


def _known(
    db: Session, participant: Participant, sent: Sent, now: datetime
) -> tuple[Conversation, Message | None, Sent]:
    """The conversation, the message when it was sent before, and what is to be sent.

    Somebody may go back to a form that was sent and write something else in it: that is another message, not the
    same one again, and is kept under a key of its own.
    """
    conversation = conversation_of(db, participant, now=now)
    for one in (sent, replace(sent, key=_own_key(sent))):
        found = db.scalar(
            sa.select(Message).where(
                Message.conversation_id == conversation.id, Message.form_key == one.key
            )
        )
        if found is None or _original(found.body) == _original(sent.body):
            return conversation, found, one
    return conversation, found, sent


def is_of_form(message: Message, key: str) -> bool:
    """Whether a message came with that form: as it was sent first, or with other words."""
    return message.form_key == key or message.form_key.startswith(f"{key}-")


def _own_key(sent: Sent) -> str:
    return f"{sent.key}-{sha256(_original(sent.body).encode()).hexdigest()[:16]}"


def _original(body: Writing | None) -> str:
    return body.original if body else ""


def _thread(db: Session, conversation: Conversation, subject: str, now: datetime) -> Thread:
    """The thread on that subject that is going on, or a new one."""
    asked = sa.select(Thread).where(
        Thread.conversation_id == conversation.id,
        Thread.subject == subject,
        Thread.classified_at.is_(None),
    )
    found = db.scalar(asked)
    if found is None:
        found = Thread(
            conversation_id=conversation.id,
            participant_id=conversation.participant_id,
            subject=subject,
            opened_at=now,
        )
        db.add(found)
        db.flush()
    return found


def _add(
    db: Session,
    conversation: Conversation,
    thread: Thread,
    kind: MessageKind,
    staff: Staff | None,
    sent: Sent,
    now: datetime,
) -> Message:
    conversation.last_number += 1
    message = Message(
        conversation_id=conversation.id,
        thread_id=thread.id,
        number=conversation.last_number,
        kind=kind,
        staff_id=staff.id if staff else None,
        body=sent.body,
        phrase=sent.phrase,
        is_urgent=sent.is_urgent,
        step_id=sent.step_id,
        meeting_id=sent.meeting_id,
        about=sent.about,
        batch_id=sent.batch_id,
        form_key=sent.key,
        sent_at=now,
    )
    db.add(message)
    db.flush()
    return message
