"""What meetings cost: free times in a full calendar, the page that shows them, and a booking until it is on the disk.

.venv/bin/python -m tests.benchmarks.meetings     # these rows alone; `make bench` prints them with all others
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, schema
from portal.db import engine_for, reading, transaction
from portal.exchange.loading import load
from portal.meetings import free
from portal.meetings.purposes import Purpose
from portal.municipality.models import MeetingType
from portal.operations import database
from portal.operations.demo import FILES
from portal.people import sessions
from portal.people.models import Assignment, Participant
from tests import postgres
from tests.benchmarks.both import cookie_of, measure
from tests.benchmarks.full_calendar import MEETINGS, full_calendar
from tests.benchmarks.serving import CLIENTS, SECRET, made, rate, served
from tests.benchmarks.table import Row
from tests.meetings.truth import racing
from tests.meetings.truth.served import phones

ROUNDS = 4
SPANS = (1, 8, 26)
"""Weeks."""
TIMES, BOOKINGS = 20, 1_600
PAGE = "/meetings/book?purpose=follow-up"


def rows(where: str, urls: str) -> Iterator[Row]:
    """The lines of one database."""
    calendar = made(urls, "calendar")
    cookie = _prepare(calendar)
    yield from _page(where, calendar, cookie)
    yield from _weeks(where, calendar)
    with _lasting(urls) as lasting:
        yield _booking(where, made(lasting, "crowd"))


@contextmanager
def _lasting(urls: str) -> Iterator[str]:
    """Databases on which what is committed is on the disk. The tests' PostgreSQL is told not to wait for that."""
    if urls.startswith("sqlite"):
        yield urls
        return
    with postgres.cluster() as own:
        own.start()
        yield own.address


def _prepare(url: str) -> str:
    """The demo, where P-1001's contact person has a full calendar for half a year; gives P-1001's cookie."""
    now = clock.now()
    database.migrate(url, is_demo=True, now=now)
    engine = engine_for(url)
    load(engine, FILES, today=clock.today(), now=now)
    token = uuid4().hex
    with transaction(engine) as db:
        amina = _amina(db)
        mains = db.scalars(sa.select(Assignment).where(Assignment.participant_id == amina.id))
        [main] = [one for one in mains if one.is_main and one.is_current(clock.today())]
        full_calendar(db, main.staff, now=now, weeks=SPANS[-1])
        sessions.begin(db, token, participant=amina, now=now)
    _analyze(engine)
    return cookie_of(url, token)


def _amina(db: Session) -> Participant:
    return db.scalars(sa.select(Participant).where(Participant.key == "P-1001")).one()


def _analyze(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")  # as a database does by itself, in time
    engine.dispose()


def _page(where: str, url: str, cookie: str) -> Iterator[Row]:
    best: dict[str, float] = {}
    with (
        served("tests.benchmarks.floor:app", url) as floor,
        served("tests.benchmarks.floor:portal", url) as portal,
    ):
        for _ in range(ROUNDS):
            for port, path in ((floor, "/"), (portal, PAGE)):
                best[path] = max(best.get(path, 0), rate(port, path, cookie))
    share = 100 * best[PAGE] / best["/"]
    what = f"free times with somebody who has {MEETINGS} meetings in 8 weeks"
    yield Row(what, where, f"{share:.0f} %", ">= 20 %")


def _weeks(where: str, url: str) -> Iterator[Row]:
    """What all free times of so many weeks cost, against those of one week."""
    engine = engine_for(url)
    cost = {weeks: min(_all_times(engine, weeks) for _ in range(20)) for weeks in SPANS}
    engine.dispose()
    for weeks, seconds in cost.items():
        ratio = seconds / cost[SPANS[0]]
        measured = f"{1000 * seconds:.1f} ms, {ratio:.1f} x"
        yield Row(f"all free times of {weeks} weeks", where, measured, f"<= {weeks} x")


def _all_times(engine: sa.Engine, weeks: int) -> float:
    notice = {"shortest_hours": 24, "longest_days": 7 * SPANS[-1] + 2}
    purpose = Purpose(MeetingType(key="follow-up", minutes=45, rules={"notice": notice}))
    with Session(reading(engine)) as db:
        amina = _amina(db)
        began = time.perf_counter()
        list(free.search(db, amina, purpose, now=clock.now(), weeks=weeks).everything())
        return time.perf_counter() - began


def _booking(where: str, url: str) -> Row:
    """How many bookings a second are on the disk, against how many single rows of a bare page."""
    engine = engine_for(url)
    schema.upgrade(engine)
    with Session(engine) as db:
        wishes = racing.crowd(db, BOOKINGS // TIMES, TIMES, 1, clock.today())[0]
        sends = [one.send for one in phones(db, wishes, SECRET)]
    # As on a morning: who books at the same moment seldom books with the same person, and waits for nobody.
    random.Random(1).shuffle(sends)
    _analyze(engine)
    shares = [sends[number::ROUNDS] for number in range(ROUNDS)]
    floor_best = booked_best = 0.0
    with (
        served("tests.benchmarks.floor:app", url) as floor,
        served("tests.benchmarks.floor:portal", url) as portal,
    ):
        for share in shares:
            floor_best = max(floor_best, _sent(floor, [_keep] * len(share), 200))
            booked_best = max(booked_best, _sent(portal, share, 303))
    share_of = 100 * booked_best / floor_best
    measured = f"{share_of:.0f} % ({booked_best:.0f} of {floor_best:.0f}/s)"
    return Row("bookings on the disk against single rows", where, measured, ">= 40 %")


def _keep(port: int) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/keep", "")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, ""


def _sent(port: int, sends: Sequence[Callable[[int], tuple[int, str]]], wanted: int) -> float:
    """How many of these a second were answered, by a few clients at once; each must be answered as wanted."""
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        statuses = list(pool.map(lambda send: send(port)[0], sends))
    took = time.perf_counter() - began
    if set(statuses) != {wanted}:
        raise RuntimeError(f"answered {set(statuses)}")
    return len(sends) / took


if __name__ == "__main__":
    measure(rows)
