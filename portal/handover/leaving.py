"""What stays behind with somebody who has left, or is about to: nothing may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.handover import cases, opened, settling
from portal.handover.cases import Case
from portal.handover.offering import FOUND, Unfit
from portal.people import access
from portal.people.models import Assignment, Participant, Staff
from portal.plan.models import Step


@dataclass(frozen=True)
class Stray:
    """A promise in a case that its doer is no contact in: no handover takes it along."""

    step: Step
    participant: Participant
    main: Staff | None
    """Her main contact, who is to have it when nobody else is named."""


@dataclass(frozen=True)
class Leaver:
    """Somebody who has left or is about to, and what is still hers."""

    staff: Staff
    cases: list[Case]
    stray: list[Stray]


def leavers(db: Session, manager: Staff, today: date) -> list[Leaver]:
    """Those of the manager's unit whose last day is set and with whom something stays, the first to leave first.

    Five queries, however many they are.
    """
    going = {
        one.id: one
        for one in db.scalars(
            sa.select(Staff)
            .where(
                Staff.organisation_id == manager.organisation_id,
                Staff.ended_on.is_not(None),
                sa.or_(Staff.id.in_(_holders(today)), Staff.id.in_(_doers(today))),
            )
            .options(joinedload(Staff.role))
            .order_by(Staff.ended_on, Staff.name)
        )
    }
    held = cases.held(db, going, today)
    stray = _stray(db, going, today)
    found = [
        Leaver(
            one,
            [case for case in held if case.assignment.staff_id == one.id],
            [step for step in stray if step.step.doer_staff_id == one.id],
        )
        for one in going.values()
    ]
    return [one for one in found if one.cases or one.stray]


def leaver(db: Session, manager: Staff, staff_id: UUID, today: date) -> Leaver:
    """One of them. Raises `NoResultFound` for anybody else."""
    for one in leavers(db, manager, today):
        if one.staff.id == staff_id:
            return one
    raise NoResultFound


def left_behind(db: Session, staff: Staff) -> int:
    """How many participants and promises are still hers; whoever has left is to have none. Two queries."""
    return left_by(db, [staff.id])[staff.id]


def left_by(db: Session, staff: Iterable[UUID]) -> Counter[UUID]:
    """The same for several at once, by their identity."""
    ids, today = list(staff), clock.today()
    found: Counter[UUID] = Counter()
    held = sa.select(Assignment.staff_id, sa.func.count(Assignment.participant_id.distinct()))
    for who, count in db.execute(
        held.join(Assignment.participant)
        .where(
            Assignment.staff_id.in_(ids), access.is_current_contact(today), access.is_here(today)
        )
        .group_by(Assignment.staff_id)
    ):
        found[who] += count
    found.update(filter(None, db.scalars(_promises(today).where(Step.doer_staff_id.in_(ids)))))
    return found


def give_stray(db: Session, one: Leaver, typed: Mapping[UUID, str], *, now: datetime) -> list[Step]:
    """Give her promises in others' cases to the colleagues named, or to the participant's main contact.

    They stand on the new doer's day at once: there is no case to accept. Raises `Unfit`.
    """
    among = cases.colleagues(db, clock.local(now).date())
    faults: dict[str, str] = {}
    given = []
    for stray in one.stray:
        name = typed.get(stray.step.id, "").strip()
        found = cases.matching(among, name) if name else [stray.main] if stray.main else []
        if len(found) != 1 or found[0].id == one.staff.id:
            faults[f"step-{stray.step.id}"] = "several" if len(found) > 1 else "nobody"
        elif name and not cases.is_chosen(found[0], name):
            faults[f"step-{stray.step.id}"] = FOUND
        else:
            given.append((stray.step, found[0]))
    if faults:
        raise Unfit(faults)
    for step, doer in given:
        settling.give(step, doer, now)
    return [step for step, _ in given]


def _holders(today: date) -> sa.Select[UUID]:
    return sa.select(Assignment.staff_id).where(access.is_current_contact(today))


def _doers(today: date) -> sa.Select[UUID | None]:
    return _promises(today).where(Step.doer_staff_id.is_not(None))


def _promises(today: date) -> sa.Select[UUID | None]:
    """Whoever is to do something in a case that is still ours, once for each thing."""
    return (
        opened.running()
        .with_only_columns(Step.doer_staff_id)
        .join(Participant, Participant.id == Step.participant_id)
        .where(access.is_here(today))
        .order_by(None)
    )


def _stray(db: Session, going: Iterable[UUID], today: date) -> list[Stray]:
    contact = sa.select(Assignment.id).where(
        Assignment.participant_id == Step.participant_id,
        Assignment.staff_id == Step.doer_staff_id,
        access.is_current_contact(today),
    )
    found = db.execute(
        opened.running()
        .add_columns(Participant)
        .join(Participant, Participant.id == Step.participant_id)
        .where(Step.doer_staff_id.in_(going), access.is_here(today), ~contact.exists())
    ).all()
    mains = _mains(db, [participant.id for _, participant in found], today)
    return [Stray(step, whose, mains.get(whose.id)) for step, whose in found]


def _mains(db: Session, ids: list[UUID], today: date) -> dict[UUID, Staff]:
    found = db.scalars(
        sa.select(Assignment)
        .where(
            Assignment.participant_id.in_(ids),
            Assignment.is_main,
            access.is_current_contact(today),
        )
        .options(joinedload(Assignment.staff))
        .order_by(Assignment.from_on)
    )
    return {one.participant_id: one.staff for one in found if not access.has_left(one.staff, today)}
