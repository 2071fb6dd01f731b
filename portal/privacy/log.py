"""Writing and reading the access log (SoLPuL 10 §: she may know who has read)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.people.models import Participant, Staff
from portal.privacy.models import AccessLog, Opened

A_PAGE = 50


def record(
    db: Session, staff: Staff, participants: Iterable[Participant], opened: Opened, *, now: datetime
) -> None:
    """Note that a member of staff has opened something about each of these participants."""
    db.add_all(
        AccessLog(participant_id=one.id, staff_id=staff.id, opened=opened, opened_at=now)
        for one in participants
    )


def openings(
    db: Session, participant: Participant, *, before: datetime | None = None
) -> Sequence[AccessLog]:
    """Who has opened her data, the newest first, at most `A_PAGE` lines, and one more when there are older ones."""
    query = (
        sa.select(AccessLog)
        .where(AccessLog.participant_id == participant.id)
        .options(
            joinedload(AccessLog.staff).options(
                joinedload(Staff.role), joinedload(Staff.organisation)
            )
        )
        .order_by(AccessLog.opened_at.desc(), AccessLog.id)
        .limit(A_PAGE + 1)
    )
    if before:
        query = query.where(AccessLog.opened_at < before)
    return db.scalars(query).all()
