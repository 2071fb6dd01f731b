"""The kinds of notices as she chooses among them: she turns a group off, not a kind that only we can tell apart."""

from __future__ import annotations

from enum import StrEnum

from portal.notifications.models import NoticeKind


class Group(StrEnum):
    """What she is told of."""

    MESSAGES = "messages"
    MEETINGS = "meetings"
    REMINDER_DAY = "reminder-day"
    REMINDER_HOURS = "reminder-hours"
    STEPS = "steps"
    FOLLOW_UP = "follow-up"
    FEEDBACK = "feedback"


OF = {
    NoticeKind.MESSAGE: Group.MESSAGES,
    NoticeKind.MEETING_BOOKED: Group.MEETINGS,
    NoticeKind.MEETING_MOVED: Group.MEETINGS,
    NoticeKind.MEETING_CANCELLED: Group.MEETINGS,
    NoticeKind.MEETING_OFFERED: Group.MEETINGS,
    NoticeKind.EARLIER_TIME: Group.MEETINGS,
    NoticeKind.MINUTES_PUBLISHED: Group.MEETINGS,
    NoticeKind.REMINDER_DAY: Group.REMINDER_DAY,
    NoticeKind.REMINDER_HOURS: Group.REMINDER_HOURS,
    NoticeKind.STEP_DUE: Group.STEPS,
    NoticeKind.FOLLOW_UP_WINDOW: Group.FOLLOW_UP,
    NoticeKind.FEEDBACK: Group.FEEDBACK,
}
"""The group of each kind; what is in none cannot be turned off here, since she asked for each of them herself."""

REMINDERS = frozenset(
    {
        NoticeKind.REMINDER_DAY,
        NoticeKind.REMINDER_HOURS,
        NoticeKind.STEP_DUE,
        NoticeKind.FOLLOW_UP_WINDOW,
    }
)
"""What tells of something that is to come, and not of something that has happened."""
