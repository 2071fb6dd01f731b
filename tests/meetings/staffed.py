"""Meetings that staff have booked, written in a line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.people.models import Participant, Staff
from portal.privacy.models import AccessLog, Opened
from tests.meetings.conftest import NOW


def met(
    db: Session,
    participant: Participant,
    purpose: Purpose,
    starts_at: datetime,
    *staff: Staff,
    now: datetime = NOW,
    is_offer: bool = False,
    details: Details | None = None,
) -> Meeting:
    """A stored meeting, wherever in the day it lies."""
    made = booking.book_for(
        db, staff[0], participant, purpose, starts_at, [one.id for one in staff],
        details or Details(), key=uuid4().hex, now=now, anyway=True, is_offer=is_offer,
    )  # fmt: skip
    return again(db, made, keep=True)


def again(db: Session, meeting: Meeting, *, keep: bool = False) -> Meeting:
    """The meeting as it is stored now; the session lets go of the database."""
    db.commit() if keep else db.rollback()
    db.refresh(meeting)
    _ = [party.attendance for party in meeting.parties], meeting.staff
    db.commit()
    return meeting


def all_meetings(db: Session) -> Sequence[Meeting]:
    db.rollback()
    found = db.scalars(sa.select(Meeting).order_by(Meeting.starts_at)).all()
    _ = [(one.staff, one.place, one.type) for one in found]
    db.commit()
    return found


def readings(db: Session, participant: Participant) -> int:
    """How many lines her log has about her meetings."""
    db.rollback()
    asked = sa.select(sa.func.count()).where(
        AccessLog.participant_id == participant.id, AccessLog.opened == Opened.MEETINGS
    )
    found = db.scalar(asked) or 0
    db.commit()
    return found
