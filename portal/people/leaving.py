"""Why somebody who was signed in is so no longer, and ending the session on the server."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people import sessions
from portal.people.sign_in_models import SignIn


class Ended(StrEnum):
    """What ended a session."""

    UNTOUCHED = "untouched"
    LONG = "long"
    ELSEWHERE = "elsewhere"
    """Signed out on purpose: here in another tab, or from another phone."""


def was(db: Session, token: str | None) -> SignIn | None:
    """The session that this secret belonged to, living or not."""
    if not token:
        return None
    return db.scalar(sa.select(SignIn).where(SignIn.token_hash == sessions.hashed(token)))


def why(ended: SignIn, *, now: datetime) -> Ended:
    """What to tell her about it."""
    if ended.ended_at is not None:
        return Ended.ELSEWHERE
    if ended.started_at <= now - sessions.LONGEST and ended.seen_at > now - sessions.IDLE:
        return Ended.LONG
    return Ended.UNTOUCHED
