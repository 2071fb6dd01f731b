"""Who answers a message: whoever has taken it, else the contact for its subject, else her main contact person.

When that person is away, the stand-in or today's duty officer answers meanwhile. It is worked out when it is asked
for, so that what she wrote goes along when her contact changes, and is never lost between units. Who has taken it has
it only as long as she may answer her: a stand-in's goes back when the other is at work again. `asking` says the same
to the database. That she wants another contact person is the manager's (`new_contact`), and nobody takes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.messages import subjects
from portal.messages.new_contact import who_sees_to_it
from portal.people.away import Away, who_is_away, who_may_step_in
from portal.people.contacts import Contacts
from portal.people.day import Known
from portal.people.directory import Directory
from portal.people.models import Assignment, Staff


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

    @property
    def is_attended(self) -> bool:
        """Whether somebody who is at work today is there to answer."""
        return self.now is not None and (self.away is None or self.away.instead is not None)


def responsible(
    known: Directory,
    participant: Known,
    people: Contacts,
    subject: str,
    taken_by_id: UUID | None,
    today: date,
) -> Responsible:
    """Who answers what she writes about a subject. `taken_by_id`: who has taken it, or was given it."""
    staff = None
    if subject == subjects.NEW_CONTACT:
        staff = next(iter(who_sees_to_it(known, participant, people, today)), None)
    elif taken_by_id:
        staff = who_may_answer(known, participant, people, today).get(taken_by_id)
    if staff is None:
        contact = contact_for(people, subject)
        staff = contact.staff if contact else None
    if staff is None:
        return Responsible(None)
    away = who_is_away(known, participant, [staff], today)
    return Responsible(staff, away.get(staff.id))


def who_may_answer(
    known: Directory, participant: Known, people: Contacts, today: date
) -> dict[UUID, Staff]:
    """Who may take a question of hers: her contacts, and whoever steps in for one of them today."""
    contacts = [one.staff for one in people.now]
    everybody = [*contacts, *who_may_step_in(known, participant, contacts, today)]
    return {one.id: one for one in everybody}


def contact_for(people: Contacts, subject: str) -> Assignment | None:
    """Her contact for that subject; the main one when nobody is named for it."""
    named = (one for one in people.now if subject in one.about)
    return next(named, people.main)
