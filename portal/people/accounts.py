"""Staff accounts: who may sign in at the municipality, and what each may do there. Knows nothing of the web."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.db import is_reading
from portal.people import codes, sessions
from portal.people.account_models import Duty, StaffAccount
from portal.people.directory import directory
from portal.people.models import Assignment, Staff
from portal.people.sign_in_models import SignIn

USUAL = frozenset({Duty.CASEWORKER})
"""What somebody who is only named in the case system's file may do."""
CODE_LIVES = timedelta(days=3)
"""A colleague gets her code by word of mouth, not by post (ASVS 5.0, 6.4.1)."""


class EmailTaken(Exception):
    """Somebody signs in with this e-mail already."""


class HasLeft(Exception):
    """Her employment ends today or has ended: she is given no way in."""


class LastAdministrator(Exception):
    """Nobody else could make accounts afterwards."""


@dataclass(frozen=True)
class Listed:
    """One member of staff as the administrator sees her."""

    staff: Staff
    account: StaffAccount | None
    seen_at: datetime | None
    """When she last signed in; sessions are remembered for 90 days."""


def account(db: Session, staff: Staff) -> StaffAccount | None:
    """Her way in, when she was given one."""
    return db.scalar(sa.select(StaffAccount).where(StaffAccount.staff_id == staff.id))


def by_email(db: Session, email: str) -> StaffAccount | None:
    """The account that signs in with this e-mail, however it is written."""
    return db.scalar(
        sa.select(StaffAccount)
        .options(joinedload(StaffAccount.staff))
        .where(StaffAccount.email == plain_email(email))
    )


def staff_by_email(db: Session, email: str) -> Staff | None:
    """The member of staff whom the municipality's file gives this e-mail."""
    return db.scalars(
        sa.select(Staff).where(sa.func.lower(Staff.email) == plain_email(email)).order_by(Staff.key)
    ).first()


def plain_email(typed: str) -> str:
    """An e-mail as it is kept: in small letters, nothing around it."""
    return typed.strip().lower()


def duties(db: Session, staff: Staff) -> frozenset[Duty]:
    """What a member of staff may do beside what her assignments give her; without an account she is a caseworker.

    Several parts of each page ask, so that a request that only reads takes it from the directory.
    """
    if is_reading(db):
        kept = directory(db).duties.get(staff.id)
        return USUAL if kept is None else frozenset(Duty(one) for one in kept)
    listed = db.scalar(sa.select(StaffAccount.duties).where(StaffAccount.staff_id == staff.id))
    return USUAL if listed is None else frozenset(Duty(one) for one in listed)


def may(db: Session, staff: Staff, duty: Duty) -> bool:
    """Whether she has that duty. At most one query."""
    return duty in duties(db, staff)


def listed(db: Session, today: date) -> list[Listed]:
    """Everybody on the staff by name, those who have left at the end. One query."""
    seen = (
        sa.select(sa.func.max(SignIn.seen_at))
        .where(SignIn.staff_id == Staff.id)
        .correlate(Staff)
        .scalar_subquery()
    )
    found = db.execute(
        sa.select(Staff, StaffAccount, seen)
        .outerjoin(StaffAccount, StaffAccount.staff_id == Staff.id)
        .options(joinedload(Staff.organisation), joinedload(Staff.role))
    )
    rows = [Listed(staff, account, seen_at) for staff, account, seen_at in found]
    return sorted(rows, key=lambda row: (row.staff.has_left(today), row.staff.name.casefold()))


def one(db: Session, staff_id: UUID) -> Listed:
    """One of them. Raises `NoResultFound` when there is no such member of staff."""
    staff = db.scalars(
        sa.select(Staff)
        .where(Staff.id == staff_id)
        .options(joinedload(Staff.organisation), joinedload(Staff.role))
    ).one()
    seen = db.scalar(sa.select(sa.func.max(SignIn.seen_at)).where(SignIn.staff_id == staff_id))
    return Listed(staff, account(db, staff), seen)


def add(
    db: Session, staff: Staff, email: str, has: Iterable[Duty], *, now: datetime
) -> StaffAccount:
    """A way in for a member of staff, who may be new; she chooses her password herself. Raises `EmailTaken`."""
    email = plain_email(email)
    db.add(staff)
    db.flush()
    if by_email(db, email) or account(db, staff):
        raise EmailTaken
    staff.email = staff.email or email
    made = StaffAccount(staff=staff, email=email, duties=_in_order(has), made_at=now)
    db.add(made)
    db.flush()
    return made


def give_duties(db: Session, account: StaffAccount, has: Iterable[Duty]) -> None:
    """What she may do from now on. Raises `LastAdministrator`."""
    has = frozenset(has)
    if Duty.ADMINISTRATOR not in has:
        _keep_an_administrator(db, account)
    account.duties = _in_order(has)


def make_code(
    db: Session,
    secret_key: str,
    account: StaffAccount,
    *,
    today: date,
    now: datetime,
    form: str | None = None,
) -> str:
    """A one-time code with which she chooses a password; older ones stop working. Raises `HasLeft`."""
    if account.staff.ended_on is not None and account.staff.ended_on <= today:
        raise HasLeft
    return codes.make(db, secret_key, staff=account.staff, now=now, lives=CODE_LIVES, form=form)


def end(db: Session, staff: Staff, on: date, *, today: date, now: datetime) -> None:
    """Her last day here. Today or earlier: she is out at once, on every device, and her code and password are dead.

    Raises `LastAdministrator`.
    """
    hers = account(db, staff)
    if hers:
        _keep_an_administrator(db, hers)
    staff.ended_on = on
    if on > today:
        return
    sessions.end_for_staff(db, staff, now=now)
    codes.spoil(db, staff, now=now)
    if hers:
        hers.password_hash = None


def stay(staff: Staff) -> None:
    """It was a mistake, or she has come back; after her last day she needs a new code."""
    staff.ended_on = None


def participants_of(db: Session, staff: Staff, today: date) -> int:
    """For how many participants she is a contact: they must be handed over before she leaves."""
    asked = sa.select(sa.func.count(sa.distinct(Assignment.participant_id))).where(
        Assignment.staff_id == staff.id,
        sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= today),
    )
    return db.scalar(asked) or 0


def _keep_an_administrator(db: Session, but: StaffAccount) -> None:
    """Refuse what would leave nobody who can sign in and make accounts."""
    if not but.may(Duty.ADMINISTRATOR):
        return
    everybody = db.scalars(
        sa.select(StaffAccount)
        .options(joinedload(StaffAccount.staff))
        .with_for_update(of=StaffAccount)
        .execution_options(populate_existing=True)
    ).all()
    for other in everybody:
        is_here = other.staff.ended_on is None and other.password_hash is not None
        if other.id != but.id and is_here and other.may(Duty.ADMINISTRATOR):
            return
    raise LastAdministrator


def _in_order(has: Iterable[Duty]) -> list[str]:
    wanted = frozenset(has)
    return [duty.value for duty in Duty if duty in wanted]
