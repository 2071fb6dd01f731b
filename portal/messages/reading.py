"""Her conversation as one flow: the newest messages, day by day, with what stands between them.

As many queries for three messages as for three hundred; who wrote and who reads comes from the directory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import groupby

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.meetings.models import Meeting
from portal.messages import markers
from portal.messages.markers import Arrival
from portal.messages.models import Conversation, Message
from portal.people.contacts import Contacts
from portal.people.directory import Directory, directory, fill
from portal.people.models import Participant, Staff
from portal.plan.models import Step
from portal.writing import Writing

A_PAGE = 30
"""Messages."""


@dataclass(frozen=True)
class Line:
    """One message as she is shown it."""

    message: Message
    step: Writing | None = None
    """The words of the step that it is about."""
    meeting_at: datetime | None = None
    instead_of: Staff | None = None
    """Whose place the one who wrote it took."""
    reader: Staff | None = None
    """Who on the staff has read hers."""

    @property
    def is_new(self) -> bool:
        """Whether it is from us, and she has not said that she has read it."""
        return not self.message.is_hers and self.message.read_at is None


@dataclass(frozen=True)
class Day:
    """One day of the conversation."""

    on: date
    arrivals: list[Arrival] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Flow:
    """A page of the conversation, the newest at the bottom."""

    days: list[Day] = field(default_factory=list)
    older_before: int | None = None
    """With `?before=` this, the next older page."""
    is_newest: bool = True
    new_before: int | None = None
    """With `?before=` this, the page on which the first message stands that she has not read, when it is older."""

    @cached_property
    def lines(self) -> list[Line]:
        return [line for day in self.days for line in day.lines]

    @cached_property
    def new(self) -> list[Line]:
        """Those from us that she has not read."""
        return [line for line in self.lines if line.is_new]

    @property
    def first(self) -> int:
        """The number of the first message of the page; 1 when there is none."""
        return self.lines[0].message.number if self.lines else 1

    @property
    def last(self) -> int:
        """The number of the last; 0 when there is none."""
        return self.lines[-1].message.number if self.lines else 0


def conversation(db: Session, participant: Participant) -> Conversation | None:
    """Hers; None before anything was written."""
    asked = sa.select(Conversation).where(Conversation.participant_id == participant.id)
    return db.scalar(asked)


def flow(
    db: Session,
    found: Conversation | None,
    people: Contacts,
    *,
    before: int | None = None,
) -> Flow:
    """The newest messages, or those before a number."""
    if found is None:
        return Flow()
    rows = _rows(db, found, before)
    later = rows.pop(0) if rows and before is not None and rows[0][0].number == before else None
    has_older, rows = len(rows) > A_PAGE, rows[:A_PAGE]
    known = directory(db)
    lines = [_line(known, people, *row) for row in reversed(rows)]
    until = _day(later[0]) if later else None
    return Flow(
        days=_days(lines, people, until),
        older_before=lines[0].message.number if has_older else None,
        is_newest=later is None,
        new_before=_older_news(db, found, lines),
    )


Row = tuple[Message, Writing | None, datetime | None]


def _rows(db: Session, found: Conversation, before: int | None) -> list[Row]:
    """The newest first: a page, one more to know whether there are older ones, and the one at which the page ends."""
    asked = (
        sa.select(Message, Step.text, Meeting.starts_at)
        .outerjoin(Step, Step.id == Message.step_id)
        .outerjoin(Meeting, Meeting.id == Message.meeting_id)
        .where(Message.conversation_id == found.id)
        .options(joinedload(Message.thread, innerjoin=True), selectinload(Message.attachments))
        .order_by(Message.number.desc())
    )
    if before is not None:
        asked = asked.where(Message.number <= before)
    rows = db.execute(asked.limit(A_PAGE + 2)).all()
    return [(message, step, meeting_at) for message, step, meeting_at in rows]


def _line(
    known: Directory,
    people: Contacts,
    message: Message,
    step: Writing | None,
    meeting_at: datetime | None,
) -> Line:
    fill(message, "staff", known.staff, message.staff_id)
    instead = None
    if message.staff:
        instead = markers.instead_of(people, message.staff, message.thread.subject, _day(message))
    reader = known.staff.get(message.read_by_id) if message.read_by_id else None
    return Line(message, step, meeting_at, instead, reader)


def _days(lines: Sequence[Line], people: Contacts, until: date | None) -> list[Day]:
    if not lines:
        return []
    first = _day(lines[0].message)
    things: list[tuple[date, Arrival | Line]] = [
        *((one.on, one) for one in markers.arrivals(people, first, until)),
        *((_day(one.message), one) for one in lines),
    ]
    things.sort(key=lambda thing: thing[0])
    return [_one_day(on, (one for _, one in of)) for on, of in groupby(things, lambda one: one[0])]


def _one_day(on: date, things: Iterator[Arrival | Line]) -> Day:
    day = Day(on)
    for one in things:
        if isinstance(one, Arrival):
            day.arrivals.append(one)
        else:
            day.lines.append(one)
    return day


def _older_news(db: Session, found: Conversation, lines: Iterable[Line]) -> int | None:
    """Only when what is new begins before this page is it looked for, with one query."""
    first = next(iter(lines), None)
    since = found.unread_by_her_since
    if first is None or since is None or since >= first.message.sent_at:
        return None
    number = db.scalar(
        sa.select(sa.func.min(Message.number)).where(
            Message.conversation_id == found.id,
            Message.read_at.is_(None),
            Message.staff_id.is_not(None),
        )
    )
    if number is None or number >= first.message.number:
        return None
    return min(number + A_PAGE, first.message.number)


def _day(message: Message) -> date:
    return clock.local(message.sent_at).date()
