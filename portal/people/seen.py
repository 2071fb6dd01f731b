"""Everyone whom a member of staff may see today, each with the ground on which she does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people import access
from portal.people.directory import directory, fill
from portal.people.models import Absence, Assignment, Participant, Staff


class Why(StrEnum):
    """On what ground she sees a participant today; the closest ground counts."""

    MINE = "mine"
    TAKEN_ON = "taken-on"
    """She has agreed to take over on a later day."""
    STAND_IN = "stand-in"
    DUTY = "duty"
    OPENED = "opened"


AWAY = {Why.STAND_IN, Why.DUTY}


@dataclass(frozen=True)
class Seen:
    """One participant, on what ground she is seen, and in whose place when it is a colleague's."""

    participant: Participant
    why: Why
    absence: Absence | None = None
    """That of the contact in whose place she is seen."""
    away: Staff | None = None
    """Who is absent."""


def seen(db: Session, staff: Staff, today: date) -> list[Seen]:
    """Everyone whom she may see today, by reference. At most two queries, however many they are."""
    rows = db.execute(
        sa.select(
            Participant,
            Participant.id.in_(access.assigned(staff, today)),
            Participant.id.in_(access.taken_on(staff, today)),
            Participant.id.in_(access.standing_in(staff, today)),
            Participant.id.in_(access.on_duty(staff, today)),
        )
        .where(access.may_see(staff, today))
        .order_by(Participant.key)
    ).all()
    found = [(one, _why(*grounds)) for one, *grounds in rows]
    known = directory(db)
    for one, _ in found:
        fill(one, "stage", known.stages, one.stage_id)
    absences = _absences(db, staff, [one for one, why in found if why in AWAY], today)
    return [_seen(one, why, absences.get(one.id), known.staff) for one, why in found]


def _why(*grounds: bool) -> Why:
    """The first ground that holds; an opening is what is left."""
    closest = (Why.MINE, Why.TAKEN_ON, Why.STAND_IN, Why.DUTY)
    return next((why for why, holds in zip(closest, grounds, strict=True) if holds), Why.OPENED)


def _seen(
    participant: Participant, why: Why, absence: Absence | None, staff: dict[UUID, Staff]
) -> Seen:
    return Seen(participant, why, absence, staff.get(absence.staff_id) if absence else None)


def _absences(
    db: Session, staff: Staff, participants: Iterable[Participant], today: date
) -> dict[UUID, Absence]:
    """For each of these the absence on account of which she is seen; one in which she is named stand-in goes first."""
    ids = [one.id for one in participants]
    if not ids:
        return {}
    rows = db.execute(
        sa.select(Assignment.participant_id, Absence)
        .join(Absence, Absence.staff_id == Assignment.staff_id)
        .where(
            Assignment.participant_id.in_(ids),
            access.is_current_contact(today),
            access.is_absent(today),
        )
        .order_by(Absence.until_on, Absence.id)
    ).all()
    found: dict[UUID, Absence] = {}
    for participant_id, absence in rows:
        if participant_id not in found or absence.stand_in_id == staff.id:
            found[participant_id] = absence
    return found
