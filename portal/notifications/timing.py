"""When a notice may be sent: not at night, not too often, not too late. Knows no database.

Others have sent a woman 136 SMS. So: one notice for each conversation in half an hour, and a few a day in all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID

from portal import clock
from portal.notifications.models import NoticeKind, Why
from portal.notifications.outbox import MORNING, is_night, not_at_night

ONCE_IN = timedelta(minutes=30)
"""So often at most she is told of one conversation."""
MOST_A_DAY = 6
"""So many she is told a day; the last ones are kept for her meetings."""
KEPT_FOR_MEETINGS = 2
UNCOUNTED = frozenset({NoticeKind.CALENDAR, NoticeKind.ADDRESS_CODE})
"""What she asked for herself, just now or once and for all; it neither counts nor waits for its turn."""
ABOUT_MEETINGS = frozenset(
    {
        NoticeKind.MEETING_BOOKED,
        NoticeKind.MEETING_MOVED,
        NoticeKind.MEETING_CANCELLED,
        NoticeKind.MEETING_OFFERED,
        NoticeKind.REMINDER_DAY,
        NoticeKind.REMINDER_HOURS,
    }
)


@dataclass
class Told:
    """What she has been told already: how much today, and when last of each conversation."""

    today: int = 0
    about: dict[UUID, datetime] = field(default_factory=dict)
    under_way: set[UUID] = field(default_factory=set)
    """The conversations of which a notice is being sent at this moment."""

    def note(
        self, kind: NoticeKind, about_id: UUID | None, at: datetime, *, is_under_way: bool
    ) -> None:
        """She has been told one thing more, or is being told it."""
        self.today += kind not in UNCOUNTED
        if about_id:
            self.about[about_id] = at
            if is_under_way:
                self.under_way.add(about_id)


def day_began(now: datetime) -> datetime:
    """Midnight before this moment, on the clock in Sweden."""
    return datetime.combine(clock.local(now).date(), time(), clock.LOCAL)


def turn(
    kind: NoticeKind, about_id: UUID | None, expires_at: datetime, told: Told, now: datetime
) -> datetime | Why:
    """When its turn comes: `now`, a later moment, or never and why. What is put off is asked about again then."""
    at = _earliest(kind, about_id, told, now)
    return at if at < expires_at else Why.EXPIRED


def _earliest(kind: NoticeKind, about_id: UUID | None, told: Told, now: datetime) -> datetime:
    if kind is NoticeKind.ADDRESS_CODE:
        return now  # she sits and waits for it, whatever the hour
    if is_night(now) or kind in UNCOUNTED:
        return not_at_night(now)
    if told.today >= MOST_A_DAY - (0 if kind in ABOUT_MEETINGS else KEPT_FOR_MEETINGS):
        tomorrow = clock.local(now).date() + timedelta(days=1)
        return datetime.combine(tomorrow, MORNING, clock.LOCAL)
    last = told.about.get(about_id) if about_id else None
    return not_at_night(max(now, last + ONCE_IN)) if last else now
