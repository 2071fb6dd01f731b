"""Signing in: a code makes a phone hers, and on her phone the PIN opens the portal. Knows nothing of the web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.municipality.models import Installation
from portal.people import accounts, attempts, codes, devices, passwords, pins, sessions
from portal.people.account_models import StaffAccount
from portal.people.keyed import keyed
from portal.people.models import Staff
from portal.people.sign_in_models import ActivationCode, Device, SignIn

SWEPT_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class Mine:
    """What she chose for this phone: a PIN, and how the phone shows her without her name."""

    pin: str
    picture: str
    nickname: str | None


@dataclass(frozen=True)
class Arrived:
    """She is in: the session's secret for the browser, and the phone's own when it became hers just now."""

    session_token: str
    device_token: str | None = None


class PasswordNeeded(Exception):
    """Only where nothing is real does a code alone sign staff in; here it leads to choosing a password."""


class PasswordRefused(Exception):
    """The e-mail and the password do not belong together; which of them is wrong is not said."""


def with_new_phone(
    db: Session,
    secret_key: str,
    code: ActivationCode,
    mine: Mine,
    *,
    on_phone: Mapping[str, Device],
    browser: str,
    now: datetime,
) -> Arrived:
    """The phone is hers and she is signed in. Sent twice by the same browser it gives the same phone and session.

    An older entry of hers on the same phone is replaced. Raises `CodeUsed` or `CodeExpired`.
    """
    if code.participant is None:
        raise codes.CodeUnknown
    token = keyed(secret_key, "device", browser, str(code.id))
    is_first = codes.use(db, code, browser=browser, now=now)
    if is_first:
        for older in on_phone.values():
            if older.participant_id == code.participant_id:
                devices.forget(db, older, now=now)
        db.add(
            Device(
                participant=code.participant, token_hash=sessions.hashed(token),
                pin_hash=pins.hashed(secret_key, token, mine.pin),
                picture=mine.picture, nickname=mine.nickname, made_at=now, used_at=now,
            )
        )  # fmt: skip
        db.flush()
    device = db.scalars(sa.select(Device).where(Device.token_hash == sessions.hashed(token))).one()
    return Arrived(_begin(db, secret_key, device, browser=browser, now=now), token)


def with_pin(
    db: Session,
    secret_key: str,
    device: Device,
    token: str,
    pin: str,
    *,
    browser: str,
    now: datetime,
) -> Arrived:
    """Sign in on a phone that is hers. The try is counted, and that committed, before the PIN is looked at.

    Raises `PinWrong`, `PinLocked` while she has to wait, and `PinSpent` when she needs a new code.
    """
    check_pin(db, secret_key, device, token, pin, now=now)
    sweep(db, now=now)
    return Arrived(_begin(db, secret_key, device, browser=browser, now=now))


def check_pin(
    db: Session, secret_key: str, device: Device, token: str, pin: str, *, now: datetime
) -> None:
    """Make sure that it is she who holds the phone. Raises what `with_pin` raises."""
    pins.count_try(db, device, now=now)
    db.commit()
    if not pins.is_right(secret_key, device, token, pin):
        raise pins.refusal(device, now=now) or pins.PinWrong
    pins.right(db, device, now=now)


def as_staff(
    db: Session, secret_key: str, code: ActivationCode, *, browser: str, now: datetime
) -> Arrived:
    """Sign a member of staff in by a printed code. Raises `PasswordNeeded` outside a demo, and `CodeRefused`."""
    if code.staff is None or code.staff.has_left(clock.local(now).date()):
        raise codes.CodeExpired(code)
    if not db.scalar(sa.select(Installation.is_demo)):
        raise PasswordNeeded if accounts.account(db, code.staff) else codes.CodeUnknown
    codes.use(db, code, browser=browser, now=now)
    return Arrived(_begin_staff(db, secret_key, code.staff, browser, code.id, now=now))


def with_password(
    db: Session, secret_key: str, email: str, password: str, *, browser: str, now: datetime
) -> Arrived:
    """Sign a member of staff in. Raises `PasswordRefused`, as fast for an unknown e-mail as for a wrong password."""
    account = accounts.by_email(db, email)
    is_right = passwords.is_right(secret_key, account, password)
    if not (account and is_right) or account.staff.has_left(clock.local(now).date()):
        raise PasswordRefused
    sweep(db, now=now)
    return Arrived(_begin_staff(db, secret_key, account.staff, browser, account.id, now=now))


def with_new_password(
    db: Session,
    secret_key: str,
    account: StaffAccount,
    code: ActivationCode,
    password: str,
    *,
    browser: str,
    now: datetime,
) -> Arrived:
    """The password is hers from now on and she is signed in; wherever she was signed in before, she is no longer.

    Sent twice by the same browser it gives the same session. Raises `CodeUsed` or `CodeExpired`.
    """
    if codes.use(db, code, browser=browser, now=now):
        sessions.end_for_staff(db, account.staff, now=now)
        account.password_hash = passwords.hashed(secret_key, account, password)
        account.password_set_at = now
    return Arrived(_begin_staff(db, secret_key, account.staff, browser, code.id, now=now))


def sweep(db: Session, *, now: datetime) -> None:
    """Remove what no longer serves anybody: old codes, old sessions and old counts."""
    attempts.sweep(db, now=now)
    codes.sweep(db, now=now)
    db.execute(sa.delete(SignIn).where(SignIn.seen_at < now - SWEPT_AFTER))


def _begin(db: Session, secret_key: str, device: Device, *, browser: str, now: datetime) -> str:
    token = keyed(secret_key, "session", browser, str(device.id))
    sessions.begin(db, token, participant=device.participant, device=device, now=now)
    return token


def _begin_staff(
    db: Session, secret_key: str, staff: Staff, browser: str, by: UUID, *, now: datetime
) -> str:
    token = keyed(secret_key, "session", browser, str(by))
    sessions.begin(db, token, staff=staff, now=now)
    return token
