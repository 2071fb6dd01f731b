"""Staff accounts: who may sign in at the municipality, and what each may do there. Knows nothing of the web."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Staff

USUAL = frozenset({Duty.CASEWORKER})
"""What somebody who is only named in the case system's file may do."""


def account(db: Session, staff: Staff) -> StaffAccount | None:
    """Her way in, when she was given one."""
    return db.scalar(sa.select(StaffAccount).where(StaffAccount.staff_id == staff.id))


def duties(db: Session, staff: Staff) -> frozenset[Duty]:
    """What a member of staff may do beside what her assignments give her; without an account she is a caseworker."""
    listed = db.scalar(sa.select(StaffAccount.duties).where(StaffAccount.staff_id == staff.id))
    return USUAL if listed is None else frozenset(Duty(one) for one in listed)


def may(db: Session, staff: Staff, duty: Duty) -> bool:
    """Whether she has that duty. One query."""
    return duty in duties(db, staff)
