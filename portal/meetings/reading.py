"""Reading meetings: hers through herself, and a member of staff's through what she may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.meetings.models import Meeting, MeetingParty, MeetingState
from portal.people import access
from portal.people.models import Participant, Staff

LONGEST = timedelta(hours=12)
"""No meeting is longer: one that began before that has ended."""
WHOLE = (
    joinedload(Meeting.type),
    joinedload(Meeting.place),
    selectinload(Meeting.parties).joinedload(MeetingParty.staff),
    selectinload(Meeting.parties).joinedload(MeetingParty.organisation),
)


def one_of_hers(db: Session, participant: Participant, meeting_id: UUID) -> Meeting:
    """A meeting of the participant's own. Raises `NoResultFound` for anybody else's."""
    return db.scalars(
        sa.select(Meeting)
        .where(Meeting.id == meeting_id, Meeting.participant_id == participant.id)
        .options(*WHOLE)
    ).one()


def to_come(db: Session, participant: Participant, now: datetime) -> list[Meeting]:
    """Her meetings that are not over, offered ones among them, the next one first."""
    rows = db.scalars(
        sa.select(Meeting)
        .where(
            Meeting.participant_id == participant.id,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at > now - LONGEST,
        )
        .options(*WHOLE)
        .order_by(Meeting.starts_at)
    )
    return [one for one in rows if one.ends_at > now]


def of_day(db: Session, participant: Participant, now: datetime) -> Sequence[Meeting]:
    """Her meetings of this day, cancelled ones among them, in their order."""
    today = clock.local(now).date()
    return db.scalars(
        sa.select(Meeting)
        .where(
            Meeting.participant_id == participant.id,
            Meeting.starts_at >= datetime.combine(today, time.min, clock.LOCAL),
            Meeting.starts_at < datetime.combine(today + timedelta(days=1), time.min, clock.LOCAL),
        )
        .options(*WHOLE)
        .order_by(Meeting.starts_at)
    ).all()


def behind(
    db: Session, participant: Participant, now: datetime, limit: int = 20
) -> Sequence[Meeting]:
    """Meetings that were, and those that were cancelled, the latest first."""
    return db.scalars(
        sa.select(Meeting)
        .where(
            Meeting.participant_id == participant.id,
            sa.or_(Meeting.starts_at < now, Meeting.state == MeetingState.CANCELLED),
        )
        .options(*WHOLE)
        .order_by(Meeting.starts_at.desc())
        .limit(limit)
    ).all()


def untold(db: Session, participant: Participant, now: datetime) -> Sequence[Meeting]:
    """Meetings still to come that staff have booked, moved or cancelled since she saw them."""
    return db.scalars(
        sa.select(Meeting)
        .where(
            Meeting.participant_id == participant.id,
            Meeting.version > Meeting.seen_version,
            Meeting.starts_at > now,
        )
        .options(*WHOLE)
        .order_by(Meeting.starts_at)
    ).all()


def one_for_staff(db: Session, staff: Staff, meeting_id: UUID, today: date) -> Meeting:
    """A meeting that she takes part in, or of somebody whom she may see today. Raises `NoResultFound` for others.

    Of somebody whose data are protected she sees one only when she may see the person.
    """
    takes_part = sa.and_(
        Meeting.parties.any(MeetingParty.staff_id == staff.id), Participant.is_protected.is_(False)
    )
    return db.scalars(
        sa.select(Meeting)
        .join(Participant, Participant.id == Meeting.participant_id)
        .where(Meeting.id == meeting_id, sa.or_(takes_part, access.may_see(staff, today)))
        .options(*WHOLE, joinedload(Meeting.participant))
    ).one()


def of_staff(
    db: Session, staff: Collection[UUID], from_on: date, until_on: date
) -> Sequence[Meeting]:
    """The meetings that these members of staff have on those days, the last included, in their order."""
    return db.scalars(
        sa.select(Meeting)
        .where(
            Meeting.parties.any(MeetingParty.staff_id.in_(staff)),
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at >= datetime.combine(from_on, time.min, clock.LOCAL),
            Meeting.starts_at
            < datetime.combine(until_on + timedelta(days=1), time.min, clock.LOCAL),
        )
        .options(*WHOLE, joinedload(Meeting.participant))
        .order_by(Meeting.starts_at)
    ).all()
