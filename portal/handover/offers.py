"""Reading offers: those that wait for me, and what became of mine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.people import access
from portal.people.handover_models import HandoverOffer
from portal.people.models import Assignment, Participant, Staff

REMEMBERED = timedelta(days=60)
"""How long an answered offer stands in the list of whoever made it."""


def to_me(db: Session, staff: Staff, today: date) -> Sequence[HandoverOffer]:
    """What colleagues ask her to take over, the oldest first; only what she can still say yes to."""
    lasts = sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= today)
    return db.scalars(
        _whole()
        .join(HandoverOffer.assignment)
        .join(HandoverOffer.participant)
        .where(
            HandoverOffer.to_id == staff.id,
            HandoverOffer.settled_at.is_(None),
            lasts,
            access.is_here(today),
        )
        .order_by(HandoverOffer.offered_at, Participant.key)
    ).all()


def taken(db: Session, staff: Staff, today: date) -> Sequence[HandoverOffer]:
    """Those she has said yes to, and who become hers on a later day."""
    return db.scalars(
        _whole()
        .where(
            HandoverOffer.to_id == staff.id,
            HandoverOffer.is_accepted.is_(True),
            HandoverOffer.from_on > today,
        )
        .order_by(HandoverOffer.from_on)
    ).all()


def from_me(db: Session, staff: Staff, now: datetime) -> Sequence[HandoverOffer]:
    """What she has asked colleagues to take over, and their answers; what waits first, then the newest."""
    return db.scalars(
        _whole()
        .where(
            HandoverOffer.offered_by_id == staff.id,
            sa.or_(HandoverOffer.settled_at.is_(None), HandoverOffer.settled_at > now - REMEMBERED),
        )
        .order_by(HandoverOffer.settled_at.is_not(None), HandoverOffer.settled_at.desc())
    ).all()


def one(db: Session, staff: Staff, offer_id: UUID) -> HandoverOffer:
    """An offer to her, or from her. Raises `NoResultFound` for any other."""
    return (
        db.scalars(
            _whole()
            .where(
                HandoverOffer.id == offer_id,
                sa.or_(HandoverOffer.to_id == staff.id, HandoverOffer.offered_by_id == staff.id),
            )
            .options(joinedload(HandoverOffer.items))
        )
        .unique()
        .one()
    )


def waits(offer: HandoverOffer, today: date) -> bool:
    """Whether it may still be answered: the contact it is about is one still, and the case is here."""
    until, moved = offer.assignment.until_on, offer.participant.moved_on
    return (
        offer.settled_at is None
        and (until is None or until >= today)
        and (moved is None or moved > today)
    )


def _whole() -> sa.Select[HandoverOffer]:
    """An offer with everybody in it."""
    return sa.select(HandoverOffer).options(
        joinedload(HandoverOffer.participant),
        joinedload(HandoverOffer.offered_by),
        joinedload(HandoverOffer.to),
        joinedload(HandoverOffer.assignment).joinedload(Assignment.staff),
    )
