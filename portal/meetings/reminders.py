"""What she is told of a meeting outside the portal: reminders, and what staff did with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.meetings.models import Meeting, MeetingState
from portal.notifications import outbox
from portal.notifications.models import NoticeKind

REMINDERS = {
    NoticeKind.REMINDER_DAY: timedelta(hours=24),
    NoticeKind.REMINDER_HOURS: timedelta(hours=2),
}
TO_READ = timedelta(days=14)
"""After so long she is no longer told of minutes that she has not read."""
SOON = timedelta(hours=48)
"""What she books herself is confirmed outside the portal only when it is this close."""


def renew(db: Session, meeting: Meeting, *, now: datetime, is_new: bool = False) -> None:
    """Keep back what was to be told of an earlier version, and make the reminders of this one.

    A reminder that would fall in the night is told the evening before; one that has passed is not told.
    """
    if not is_new:
        outbox.withdraw(db, meeting.id, now=now)
    if meeting.state is not MeetingState.OFFERED:
        outbox.put_in_calendar(
            db,
            meeting.participant,
            meeting.id,
            meeting.version,
            now=now,
            expires_at=meeting.starts_at,
        )
    if meeting.state is not MeetingState.BOOKED:
        return
    for kind, before in REMINDERS.items():
        _put(db, meeting, kind, outbox.before_night(meeting.starts_at - before), now)


def tell(db: Session, meeting: Meeting, kind: NoticeKind, *, now: datetime) -> None:
    """Tell her what was done with it; in the night, not before the morning."""
    _put(db, meeting, kind, outbox.not_at_night(now), now)


def confirm(db: Session, meeting: Meeting, *, now: datetime) -> None:
    """Confirm what she booked herself, when it is so close that nothing else would remind her."""
    if meeting.starts_at - now < SOON:
        tell(db, meeting, NoticeKind.MEETING_BOOKED, now=now)


def tell_of_minutes(db: Session, meeting: Meeting, *, now: datetime) -> None:
    """Tell her that there is something to read of a meeting; published anew, she is told anew and not twice at once."""
    outbox.withdraw(db, meeting.id, now=now, kinds=[NoticeKind.MINUTES_PUBLISHED])
    at = outbox.not_at_night(now)
    outbox.put(
        db, meeting.participant, NoticeKind.MINUTES_PUBLISHED, meeting.id,
        outbox.next_version(db, meeting.id, NoticeKind.MINUTES_PUBLISHED),
        now=now, at=at, expires_at=at + TO_READ,
    )  # fmt: skip


def minutes_are_read(db: Session, meeting: Meeting, *, now: datetime) -> None:
    """She has read them: it is news no more, and she is told of it no more. Doing so twice changes nothing."""
    if meeting.has_unread_notes:
        meeting.notes_seen_at = now
        minutes_are_gone(db, meeting, now=now)


def minutes_are_gone(db: Session, meeting: Meeting, *, now: datetime) -> None:
    """There is nothing of it for her to read any more: what waits to be sent of it is not sent."""
    outbox.withdraw(db, meeting.id, now=now, kinds=[NoticeKind.MINUTES_PUBLISHED])


def _put(db: Session, meeting: Meeting, kind: NoticeKind, at: datetime, now: datetime) -> None:
    outbox.put(
        db,
        meeting.participant,
        kind,
        meeting.id,
        meeting.version,
        now=now,
        at=at,
        expires_at=meeting.starts_at,
        happens_at=meeting.starts_at if kind in REMINDERS else None,
    )
