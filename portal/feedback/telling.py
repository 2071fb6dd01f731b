"""The only place where feedback touches notices: that she is asked, that she is reminded, and that it no longer holds.

Whoever's data are protected is told nothing: the question stands on her page. A notice never says what it is about.
"""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.models import FeedbackRequest
from portal.notifications import outbox
from portal.notifications.models import NoticeKind

ASKED, REMINDED = 1, 2
"""She is told at most twice of one request."""


def asked(db: Session, request: FeedbackRequest, *, now: datetime) -> None:
    """She is asked something: tell her once."""
    _tell(db, request, ASKED, now)


def reminded(db: Session, request: FeedbackRequest, *, now: datetime) -> None:
    """A week has passed, and she has not answered: tell her once more, and never again."""
    _tell(db, request, REMINDED, now)


def settled(db: Session, request: FeedbackRequest, *, now: datetime) -> None:
    """She has answered, does not want to, or the time is out: what was not sent yet is kept back."""
    day = datetime.combine(clock.local(now).date(), time.min, clock.LOCAL)
    outbox.withdraw(db, request.id, now=day)  # the moment at which she answered is kept nowhere


def _tell(db: Session, request: FeedbackRequest, version: int, now: datetime) -> None:
    closes_at = datetime.combine(request.closes_on, time.max, clock.LOCAL)
    outbox.put_once(
        db, request.participant, NoticeKind.FEEDBACK, request.id, version,
        now=now, at=outbox.not_at_night(now), expires_at=closes_at,
    )  # fmt: skip
