"""Whose contact somebody is today, and may therefore hand on; and to whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, joinedload

from portal.municipality.models import OrganisationKind
from portal.people import access
from portal.people.directory import directory
from portal.people.handover_models import HandoverOffer
from portal.people.models import Assignment, Participant, Staff


@dataclass(frozen=True)
class Case:
    """One participant whom the giver is there for, and whether she has been offered to somebody already."""

    assignment: Assignment
    offer: HandoverOffer | None = None
    """The question that waits for an answer, or that a colleague has said yes to."""

    @property
    def participant(self) -> Participant:
        return self.assignment.participant

    @property
    def is_free(self) -> bool:
        """Whether it may be offered to somebody."""
        return self.offer is None


class AlreadyOffered(Exception):
    """A colleague has been asked about this participant, or has said yes; `offer` says who."""

    def __init__(self, offer: HandoverOffer) -> None:
        super().__init__(offer)
        self.offer = offer


def held(db: Session, givers: Iterable[UUID], today: date) -> list[Case]:
    """Everybody whose contact these members of staff are today, once for each of them, by reference. Two queries."""
    found = db.scalars(
        sa.select(Assignment)
        .join(Assignment.participant)
        .where(
            Assignment.staff_id.in_(givers),
            access.is_current_contact(today),
            access.is_here(today),
        )
        .options(joinedload(Assignment.participant))
        .order_by(Participant.key, Assignment.is_main.desc(), Assignment.from_on.desc())
    )
    first: dict[tuple[UUID, UUID], Assignment] = {}
    for one in found:
        first.setdefault((one.participant_id, one.staff_id), one)
    offers = _offers(db, [one.id for one in first.values()])
    return [Case(one, offers.get(one.id)) for one in first.values()]


def chosen(db: Session, giver: Staff, ids: Iterable[UUID], today: date) -> list[Case]:
    """These of hers. Raises `NoResultFound` when one is not hers, and `AlreadyOffered` when one is being given."""
    wanted = set(ids)
    cases = [case for case in held(db, [giver.id], today) if case.participant.id in wanted]
    if not wanted or len(cases) != len(wanted):
        raise NoResultFound
    for case in cases:
        if case.offer:
            raise AlreadyOffered(case.offer)
    return cases


def colleagues(db: Session, today: date) -> list[Staff]:
    """The staff of the municipality who have not left, by name."""
    return sorted(
        (
            one
            for one in directory(db).staff.values()
            if one.organisation.kind is OrganisationKind.MUNICIPAL_UNIT
            and not access.has_left(one, today)
        ),
        key=lambda one: (one.name, one.key),
    )


def label(staff: Staff) -> str:
    """A colleague as the search shows her: name, title and unit."""
    return f"{staff.name}, {staff.role.name.original}, {staff.organisation.name.original}"


def is_chosen(staff: Staff, typed: str) -> bool:
    """Whether her whole line was typed or chosen: then whoever asks has seen whom she asks."""
    return " ".join(typed.split()).casefold() == label(staff).casefold()


def matching(among: Iterable[Staff], typed: str) -> list[Staff]:
    """Whom somebody may have meant: the one chosen in the list, or all in whose line the typed words stand."""
    words = " ".join(typed.split()).casefold()
    everybody = list(among)
    for exactly in (label, lambda one: one.name):
        same = [one for one in everybody if exactly(one).casefold() == words]
        if same:
            return same
    return [one for one in everybody if words and words in label(one).casefold()]


def _offers(db: Session, assignments: list[UUID]) -> dict[UUID, HandoverOffer]:
    found = db.scalars(
        sa.select(HandoverOffer)
        .where(
            HandoverOffer.assignment_id.in_(assignments),
            sa.or_(HandoverOffer.settled_at.is_(None), HandoverOffer.is_accepted.is_(True)),
        )
        .options(joinedload(HandoverOffer.to))
        .order_by(HandoverOffer.offered_at)
    )
    return {one.assignment_id: one for one in found}
