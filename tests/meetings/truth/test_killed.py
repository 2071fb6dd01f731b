"""The power goes while people book: whoever was told «bokad» has her meeting, once; whoever was not sends it again."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, schema
from portal.db import engine_for
from portal.meetings.models import Meeting
from tests import postgres
from tests.meetings.truth import invariants, racing
from tests.meetings.truth.served import Phone, Server, Told, book_until, phones

ENOUGH = 20


@pytest.fixture(autouse=True)
def monday() -> None:
    """Time goes on as it does: the server is a program of its own."""


@pytest.fixture
def server(tmp_path: Path, database_url: str) -> Iterator[Server]:
    own = Server(tmp_path, database_url)
    yield own
    own.stop()


def ready(db: Session, staff: int, times: int) -> tuple[SimpleQueue[Phone], dict[str, Phone]]:
    """A phone for each time there is, waiting to book it."""
    [wishes] = racing.crowd(db, staff, times, 1, clock.today())
    signed_in = phones(db, wishes)
    waiting: SimpleQueue[Phone] = SimpleQueue()
    for phone in signed_in:
        waiting.put(phone)
    return waiting, {phone.wish.key: phone for phone in signed_in}


def stored(db: Session) -> dict[str, list[UUID]]:
    """All meetings, by the form that made them. The session lets go of the database, for the server to write."""
    db.rollback()
    found: dict[str, list[UUID]] = {}
    for key, meeting_id in db.execute(sa.select(Meeting.form_key, Meeting.id)):
        found.setdefault(key, []).append(meeting_id)
    invariants.check(db)
    db.rollback()
    return found


def nothing_is_lost(db: Session, port: int, told: Told, everybody: dict[str, Phone]) -> None:
    """What was told is stored; what is sent again is the same meeting, or the first one."""
    assert not told.refused
    before = stored(db)
    assert all(len(made) == 1 for made in before.values())
    for key, meeting_id in told.booked.items():
        assert before[key] == [meeting_id]
    again = [*told.unheard, *(everybody[key] for key in list(told.booked)[:5])]
    for phone in again:
        status, location = phone.send(port)
        assert status == 303
        known = before.get(phone.wish.key)
        assert known is None or location.endswith(str(known[0]))
    after = stored(db)
    assert all(len(made) == 1 for made in after.values())
    assert after.keys() == before.keys() | {phone.wish.key for phone in told.unheard}


def killed(db: Session, server: Server, times: int, *, staff: int) -> None:
    waiting, everybody = ready(db, staff, times * 2)
    server.start()
    for _ in range(times):
        told = book_until(server.port, waiting, ENOUGH, server.kill)
        assert len(told.booked) >= ENOUGH
        server.start()
        nothing_is_lost(db, server.port, told, everybody)


def test_no_booking_is_lost_when_the_server_is_killed(db: Session, server: Server) -> None:
    killed(db, server, 1, staff=20)


@pytest.mark.long
def test_no_booking_is_lost_when_the_server_is_killed_again_and_again(
    db: Session, server: Server
) -> None:
    killed(db, server, 4, staff=25)


@pytest.mark.long
@pytest.mark.parametrize("how", [signal.SIGQUIT, signal.SIGKILL], ids=["immediate", "kill -9"])
def test_no_booking_is_lost_when_postgresql_crashes(tmp_path: Path, how: signal.Signals) -> None:
    """On the settings that PostgreSQL has by itself: what is committed is on the disk."""
    with postgres.cluster() as own:
        own.start()
        url = own.address.format("postgres")
        engine = engine_for(url)
        schema.upgrade(engine)
        server = Server(tmp_path, url)
        try:
            with Session(engine) as db:
                waiting, everybody = ready(db, 25, 4)
            server.start()
            for _ in range(2):
                told = book_until(server.port, waiting, ENOUGH, crashing(own, how))
                assert len(told.booked) >= ENOUGH
                own.start()
                engine.dispose()
                with Session(engine) as db:
                    nothing_is_lost(db, server.port, told, everybody)
        finally:
            server.stop()
            engine.dispose()


def crashing(own: postgres.Cluster, how: signal.Signals) -> Callable[[], None]:
    return lambda: own.crash(how)


@pytest.mark.long
def test_phones_race_for_the_same_times(db: Session, server: Server) -> None:
    """Four hundred for a hundred times, over HTTP: a hundred have one, the others are shown the nearest."""
    rivals = racing.crowd(db, 5, 20, 4, clock.today())
    waiting: SimpleQueue[Phone] = SimpleQueue()
    for four in zip(*(phones(db, wishes) for wishes in rivals), strict=True):
        for phone in four:
            waiting.put(phone)
    server.start()
    told = book_until(server.port, waiting, 400, lambda: None)
    assert (len(told.booked), len(told.unheard)) == (100, 0)
    assert [status for _, status in told.refused] == [409] * 300
    assert len(stored(db)) == 100
