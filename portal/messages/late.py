"""To whom a question goes on when the promise was not kept, or when nobody is there to answer it (eskalering).

Whoever has it keeps it; it stands with others as well, by reference. Protected participants never stand with a duty
officer: she may not see them. Of them a manager learns the reference and who is to answer, and nothing else.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa

from portal.messages.models import Thread
from portal.messages.promise import working_days_late
from portal.people import access
from portal.people.account_models import Duty
from portal.people.directory import Directory
from portal.people.models import Assignment, Participant, Staff
from portal.people.unattended import duties_of, with_duty

TO_DUTY_OFFICER = 1
"""Working days late from which a question stands with today's duty officer of the unit: the first morning after the
promise, so that somebody who is at work answers while it is one day late."""
TO_MANAGER = 2
"""Working days late from which it stands with the unit manager: a whole working day later, when neither whoever has
it nor the duty officer has answered."""


class Grounds(StrEnum):
    """Why a question stands with somebody who is not the one to answer it."""

    DUTY = "duty"
    """It is late, and today is her day on duty in the unit."""
    MANAGER = "manager"
    """It is later still, and she is the manager."""
    NOBODY_AT_WORK = "nobody-at-work"
    """Whoever has it is away, and nobody answers in her place: it goes to the manager at once."""


def managers(known: Directory, unit_id: UUID, today: date) -> list[Staff]:
    """Who answers for late questions of a unit: its managers, else the administrators, else every unit manager."""
    every = list(with_duty(known, Duty.UNIT_MANAGER, today))
    hers = [one for one in every if one.organisation_id == unit_id]
    return hers or list(with_duty(known, Duty.ADMINISTRATOR, today)) or every


def grounds(
    known: Directory,
    staff: Staff,
    unit_id: UUID,
    answer_by: date,
    today: date,
    *,
    is_protected: bool,
    is_attended: bool,
) -> Grounds | None:
    """Why a question of this unit stands with this member of staff today; None when it does not."""
    late = working_days_late(answer_by, today)
    is_manager = not is_attended or late >= TO_MANAGER
    if is_manager and staff in managers(known, unit_id, today):
        return Grounds.MANAGER if is_attended else Grounds.NOBODY_AT_WORK
    if late >= TO_DUTY_OFFICER and not is_protected:
        return Grounds.DUTY if known.duty.get((unit_id, today)) == staff.id else None
    return None


def reach(known: Directory, staff: Staff, today: date) -> sa.ColumnElement[bool] | None:
    """Among which threads she is to be told of late ones; None for everybody who has no such duty today."""
    if access.has_left(staff, today):
        return None
    found = []
    units = [unit for (unit, on), who in known.duty.items() if on == today and who == staff.id]
    if units:
        is_late = Thread.answer_by < today
        found.append(sa.and_(is_late, ~Participant.is_protected, _of_units(units, today)))
    mine = duties_of(known, staff)
    if Duty.UNIT_MANAGER in mine:
        found.append(_of_units([staff.organisation_id], today))
    if _answers_for_all(known, mine, today):
        found.append(sa.true())
    return sa.or_(*found) if found else None


def _answers_for_all(known: Directory, mine: frozenset[str], today: date) -> bool:
    """Whether units without a manager of their own are hers."""
    if Duty.ADMINISTRATOR in mine:
        return True
    return Duty.UNIT_MANAGER in mine and not any(with_duty(known, Duty.ADMINISTRATOR, today))


def _of_units(units: list[UUID], today: date) -> sa.ColumnElement[bool]:
    return Participant.id.in_(
        sa.select(Assignment.participant_id)
        .join(Staff, Staff.id == Assignment.staff_id)
        .where(Staff.organisation_id.in_(units), access.is_current_contact(today))
    )
