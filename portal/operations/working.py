"""The worker of an installation: its channels, what features add to them, and what is done once an hour besides."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from threading import Event
from types import FrameType

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, log
from portal.db import transaction
from portal.feedback import asking, moving
from portal.feedback import retention as feedback_retention
from portal.meetings import follow_up_notices
from portal.messages import retention
from portal.notifications import channels, sweeping, worker
from portal.notifications.delivering import Office
from portal.notifications.models import NoticeKind
from portal.notifications.outbox import is_night
from portal.operations import calendar_files, database
from portal.operations.paper_work import PaperWork
from portal.plan import due_notices
from portal.results import progress_counting
from portal.settings import Settings

Chore = Callable[[Session, datetime], None]


def _sweep(db: Session, now: datetime) -> None:
    sweeping.sweep(db, now=now)


def _thin_out(db: Session, now: datetime) -> None:
    retention.run(db, now)
    feedback_retention.run(db, now)


def _ask(db: Session, now: datetime) -> None:
    asking.run(db, now)


def _count_progress(db: Session, now: datetime) -> None:
    progress_counting.run(db, now)


def _by_day(tell: Chore) -> Chore:
    """What is told of by day only, so that nothing is made in the night that has changed by the morning."""

    def by_day(db: Session, now: datetime) -> None:
        if not is_night(now):
            tell(db, now)

    return by_day


CHORES: tuple[Chore, ...] = (
    _sweep,
    _thin_out,
    _ask,
    _count_progress,
    _by_day(due_notices.tell),
    _by_day(follow_up_notices.tell),
)
"""Each in a transaction of its own: one that fails keeps none of the others, and stops none."""


@contextmanager
def opened(settings: Settings) -> Iterator[Office]:
    """Where this installation's notices are sent from."""
    ways = channels.ways(settings)
    ways.attachments[NoticeKind.CALENDAR] = calendar_files.maker(settings.notices.mail_from)
    with database.opened(settings.database_url) as engine:
        yield Office(engine, settings.secret_key, settings.base_url, ways, worker.name(), clock.now)


def do_chores(engine: sa.Engine, now: datetime, secret_key: str) -> None:
    """Everything that is done once an hour. The secret opens answers, to count them apart from who gave them."""
    for chore in CHORES:
        worker.unbroken(partial(_do, engine, chore, now))
    worker.unbroken(partial(_move, engine, secret_key, now))


def _do(engine: sa.Engine, chore: Chore, now: datetime) -> None:
    with transaction(engine) as db:
        chore(db, now)


def _move(engine: sa.Engine, secret_key: str, now: datetime) -> None:
    with transaction(engine) as db:
        moving.move(db, secret_key, now)
    moving.forget(engine)


def once(settings: Settings) -> int:
    """Do what is due now, and end; how many notices were settled. Raises what the database raises."""
    with opened(settings) as office:
        now, of_papers = clock.now(), PaperWork(office.engine, settings)
        do_chores(office.engine, now, office.secret_key)
        worker.unbroken(partial(of_papers.clear, now))
        while worker.unbroken(of_papers.scan):
            pass
        return worker.drain(office)


def until_stopped(settings: Settings) -> None:
    """Work until SIGTERM or Ctrl+C; what is being sent is ended first."""
    stop = Event()

    def told(_: int, __: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    _work(settings, stop)


def _work(settings: Settings, stop: Event) -> None:
    with opened(settings) as office:
        of_papers = PaperWork(office.engine, settings)

        def chores(now: datetime) -> None:
            do_chores(office.engine, now, office.secret_key)
            worker.unbroken(partial(of_papers.clear, now))

        worker.work(office, chores, stop, besides=of_papers.scan)


def beside_server(settings: Settings) -> Callable[[], None]:
    """The worker as a process of its own beside the server: it ends with the server, however that ends."""
    parent = os.getpid()

    def run() -> None:
        stop = _Orphaned(parent)
        for one in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(one, lambda *_: stop.set())
        log.set_up()
        _work(settings, stop)

    return run


class _Orphaned(Event):
    """Set as well when the process that this one belongs to is no longer there."""

    def __init__(self, parent: int) -> None:
        super().__init__()
        self._parent = parent

    def is_set(self) -> bool:
        return super().is_set() or os.getppid() != self._parent
