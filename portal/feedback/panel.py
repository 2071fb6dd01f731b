"""The user panel (brukarpanelen): who takes part is hers to say and nobody's to read. Knows no web.

Staff are told how many take part, never who: there is no function here that gives a list of them.
"""

from __future__ import annotations

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import answering
from portal.feedback.asking import is_open
from portal.feedback.models import FeedbackRequest, Occasion, PanelMember
from portal.people import access
from portal.people.models import Participant

LEAST = 5
"""Fewer members than so many are not counted to staff."""


def is_member(db: Session, participant: Participant) -> bool:
    """Whether she takes part just now."""
    member = _member(db, participant)
    return member is not None and member.left_on is None


def join(db: Session, participant: Participant, *, today: date) -> None:
    """She takes part from now on, again if she had left. Twice changes nothing."""
    # Two presses at once: the second waits here, and finds her a member.
    db.execute(
        sa.select(Participant.id)
        .where(Participant.id == participant.id)
        .with_for_update(key_share=True)
    )
    member = _member(db, participant)
    if member is None:
        db.add(PanelMember(participant_id=participant.id, since=today))
    elif member.left_on is not None:
        member.since, member.left_on = today, None
    db.flush()


def leave(db: Session, participant: Participant, *, now: datetime) -> None:
    """She takes part no longer, and is not asked any more in the round that goes on. Twice changes nothing."""
    today = clock.local(now).date()
    member = _member(db, participant)
    if member is None or member.left_on is not None:
        return
    member.left_on = today
    asked = db.scalars(
        sa.select(FeedbackRequest)
        .where(
            FeedbackRequest.participant_id == participant.id,
            FeedbackRequest.occasion == Occasion.PANEL,
            is_open(today),
        )
        .with_for_update()
    )
    for one in asked:
        answering.decline(db, one, now=now)


def members(db: Session, today: date) -> int | None:
    """How many take part, of those whose case goes on; None when they are fewer than five."""
    count = db.scalar(
        sa.select(sa.func.count(PanelMember.id))
        .join(Participant, Participant.id == PanelMember.participant_id)
        .where(PanelMember.left_on.is_(None), access.is_here(today))
    )
    return count if count is not None and (count == 0 or count >= LEAST) else None


def _member(db: Session, participant: Participant) -> PanelMember | None:
    return db.scalar(sa.select(PanelMember).where(PanelMember.participant_id == participant.id))
