"""How often something may be tried from one place: counted in the database, so that all processes count together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.people.keyed import keyed
from portal.people.sign_in_models import Attempt

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """How many times in how long (ASVS 5.0, 2.4.1 and 6.3.1)."""

    purpose: str
    times: int
    window: timedelta = timedelta(minutes=10)


CODES = Limit("code", 20)
PINS = Limit("pin", 60)  # many share one address: an office, a mobile network
QUESTIONS = Limit("question", 10)
PANEL = Limit("panel", 20)
"""Wrong addresses of the user panel, of papers: right ones are not counted, a whole room may share one network."""
PASSWORDS = Limit("password", 60)
PASSWORDS_OF_ONE = Limit("password-of-one", 10)
"""At one e-mail, from wherever: so a password cannot be guessed from many places at once."""


def count(
    db: Session, secret_key: str, limit: Limit, address: str, *, now: datetime
) -> timedelta | None:
    """Count one more try from a network address. None when it may go on, else how long to wait.

    The caller commits, also when it refuses.
    """
    what, window_at = _counted_as(secret_key, limit, address, now)
    insert = INSERTS[db.get_bind().dialect.name]
    first = insert(Attempt).values(id=uuid4(), what=what, window_at=window_at, times=1)
    upsert = first.on_conflict_do_update(
        index_elements=["what", "window_at"], set_={"times": Attempt.times + 1}
    )
    times = db.scalar(upsert.returning(Attempt.times)) or 0
    return window_at + limit.window - now if times > limit.times else None


def wait(
    db: Session, secret_key: str, limit: Limit, address: str, *, now: datetime
) -> timedelta | None:
    """How long this place has to wait, after so many tries as were counted; None when it may go on. Counts nothing."""
    what, window_at = _counted_as(secret_key, limit, address, now)
    times = db.scalar(
        sa.select(Attempt.times).where(Attempt.what == what, Attempt.window_at == window_at)
    )
    return window_at + limit.window - now if (times or 0) >= limit.times else None


def sweep(db: Session, *, now: datetime) -> None:
    """Forget what was counted yesterday."""
    db.execute(sa.delete(Attempt).where(Attempt.window_at < now - KEPT))


def _counted_as(secret_key: str, limit: Limit, address: str, now: datetime) -> tuple[str, datetime]:
    seconds = limit.window.total_seconds()
    window_at = datetime.fromtimestamp(now.timestamp() // seconds * seconds, UTC)
    return keyed(secret_key, "attempt", limit.purpose, _place(address)), window_at


def _place(address: str) -> str:
    """One subscriber is one place: an IPv6 subscriber has a whole /64 to choose from."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(int(parsed) >> 64)
    return str(parsed)
