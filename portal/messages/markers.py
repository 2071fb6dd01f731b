"""What stands between the messages of a conversation: who became her contact on which day, and who answers for whom.

It is worked out from her contacts when it is shown, so that it is right about what was changed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portal.people.contacts import Contacts, handovers
from portal.people.models import Assignment, HandoverReason, Staff


@dataclass(frozen=True)
class Arrival:
    """That somebody became a contact of hers, or is to be, and why it was changed."""

    contact: Assignment
    reason: HandoverReason | None
    is_over: bool
    """Whether somebody else is it by now."""

    @property
    def on(self) -> date:
        return self.contact.from_on


def arrivals(people: Contacts, first: date, before: date | None) -> list[Arrival]:
    """Whoever became a contact from the first day on, and before the other one; those still to come among them."""
    why = {turn.after.id: turn.before.reason for turn in handovers(people) if turn.after}
    everybody = [*people.earlier, *people.now, *(turn.after for turn in people.coming)]
    found = [
        Arrival(one, why.get(one.id), is_over=one in people.earlier)
        for one in everybody
        if first <= one.from_on
        and (before is None or one.from_on < before)
        and not any(_goes_on(earlier, one) for earlier in everybody)
    ]
    return sorted(found, key=lambda one: (one.on, not one.contact.is_main))


def instead_of(people: Contacts, staff: Staff, subject: str, on: date) -> Staff | None:
    """Whose place somebody took who wrote to her on that day and was no contact of hers; None for one who was."""
    then = [one for one in _everybody(people) if one.is_current(on)]
    if any(one.staff_id == staff.id for one in then):
        return None
    named = (one for one in then if subject in one.about)
    contact = next(named, next((one for one in then if one.is_main), None))
    return contact.staff if contact else None


def _everybody(people: Contacts) -> Iterable[Assignment]:
    yield from people.now
    yield from people.earlier


def _goes_on(earlier: Assignment, one: Assignment) -> bool:
    """Whether the same person stayed as what she was, with something more or less to help with."""
    last = earlier.last_on
    return (
        one is not earlier
        and one.staff_id == earlier.staff_id
        and one.is_main <= earlier.is_main
        and last is not None
        and 0 <= (one.from_on - last).days <= 1
    )
