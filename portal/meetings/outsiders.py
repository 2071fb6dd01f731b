"""Others from outside who take part have no account: when she moves or cancels the meeting, one of us tells them."""

from __future__ import annotations

from datetime import datetime

from portal.meetings.models import Meeting
from portal.people.day import REGRET
from portal.people.models import Staff
from portal.plan.handled import TooLate


def told(meeting: Meeting, by: Staff, *, now: datetime) -> None:
    """They have been told. Doing so twice changes nothing."""
    if meeting.has_untold_outsiders:
        meeting.outsiders_told_at, meeting.outsiders_told_by_id = now, by.id


def take_back(meeting: Meeting, *, now: datetime) -> None:
    """It was marked by mistake. Raises `TooLate` after a minute; twice changes nothing."""
    if meeting.outsiders_told_at is None:
        return
    if now - meeting.outsiders_told_at > REGRET:
        raise TooLate
    meeting.outsiders_told_at = meeting.outsiders_told_by_id = None
