"""Signed-in sessions: kept on the server, so that ending one ends it everywhere."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.people.directory import REVISION
from portal.people.models import Participant, Staff
from portal.people.sign_in_models import Device, SignIn

IDLE = timedelta(minutes=30)
"""A session ends when nothing has been touched for so long (ASVS 5.0, 7.3.1)."""
WARNING = timedelta(minutes=2)
"""How long before that she is warned."""
LONGEST = timedelta(hours=12)
"""A session ends after so long whatever happens (ASVS 5.0, 7.3.2)."""
SEEN_EVERY = timedelta(seconds=30)
"""Last-seen is written at most this often, so that reading stays reading."""


LIVING = (
    sa.select(SignIn, REVISION.scalar_subquery())
    .options(joinedload(SignIn.participant))
    .where(
        SignIn.token_hash == sa.bindparam("token_hash"),
        SignIn.ended_at.is_(None),
        SignIn.seen_at > sa.bindparam("idle_since"),
        SignIn.started_at > sa.bindparam("old_since"),
        sa.or_(
            SignIn.staff_id.is_(None),
            sa.exists().where(
                Staff.id == SignIn.staff_id,
                sa.or_(Staff.ended_on.is_(None), Staff.ended_on >= sa.bindparam("today")),
            ),
        ),
    )
)


def hashed(secret: str) -> str:
    """What is stored of a long random secret: enough to know it again, useless to a thief."""
    return hashlib.sha256(secret.encode()).hexdigest()


def begin(
    db: Session,
    token: str,
    *,
    participant: Participant | None = None,
    staff: Staff | None = None,
    device: Device | None = None,
    now: datetime,
) -> SignIn:
    """Open a session for one person and remember when she was last here before it.

    Beginning again with the same token gives the same session: a form sent twice signs in once.
    """
    again = db.scalar(sa.select(SignIn).where(SignIn.token_hash == hashed(token)))
    if again:
        return again
    seen_before = (
        db.scalar(
            sa.select(sa.func.max(SignIn.seen_at)).where(SignIn.participant_id == participant.id)
        )
        if participant
        else None
    )
    sign_in = SignIn(
        token_hash=hashed(token),
        participant=participant,
        staff=staff,
        device=device,
        started_at=now,
        seen_at=now,
        news_since=seen_before,
    )
    db.add(sign_in)
    return sign_in


def find(db: Session, token: str, *, now: datetime) -> SignIn | None:
    """The living session with this token, or None when it ended, idled out or grew too old, or she works here no more.

    The same question tells the directory whether what it keeps is still true.
    """
    found = db.execute(
        LIVING,
        {
            "token_hash": hashed(token),
            "idle_since": now - IDLE,
            "old_since": now - LONGEST,
            "today": clock.local(now).date(),
        },
    ).one_or_none()
    if found is None:
        return None
    sign_in: SignIn
    sign_in, db.info["revision"] = found
    return sign_in


TOUCH = (
    sa.update(SignIn.__table__)  # type: ignore[arg-type]  # a model's own table
    .where(SignIn.id == sa.bindparam("sign_in"), SignIn.ended_at.is_(None))
    .values(seen_at=sa.bindparam("now"))
)


def touch(db: Session, sign_in_id: UUID, *, now: datetime) -> None:
    """Note that she is here now; a session that has ended stays as it was."""
    db.connection().execute(TOUCH, {"sign_in": sign_in_id, "now": now})


def end(db: Session, sign_in: SignIn, *, now: datetime) -> None:
    """End a session for every copy of its cookie; the last activity stays the end of what she has seen."""
    db.execute(
        sa.update(SignIn)
        .where(SignIn.id == sign_in.id, SignIn.ended_at.is_(None))
        .values(ended_at=now, seen_at=now)
    )


def end_for_device(db: Session, device: Device, *, now: datetime) -> None:
    """End every session that was opened from this phone."""
    db.execute(
        sa.update(SignIn)
        .where(SignIn.device_id == device.id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )


def end_for_staff(db: Session, staff: Staff, *, now: datetime) -> None:
    """End every session of a member of staff: she works here no more, or has a new password."""
    db.execute(
        sa.update(SignIn)
        .where(SignIn.staff_id == staff.id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )
