"""Which notices a worker has in hand. Several may work at once, and any of them may die at any moment.

A worker takes a notice for a while (a lease) and says afterwards how it went. If it dies, the time passes and somebody
else takes the notice again: nothing is lost, and the key that goes with it is the same, so nobody is told twice.
No network is asked within a transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications.choice_models import NoticeAddress, NoticeChoice, PushSubscription
from portal.notifications.groups import OF
from portal.notifications.models import Channel, NoticeKind, OutboxNotice, Why
from portal.notifications.timing import UNCOUNTED, Told, day_began, turn
from portal.people.models import Participant

LEASE = timedelta(minutes=2)
PEOPLE = 8
"""So many people's notices a worker takes at a time."""
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
MOST_DOUBLED = 10
"""More often a wait is not doubled: it is as long as it gets by then."""

IS_WAITING = sa.and_(
    OutboxNotice.sent_at.is_(None),
    OutboxNotice.withdrawn_at.is_(None),
    OutboxNotice.dead_at.is_(None),
    OutboxNotice.participant_id.is_not(None),
)


def is_due(now: datetime) -> sa.ColumnElement[bool]:
    """What is to be sent now, and nobody has in hand."""
    return sa.and_(
        IS_WAITING,
        OutboxNotice.not_before <= now,
        sa.or_(OutboxNotice.leased_until.is_(None), OutboxNotice.leased_until <= now),
    )


class Taken(list[OutboxNotice]):
    """The notices that a worker has taken in hand, and how many were settled with them: kept back or put off."""

    settled = 0


def take(db: Session, worker: str, *, now: datetime) -> Taken:
    """Take what is due for some people in hand; put off, keep back or give up what is not to be sent now.

    Waits for nobody: a person, or a notice, that somebody else has in hand is left alone.
    """
    people, taken = _people(db, now), Taken()
    if not people:
        return taken
    told = _told(db, people, now)
    refuses = _refuses(db, people)
    due = _due(db, people, now)
    late = {one.person_id for one in due if one.expires_at <= now}
    reachable = _reachable(db, late) if late else frozenset()
    for notice in due:
        if notice.kind in refuses.get(notice.person_id, ()):
            keep_back(notice, Why.NOT_WANTED, now)
        elif notice.expires_at <= now:
            _too_late(notice, now, is_reachable=notice.person_id in reachable)
        elif _begin(notice, told.setdefault(notice.person_id, Told()), worker, now):
            taken.append(notice)
    taken.settled = len(due)
    db.flush()
    return taken


def _too_late(notice: OutboxNotice, now: datetime, *, is_reachable: bool) -> None:
    """It was due, and no way took it in time: an administrator sees it, unless nothing could have reached her."""
    if is_reachable and notice.kind is not NoticeKind.ADDRESS_CODE:
        give_up(notice, Why.TRIED_ENOUGH, now)
    else:
        keep_back(notice, Why.EXPIRED, now)


def _reachable(db: Session, people: Collection[UUID]) -> frozenset[UUID]:
    """Those who have opened a way."""
    found: set[UUID] = set()
    for table in (NoticeAddress, PushSubscription):
        asked = sa.select(table.participant_id).where(table.participant_id.in_(people))
        found.update(db.scalars(asked))
    return frozenset(found)


def _begin(notice: OutboxNotice, told: Told, worker: str, now: datetime) -> bool:
    if notice.about_id in told.under_way:
        keep_back(notice, Why.MERGED, now)
        return False
    when = turn(notice.kind, notice.about_id, notice.expires_at, told, now)
    if isinstance(when, Why):
        keep_back(notice, when, now)
        return False
    if when > now:
        notice.not_before = when
        return False
    told.note(notice.kind, notice.about_id, now, is_under_way=True)
    notice.leased_until, notice.leased_by = now + LEASE, worker
    notice.tries += 1
    return True


def _people(db: Session, now: datetime) -> Sequence[UUID]:
    """People who are to be told something now, those who have waited longest first, and whom nobody has in hand."""
    waiting = (
        sa.select(OutboxNotice.participant_id)
        .where(is_due(now))
        .group_by(OutboxNotice.participant_id)
        .order_by(sa.func.min(OutboxNotice.not_before))
        .limit(PEOPLE * 4)
        .scalar_subquery()
    )
    return db.scalars(
        sa.select(Participant.id)
        .where(Participant.id.in_(waiting))
        .limit(PEOPLE)
        .with_for_update(skip_locked=True, key_share=True)
    ).all()


def _due(db: Session, people: Sequence[UUID], now: datetime) -> Sequence[OutboxNotice]:
    """What is due for them; of one conversation the first speaks for the others."""
    return db.scalars(
        sa.select(OutboxNotice)
        .where(is_due(now), OutboxNotice.participant_id.in_(people))
        .order_by(OutboxNotice.not_before, OutboxNotice.id)
        .with_for_update(skip_locked=True, of=OutboxNotice)
    ).all()


def _told(db: Session, people: Sequence[UUID], now: datetime) -> dict[UUID, Told]:
    """What each has been told today, and what is on its way to her just now."""
    rows = db.execute(
        sa.select(OutboxNotice.person_id, OutboxNotice.about_id, OutboxNotice.kind,
                  OutboxNotice.sent_at)
        .where(
            OutboxNotice.person_id.in_(people),
            OutboxNotice.kind.not_in(UNCOUNTED),
            sa.or_(
                OutboxNotice.sent_at >= day_began(now),
                sa.and_(OutboxNotice.sent_at.is_(None), OutboxNotice.leased_until > now),
            ),
        )
        .order_by(OutboxNotice.sent_at)
    )  # fmt: skip
    found: dict[UUID, Told] = {}
    for person, about, kind, sent_at in rows:
        told = found.setdefault(person, Told())
        told.note(kind, about, sent_at or now, is_under_way=sent_at is None)
    return found


def _refuses(db: Session, people: Sequence[UUID]) -> dict[UUID, set[NoticeKind]]:
    """Which kinds each does not want; protected people none at all."""
    rows = db.execute(
        sa.select(Participant.id, Participant.is_protected, NoticeChoice.turned_off)
        .outerjoin(NoticeChoice, NoticeChoice.participant_id == Participant.id)
        .where(Participant.id.in_(people))
    )
    return {
        person: set(NoticeKind)
        if is_protected
        else {kind for kind, group in OF.items() if group in (turned_off or ())}
        for person, is_protected, turned_off in rows
    }


def keep_back(notice: OutboxNotice, why: Why, now: datetime) -> None:
    """It is not sent."""
    notice.withdrawn_at, notice.why = now, why
    notice.leased_until = notice.leased_by = None


def give_up(notice: OutboxNotice, why: Why, now: datetime) -> None:
    """It could not be sent: an administrator sees it."""
    notice.dead_at, notice.why = now, why
    notice.leased_until = notice.leased_by = None


def is_still_mine(db: Session, notice_id: UUID, worker: str, *, now: datetime) -> bool:
    """Whether it is still to be sent, and by this worker: she may have read it meanwhile."""
    asked = sa.select(OutboxNotice.id).where(
        OutboxNotice.id == notice_id,
        IS_WAITING,
        OutboxNotice.leased_by == worker,
        OutboxNotice.leased_until > now,
    )
    return db.scalar(asked) is not None


def sent(db: Session, notice_id: UUID, worker: str, by: Channel, *, now: datetime) -> None:
    """It was handed over."""
    _settle(db, notice_id, worker, sent_at=now, sent_by=by, why=None)


def not_sent(db: Session, notice_id: UUID, worker: str, why: Why, *, now: datetime) -> None:
    """It will never be: an administrator is shown what was refused, and not what nobody wanted."""
    is_dead = why is Why.REFUSED
    _settle(db, notice_id, worker, why=why, **{"dead_at" if is_dead else "withdrawn_at": now})


def later(
    db: Session, notice_id: UUID, worker: str, tries: int, after: timedelta | None, *, now: datetime
) -> None:
    """Try again in a while, each time after twice as long, at most an hour: for as long as it is worth telling."""
    doubled = FIRST_WAIT * 2 ** min(tries - 1, MOST_DOUBLED)
    wait = min(LONGEST_WAIT, max(after or timedelta(), doubled))
    _settle(db, notice_id, worker, not_before=now + wait)


def put_off(
    db: Session, notice_id: UUID, worker: str, after: timedelta | None, *, now: datetime
) -> None:
    """Nobody was asked: it waits, and that does not count as tried."""
    wait = min(LONGEST_WAIT, after or FIRST_WAIT)
    _settle(db, notice_id, worker, not_before=now + wait, tries=OutboxNotice.tries - 1)


def give_back(db: Session, notice_ids: Sequence[UUID], worker: str) -> None:
    """What was taken in hand and not begun is anybody's again; it does not count as tried."""
    db.execute(
        sa.update(OutboxNotice)
        .where(OutboxNotice.id.in_(notice_ids), OutboxNotice.leased_by == worker)
        .values(leased_until=None, leased_by=None, tries=OutboxNotice.tries - 1)
        .execution_options(synchronize_session=False)
    )


def _settle(db: Session, notice_id: UUID, worker: str, **values: object) -> None:
    db.execute(
        sa.update(OutboxNotice)
        .where(OutboxNotice.id == notice_id, OutboxNotice.leased_by == worker)
        .values(leased_until=None, leased_by=None, **values)
        .execution_options(synchronize_session=False)
    )
