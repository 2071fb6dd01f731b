"""Whom she calls about a meeting, when the page cannot do it for her."""

from __future__ import annotations

from dataclasses import dataclass

from portal.meetings.models import Meeting
from portal.people.contacts import Contacts
from portal.people.models import Staff


@dataclass(frozen=True)
class Call:
    """A person and her number."""

    staff: Staff
    phone: str
    hours: str | None


def whom_to_call(people: Contacts, meeting: Meeting | None = None) -> Call | None:
    """Who leads the meeting, else her contact person, else who answers meanwhile; None when nobody has a number."""
    first = [*(meeting.staff if meeting else []), *([people.main.staff] if people.main else [])]
    away = [people.away[one.id] for one in first if one.id in people.away]
    for staff in [*first, *(one.instead for one in away if one.instead)]:
        if staff.phone and staff.id not in people.away:
            return Call(staff, staff.phone, staff.phone_hours)
    return None
