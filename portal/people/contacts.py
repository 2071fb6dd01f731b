"""Who her people are: the main contact person, the others and what each is there for, and how it came about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people import access
from portal.people.away import Away, who_is_away
from portal.people.day import Known
from portal.people.directory import Directory, directory, fill
from portal.people.models import Assignment, Participant, Staff


@dataclass(frozen=True)
class Contacts:
    """Her people now and before."""

    main: Assignment | None
    others: list[Assignment]
    earlier: list[Assignment]
    """The newest first."""
    away: dict[UUID, Away] = field(default_factory=dict)
    """Those of her people who are absent today, by the staff's identity, and who answers instead."""
    coming: list[Coming] = field(default_factory=list)
    """Who takes over on a later day, the first to begin first."""

    @property
    def now(self) -> list[Assignment]:
        """Everybody who is there for her now, the main contact first."""
        return [self.main, *self.others] if self.main else self.others


@dataclass(frozen=True)
class Handover:
    """One turn of the story: who was her contact, and who came after (överlämning)."""

    before: Assignment
    after: Assignment | None


@dataclass(frozen=True)
class Coming:
    """That somebody is to be her contact from a later day on, told before the one she has now is gone."""

    after: Assignment
    before: Assignment | None
    """Whoever she takes over from, and what for: None when nobody's time ends then."""
    has_left: bool
    """Whether the one before has left already, so that nobody can tell the new one about her."""


def contacts(db: Session, participant: Participant, today: date) -> Contacts:
    """Everybody who is, was or is to be a contact of hers; one that begins later is not hers yet."""
    return contacts_of(db, [participant], today)[participant.id]


ASSIGNMENTS = (
    sa.select(Assignment)
    .where(Assignment.participant_id.in_(sa.bindparam("participants", expanding=True)))
    .order_by(Assignment.from_on.desc())
)


def contacts_of(db: Session, participants: Collection[Known], today: date) -> dict[UUID, Contacts]:
    """The same for each of these, by identity. One query, however many they are."""
    rows: dict[UUID, list[Assignment]] = {one.id: [] for one in participants}
    known = directory(db)
    for one in db.scalars(ASSIGNMENTS, {"participants": list(rows)}):
        fill(one, "staff", known.staff, one.staff_id)
        rows[one.participant_id].append(one)
    return {one.id: _contacts(known, one, rows[one.id], today) for one in participants}


def _contacts(
    known: Directory, participant: Known, rows: Sequence[Assignment], today: date
) -> Contacts:
    found = [one for one in rows if one.from_on <= today]
    current = [
        one for one in found if one.is_current(today) and not access.has_left(one.staff, today)
    ]
    main = next((one for one in current if one.is_main), current[0] if current else None)
    return Contacts(
        main=main,
        others=[one for one in current if one is not main],
        earlier=[one for one in found if one not in current],
        away=who_is_away(known, participant, [one.staff for one in current], today),
        coming=[_coming(one, found, today) for one in reversed(rows) if one.from_on > today],
    )


def handovers(people: Contacts) -> list[Handover]:
    """The story of who came after whom, the newest first.

    After a contact comes whoever began within a week of the day it ended, the main contact before others.
    """
    everybody = [*people.now, *people.earlier]
    return [
        Handover(before, _after(before, everybody))
        for before in people.earlier
        if not any(_goes_on(before, one) for one in everybody)
    ]


def _goes_on(before: Assignment, one: Assignment) -> bool:
    """Whether the same person stayed, with something more or less to help with: that is no change of contact."""
    last = before.last_on
    return (
        one is not before
        and one.staff_id == before.staff_id
        and last is not None
        and 0 <= (one.from_on - last).days <= 1
    )


def _coming(after: Assignment, found: Sequence[Assignment], today: date) -> Coming:
    """The one who takes over, and whose time ends within a week of it, main contact for main contact."""
    ending = [
        (one, last)
        for one in found
        if (last := one.until_on or one.last_on)
        and one.staff_id != after.staff_id
        and abs((after.from_on - last).days) <= 7
    ]
    before, _ = min(
        ending,
        key=lambda pair: (pair[0].is_main != after.is_main, abs((after.from_on - pair[1]).days)),
        default=(None, None),
    )
    return Coming(after, before, before is not None and access.has_left(before.staff, today))


def _after(before: Assignment, everybody: Sequence[Assignment]) -> Assignment | None:
    until = before.until_on or before.last_on
    if until is None:
        return None
    followed = [
        one
        for one in everybody
        if one.staff_id != before.staff_id and abs((one.from_on - until).days) <= 7
    ]
    return min(
        followed, key=lambda one: (not one.is_main, abs((one.from_on - until).days)), default=None
    )


def caseload(db: Session, staff: Staff, today: date) -> Sequence[Participant]:
    """The participants whom this member of staff is to look after today, and nobody else's."""
    return access.mine(db, staff, today)


def of_caseload(db: Session, staff: Staff, participant_id: UUID, today: date) -> Participant:
    """One participant whom she may see today: her own, a colleague's for whom she answers, or one opened with a reason.

    Raises `NoResultFound` for anybody else's, as for one that does not exist.
    """
    return db.scalars(
        sa.select(Participant).where(Participant.id == participant_id, access.may_see(staff, today))
    ).one()
