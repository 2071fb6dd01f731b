"""Who may see whom: being named for her, standing in, on duty for those who are away, or an opening with a reason.

Each way is a select of participants' identities, so that whatever is loaded is loaded through the member of staff.
Protected participants (skyddade personuppgifter) are seen only by those who are named: contacts, and their stand-ins.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, joinedload

from portal.municipality.models import Organisation, OrganisationKind
from portal.people.access_models import CaseOpening
from portal.people.account_models import Duty, StaffAccount
from portal.people.handover_models import HandoverOffer
from portal.people.models import Absence, Assignment, DutyDay, Participant, Staff

MAY_OPEN = (Duty.CASEWORKER, Duty.UNIT_MANAGER)
"""Who may open somebody with a reason; whoever has no account is a caseworker (`accounts.USUAL`)."""


def mine(db: Session, staff: Staff, today: date) -> list[Participant]:
    """Everyone whom she is to look after today, by reference: her own, those of colleagues for whom she stands in,
    and, when it is her day on duty, those in her unit whose contact is away with nobody at work in her place."""
    if has_left(staff, today):
        return []
    found = db.scalars(
        sa.select(Participant)
        .where(is_mine(staff, today))
        .options(joinedload(Participant.stage))
        .order_by(Participant.key)
    )
    return list(found)


def is_mine(staff: Staff, today: date) -> sa.ColumnElement[bool]:
    """Whether a participant is among those of `mine`; a condition for a select of participants."""
    return Participant.id.in_(those_of_mine(staff, today))


def those_of_mine(staff: Staff, today: date) -> sa.Select[UUID]:
    """The identities of those of `mine`, found from who is named for whom: never by going through everybody."""
    one, other = aliased(Participant), aliased(Participant)
    unattended = on_duty(staff, today, alone=True).join(
        one, sa.and_(one.id == Assignment.participant_id, one.is_protected.is_(False))
    )
    named = sa.union(assigned(staff, today), standing_in(staff, today), unattended).subquery()
    return (
        sa.select(other.id)
        .join(named, named.c.participant_id == other.id)
        .where(is_here(today, other))
    )


def may_see(staff: Staff, today: date) -> sa.ColumnElement[bool]:
    """Whether she may open a participant today, in any of the four ways; a condition for a select of participants."""
    if has_left(staff, today):
        return sa.false()
    return sa.and_(
        is_here(today),
        sa.or_(
            Participant.id.in_(assigned(staff, today)),
            Participant.id.in_(standing_in(staff, today)),
            Participant.id.in_(taken_on(staff, today)),
            sa.and_(
                Participant.is_protected.is_(False),
                sa.or_(
                    Participant.id.in_(on_duty(staff, today)),
                    Participant.id.in_(opened(staff, today)),
                ),
            ),
        ),
    )


def has_left(staff: Staff, today: date) -> bool:
    """Whether her employment is over; the last day itself still counts as work."""
    return staff.ended_on is not None and staff.ended_on < today


def is_employed(today: date) -> sa.ColumnElement[bool]:
    """The same as a condition for a select of staff: whether she still works here."""
    return sa.or_(Staff.ended_on.is_(None), Staff.ended_on >= today)


def is_here(today: date, whose: type[Participant] = Participant) -> sa.ColumnElement[bool]:
    """Whether the case is still ours: she has not moved away, and is not done."""
    return sa.or_(whose.moved_on.is_(None), whose.moved_on > today)


def assigned(staff: Staff, today: date) -> sa.Select[UUID]:
    """Those whose contact she is today, main or about a subject (ansvarig, medhandläggare)."""
    return sa.select(Assignment.participant_id).where(
        Assignment.staff_id == staff.id, is_current_contact(today)
    )


def standing_in(staff: Staff, today: date) -> sa.Select[UUID]:
    """Those whose contact is away today and has named her to answer instead (ersättare)."""
    return _of_the_absent(today).where(Absence.stand_in_id == staff.id)


def taken_on(staff: Staff, today: date) -> sa.Select[UUID]:
    """Those whom she has agreed to take over on a later day: she may read the whole case before that (överlämning)."""
    return sa.select(HandoverOffer.participant_id).where(
        HandoverOffer.to_id == staff.id,
        HandoverOffer.is_accepted.is_(True),
        HandoverOffer.from_on > today,
    )


def on_duty(staff: Staff, today: date, *, alone: bool = False) -> sa.Select[UUID]:
    """Those of her unit whose contact is away, when today is her day on duty (ansvarsdag).

    `alone`: only where no stand-in is at work today.
    """
    units = sa.select(DutyDay.organisation_id).where(
        DutyDay.on == today, DutyDay.staff_id == staff.id
    )
    found = (
        _of_the_absent(today)
        .join(Staff, Staff.id == Absence.staff_id)
        .where(Staff.organisation_id.in_(units))
    )
    if alone:
        found = found.where(
            sa.or_(Absence.stand_in_id.is_(None), Absence.stand_in_id.in_(_away(today)))
        )
    return found


def opened(staff: Staff, today: date) -> sa.Select[UUID]:
    """Those whom she has opened for today, with a reason, while she may still: as a caseworker or manager
    of the municipality's own units (`caseload.opening.may_ask`)."""
    return (
        sa.select(CaseOpening.participant_id)
        .join(Staff, Staff.id == CaseOpening.staff_id)
        .join(Organisation, Organisation.id == Staff.organisation_id)
        .outerjoin(StaffAccount, StaffAccount.staff_id == Staff.id)
        .where(
            CaseOpening.staff_id == staff.id,
            CaseOpening.on == today,
            Organisation.kind == OrganisationKind.MUNICIPAL_UNIT,
            sa.or_(StaffAccount.id.is_(None), *(_has(duty) for duty in MAY_OPEN)),
        )
    )


def _has(duty: Duty) -> sa.ColumnElement[bool]:
    return sa.cast(StaffAccount.duties, sa.Text).contains(f'"{duty.value}"')


def _of_the_absent(today: date) -> sa.Select[UUID]:
    return (
        sa.select(Assignment.participant_id)
        .join(Absence, Absence.staff_id == Assignment.staff_id)
        .where(is_current_contact(today), is_absent(today))
    )


def _away(today: date) -> sa.Select[UUID]:
    """Staff who are absent today, or have left."""
    absent = sa.select(Absence.staff_id).where(is_absent(today))
    return sa.select(Staff.id).where(sa.or_(Staff.id.in_(absent), Staff.ended_on < today))


def is_absent(today: date) -> sa.ColumnElement[bool]:
    """Whether an absence is on that day, its last day included."""
    return sa.and_(Absence.from_on <= today, Absence.until_on >= today)


def is_current_contact(today: date) -> sa.ColumnElement[bool]:
    """Whether an assignment holds on that day, its last day included."""
    return sa.and_(
        Assignment.from_on <= today,
        sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= today),
    )
