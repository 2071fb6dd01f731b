"""Participants with nobody to turn to: on whose day they stand, and giving one a contact person.

Whoever has no contact is in nobody's caseload. The unit manager of the unit that owns her stage answers for her;
where there is none, and for somebody whose data are protected, the administrators; and where there are none either,
every unit manager. They see her reference only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import cases
from portal.handover.offering import Unfit
from portal.municipality.models import OrganisationKind
from portal.people import access
from portal.people.account_models import Duty
from portal.people.accounts import USUAL
from portal.people.day import ME, MIDNIGHT, DayRow, Named, Waits, morning
from portal.people.directory import Directory, directory
from portal.people.models import Assignment, HandoverReason, Participant, Staff
from portal.privacy import log

PAGE = "staff.handover.alone"
HAS_LAST = sa.or_(Staff.ended_on.is_(None), Assignment.until_on < Staff.ended_on)
LAST = (
    sa.select(sa.func.max(sa.case((HAS_LAST, Assignment.until_on), else_=Staff.ended_on)))
    .join(Staff, Staff.id == Assignment.staff_id)
    .where(Assignment.participant_id == Participant.id)
    .scalar_subquery()
)
"""The last day on which somebody was there for her."""


@dataclass(frozen=True)
class Alone:
    """One participant without a contact, by reference, and since when."""

    who: Named
    since: datetime
    was_listed: bool
    """Whether she has stood in a list of this member of staff's today: that is in the log already."""

    @property
    def row(self) -> DayRow:
        hers = {"participant_id": self.who.id}
        return DayRow(Waits.NO_CONTACT, self.since, PAGE, hers, self.who)


def on_day(db: Session, staff: Staff, now: datetime) -> list[Alone]:
    """Those who stand on this member of staff's day. One query for a manager or an administrator, else none."""
    today = clock.local(now).date()
    answers = _answers(directory(db), staff, today)
    if answers is None:
        return []
    found = db.execute(
        sa.select(
            Participant.id,
            Participant.key,
            Participant.is_protected,
            Participant.created_at,
            LAST.label("last"),
            log.was_listed(ME, MIDNIGHT).label("was_listed"),
        ).where(answers, is_alone(today), access.is_here(today)),
        {"me": staff.id, "midnight": log.midnight(now)},
    )
    return [
        Alone(
            Named(one.id, one.key, one.is_protected),
            morning(one.last) if one.last else one.created_at,
            one.was_listed,
        )
        for one in found
    ]


def is_alone(today: date) -> sa.ColumnElement[bool]:
    """Whether a participant has no contact who works here, and none to come; who is only absent still is one."""
    return ~sa.exists().where(
        Assignment.participant_id == Participant.id,
        Assignment.staff_id == Staff.id,
        sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= today),
        access.is_employed(today),
        sa.or_(Staff.ended_on.is_(None), Staff.ended_on >= Assignment.from_on),
    )


def one(db: Session, staff: Staff, participant_id: UUID, today: date) -> Participant:
    """One whom she is to give a contact. Raises `NoResultFound` for everybody else."""
    whose = _for(db, staff, participant_id, today)
    return db.scalars(whose.where(is_alone(today))).one()


def colleagues(db: Session, staff: Staff, today: date) -> list[Staff]:
    """Whom she may name: caseworkers at work today. Never herself: nobody gives herself a participant."""
    known = directory(db)
    absent = {one.staff_id for one in known.absences if one.is_current(today)}
    return [
        one
        for one in cases.colleagues(db, today)
        if one.id not in {staff.id, *absent} and Duty.CASEWORKER in _duties(known, one)
    ]


def give(
    db: Session, staff: Staff, participant_id: UUID, typed: str, *, now: datetime
) -> Assignment | None:
    """The colleague whose name was typed is her main contact from today; None when somebody is already.

    What is left of a colleague who works here no more ends, with what she was there for passed on.
    Raises `Unfit`, and `NoResultFound` for whom she is not to give.
    """
    today = clock.local(now).date()
    whose = db.scalars(_for(db, staff, participant_id, today).with_for_update(of=Participant)).one()
    if (
        db.scalar(sa.select(Participant.id).where(Participant.id == whose.id, is_alone(today)))
        is None
    ):
        return None
    to = _meant(colleagues(db, staff, today), typed)
    earlier = db.scalars(
        sa.select(Assignment)
        .where(Assignment.participant_id == whose.id)
        .order_by(Assignment.from_on.desc(), Assignment.is_main.desc())
    ).all()
    made = Assignment(
        participant_id=whose.id,
        staff_id=to.id,
        is_main=True,
        about=list(earlier[0].about) if earlier else [],
        from_on=today,
        created_at=now,
    )
    for left in earlier:
        if left.until_on is None or left.until_on >= today:
            left.until_on, left.reason = left.staff.ended_on, HandoverReason.STAFF_LEFT
    db.add(made)
    db.flush()
    return made


def _meant(among: list[Staff], typed: str) -> Staff:
    found = cases.matching(among, typed)
    if not typed.strip():
        raise Unfit({"to": "nobody"})
    if len(found) != 1:
        raise Unfit({"to": "several" if found else "unknown"})
    return found[0]


def _for(db: Session, staff: Staff, participant_id: UUID, today: date) -> sa.Select[Participant]:
    answers = _answers(directory(db), staff, today)
    if answers is None:
        raise NoResultFound
    return sa.select(Participant).where(
        Participant.id == participant_id, answers, access.is_here(today)
    )


def _answers(known: Directory, staff: Staff, today: date) -> sa.ColumnElement[bool] | None:
    """Whom this member of staff answers for when nobody else does; a condition for a select of participants."""
    mine = _duties(known, staff)
    if access.has_left(staff, today) or mine.isdisjoint({Duty.UNIT_MANAGER, Duty.ADMINISTRATOR}):
        return None
    managed = {one.organisation_id for one in _with(known, Duty.UNIT_MANAGER, today)}
    owned = [one.id for one in known.stages.values() if one.owner_id in managed]
    unowned = sa.or_(Participant.stage_id.is_(None), Participant.stage_id.not_in(owned))
    grounds: list[sa.ColumnElement[bool]] = [sa.false()]
    if Duty.ADMINISTRATOR in mine:
        grounds.append(sa.or_(Participant.is_protected, unowned))
    if Duty.UNIT_MANAGER in mine and staff.organisation_id in managed:
        hers = [one.id for one in known.stages.values() if one.owner_id == staff.organisation_id]
        is_hers: sa.ColumnElement[bool] = Participant.stage_id.in_(hers)
        if not any(_with(known, Duty.ADMINISTRATOR, today)):
            is_hers = sa.or_(is_hers, unowned)
        grounds.append(sa.and_(Participant.is_protected.is_(False), is_hers))
    return sa.or_(*grounds)


def _with(known: Directory, duty: Duty, today: date) -> Iterator[Staff]:
    """Who has that duty and works here; a manager, in one of the municipality's own units."""
    for one in known.staff.values():
        is_ours = one.organisation.kind is OrganisationKind.MUNICIPAL_UNIT
        if access.has_left(one, today) or (duty is Duty.UNIT_MANAGER and not is_ours):
            continue
        if duty in _duties(known, one):
            yield one


def _duties(known: Directory, staff: Staff) -> frozenset[str]:
    return known.duties.get(staff.id, USUAL)
