"""When she is asked how it goes: every six months (BIP-skattning, Linköping's routine), and only when she wants."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import Municipality
from portal.people.directory import directory
from portal.people.models import Participant
from portal.progress.models import RatingPause, SelfRating, StaffRating

NOT_NOW = timedelta(weeks=4)
"""How long «not now» is remembered."""
USUAL_MONTHS = 6


class Asks(StrEnum):
    """What her first page asks of her, quietly."""

    FIRST = "first"
    AGAIN = "again"
    GO_ON = "go-on"
    """She has begun, and can go on."""


@dataclass(frozen=True)
class Standing:
    """Where she stands with her rating."""

    rated_on: date | None
    """When she last was done; None when she never was."""
    started_at: datetime | None
    """When she began the one that is open."""
    paused_until: date | None


def standing(db: Session, participant: Participant) -> Standing:
    """Where she stands, in one question."""
    hers = SelfRating.participant_id == participant.id
    found = db.execute(
        sa.select(
            sa.select(sa.func.max(SelfRating.rated_on)).where(hers).scalar_subquery(),
            sa.select(SelfRating.started_at)
            .where(hers, SelfRating.rated_on.is_(None))
            .scalar_subquery(),
            sa.select(RatingPause.until_on)
            .where(RatingPause.participant_id == participant.id)
            .scalar_subquery(),
        )
    ).one()
    return Standing(*found)


def asks(db: Session, participant: Participant, *, has_plan: bool, today: date) -> Asks | None:
    """What to ask of her today: to go on with what she began, or to rate when it is time; None to leave her alone.

    The first time is when she has a plan: before that nobody has asked her what she wants. «Not now» is respected.
    """
    found = standing(db, participant)
    if found.paused_until and today < found.paused_until:
        return None
    if found.started_at:
        return Asks.GO_ON
    if found.rated_on is None:
        return Asks.FIRST if has_plan else None
    return Asks.AGAIN if next_on(found.rated_on, directory(db).municipality) <= today else None


def put_off(db: Session, participant: Participant, *, today: date) -> None:
    """She does not want to be reminded for some weeks. Saying it again counts from today."""
    db.execute(
        sa.select(Participant.id)
        .where(Participant.id == participant.id)
        .with_for_update(key_share=True)
    )
    pause = db.scalar(sa.select(RatingPause).where(RatingPause.participant_id == participant.id))
    if pause is None:
        pause = RatingPause(participant_id=participant.id)
        db.add(pause)
    pause.until_on = today + NOT_NOW
    db.flush()


def staff_due_on(db: Session, participant: Participant) -> date | None:
    """When staff are to rate beside her next: as often as she is, whoever of them did it last; None for at once."""
    last = db.scalar(
        sa.select(sa.func.max(StaffRating.rated_on)).where(
            StaffRating.participant_id == participant.id
        )
    )
    return next_on(last, directory(db).municipality) if last else None


def next_on(rated_on: date, municipality: Municipality | None) -> date:
    """The day the next rating is due, so many months later as the municipality's routine says."""
    months = municipality.progress_rating_months if municipality else USUAL_MONTHS
    year, month = divmod(rated_on.year * 12 + rated_on.month - 1 + months, 12)
    last_of_month = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(rated_on.day, last_of_month))
