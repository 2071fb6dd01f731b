"""Participants with nobody to turn to: on whose day they stand, and giving one a contact person.

Whoever has no contact is in nobody's caseload. The unit manager of the unit that owns her stage answers for her;
where there is none, and for somebody whose data are protected, the administrators; and where there are none either,
every unit manager. They see her reference only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import cases
from portal.handover.offering import Unfit
from portal.people import access
from portal.people.account_models import Duty
from portal.people.day import ME, MIDNIGHT, DayRow, Named, Waits, morning
from portal.people.directory import directory
from portal.people.models import Assignment, HandoverReason, Participant, Staff
from portal.people.unattended import answered_for_by, duties_of, is_alone
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
    answers = answered_for_by(directory(db), staff, today)
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
        if one.id not in {staff.id, *absent} and Duty.CASEWORKER in duties_of(known, one)
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
    answers = answered_for_by(directory(db), staff, today)
    if answers is None:
        raise NoResultFound
    return sa.select(Participant).where(
        Participant.id == participant_id, answers, access.is_here(today)
    )
