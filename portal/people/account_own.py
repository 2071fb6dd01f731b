"""What a member of staff does with her own way in: her password, and signing out elsewhere. Knows no web."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import Municipality
from portal.people import passwords, sessions
from portal.people.account_models import StaffAccount
from portal.people.models import Staff
from portal.people.passwords import Weakness
from portal.people.sign_in_models import SignIn

TWICE = timedelta(minutes=1)
"""A form that comes again within so long is one that was pressed twice."""


class WrongPassword(Exception):
    """What she gave as her password now is not her password."""


def weakness(db: Session, account: StaffAccount, password: str) -> Weakness | None:
    """What is wrong with a password that she would choose, by the rules of decision 0008."""
    place = db.scalar(sa.select(Municipality.name))
    about = [account.email, account.staff.name, place.original if place else ""]
    return passwords.weakness(password, about)


def change_password(
    db: Session,
    secret_key: str,
    account: StaffAccount,
    old: str,
    new: str,
    *,
    here: SignIn,
    now: datetime,
) -> None:
    """The new password is hers, and she is signed out everywhere but here.

    Sent twice it is changed once. Raises `WrongPassword`.
    """
    if not passwords.is_right(secret_key, account, old):
        if _is_sent_twice(secret_key, account, new, now=now):
            return
        raise WrongPassword
    account.password_hash = passwords.hashed(secret_key, account, new)
    account.password_set_at = now
    sign_out_elsewhere(db, here, now=now)


def signed_in(db: Session, staff: Staff, *, now: datetime) -> Sequence[SignIn]:
    """Where she is signed in now, the place used last first."""
    return db.scalars(
        sa.select(SignIn)
        .where(
            SignIn.staff_id == staff.id,
            SignIn.ended_at.is_(None),
            SignIn.seen_at > now - sessions.IDLE,
            SignIn.started_at > now - sessions.LONGEST,
        )
        .order_by(SignIn.seen_at.desc(), SignIn.started_at.desc())
    ).all()


def sign_out_elsewhere(db: Session, here: SignIn, *, now: datetime) -> None:
    """End every session of hers but this one."""
    db.execute(
        sa.update(SignIn)
        .where(SignIn.staff_id == here.staff_id, SignIn.id != here.id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def _is_sent_twice(secret_key: str, account: StaffAccount, new: str, *, now: datetime) -> bool:
    set_at = account.password_set_at
    is_fresh = set_at is not None and now - set_at < TWICE
    return is_fresh and passwords.is_right(secret_key, account, new)
