"""Booking a meeting, so that nobody is in two places at once.

The database guards it (`seats`). Participants and staff go through the same writing. A form sent twice is one meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import free, overlaps, quarters, reminders, seats, translating
from portal.meetings.models import InterpreterWish, Meeting, MeetingMode, MeetingState
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import HasOne, NotBookable, Outside, TimeTaken, Why
from portal.notifications.models import NoticeKind
from portal.people.models import Participant, Staff
from portal.translators.wanting import want_these
from portal.writing import Writing


@dataclass(frozen=True)
class Interpreter:
    """The interpreter that a meeting needs."""

    language: str
    dialect: str | None = None
    wish: InterpreterWish = InterpreterWish.ANY


@dataclass(frozen=True)
class Details:
    """How they meet, and what she wants of it."""

    mode: MeetingMode = MeetingMode.VISIT
    topic: Writing | None = None
    company: str | None = None
    interpreter: Interpreter | None = None
    video_link: str | None = None
    place_id: UUID | None = None
    """Where, when staff choose it; else the place of the hours."""
    outsiders: Sequence[seats.Outsider] = field(default_factory=tuple)
    minutes: int | None = None
    """How long, when staff choose it; else the purpose's length."""
    sitting_of: Meeting | None = None


def book(
    db: Session,
    participant: Participant,
    purpose: Purpose,
    starts_at: datetime,
    details: Details,
    *,
    key: str,
    now: datetime,
    may_book: bool | None = None,
) -> Meeting:
    """Book a free time for herself. The same `key` again gives the meeting it gave before.

    `may_book` tells that she may book it although the file leaves it to staff (a late follow-up).
    Raises `NotBookable`, `HasOne` when she has one of this purpose to come, and `TimeTaken` with the nearest times.
    """
    seats.lock(db, participant)
    has = _has(db, participant, purpose, key, now)
    if has and has.form_key == key:
        return has
    check(participant, starts_at, purpose.type.minutes, now)
    if not (purpose.is_hers_to_book if may_book is None else may_book):
        raise NotBookable(Why.STAFF_ONLY)
    if has:
        raise HasOne(has)
    day = clock.local(starts_at).date()
    found = free.search(db, participant, purpose, now=now, only_on=day, lock=True)
    time = found.at(starts_at)
    if time is None:
        raise TimeTaken(nearest(db, participant, purpose, starts_at, now))
    meeting = _new(participant, purpose, starts_at, details, key, now)
    meeting.place_id = time.place_id
    meeting.seen_version = 1
    try:
        seats.write(db, meeting, time.staff, details.outsiders)
    except seats.Taken:
        raise TimeTaken(nearest(db, participant, purpose, starts_at, now)) from None
    reminders.renew(db, meeting, now=now, is_new=True)
    reminders.confirm(db, meeting, now=now)
    if meeting.topic:
        want_these(db, participant, translating.topic_of(meeting), now=now)
    return meeting


def book_for(
    db: Session,
    by: Staff,
    participant: Participant,
    purpose: Purpose,
    starts_at: datetime,
    staff: Sequence[UUID],
    details: Details,
    *,
    key: str,
    now: datetime,
    is_offer: bool = False,
    anyway: bool = False,
) -> Meeting:
    """Book a time for a participant, or keep one until she answers (`is_offer`).

    Staff may book outside the bookable hours, over something of her week, and a second meeting of one purpose, when
    they say so (`anyway`).
    A quarter that somebody has already is never given. Raises `NotBookable`, `HasOne`, `Outside` and `TimeTaken`.
    """
    seats.lock(db, participant, staff)
    if known := by_key(db, participant, key):
        return known
    minutes = details.minutes or purpose.type.minutes
    check(participant, starts_at, minutes, now)
    one = None if details.sitting_of else coming(db, participant, purpose, now)
    if one and not anyway:
        raise HasOne(one)
    if not anyway:
        check_open(db, participant, staff, starts_at, minutes)
    meeting = _new(participant, purpose, starts_at, details, key, now)
    meeting.state = MeetingState.OFFERED if is_offer else MeetingState.BOOKED
    meeting.booked_by_id = meeting.changed_by_id = by.id
    meeting.minutes = minutes
    try:
        seats.write(db, meeting, staff, details.outsiders)
    except seats.Taken:
        raise TimeTaken(nearest(db, participant, purpose, starts_at, now)) from None
    reminders.renew(db, meeting, now=now, is_new=True)
    kind = NoticeKind.MEETING_OFFERED if is_offer else NoticeKind.MEETING_BOOKED
    reminders.tell(db, meeting, kind, now=now)
    if meeting.topic:
        want_these(db, participant, translating.topic_of(meeting), now=now)
    return meeting


HAS = (
    sa.select(Meeting.__table__.c.id)
    .where(
        Meeting.participant_id == sa.bindparam("participant"),
        sa.or_(
            Meeting.form_key == sa.bindparam("key"),
            sa.and_(
                Meeting.type_id == sa.bindparam("type"),
                Meeting.state != MeetingState.CANCELLED,
                Meeting.starts_at >= sa.bindparam("now"),
            ),
        ),
    )
    .order_by(Meeting.form_key != sa.bindparam("key"), Meeting.starts_at)
    .limit(1)
)


def _has(
    db: Session, participant: Participant, purpose: Purpose, key: str, now: datetime
) -> Meeting | None:
    """The meeting that this form has made already; else the next of this purpose that she has."""
    asked = {"participant": participant.id, "key": key, "type": purpose.type.id, "now": now}
    found = db.connection().scalar(HAS, asked)
    return db.get_one(Meeting, found) if found else None


def by_key(db: Session, participant: Participant, key: str) -> Meeting | None:
    """The meeting that this form has made already."""
    return db.scalar(
        sa.select(Meeting).where(Meeting.participant_id == participant.id, Meeting.form_key == key)
    )


COMING = (
    sa.select(Meeting)
    .where(
        Meeting.participant_id == sa.bindparam("participant"),
        Meeting.type_id == sa.bindparam("type"),
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_at >= sa.bindparam("now"),
    )
    .order_by(Meeting.starts_at)
    .limit(1)
)


def coming(
    db: Session, participant: Participant, purpose: Purpose, now: datetime
) -> Meeting | None:
    """The next meeting of this purpose that she has already."""
    asked = {"participant": participant.id, "type": purpose.type.id, "now": now}
    return db.scalar(COMING, asked)


def check(participant: Participant, starts_at: datetime, minutes: int, now: datetime) -> None:
    """Refuse what no meeting can be. Raises `NotBookable`."""
    if participant.moved_on and participant.moved_on <= clock.local(now).date():
        raise NotBookable(Why.CASE_ENDED)
    if not quarters.begins_one(starts_at):
        raise NotBookable(Why.NOT_A_QUARTER)
    if starts_at <= now:
        raise NotBookable(Why.PAST)
    last = quarters.of_meeting(starts_at, minutes)[-1]
    if clock.local(last).date() != clock.local(starts_at).date():
        raise NotBookable(Why.ACROSS_MIDNIGHT)


def check_open(
    db: Session, participant: Participant, staff: Sequence[UUID], starts_at: datetime, minutes: int
) -> None:
    """Refuse a time that something speaks against, with them or in what she does every week. Raises `Outside`."""
    why = free.outside(db, staff, starts_at, minutes)
    hers = overlaps.hers(db, participant, starts_at, minutes)
    if why or hers:
        raise Outside(why, hers)


def _new(
    participant: Participant,
    purpose: Purpose,
    starts_at: datetime,
    details: Details,
    key: str,
    now: datetime,
) -> Meeting:
    interpreter = details.interpreter
    return Meeting(
        participant_id=participant.id,
        type_id=purpose.type.id,
        state=MeetingState.BOOKED,
        starts_at=starts_at,
        minutes=purpose.type.minutes,
        mode=details.mode,
        place_id=details.place_id,
        video_link=details.video_link,
        sitting_of_id=details.sitting_of.id if details.sitting_of else None,
        topic=details.topic,
        company=details.company,
        interpreter_language=interpreter.language if interpreter else None,
        interpreter_dialect=interpreter.dialect if interpreter else None,
        interpreter_wish=interpreter.wish if interpreter else None,
        form_key=key,
        version=1,
        seen_version=0,
        booked_at=now,
        changed_at=now,
    )


def nearest(
    db: Session, participant: Participant, purpose: Purpose, starts_at: datetime, now: datetime
) -> list[free.FreeTime]:
    """The free times closest to one that somebody else was faster to take."""
    return free.nearest(free.search(db, participant, purpose, now=now), starts_at)
