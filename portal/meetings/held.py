"""After a meeting: who came, and when the next one is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import booking
from portal.meetings.days_off import is_working_day
from portal.meetings.models import Attendance, Meeting
from portal.meetings.purposes import Purpose
from portal.people.models import Staff


class NotYet(Exception):
    """It has not begun, or it was cancelled: nobody has come or stayed away."""


def has_begun(meeting: Meeting, now: datetime) -> bool:
    """Whether it was to take place and its time has come."""
    return meeting.is_standing and meeting.starts_at <= now


def attend(
    meeting: Meeting, by: Staff, said: Mapping[UUID, Attendance | None], *, now: datetime
) -> None:
    """Keep what became of each person's part, by the part's identity; it can be changed later.

    Parts that are not among these stay as they are. Raises `NotYet`.
    """
    if not has_begun(meeting, now):
        raise NotYet
    for party in meeting.parties:
        if party.id in said and party.attendance is not said[party.id]:
            party.attendance = said[party.id]
            party.attendance_by_id = by.id


def next_due(db: Session, meeting: Meeting, now: datetime) -> date | None:
    """The first working day of the window for the next one, when this one is done and no next one is booked.

    Done means that she came and something was written of it. None for a purpose that does not recur.
    """
    purpose = Purpose(meeting.type)
    is_done = meeting.hers.attendance is Attendance.CAME and meeting.notes is not None
    if purpose.every_weeks is None or not is_done or not has_begun(meeting, now):
        return None
    if booking.coming(db, meeting.participant, purpose, now):
        return None
    day = clock.local(meeting.starts_at).date() + timedelta(weeks=purpose.every_weeks[0])
    day = max(day, clock.local(now).date())
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
