"""Whoever has no contact person is in nobody's caseload: who answers for her then.

The unit manager of the unit that owns her stage; where there is none, and for somebody whose data are protected, the
administrators; and where there are none either, every unit manager. They see her reference only.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from portal.municipality.models import OrganisationKind
from portal.people import access
from portal.people.account_models import Duty
from portal.people.accounts import USUAL
from portal.people.directory import Directory
from portal.people.models import Assignment, Participant, Staff


def is_alone(today: date) -> sa.ColumnElement[bool]:
    """Whether a participant has no contact who works here, and none to come; who is only absent still is one."""
    return ~sa.exists().where(
        Assignment.participant_id == Participant.id,
        Assignment.staff_id == Staff.id,
        sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= today),
        access.is_employed(today),
        sa.or_(Staff.ended_on.is_(None), Staff.ended_on >= Assignment.from_on),
    )


def answered_for_by(known: Directory, staff: Staff, today: date) -> sa.ColumnElement[bool] | None:
    """Whom this member of staff answers for when nobody else does; a condition for a select of participants."""
    mine = duties_of(known, staff)
    if access.has_left(staff, today) or mine.isdisjoint({Duty.UNIT_MANAGER, Duty.ADMINISTRATOR}):
        return None
    managed = {one.organisation_id for one in with_duty(known, Duty.UNIT_MANAGER, today)}
    owned = [one.id for one in known.stages.values() if one.owner_id in managed]
    unowned = sa.or_(Participant.stage_id.is_(None), Participant.stage_id.not_in(owned))
    grounds: list[sa.ColumnElement[bool]] = [sa.false()]
    if Duty.ADMINISTRATOR in mine:
        grounds.append(sa.or_(Participant.is_protected, unowned))
    if Duty.UNIT_MANAGER in mine and staff.organisation_id in managed:
        hers = [one.id for one in known.stages.values() if one.owner_id == staff.organisation_id]
        is_hers: sa.ColumnElement[bool] = Participant.stage_id.in_(hers)
        if not any(with_duty(known, Duty.ADMINISTRATOR, today)):
            is_hers = sa.or_(is_hers, unowned)
        grounds.append(sa.and_(Participant.is_protected.is_(False), is_hers))
    return sa.or_(*grounds)


def with_duty(known: Directory, duty: Duty, today: date) -> Iterator[Staff]:
    """Who has that duty and works here; a manager, in one of the municipality's own units."""
    for one in known.staff.values():
        is_ours = one.organisation.kind is OrganisationKind.MUNICIPAL_UNIT
        if access.has_left(one, today) or (duty is Duty.UNIT_MANAGER and not is_ours):
            continue
        if duty in duties_of(known, one):
            yield one


def duties_of(known: Directory, staff: Staff) -> frozenset[str]:
    return known.duties.get(staff.id, USUAL)
