"""How the outbox fares, for those who run the portal: how many wait, were sent, were given up. Names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications.leasing import IS_WAITING
from portal.notifications.models import Channel, NoticeKind, OutboxNotice, Why
from portal.people.models import Participant

MOST_SHOWN = 100
AGAIN_LASTS = timedelta(days=1)
"""What is tried again is worth telling for at least so long."""

IS_SENT = OutboxNotice.sent_at.is_not(None)
IS_DEAD = sa.and_(OutboxNotice.sent_at.is_(None), OutboxNotice.dead_at.is_not(None))


@dataclass(frozen=True)
class Count:
    """How many notices of one kind, by one channel."""

    kind: NoticeKind
    channel: Channel
    waiting: int
    sent: int
    dead: int


def counts(db: Session) -> Sequence[Count]:
    """By kind and channel; what was kept back because she had read it, or did not want it, is in none of them."""
    by = sa.func.coalesce(OutboxNotice.sent_by, OutboxNotice.channel)

    def how_many(which: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.sum(sa.case((which, 1), else_=0))

    rows = db.execute(
        sa.select(OutboxNotice.kind, by, how_many(IS_WAITING), how_many(IS_SENT), how_many(IS_DEAD))
        .where(sa.or_(IS_WAITING, IS_SENT, IS_DEAD))
        .group_by(OutboxNotice.kind, by)
        .order_by(OutboxNotice.kind, by)
    )
    return [Count(kind, Channel(way), *map(int, numbers)) for kind, way, *numbers in rows]


def oldest_due(db: Session, now: datetime) -> timedelta:
    """How long the notice that has been due longest has waited; nothing when none is due."""
    since = db.scalar(
        sa.select(sa.func.min(OutboxNotice.not_before)).where(
            IS_WAITING, OutboxNotice.not_before <= now
        )
    )
    return now - since if since else timedelta()


@dataclass(frozen=True)
class Dead:
    """A notice that was given up, by the reference of the person, never her name."""

    id: UUID
    reference: str
    kind: NoticeKind
    dead_at: datetime
    tries: int
    why: Why | None


def dead(db: Session) -> Sequence[Dead]:
    """What was given up, the newest first; at most `MOST_SHOWN`."""
    rows = db.execute(
        sa.select(OutboxNotice, Participant.key)
        .join(Participant, Participant.id == OutboxNotice.participant_id)
        .where(IS_DEAD, OutboxNotice.withdrawn_at.is_(None))
        .order_by(OutboxNotice.dead_at.desc(), OutboxNotice.id)
        .limit(MOST_SHOWN)
    )
    return [
        Dead(one.id, key, one.kind, one.dead_at, one.tries, one.why)
        for one, key in rows
        if one.dead_at
    ]


def try_again(db: Session, notice_id: UUID, *, now: datetime) -> bool:
    """Send it after all; false when that was done already, or it is no longer dead."""
    return bool(_change(db, OutboxNotice.id == notice_id, **_again(now)))


def try_all_again(db: Session, *, now: datetime) -> int:
    """Send all of them after all, but what reminds of something that has begun by now; how many."""
    still_helps = sa.or_(OutboxNotice.happens_at.is_(None), OutboxNotice.happens_at > now)
    return _change(db, still_helps, **_again(now))


def _again(now: datetime) -> dict[str, object]:
    lasts = sa.case(
        (OutboxNotice.expires_at < now + AGAIN_LASTS, now + AGAIN_LASTS),
        else_=OutboxNotice.expires_at,
    )
    return {"dead_at": None, "why": None, "tries": 0, "not_before": now, "expires_at": lasts}


def let_go(db: Session, notice_id: UUID, *, now: datetime) -> bool:
    """It is not sent, and no longer listed."""
    return bool(_change(db, OutboxNotice.id == notice_id, withdrawn_at=now, why=Why.LET_GO))


def _change(db: Session, which: sa.ColumnElement[bool], **values: object) -> int:
    changed = db.execute(
        sa.update(OutboxNotice)
        .where(which, IS_DEAD, OutboxNotice.withdrawn_at.is_(None))
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return int(changed.rowcount)  # type: ignore[attr-defined]
