"""The waiting list for an earlier time (väntelista): who is on it is told of one, once a day and three times in all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.meetings import free, seats
from portal.meetings.free import FreeTime
from portal.meetings.models import EarlierWish, Meeting, MeetingParty, MeetingState
from portal.meetings.purposes import Purpose
from portal.notifications import outbox
from portal.notifications.models import NoticeKind
from portal.people.models import Participant

TOLD_AT_MOST = 3
LEADS = 1
"""The place of whoever leads a meeting among those who take part."""
SHOWN = 6


@dataclass(frozen=True)
class Freed:
    """A time that somebody has given up."""

    starts_at: datetime
    ends_at: datetime
    lead_id: UUID | None
    whose_id: UUID


def wish(db: Session, meeting: Meeting, now: datetime) -> EarlierWish:
    """She would take an earlier time than this one. Said twice it is said once."""
    seats.lock(db, meeting.participant)
    known = _wish(db, meeting)
    if known is None:
        known = EarlierWish(meeting_id=meeting.id, since=now, told=0)
        db.add(known)
        db.flush()
    return known


def unwish(db: Session, meeting: Meeting, now: datetime) -> None:
    """She waits no longer, and is told of no other time."""
    known = keep_back(db, meeting, now)
    if known:
        db.delete(known)
        db.flush()


def keep_back(db: Session, meeting: Meeting, now: datetime) -> EarlierWish | None:
    """Her meeting was moved or cancelled: what was to be told of a time before it may no longer hold."""
    known = _wish(db, meeting)
    if known:
        outbox.withdraw(db, known.id, now=now)
    return known


def earlier_times(
    db: Session, meeting: Meeting, now: datetime, limit: int | None = SHOWN
) -> list[FreeTime]:
    """The free times before the one she has, with the same people, the next one first."""
    found = free.search(db, meeting.participant, Purpose(meeting.type), now=now, moving=meeting)
    first = clock.local(found.earliest).date()
    days = (clock.local(meeting.starts_at).date() - first).days + 1
    times = (time for number in range(days) for time in found.on(first + timedelta(number)))
    return list(islice((one for one in times if one.starts_at < meeting.starts_at), limit))


def freed(meeting: Meeting) -> Freed:
    """What becomes free when it is moved or cancelled: to be asked before that is done."""
    lead = next((one.id for one in meeting.staff), None)
    return Freed(meeting.starts_at, meeting.ends_at, lead, meeting.participant_id)


def tell_of(db: Session, time: Freed, now: datetime) -> list[EarlierWish]:
    """Tell everybody who waits for an earlier time with the same person, and can have this one; gives who was told.

    Nobody whose data are protected, and nobody when the time comes too close before she could be told.
    """
    if time.starts_at <= now or time.lead_id is None:
        return []
    return [one for one, meeting in _waiting(db, time) if _tell(db, one, meeting, time, now)]


def _wish(db: Session, meeting: Meeting) -> EarlierWish | None:
    return db.scalar(sa.select(EarlierWish).where(EarlierWish.meeting_id == meeting.id))


def _waiting(db: Session, time: Freed) -> list[tuple[EarlierWish, Meeting]]:
    """Locked in one order, so that two who cancel at once count each told one, and nobody waits in a ring."""
    rows = db.execute(
        sa.select(EarlierWish, Meeting)
        .join(Meeting, Meeting.id == EarlierWish.meeting_id)
        .join(Participant, Participant.id == Meeting.participant_id)
        .join(MeetingParty, MeetingParty.meeting_id == Meeting.id)
        .where(
            EarlierWish.told < TOLD_AT_MOST,
            Meeting.state == MeetingState.BOOKED,
            Meeting.starts_at > time.starts_at,
            Meeting.participant_id != time.whose_id,
            MeetingParty.position == LEADS,
            MeetingParty.staff_id == time.lead_id,
            Participant.is_protected.is_(False),
        )
        .options(joinedload(Meeting.type, innerjoin=True))
        .order_by(EarlierWish.id)
        .with_for_update(of=EarlierWish)
        .execution_options(populate_existing=True)
    ).all()
    return [(one, meeting) for one, meeting in rows]


def _tell(db: Session, one: EarlierWish, meeting: Meeting, time: Freed, now: datetime) -> bool:
    at = outbox.not_at_night(now)
    if one.told_at and clock.local(one.told_at).date() >= clock.local(at).date():
        return False
    purpose = Purpose(meeting.type)
    if not purpose.may_change(meeting.starts_at, at):
        return False
    found = _fits(db, meeting, purpose, time, now)
    if found is None:
        return False
    too_close = found.starts_at - purpose.shortest
    notice = outbox.put(
        db, meeting.participant, NoticeKind.EARLIER_TIME, one.id, one.told + 1,
        now=now, at=at, expires_at=too_close,
    )  # fmt: skip
    if notice is None:
        return False
    one.told, one.told_at = one.told + 1, at
    return True


def _fits(
    db: Session, meeting: Meeting, purpose: Purpose, time: Freed, now: datetime
) -> FreeTime | None:
    """A time for her within what became free: everybody of hers is there, and it is long enough."""
    search = free.search(db, meeting.participant, purpose, now=now, moving=meeting)
    if found := search.at(time.starts_at):
        return found
    day = clock.local(time.starts_at).date()
    return next(
        (one for one in search.on(day) if time.starts_at <= one.starts_at < time.ends_at), None
    )
