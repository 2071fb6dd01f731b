"""Which of her people are away today, and who answers instead: from the directory, without asking the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.people import access
from portal.people.day import Known
from portal.people.directory import Directory
from portal.people.models import Absence, Staff


@dataclass(frozen=True)
class Away:
    """That somebody is absent, and who answers until she is back."""

    staff: Staff
    until_on: date
    instead: Staff | None
    """The stand-in; else today's duty officer of the unit; None when there is neither."""
    is_duty: bool
    """Whether `instead` is the duty officer, who answers for today only."""

    @property
    def phone(self) -> str | None:
        """The number to call meanwhile: that of whoever answers, else the unit's."""
        if self.instead and self.instead.phone:
            return self.instead.phone
        return self.staff.organisation.phone


def who_is_away(
    known: Directory, participant: Known, people: Iterable[Staff], today: date
) -> dict[UUID, Away]:
    """Those of these people who are absent today, by identity.

    A stand-in who is herself away or has left does not answer. For a participant whose data are protected
    the duty officer does not either: she may not see her.
    """
    absent = _absent(known, today)
    found = {}
    for staff in people:
        absence = absent.get(staff.id)
        if absence is None:
            continue
        stand_in = _at_work(known, absence.stand_in_id, absent, today)
        officer = None
        if stand_in is None and not participant.is_protected:
            on_duty = known.duty.get((staff.organisation_id, today))
            officer = _at_work(known, on_duty, absent, today)
        found[staff.id] = Away(
            staff, absence.until_on, stand_in or officer, is_duty=officer is not None
        )
    return found


def who_may_step_in(
    known: Directory, participant: Known, people: Iterable[Staff], today: date
) -> list[Staff]:
    """Everybody at work who may answer today in the place of one of these people: stand-ins, and the duty officers.

    The same whom `access.may_see` lets see her on those grounds.
    """
    absent, found = _absent(known, today), []
    for staff in people:
        absence = absent.get(staff.id)
        if absence is None:
            continue
        found.append(_at_work(known, absence.stand_in_id, absent, today))
        if not participant.is_protected:
            on_duty = known.duty.get((staff.organisation_id, today))
            found.append(_at_work(known, on_duty, absent, today))
    return [one for one in found if one]


def _absent(known: Directory, today: date) -> dict[UUID, Absence]:
    """Everybody who is absent today, with the absence that ends last."""
    found: dict[UUID, Absence] = {}
    for absence in known.absences:
        if absence.is_current(today):
            found.setdefault(absence.staff_id, absence)
    return found


def _at_work(
    known: Directory, staff_id: UUID | None, absent: dict[UUID, Absence], today: date
) -> Staff | None:
    found = known.staff.get(staff_id) if staff_id else None
    if found is None or found.id in absent or access.has_left(found, today):
        return None
    return found
