"""Who answers a message: whoever has taken it, else the contact for its subject, else her main contact person.

When that person is away, the stand-in or today's duty officer answers meanwhile. It is worked out when it is asked
for, so that what she wrote goes along when her contact changes, and is never lost between units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.people.away import Away, who_is_away
from portal.people.contacts import Contacts
from portal.people.directory import Directory
from portal.people.models import Assignment, Participant, Staff


@dataclass(frozen=True)
class Responsible:
    """Who answers, and who does while that person is away."""

    staff: Staff | None
    """Nobody when she has no contact person at all."""
    away: Away | None = None

    @property
    def now(self) -> Staff | None:
        """Who answers today: the one who stands in while the other is away, if there is one."""
        return self.away.instead or self.staff if self.away else self.staff


def responsible(
    known: Directory,
    participant: Participant,
    people: Contacts,
    subject: str,
    taken_by_id: UUID | None,
    today: date,
) -> Responsible:
    """Who answers what she writes about a subject. `taken_by_id`: who has taken it, or was given it."""
    taker = known.staff.get(taken_by_id) if taken_by_id else None
    if taker and not taker.has_left(today):
        staff: Staff | None = taker
    else:
        contact = contact_for(people, subject)
        staff = contact.staff if contact else None
    if staff is None:
        return Responsible(None)
    away = who_is_away(known, participant, [staff], today)
    return Responsible(staff, away.get(staff.id))


def contact_for(people: Contacts, subject: str) -> Assignment | None:
    """Her contact for that subject; the main one when nobody is named for it."""
    named = (one for one in people.now if subject in one.about)
    return next(named, people.main)
