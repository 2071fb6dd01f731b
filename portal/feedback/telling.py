"""The only place where feedback touches notices: that she is asked, that she is reminded, and that it no longer holds.

Whoever's data are protected is told nothing: the question stands on her page. A notice never says what it is about.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.feedback.models import FeedbackRequest


def asked(db: Session, request: FeedbackRequest, *, now: datetime) -> None:
    """She is asked something: tell her once."""


def reminded(db: Session, request: FeedbackRequest, *, now: datetime) -> None:
    """A week has passed, and she has not answered: tell her once more, and never again."""


def settled(db: Session, request: FeedbackRequest, *, now: datetime) -> None:
    """She has answered, does not want to, or the time is out: what was not sent yet is kept back."""
