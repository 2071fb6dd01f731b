"""She wants another contact person: it goes past those she has, to the manager of their unit.

They see that she asks, as they see all that she writes, and cannot take it, nor say that it is answered. Whoever
becomes her contact after that can. The manager learns the reference and that she asks, as of what is late.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from portal import clock
from portal.messages import late, subjects
from portal.people.account_models import Duty
from portal.people.away import who_is_away
from portal.people.contacts import Contacts
from portal.people.day import Known
from portal.people.directory import Directory
from portal.people.models import Staff
from portal.people.unattended import with_duty


def who_sees_to_it(
    known: Directory, participant: Known, people: Contacts, today: date
) -> list[Staff]:
    """The managers of her contact person's unit, those at work first; nobody who is her contact herself.

    Where that leaves nobody, the administrators, else every unit manager. Empty when she has no contact at all.
    """
    hers = {one.staff_id for one in people.now}
    if not people.now:
        return []
    for group in (
        late.managers(known, people.now[0].staff.organisation_id, today),
        list(with_duty(known, Duty.ADMINISTRATOR, today)),
        list(with_duty(known, Duty.UNIT_MANAGER, today)),
    ):
        found = [one for one in group if one.id not in hers]
        if found:
            away = who_is_away(known, participant, found, today)
            return sorted(found, key=lambda one: (one.id in away, one.name))
    return []


def goes_past(
    known: Directory, participant: Known, people: Contacts, subject: str, since: datetime | None, today: date
) -> frozenset[UUID]:  # fmt: skip
    """The staff whose answer does not end it: who were her contacts when she asked. Nobody of any other subject."""
    if subject != subjects.NEW_CONTACT or since is None:
        return frozenset()
    if not who_sees_to_it(known, participant, people, today):
        return frozenset()
    asked_on = clock.local(since).date()
    return frozenset(one.staff_id for one in people.now if one.from_on <= asked_on)
