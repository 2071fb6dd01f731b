"""What is taken out of a conversation for the case file (journal): a thread, or some days of all of it. Knows no web.

Who wrote and when, in the words that were written, with the translations that there are and who made them, when it was
read, and what the thread was said to be. A participant whose data are protected stands there by reference. No address
of anybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.i18n import SOURCE
from portal.messages import extract_words as words
from portal.messages.models import Conversation, Message, Thread
from portal.municipality.models import Municipality
from portal.people.models import Participant, Staff
from portal.writing import Passage

WHOLE = (
    joinedload(Message.staff).joinedload(Staff.role),
    joinedload(Message.staff).joinedload(Staff.organisation),
    joinedload(Message.thread).joinedload(Thread.classified_by),
    selectinload(Message.attachments),
)


@dataclass(frozen=True)
class Part:
    """A text, or a translation of it, with a word on which of the two it is."""

    label: str
    passage: Passage


@dataclass(frozen=True)
class Entry:
    """One message."""

    heading: str
    """Its number, when it was sent, and who wrote it."""
    parts: list[Part]
    notes: list[str]


@dataclass(frozen=True)
class Extract:
    """What is taken out, ready to be written as text, as a page or as PDF."""

    title: str
    facts: list[tuple[str, str]]
    """Whose, about what, what it was said to be, who took it out and when."""
    entries: list[Entry]
    name: str
    """What the file is called, without its ending."""


@dataclass(frozen=True)
class Span:
    """Some days, both included; without one of them, from the beginning or to the end."""

    first: date | None = None
    last: date | None = None


def of_thread(db: Session, staff: Staff, thread: Thread, *, now: datetime) -> Extract:
    """One thread. `staff`: who takes it out. As many queries for a long one as for a short one."""
    messages = _messages(db, Message.thread_id == thread.id)
    about = [
        ("Ämne", words.subject(thread.subject)),
        ("Klassning", words.classified(thread)),
    ]
    return _extract(db, staff, thread.participant, about, messages, now, is_whole=False)


def of_span(
    db: Session, staff: Staff, participant: Participant, span: Span, *, now: datetime
) -> Extract:
    """What was written in those days, in all threads; each message then says which it belongs to."""
    asked = [Conversation.participant_id == participant.id, *_within(span)]
    messages = _messages(db, *asked)
    about = [("Tid", words.span(span.first, span.last))]
    return _extract(db, staff, participant, about, messages, now, is_whole=True)


def as_text(extract: Extract) -> str:
    """The extract as plain text: what is in another script stands on lines of its own, so that nothing turns around."""
    return "\r\n".join(_lines(extract)) + "\r\n"


def _lines(extract: Extract) -> Iterator[str]:
    yield extract.title
    yield ""
    for label, said in extract.facts:
        yield f"{label}: {said}"
    for entry in extract.entries:
        yield ""
        yield "-" * 60
        yield entry.heading
        for part in entry.parts:
            yield ""
            yield f"[{part.label}]"
            yield from part.passage.text.splitlines()
        if entry.notes:
            yield ""
        yield from entry.notes
    yield ""
    yield "-" * 60
    yield words.END


def _messages(db: Session, *which: sa.ColumnElement[bool]) -> Sequence[Message]:
    asked = (
        sa.select(Message)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(*which)
        .options(*WHOLE)
        .order_by(Message.number)
    )
    return db.scalars(asked).all()


def _within(span: Span) -> Iterator[sa.ColumnElement[bool]]:
    if span.first:
        yield Message.sent_at >= datetime.combine(span.first, time.min, clock.LOCAL)
    if span.last:
        day_after = span.last + timedelta(days=1)
        yield Message.sent_at < datetime.combine(day_after, time.min, clock.LOCAL)


def _extract(
    db: Session,
    staff: Staff,
    hers: Participant,
    about: list[tuple[str, str]],
    messages: Sequence[Message],
    now: datetime,
    *,
    is_whole: bool,
) -> Extract:
    municipality = db.scalar(sa.select(Municipality))
    readers = _readers(db, messages)
    facts = [
        ("Kommun", municipality.name.original if municipality else ""),
        ("Deltagare", words.whose(hers)),
        *about,
        ("Antal meddelanden", str(len(messages))),
        ("Uttaget", f"{words.when(now)} av {words.signed(staff)}"),
        ("Tider", words.ZONE),
    ]
    return Extract(
        title=words.TITLE,
        facts=[(label, said) for label, said in facts if said],
        entries=[_entry(one, hers, readers, is_whole=is_whole) for one in messages],
        name=words.file_name(hers, clock.local(now).date()),
    )


def _readers(db: Session, messages: Sequence[Message]) -> dict[UUID, Staff]:
    ids = {one.read_by_id for one in messages if one.read_by_id}
    return {one.id: one for one in db.scalars(sa.select(Staff).where(Staff.id.in_(ids)))}


def _entry(
    message: Message, hers: Participant, readers: dict[UUID, Staff], *, is_whole: bool
) -> Entry:
    notes = [*words.notes(message, readers)]
    if is_whole:
        notes.insert(0, words.belongs(message.thread))
    return Entry(words.heading(message, hers), [*_parts(message, hers)], notes)


def _parts(message: Message, hers: Participant) -> Iterator[Part]:
    """The words as they were written, in Swedish, and in the language that she reads; a translation with its maker."""
    body = message.body
    if body is None:
        return
    first = body.for_reader(body.language)
    yield Part(words.written_in(first), first)
    for code in dict.fromkeys((SOURCE, hers.chosen_language, hers.language)):
        if code and code != body.language and code in body.texts and not body.is_outdated(code):
            passage = body.for_reader(code)
            yield Part(
                words.translated_into(passage, is_ready_made=message.phrase is not None), passage
            )
