"""Workers are killed in the middle of their work: everybody is told, and what is sent twice has the same key."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications import sealing
from portal.notifications.choice_models import NoticeAddress
from portal.notifications.models import Channel, NoticeKind, OutboxNotice
from portal.people.models import Participant
from tests.commands import environment
from tests.notifications.one_worker import SECRET
from tests.notifications.push_service import PushService, push_service

NOON = datetime(2026, 9, 7, 7, 0, tzinfo=UTC)
WORKERS = 3


@pytest.fixture(autouse=True)
def noon() -> None:
    """Time goes on as it does: the workers are programs of their own."""


def crowd(db: Session, count: int) -> None:
    """So many people with a number, each with something to be told."""
    people = [uuid4() for _ in range(count)]
    sealed = sealing.seal(SECRET, to="+46701740622")
    db.execute(
        sa.insert(Participant),
        [
            {"id": one, "key": one.hex, "name": "N", "language": "sv", "created_at": NOON}
            for one in people
        ],
    )
    db.execute(
        sa.insert(NoticeAddress),
        [
            {"participant_id": one, "channel": Channel.SMS, "sealed": sealed, "hint": "…22",
             "confirmed_at": NOON}
            for one in people
        ],
    )  # fmt: skip
    db.execute(
        sa.insert(OutboxNotice),
        [
            {"person_id": one, "participant_id": one, "kind": NoticeKind.MEETING_MOVED,
             "channel": Channel.CHOSEN, "subject_id": uuid4(), "version": 1, "made_at": NOON,
             "not_before": NOON, "expires_at": NOON + timedelta(days=2)}
            for one in people
        ],
    )  # fmt: skip
    db.commit()


def waiting(db: Session) -> int:
    db.rollback()
    return db.scalar(
        sa.select(sa.func.count(OutboxNotice.id)).where(OutboxNotice.sent_at.is_(None))
    ) or 0  # fmt: skip


def drained(db: Session, url: str, gateway: PushService, *, kill_after: int, longest: float) -> int:
    """Let some workers work, kill one of them after so many notices and start another; how many were killed."""
    began, killed = time.time(), 0
    command = [
        sys.executable, "-m", "tests.notifications.one_worker",
        url, gateway.origin, NOON.isoformat(), str(began),
    ]  # fmt: skip

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env=environment(), cwd=Path(__file__).parents[2])

    workers = [start() for _ in range(WORKERS)]
    try:
        while waiting(db) and time.time() < began + longest:
            time.sleep(0.03)
            victim = random.randrange(WORKERS)
            if len(gateway.came) > kill_after * (killed + 1):
                os.kill(workers[victim].pid, signal.SIGKILL)
                workers[victim].wait()
                workers[victim], killed = start(), killed + 1
    finally:
        for one in workers:
            one.kill()
            one.wait()
    return killed


def everybody_was_told(db: Session, gateway: PushService, count: int) -> float:
    """Nobody was forgotten; the share of what came twice."""
    assert waiting(db) == 0
    keys = Counter(headers["idempotency-key"] for _, headers, _ in gateway.came)
    assert len(keys) == count
    return (len(gateway.came) - count) / count


def test_workers_that_are_killed_lose_nothing(db: Session, database_url: str) -> None:
    crowd(db, 60)
    with push_service() as gateway:
        killed = drained(db, database_url, gateway, kill_after=25, longest=60)
        repeated = everybody_was_told(db, gateway, 60)
    assert killed
    assert repeated * 60 <= killed, "one that dies repeats at most what it was just sending"


@pytest.mark.long
def test_ten_thousand_notices_with_workers_that_are_killed(db: Session, database_url: str) -> None:
    crowd(db, 10_000)
    with push_service() as gateway:
        killed = drained(db, database_url, gateway, kill_after=250, longest=1200)
        repeated = everybody_was_told(db, gateway, 10_000)
    assert killed >= 10
    assert repeated < 0.02
