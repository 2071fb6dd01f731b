"""Putting something in the outbox with what happened, and keeping it back when it no longer holds.

Notices are for people's days: none between 20.00 and 08.00. Whoever's data are protected gets none at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal import clock
from portal.db import write
from portal.notifications.choice_models import NoticeChoice
from portal.notifications.models import Channel, NoticeKind, OutboxNotice, Why
from portal.people.models import Participant

MORNING, EVENING = time(8), time(20)
LAST = time(19, 45)
"""When in the evening something is told that would otherwise fall in the night."""


def is_night(at: datetime) -> bool:
    """Whether a moment lies in the hours when nobody is told anything."""
    return not MORNING <= clock.local(at).time() < EVENING


def not_at_night(at: datetime) -> datetime:
    """The same moment, or the next morning."""
    local = clock.local(at)
    if not is_night(at):
        return at
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return datetime.combine(day, MORNING, clock.LOCAL)


def before_night(at: datetime) -> datetime:
    """The same moment, or the evening before."""
    local = clock.local(at)
    if not is_night(at):
        return at
    day = local.date() - timedelta(days=local.time() < MORNING)
    return datetime.combine(day, LAST, clock.LOCAL)


def put(
    db: Session,
    participant: Participant,
    kind: NoticeKind,
    subject_id: UUID,
    version: int,
    *,
    now: datetime,
    at: datetime,
    expires_at: datetime,
    about_id: UUID | None = None,
    happens_at: datetime | None = None,
    channel: Channel = Channel.CHOSEN,
) -> OutboxNotice | None:
    """Tell a participant at that moment, or not at all when it has passed or would come too late."""
    if participant.is_protected or not now <= at < expires_at or is_night(at):
        return None
    notice = OutboxNotice(
        person_id=participant.id,
        participant_id=participant.id,
        kind=kind,
        channel=channel,
        subject_id=subject_id,
        about_id=about_id,
        version=version,
        made_at=now,
        not_before=at,
        happens_at=happens_at,
        expires_at=expires_at,
        tries=0,
    )
    write(db, notice)
    return notice


def put_once(
    db: Session,
    participant: Participant,
    kind: NoticeKind,
    subject_id: UUID,
    version: int,
    *,
    now: datetime,
    at: datetime,
    expires_at: datetime,
) -> None:
    """As `put`, for what is looked for again and again: a notice that was made before is not made twice."""
    known = sa.select(OutboxNotice.id).where(
        OutboxNotice.subject_id == subject_id,
        OutboxNotice.version == version,
        OutboxNotice.kind == kind,
        OutboxNotice.person_id == participant.id,
    )
    if db.scalar(known.limit(1)):
        return
    with suppress(IntegrityError), db.begin_nested():  # another worker was quicker
        put(db, participant, kind, subject_id, version, now=now, at=at, expires_at=expires_at)


CHOICES = NoticeChoice.__table__.c
MAILS_CALENDAR = sa.select(CHOICES.mails_calendar).where(
    CHOICES.participant_id == sa.bindparam("participant")
)


def put_in_calendar(
    db: Session,
    participant: Participant,
    subject_id: UUID,
    version: int,
    *,
    now: datetime,
    expires_at: datetime,
) -> OutboxNotice | None:
    """Mail her the meeting as a file for her calendar, when she asked for that."""
    if not db.connection().scalar(MAILS_CALENDAR, {"participant": participant.id}):
        return None
    return put(
        db, participant, NoticeKind.CALENDAR, subject_id, version,
        now=now, at=not_at_night(now), expires_at=expires_at, channel=Channel.EMAIL,
    )  # fmt: skip


def next_version(db: Session, subject_id: UUID, kind: NoticeKind) -> int:
    """The number of the next notice of one kind about something that counts no versions itself."""
    asked = sa.select(sa.func.max(OutboxNotice.version)).where(
        OutboxNotice.subject_id == subject_id, OutboxNotice.kind == kind
    )
    return (db.scalar(asked) or 0) + 1


def withdraw(
    db: Session, subject_id: UUID, *, now: datetime, kinds: Iterable[NoticeKind] | None = None
) -> None:
    """Keep back everything about this that has not been sent."""
    asked = _unsent(OutboxNotice.subject_id == subject_id)
    if kinds is not None:
        asked = asked.where(OutboxNotice.kind.in_(list(kinds)))
    db.execute(asked.values(withdrawn_at=now, why=Why.READ))


def withdraw_about(db: Session, about_id: UUID, *, now: datetime) -> None:
    """Keep back everything in this conversation that has not been sent."""
    asked = _unsent(OutboxNotice.about_id == about_id)
    db.execute(asked.values(withdrawn_at=now, why=Why.READ))


def _unsent(which: sa.ColumnElement[bool]) -> sa.Update:
    return sa.update(OutboxNotice).where(
        which, OutboxNotice.sent_at.is_(None), OutboxNotice.withdrawn_at.is_(None)
    )
