"""Opening a participant's page for one day by somebody who is not there for her: with the exact reference and a reason.

Whoever has no right to her learns nothing from the answer: an unknown reference, a protected one and one that has
moved away are answered alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.municipality.models import OrganisationKind
from portal.people import access, accounts
from portal.people.access_models import CaseOpening
from portal.people.models import Participant, Staff
from portal.privacy import log
from portal.privacy.models import Opened

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
SHORTEST, LONGEST = 10, 500
LONGEST_REFERENCE = 100


class Unfit(Exception):
    """A form that cannot open anything as it is: by field, what is to be put right."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Typed:
    """The form as it was typed."""

    reference: str = ""
    reason: str = ""

    @property
    def faults(self) -> dict[str, str]:
        found = {}
        if not self.reference.strip():
            found["reference"] = "missing"
        elif len(self.reference) > LONGEST_REFERENCE:
            found["reference"] = "too-long"
        if len(self.reason.strip()) < SHORTEST:
            found["reason"] = "too-short"
        elif len(self.reason.strip()) > LONGEST:
            found["reason"] = "too-long"
        return found


def may_ask(db: Session, staff: Staff) -> bool:
    """Whether she may open somebody with a reason: caseworkers and managers of the municipality's own units."""
    duties = accounts.duties(db, staff)
    is_ours = staff.organisation.kind is OrganisationKind.MUNICIPAL_UNIT
    return is_ours and not duties.isdisjoint(access.MAY_OPEN)


def open_for_today(
    db: Session, staff: Staff, typed: Typed, *, today: date, now: datetime
) -> Participant:
    """The participant with that reference; opened for today, and written in her log with the reason.

    One whom she may see already is only given. Sent twice it opens once. Raises `Unfit`, and `NoResultFound` for a
    reference that does not exist or may not be opened.
    """
    if not typed.faults.get("reference"):
        found = _by_reference(db, typed.reference.strip(), access.may_see(staff, today))
        if found:
            return found
    if typed.faults:
        raise Unfit(typed.faults)
    openable = sa.and_(Participant.is_protected.is_(False), access.is_here(today))
    found = _by_reference(db, typed.reference.strip(), openable)
    if found is None or access.has_left(staff, today):
        raise NoResultFound
    if _keep(db, staff, found, typed.reason.strip(), today, now):
        log.record(db, staff, [found], Opened.NEED, now=now, reason=typed.reason.strip())
    return found


def _by_reference(
    db: Session, reference: str, condition: sa.ColumnElement[bool]
) -> Participant | None:
    return db.scalar(sa.select(Participant).where(Participant.key == reference, condition))


def _keep(
    db: Session, staff: Staff, participant: Participant, reason: str, today: date, now: datetime
) -> bool:
    """Whether it was not open already."""
    opening = INSERTS[db.get_bind().dialect.name](CaseOpening).values(
        id=uuid4(), staff_id=staff.id, participant_id=participant.id, on=today,
        reason=reason, opened_at=now,
    )  # fmt: skip
    once = opening.on_conflict_do_nothing(index_elements=["staff_id", "participant_id", "on"])
    return db.scalar(once.returning(CaseOpening.id)) is not None
