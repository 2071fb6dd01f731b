"""The PIN of a phone: which ones are refused, how it is kept, and how wrong tries are counted."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy.orm import Session

from portal.people.keyed import keyed
from portal.people.sign_in_models import Device

SHORTEST, LONGEST = 4, 8
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's smallest for argon2id; the phone's own long secret is mixed in first and does the rest."""
FREE_TRIES = 4
"""The fifth wrong PIN is the first that makes her wait."""
MOST_TRIES = 10
"""After so many wrong ones in a row the phone needs a new code (ASVS 5.0, 6.3.1)."""
FIRST_WAIT = timedelta(minutes=1)
"""Each further wrong one doubles it: 1, 2, 4, 8, 16 minutes."""
COMMON = frozenset({"1122", "2580", "0852", "1004", "1379", "2468", "1357"})
RUNS = ("01234567890", "09876543210")


class Weakness(StrEnum):
    """Why a PIN cannot be chosen."""

    NOT_A_PIN = "not-a-pin"
    TOO_EASY = "too-easy"


class PinRefused(Exception):
    """The PIN opened nothing."""


class PinWrong(PinRefused):
    """It is not this phone's PIN, and she may try again at once."""


class PinLocked(PinRefused):
    """Too many wrong ones: even the right PIN is refused until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("locked")
        self.until = until


class PinSpent(PinRefused):
    """So many wrong ones that this phone needs a new code."""


def normalised(typed: str) -> str:
    """The digits that she typed, in whichever script her keyboard has."""
    signs = "".join(typed.split())
    return "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in signs)


def weakness(pin: str) -> Weakness | None:
    """What is wrong with a new PIN: not four to eight digits, or one that everybody tries first."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return Weakness.NOT_A_PIN
    repeats = (pin + pin).find(pin, 1) < len(pin)  # 0000, 4848, 121212
    is_easy = repeats or pin in COMMON or any(pin in run for run in RUNS)
    return Weakness.TOO_EASY if is_easy else None


def hashed(secret_key: str, device_token: str, pin: str) -> str:
    """What is stored of a PIN: useless without the phone's own secret and the installation's."""
    return HASHER.hash(keyed(secret_key, "pin", device_token, pin))


def is_right(secret_key: str, device: Device | None, device_token: str, pin: str) -> bool:
    """Whether this is the phone's PIN; a phone that nobody knows takes as long to refuse."""
    stored = device.pin_hash if device else nobodys()
    try:
        return (
            HASHER.verify(stored, keyed(secret_key, "pin", device_token, pin))
            and device is not None
        )
    except VerificationError:
        return False


@cache
def nobodys() -> str:
    """The hash that is looked at when there is none, so that refusing takes as long."""
    return HASHER.hash("nobody's")


def count_try(db: Session, device: Device, *, now: datetime) -> int:
    """Count a try as wrong before looking at it, and say how many that makes; `right` takes it back.

    The caller commits before it looks, so that of many at the same moment none is free.
    Raises `PinLocked` while she has to wait, and `PinSpent` when the phone needs a new code.
    """
    tries = db.scalar(
        sa.update(Device)
        .where(
            Device.id == device.id,
            Device.forgotten_at.is_(None),
            Device.wrong_pins < MOST_TRIES,
            sa.or_(Device.locked_until.is_(None), Device.locked_until <= now),
        )
        .values(wrong_pins=Device.wrong_pins + 1)
        .returning(Device.wrong_pins)
        .execution_options(synchronize_session=False)
    )
    if tries is None:
        db.refresh(device)
        raise refusal(device, now=now) or PinSpent
    if FREE_TRIES < tries < MOST_TRIES:
        until = now + FIRST_WAIT * 2 ** (tries - FREE_TRIES - 1)
        db.execute(sa.update(Device).where(Device.id == device.id).values(locked_until=until))
    db.refresh(device)
    return tries


def refusal(device: Device, *, now: datetime) -> PinLocked | PinSpent | None:
    """Why no PIN is taken on this phone just now, if so."""
    if device.wrong_pins >= MOST_TRIES or device.forgotten_at:
        return PinSpent()
    if device.locked_until and device.locked_until > now:
        return PinLocked(device.locked_until)
    return None


def right(db: Session, device: Device, *, now: datetime) -> None:
    """She knew the PIN: nothing counts against the phone any more."""
    device.wrong_pins, device.locked_until, device.used_at = 0, None, now
    db.flush()
