"""Writing and reading the access log (SoLPuL 10 §: she may know who has read)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.people.day import Known
from portal.people.models import Participant, Staff
from portal.privacy.models import AccessLog, Opened

A_PAGE = 50
WHO = joinedload(AccessLog.staff).options(joinedload(Staff.role), joinedload(Staff.organisation))


def record(
    db: Session,
    staff: Staff,
    participants: Iterable[Known],
    opened: Opened,
    *,
    now: datetime,
    reason: str | None = None,
) -> None:
    """Note that a member of staff has opened something about each of these participants.

    A row in a list is noted once a day, so that she can find the rest; every other opening each time. `reason` is
    shown to her.
    """
    noted = _listed_today(db, staff, now) if opened is Opened.OVERVIEW else frozenset()
    db.add_all(
        AccessLog(
            participant_id=one.id, staff_id=staff.id, opened=opened, opened_at=now, reason=reason
        )
        for one in participants
        if one.id not in noted
    )


def was_listed(staff_id: sa.ColumnElement[UUID], since: sa.ColumnElement[datetime]) -> sa.Exists:
    """Whether this member of staff has had a participant in a list since then; for a select of participants."""
    return sa.exists().where(
        AccessLog.participant_id == Participant.id,
        AccessLog.staff_id == staff_id,
        AccessLog.opened == Opened.OVERVIEW,
        AccessLog.opened_at >= since,
    )


def midnight(now: datetime) -> datetime:
    """When the day began in Sweden."""
    return clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _listed_today(db: Session, staff: Staff, now: datetime) -> frozenset[UUID]:
    """Those whom she has had in a list since midnight in Sweden."""
    return frozenset(
        db.scalars(
            sa.select(AccessLog.participant_id).where(
                AccessLog.staff_id == staff.id,
                AccessLog.opened == Opened.OVERVIEW,
                AccessLog.opened_at >= midnight(now),
            )
        )
    )


def openings(
    db: Session, participant: Participant, *, before: datetime | None = None
) -> Sequence[AccessLog]:
    """Who has opened her data, the newest first, at most `A_PAGE` lines, and one more when there are older ones."""
    query = (
        sa.select(AccessLog)
        .where(AccessLog.participant_id == participant.id)
        .options(WHO)
        .order_by(AccessLog.opened_at.desc(), AccessLog.id)
        .limit(A_PAGE + 1)
    )
    if before:
        query = query.where(AccessLog.opened_at < before)
    return db.scalars(query).all()


def by_day(lines: Sequence[AccessLog]) -> list[tuple[AccessLog, list[tuple[str, int]]]]:
    """The same lines, one for each person, thing and reason of a day in Sweden, where the newest of them stands.

    With each, when it was: every minute ("HH:MM", the newest first), and how many times in that minute.
    """
    found: dict[object, tuple[AccessLog, Counter[str]]] = {}
    for line in lines:
        local = clock.local(line.opened_at)
        same = (line.staff_id, line.opened, line.reason, local.date())
        found.setdefault(same, (line, Counter()))[1][f"{local:%H:%M}"] += 1
    return [(line, list(times.items())) for line, times in found.values()]


def with_reason(db: Session, participant: Participant, *, since: datetime) -> Sequence[AccessLog]:
    """Who has opened her page without being there for her, and why, the newest first."""
    return db.scalars(
        sa.select(AccessLog)
        .where(
            AccessLog.participant_id == participant.id,
            AccessLog.opened == Opened.NEED,
            AccessLog.opened_at >= since,
        )
        .options(WHO)
        .order_by(AccessLog.opened_at.desc(), AccessLog.id)
        .limit(A_PAGE)
    ).all()
