"""Who answers for everybody in a unit that is away, day by day (ansvarsdag). Knows nothing of the web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import Organisation
from portal.people import access
from portal.people.absences import colleagues
from portal.people.models import Absence, DutyDay, Staff

DAYS = 14
SATURDAY = 5


class Unfit(Exception):
    """A day for which somebody was chosen who cannot be: by day, what is to be put right."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Day:
    """One working day of a unit."""

    on: date
    officer: Staff | None
    is_away: bool
    """Whether the duty officer is herself absent that day."""


def days(db: Session, unit_of: Staff, today: date) -> list[Day]:
    """The working days of the coming two weeks in the unit of this member of staff."""
    known = _known(db, unit_of, today)
    staff = {one.id: one for one in db.scalars(sa.select(Staff).where(Staff.id.in_(
        [one.staff_id for one in known.values()])))}  # fmt: skip
    absences = db.scalars(sa.select(Absence).where(Absence.staff_id.in_(staff))).all()
    found = []
    for on in working_days(today):
        officer = staff.get(known[on].staff_id) if on in known else None
        gone = officer is not None and (
            access.has_left(officer, on)
            or any(one.staff_id == officer.id and one.is_current(on) for one in absences)
        )
        found.append(Day(on, officer, gone))
    return found


def working_days(today: date) -> list[date]:
    """Monday to Friday within two weeks, today among them."""
    every = (today + timedelta(days=number) for number in range(DAYS))
    return [one for one in every if one.weekday() < SATURDAY]


def set_days(db: Session, manager: Staff, chosen: Mapping[date, str], *, today: date) -> None:
    """Keep who is on duty in the manager's unit: by day the identity of a colleague, or nothing for nobody.

    Days that are not among these stay as they are. Raises `Unfit`.
    """
    db.execute(
        sa.select(Organisation.id)
        .where(Organisation.id == manager.organisation_id)
        .with_for_update()
    )
    people = {str(one.id): one for one in colleagues(db, manager, today)}
    wrong = [on for on, who in chosen.items() if who and who not in people]
    if wrong:
        raise Unfit({on.isoformat(): "unknown" for on in wrong})
    known = _known(db, manager, today)
    for on in working_days(today):
        if on in chosen:
            _set(db, manager, on, known.get(on), people.get(chosen[on]))


def _set(
    db: Session, manager: Staff, on: date, known: DutyDay | None, officer: Staff | None
) -> None:
    if known and officer is None:
        db.delete(known)
    elif known and officer:
        known.staff_id = officer.id
    elif officer:
        db.add(DutyDay(organisation_id=manager.organisation_id, on=on, staff_id=officer.id))


def _known(db: Session, unit_of: Staff, today: date) -> dict[date, DutyDay]:
    found = db.scalars(
        sa.select(DutyDay).where(
            DutyDay.organisation_id == unit_of.organisation_id,
            DutyDay.on >= today,
            DutyDay.on < today + timedelta(days=DAYS),
        )
    )
    return {one.on: one for one in found}
