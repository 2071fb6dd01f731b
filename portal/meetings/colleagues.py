"""Who of us can take part in a participant's meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.meetings.models import Meeting
from portal.people import absences
from portal.people.contacts import contacts
from portal.people.models import Participant, Staff


def who_can(db: Session, by: Staff, participant: Participant, today: date) -> list[Staff]:
    """Her contacts first, the main one before the others, then everybody in the municipality's own units.

    Somebody whose data are protected is met by her contacts only, and by whoever may book for her.
    """
    people = [one.staff for one in contacts(db, participant, today).now]
    if participant.is_protected:
        others: Sequence[Staff] = [by]
    else:
        others = absences.can_stand_in(db, by, today)
    known = {one.id for one in people}
    return [*people, *(one for one in others if one.id not in known)]


def for_meeting(db: Session, meeting: Meeting, today: date) -> list[Staff]:
    """Who could have a meeting in place of those who have it."""
    leads = meeting.staff
    everybody = contacts(db, meeting.participant, today).now
    by = leads[0] if leads else everybody[0].staff if everybody else None
    if by is None:
        return []
    taking_part = {one.id for one in leads}
    people = who_can(db, by, meeting.participant, today)
    return [one for one in people if one.id not in taking_part]


def one(people: Sequence[Staff], typed: str) -> Staff | None:
    """The one among them with that identity."""
    return next((person for person in people if str(person.id) == typed), None)


def instead(meeting: Meeting, whom: str, to: Staff) -> list[UUID]:
    """Who takes part when `to` comes in place of the one with that identity, else of the one who leads it."""
    staff = [one.id for one in meeting.staff]
    if not staff:
        return [to.id]
    gone = next((one for one in staff if str(one) == whom), staff[0])
    return [to.id if one == gone else one for one in staff]
