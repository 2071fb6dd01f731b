"""What results are worked out from: contact persons, meetings, questions and measures, read once for all half-years.

It holds single persons and is counted together before anybody sees it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.half_years import HalfYear
from portal.meetings.models import Attendance, Meeting, MeetingParty, MeetingState
from portal.messages.models import Message, Thread
from portal.municipality.models import MeetingType
from portal.people.models import Assignment, Participant
from portal.plan.enrolment_models import Enrolment, Outcome

FOLLOW_UP = "follow-up"


class Held(NamedTuple):
    """A meeting that was held."""

    on: date
    is_follow_up: bool


class Contact(NamedTuple):
    """That somebody was her contact person, both days included, at most until the case ended; else she still is."""

    first: date
    last: date | None
    is_main: bool


class Question(NamedTuple):
    """A question of hers, the day by which she was told to have an answer, and our answer, if it has come."""

    whose: UUID
    since: datetime
    by: date | None
    answered_at: datetime | None


class TookPart(NamedTuple):
    """That a participant took part in a measure; it goes on when it has no last day."""

    measure_id: UUID
    participant_id: UUID
    began_on: date
    ended_on: date | None
    outcome: Outcome | None


@dataclass(frozen=True)
class History:
    """By participant, each in the order of time."""

    contacts: Mapping[UUID, Sequence[Contact]]
    held: Mapping[UUID, Sequence[Held]]
    questions: Sequence[Question]
    """Those that are answered, and those that wait."""


def read(db: Session, since: HalfYear, now: datetime) -> History:
    """Three queries. Questions are those that may have been answered by a day since then; of the others, all that there
    are."""
    return History(_contacts(db), _held(db, now), _questions(db, since))


ENROLMENTS = sa.select(
    Enrolment.measure_id,
    Enrolment.participant_id,
    Enrolment.started_on,
    Enrolment.ended_on,
    Enrolment.outcome,
)


def enrolments(db: Session) -> list[TookPart]:
    """Everybody's enrolments, whoever they are in."""
    return [TookPart(*row) for row in db.execute(ENROLMENTS)]


CONTACTS = (
    sa.select(
        Assignment.participant_id,
        Assignment.from_on,
        Assignment.until_on,
        Participant.moved_on,
        Assignment.is_main,
    )
    .join(Participant, Participant.id == Assignment.participant_id)
    .order_by(Assignment.from_on)
)


def _contacts(db: Session) -> dict[UUID, list[Contact]]:
    found: dict[UUID, list[Contact]] = defaultdict(list)
    for whose, first, until, moved, is_main in db.execute(CONTACTS):
        last = min((day for day in (until, moved) if day), default=None)
        found[whose].append(Contact(first, last, is_main))
    return found


HELD = (
    sa.select(Meeting.participant_id, Meeting.starts_at, MeetingType.key)
    .join(MeetingType, MeetingType.id == Meeting.type_id)
    .join(
        MeetingParty,
        sa.and_(
            MeetingParty.meeting_id == Meeting.id,
            MeetingParty.participant_id == Meeting.participant_id,
        ),
    )
    .where(
        Meeting.state == MeetingState.BOOKED,
        Meeting.starts_at < sa.bindparam("now"),
        sa.or_(MeetingParty.attendance.is_(None), MeetingParty.attendance == Attendance.CAME),
    )
    .order_by(Meeting.starts_at)
)
"""One of which nobody has said who came counts as held; one she missed, or that was called off, does not."""


def _held(db: Session, now: datetime) -> dict[UUID, list[Held]]:
    found: dict[UUID, list[Held]] = defaultdict(list)
    for whose, at, kind in db.execute(HELD, {"now": now}):
        found[whose].append(Held(clock.local(at).date(), kind == FOLLOW_UP))
    return found


QUESTIONS: sa.CompoundSelect[Any] = sa.union_all(
    sa.select(Thread.participant_id, Message.answers_since, Message.answers_by, Message.sent_at)
    .join(Thread, Thread.id == Message.thread_id)
    .where(Message.answers_since >= sa.bindparam("since")),
    sa.select(Thread.participant_id, Thread.waits_for_us_since, Thread.answer_by, sa.null()).where(
        Thread.waits_for_us_since >= sa.bindparam("since")
    ),
)


def _questions(db: Session, since: HalfYear) -> list[Question]:
    """Asked since half a year before: no promise is longer than that."""
    rows: Iterable[Any] = db.execute(QUESTIONS, {"since": since.before.begins_at})
    return [Question(*row) for row in rows]
