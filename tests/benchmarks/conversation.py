"""What her conversation costs: its newest page with three and with three hundred messages, against the floor.

.venv/bin/python -m tests.benchmarks.conversation     # these rows alone; `make bench` prints them with all others
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, create_app
from portal.db import engine_for, transaction
from portal.exchange.loading import load
from portal.messages import sending, subjects
from portal.messages.sending import Sent, words
from portal.operations import database
from portal.operations.demo import FILES
from portal.people import sessions
from portal.people.models import Participant, Staff
from portal.settings import Settings
from tests import postgres
from tests.benchmarks.serving import SECRET, made, rate, served
from tests.benchmarks.table import Row, show

ROUNDS = 4
SHORT, LONG = 3, 300
PAGE = "/messages"


def main() -> None:
    """Measure on both databases and print the table."""
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder, postgres.server() as address:
        for where, urls in (("SQLite", f"sqlite:///{folder}/{{}}.db"), ("PostgreSQL", address)):
            found += rows(where, made(urls, "talk"))
    show(found)


def rows(where: str, url: str) -> Iterator[Row]:
    """The lines of one database: somebody who has written little, then somebody who has written for years."""
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
    app = create_app(Settings(secret_key=SECRET, database_url=url))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return (
        f"session={signer.dumps({'_user_id': token, 'csrf_token': uuid4().hex + uuid4().hex[:8]})}"
    )


if __name__ == "__main__":
    main()
