"""Moving, cancelling and answering a meeting. Its identity stays; each change is a new version of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import booking, earlier, free, reminders, seats
from portal.meetings.models import Attendance, Meeting, MeetingState
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import (
    Changed,
    HasOne,
    NotBookable,
    Obstacle,
    Outside,
    TimeTaken,
    TooLate,
    Why,
)
from portal.notifications.models import NoticeKind
from portal.people.models import Staff
from portal.translators.wanting import want_for
from portal.writing import Writing


def move(
    db: Session, meeting: Meeting, starts_at: datetime, *, version: int, now: datetime
) -> Meeting:
    """Move her own meeting to a free time, also one that staff booked. Its identity stays.

    `version` is the one she was shown; the same move sent again changes nothing.
    Raises `NotBookable`, `Changed`, `TooLate` and `TimeTaken`.
    """
    seats.lock(db, meeting.participant)
    db.refresh(meeting)
    if _is_same(meeting, starts_at, version) and meeting.state is MeetingState.BOOKED:
        return meeting
    purpose = Purpose(meeting.type)
    _check_change(meeting, version, purpose, now)
    booking.check(meeting.participant, starts_at, meeting.minutes, now)
    found = free.search(db, meeting.participant, purpose, now=now, moving=meeting, lock=True)
    time = found.at(starts_at)
    if time is None:
        raise TimeTaken(free.nearest(found, starts_at))
    freed = earlier.freed(meeting)
    try:
        with seats.guarded(db):
            seats.take_anew(db, meeting, time.staff, starts_at)
            meeting.place_id = time.place_id
            meeting.state = MeetingState.BOOKED
            mark(db, meeting, None, now)
            meeting.seen_version = meeting.version
    except seats.Taken:
        raise TimeTaken(booking.nearest(db, meeting.participant, purpose, starts_at, now)) from None
    reminders.renew(db, meeting, now=now)
    earlier.unwish(db, meeting, now)
    earlier.tell_of(db, freed, now)
    return meeting


def move_for(
    db: Session,
    by: Staff,
    meeting: Meeting,
    starts_at: datetime,
    *,
    version: int,
    now: datetime,
    staff: Sequence[UUID] | None = None,
    anyway: bool = False,
    reason: Writing | None = None,
    is_offer: bool = False,
) -> Meeting:
    """Move a meeting, or give it to somebody else (`staff`), or both; she is told once.

    `is_offer`: the new time is kept until she answers. Raises `NotBookable`, `Changed`, `Outside` and `TimeTaken`.
    """
    people = list(staff) if staff is not None else [one.id for one in meeting.staff]
    seats.lock(db, meeting.participant, people)
    db.refresh(meeting)
    has_them = {one.id for one in meeting.staff} == set(people)
    is_kept = meeting.state is MeetingState.OFFERED
    if has_them and _is_same(meeting, starts_at, version) and (is_kept or not is_offer):
        return meeting
    check_standing(meeting, version, now)
    booking.check(meeting.participant, starts_at, meeting.minutes, now)
    if not anyway:
        _check_open(db, meeting, people, starts_at)
    freed = earlier.freed(meeting)
    try:
        with seats.guarded(db):
            seats.take_anew(db, meeting, people, starts_at)
            if is_offer:
                meeting.state = MeetingState.OFFERED
            mark(db, meeting, by, now, reason)
    except seats.Taken:
        purpose = Purpose(meeting.type)
        raise TimeTaken(booking.nearest(db, meeting.participant, purpose, starts_at, now)) from None
    reminders.renew(db, meeting, now=now)
    kind = NoticeKind.MEETING_OFFERED if is_offer else NoticeKind.MEETING_MOVED
    reminders.tell(db, meeting, kind, now=now)
    earlier.keep_back(db, meeting, now)
    earlier.tell_of(db, freed, now)
    return meeting


def cancel(db: Session, meeting: Meeting, *, version: int, now: datetime) -> Meeting:
    """Cancel her own meeting, also one that staff booked, or say no to one that was offered.

    Cancelled already, it stays as it is. Raises `Changed` and `TooLate`.
    """
    seats.lock(db, meeting.participant)
    db.refresh(meeting)
    if not meeting.is_standing:
        return meeting
    _check_change(meeting, version, Purpose(meeting.type), now)
    _end(db, meeting, None, now)
    meeting.hers.attendance = Attendance.EXCUSED
    meeting.seen_version = meeting.version
    return meeting


def cancel_for(
    db: Session,
    by: Staff,
    meeting: Meeting,
    *,
    version: int,
    now: datetime,
    reason: Writing | None = None,
) -> Meeting:
    """Call a meeting off. It never counts against her. Raises `Changed`, and `NotBookable` when it has begun."""
    seats.lock(db, meeting.participant)
    db.refresh(meeting)
    if not meeting.is_standing:
        return meeting
    check_standing(meeting, version, now)
    _end(db, meeting, by, now, reason)
    meeting.hers.attendance = Attendance.CANCELLED_BY_US
    reminders.tell(db, meeting, NoticeKind.MEETING_CANCELLED, now=now)
    return meeting


def give_up_today(db: Session, meeting: Meeting, *, now: datetime) -> Meeting:
    """Give up the time of a meeting today because she is ill: no limit holds, and it is never counted against her.

    One that has begun keeps its time, and one that is cancelled stays so. Raises `Changed` when it is not today.
    """
    seats.lock(db, meeting.participant)
    db.refresh(meeting)
    if clock.local(meeting.starts_at).date() != clock.local(now).date():
        raise Changed(meeting)
    if meeting.is_standing and meeting.starts_at > now:
        _end(db, meeting, None, now)
        meeting.hers.attendance = Attendance.EXCUSED
        meeting.seen_version = meeting.version
    return meeting


def take_again(db: Session, meeting: Meeting, *, now: datetime) -> Meeting:
    """Take back a time that she has given up, while nobody else has it and those she meets are there.

    Raises `NotBookable` when it has begun, `Changed` when staff cancelled it, `HasOne` when she has booked another of
    this purpose meanwhile, and `TimeTaken`.
    """
    seats.lock(db, meeting.participant)
    db.refresh(meeting)
    if meeting.is_standing:
        return meeting
    if meeting.hers.attendance is not Attendance.EXCUSED or meeting.changed_by_id:
        raise Changed(meeting)
    booking.check(meeting.participant, meeting.starts_at, meeting.minutes, now)
    one = booking.coming(db, meeting.participant, Purpose(meeting.type), now)
    if one and one.booked_at >= meeting.changed_at:
        raise HasOne(one)
    people = [one.id for one in meeting.staff]
    gone = {Obstacle.ABSENT, Obstacle.AWAY, Obstacle.DUTY}
    try:
        if gone & set(free.outside(db, people, meeting.starts_at, meeting.minutes)):
            raise seats.Taken
        with seats.guarded(db):
            seats.take_anew(db, meeting, people, meeting.starts_at)
            meeting.state = MeetingState.BOOKED
            meeting.hers.attendance = None
            mark(db, meeting, None, now)
            meeting.seen_version = meeting.version
    except seats.Taken:
        purpose = Purpose(meeting.type)
        near = booking.nearest(db, meeting.participant, purpose, meeting.starts_at, now)
        raise TimeTaken(near) from None
    reminders.renew(db, meeting, now=now)
    return meeting


def accept(db: Session, meeting: Meeting, *, version: int, now: datetime) -> Meeting:
    """Say yes to a time that staff keep for her. Raises `Changed` when it is no longer what she saw, or has begun."""
    seats.lock(db, meeting.participant)
    db.refresh(meeting)
    if meeting.state is MeetingState.BOOKED and meeting.version == version:
        return meeting
    is_open = meeting.state is MeetingState.OFFERED and now < meeting.starts_at
    if meeting.version != version or not is_open:
        raise Changed(meeting)
    meeting.state = MeetingState.BOOKED
    meeting.seen_version = meeting.version
    meeting.changed_at, meeting.changed_by_id = now, None
    reminders.renew(db, meeting, now=now)
    return meeting


def _check_open(db: Session, meeting: Meeting, people: Sequence[UUID], starts_at: datetime) -> None:
    """Refuse a time that something speaks against; of her own week no more is asked when the time stays."""
    if starts_at != meeting.starts_at:
        booking.check_open(db, meeting.participant, people, starts_at, meeting.minutes)
    elif why := free.outside(db, people, starts_at, meeting.minutes):
        raise Outside(why)


def _is_same(meeting: Meeting, starts_at: datetime, version: int) -> bool:
    """Whether this very change has been made already. One that was cancelled since is another change."""
    return meeting.is_standing and meeting.starts_at == starts_at and meeting.version == version + 1


def check_standing(meeting: Meeting, version: int, now: datetime) -> None:
    """Refuse to change what is not as it was seen, is cancelled, or has begun. Raises `Changed` and `NotBookable`."""
    if meeting.version != version or not meeting.is_standing:
        raise Changed(meeting)
    if meeting.starts_at <= now:
        raise NotBookable(Why.PAST)


def _check_change(meeting: Meeting, version: int, purpose: Purpose, now: datetime) -> None:
    if meeting.version != version or not meeting.is_standing:
        raise Changed(meeting)
    is_offer = meeting.state is MeetingState.OFFERED and now < meeting.starts_at
    if not is_offer and not purpose.may_change(meeting.starts_at, now):
        raise TooLate(meeting)


def mark(
    db: Session, meeting: Meeting, by: Staff | None, now: datetime, reason: Writing | None = None
) -> None:
    """Count one version more, by whom and why; what was written of it is asked to be translated."""
    is_another_text = bool(meeting.reason or reason)
    meeting.version += 1
    meeting.changed_at, meeting.changed_by_id = now, by.id if by else None
    meeting.reason = reason
    if by is None and meeting.outsiders:
        meeting.outsiders_wait_since = now
    if is_another_text or not meeting.is_standing:
        want_for(db, meeting.participant, now=now)


def _end(
    db: Session, meeting: Meeting, by: Staff | None, now: datetime, reason: Writing | None = None
) -> None:
    freed = earlier.freed(meeting)
    seats.release(db, meeting)
    meeting.state = MeetingState.CANCELLED
    mark(db, meeting, by, now, reason)
    reminders.renew(db, meeting, now=now)
    earlier.keep_back(db, meeting, now)
    earlier.tell_of(db, freed, now)
