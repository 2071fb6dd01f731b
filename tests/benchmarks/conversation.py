"""What her conversation costs: its newest page with three and with three hundred messages, against the floor.

.venv/bin/python -m tests.benchmarks.conversation     # these rows alone; `make bench` prints them with all others
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import engine_for, transaction
from portal.exchange.loading import load
from portal.messages import sending, subjects
from portal.messages.sending import Sent, words
from portal.operations import database
from portal.operations.demo import FILES
from portal.people import sessions
from portal.people.models import Participant, Staff
from tests.benchmarks.both import cookie_of, measure
from tests.benchmarks.serving import made, rate, served
from tests.benchmarks.table import Row

ROUNDS = 4
SHORT, LONG = 3, 300
PAGE = "/messages"


def rows(where: str, urls: str) -> Iterator[Row]:
    """The lines of one database: somebody who has written little, then somebody who has written for years."""
    url = made(urls, "talk")
    cookies = _prepare(url)
    best: dict[str, float] = {}
    with (
        served("tests.benchmarks.floor:app", url) as floor,
        served("tests.benchmarks.floor:portal", url) as portal,
    ):
        for _ in range(ROUNDS):
            for key, cookie in cookies.items():
                best[key] = max(best.get(key, 0), rate(portal, PAGE, cookie))
            best["floor"] = max(best.get("floor", 0), rate(floor, "/", cookies["P-1001"]))
    for key, number, must in (("P-1002", SHORT, ">= 20 %"), ("P-1001", LONG, "")):
        share = 100 * best[key] / best["floor"]
        yield Row(f"conversation of {number} messages", where, f"{share:.0f} %", must)


def _prepare(url: str) -> dict[str, str]:
    now = clock.now()
    database.migrate(url, is_demo=True, now=now)
    engine = engine_for(url)
    load(engine, FILES, today=clock.today(), now=now)
    with transaction(engine) as db:
        cookies = {
            "P-1002": _written(db, url, "P-1002", SHORT),
            "P-1001": _written(db, url, "P-1001", LONG),
        }
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")  # as a database does by itself, in time
    engine.dispose()
    return cookies


def _written(db: Session, url: str, key: str, number: int) -> str:
    """So many messages between her and us; gives her cookie."""
    hers = db.scalars(sa.select(Participant).where(Participant.key == key)).one()
    karin = db.scalars(sa.select(Staff).where(Staff.key == "karin")).one()
    now, token = clock.now(), uuid4().hex
    for one in range(number):
        at = now - timedelta(hours=8 * (number - one))
        text = f"Det här är meddelande nummer {one}, och det handlar om pengarna och om tiden."
        sent = Sent(words(text, "sv" if one % 2 else "und"), f"b{one}")
        if one % 2:
            sending.from_staff(db, karin, hers, subjects.MONEY, sent, now=at)
        else:
            sending.from_her(db, hers, subjects.MONEY, sent, now=at)
    sessions.begin(db, token, participant=hers, now=now)
    return cookie_of(url, token)


if __name__ == "__main__":
    measure(rows)
