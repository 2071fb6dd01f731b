"""How fast and how light the portal is, as ratios against a bare floor measured beside it in the same run.

    make bench

Absolute times differ between machines and hours; a ratio taken in one run does not. The floor is a bare
Flask page made from one SQLAlchemy query, on the same server with the same settings and the same database.
Each side is asked in turn, several times, and the best of each is compared. Takes about ten minutes, most of
them to make a hundred thousand people up.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import sqlalchemy as sa

from portal import clock
from portal.db import engine_for, transaction
from portal.exchange.loading import load
from portal.operations import database
from portal.operations.demo import FILES
from portal.operations.filling import fill
from portal.people import sessions
from portal.people.models import Participant
from tests.benchmarks import conversation, meetings, messages, results
from tests.benchmarks.both import cookie_of, measure
from tests.benchmarks.caseload import PEOPLE, STEPS, full_caseload
from tests.benchmarks.paint import LINKS, paints
from tests.benchmarks.serving import ask, made, memory, rate, served
from tests.benchmarks.table import Row

ROUNDS = 4
REQUESTS = 10_000
FEW, MANY = 1_000, 100_000


def rows(where: str, urls: str) -> Iterator[Row]:
    """Every line of one database."""
    small, few, many = (made(urls, name) for name in ("small", "few", "many"))
    yield from _against_the_floor(where, small)
    yield _with_many(where, few, many)
    yield _day(where, made(urls, "caseload"))
    for one in (messages, conversation, meetings, results):
        yield from one.rows(where, urls)


def _against_the_floor(where: str, url: str) -> Iterator[Row]:
    cookie = _prepare(url)
    best: dict[str, float] = {}
    with (
        served("tests.benchmarks.floor:app", url) as floor,
        served("tests.benchmarks.floor:portal", url) as portal,
    ):
        asked = {"floor": (floor, "/"), "home": (portal, "/"), "plan": (portal, "/plan")}
        for _ in range(ROUNDS):
            for name, (port, path) in asked.items():
                best[name] = max(best.get(name, 0), rate(port, path, cookie))
        before = memory(portal)
        ask(portal, "/", cookie, REQUESTS)
        after = memory(portal)
        painted = paints(floor, portal, cookie) if where == "SQLite" else {}
    yield Row("floor: one query, one template", where, f"{best['floor']:.0f}/s")
    for name, must in (("home", ">= 25 %"), ("plan", "")):
        share = 100 * best[name] / best["floor"]
        yield Row(f"{name} of P-1001 against the floor", where, f"{share:.0f} %", must)
    yield Row(
        f"memory per worker, {REQUESTS} requests later (PSS)", where, f"{after} MB", "<= 90 MB"
    )
    yield Row("of that, grown in those requests", where, f"{after - before} MB", "not growing")
    for (link, visit), (bare, home) in painted.items():
        must = "<= 1.3 x" if link == LINKS[0] else ""
        yield Row(f"first paint of home, {link.said}, {visit}", where, f"{home / bare:.2f} x", must)


def _day(where: str, url: str) -> Row:
    """What a caseworker's day costs who has fifty people with sixty steps each, against the floor."""
    cookie = _prepare(url, caseload=True)
    best: dict[str, float] = {}
    with (
        served("tests.benchmarks.floor:app", url) as floor,
        served("tests.benchmarks.floor:portal", url) as portal,
    ):
        for _ in range(ROUNDS):
            for port, path in ((floor, "/"), (portal, "/staff")):
                best[path] = max(best.get(path, 0), rate(port, path, cookie))
    share = 100 * best["/staff"] / best["/"]
    return Row(
        f"my day with {PEOPLE} people and {STEPS} steps each", where, f"{share:.0f} %", ">= 25 %"
    )


def _with_many(where: str, few: str, many: str) -> Row:
    """What home costs among a hundred thousand participants, against among a thousand."""
    cookies = {few: _prepare(few, FEW), many: _prepare(many, MANY)}
    best: dict[str, float] = {}
    with (
        served("tests.benchmarks.floor:portal", few) as first,
        served("tests.benchmarks.floor:portal", many) as second,
    ):
        for _ in range(ROUNDS):
            for port, url in ((first, few), (second, many)):
                best[url] = max(best.get(url, 0), rate(port, "/", cookies[url]))
    dearer = best[few] / best[many]
    return Row(f"home among {MANY} against {FEW} people", where, f"{dearer:.2f} x", "<= 1.2 x")


def _prepare(url: str, people: int = 0, *, caseload: bool = False) -> str:
    """Load the demo and so many people beside it, sign P-1001 in, and give her cookie.

    With `caseload` it is a caseworker with a full one who is signed in.
    """
    database.migrate(url, is_demo=True, now=clock.now())
    engine = engine_for(url)
    load(engine, FILES, today=clock.today(), now=clock.now())
    if people:
        fill(engine, people, 1, today=clock.today(), now=clock.now())
    token = uuid4().hex
    with transaction(engine) as db:
        amina = db.scalars(sa.select(Participant).where(Participant.key == "P-1001")).one()
        if caseload:
            berit = full_caseload(db, today=clock.today(), now=clock.now())
            sessions.begin(db, token, staff=berit, now=clock.now())
        else:
            sessions.begin(db, token, participant=amina, now=clock.now())
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")  # as a database does by itself, in time
    engine.dispose()
    return cookie_of(url, token)


if __name__ == "__main__":
    measure(rows)
