"""What messages cost staff: an inbox with fifty long conversations, one of them, and what pages ask by themselves.

.venv/bin/python -m tests.benchmarks.messages     # these rows alone; `make bench` prints them with all others
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPConnection
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import engine_for, transaction
from portal.exchange.loading import load
from portal.messages import inbox, promise
from portal.messages.models import Conversation, Message, MessageKind, Thread
from portal.operations import database
from portal.operations.demo import FILES
from portal.people import sessions
from portal.people.models import Assignment, Staff
from portal.writing import Writing
from tests.benchmarks.both import cookie_of, measure
from tests.benchmarks.caseload import PEOPLE, full_caseload
from tests.benchmarks.serving import made, rate, served
from tests.benchmarks.table import Row

ROUNDS = 4
MESSAGES = 200
"""In each conversation."""
WAITS_EVERY = 3
"""One in so many waits for an answer."""
HERS, OURS = (
    Writing.in_("und", "متى يأتي المال؟ " * 4),
    Writing.in_("sv", "Den kommer på fredag. " * 4),
)


def rows(where: str, urls: str) -> Iterator[Row]:
    """The lines of one database."""
    url = made(urls, "messages")
    cookie, whose, mark = _prepare(url)
    asked = {
        "inbox": "/staff/messages",
        "conversation": f"/staff/messages/{whose}",
        "my day": "/staff",
        "unchanged inbox, asked by itself": f"/staff/messages/news?mark={mark}",
        "unchanged conversation, asked by itself": f"/staff/messages/{whose}/news?after={MESSAGES}",
    }
    best: dict[str, float] = {}
    with (
        served("tests.benchmarks.floor:app", url) as floor,
        served("tests.benchmarks.floor:portal", url) as portal,
    ):
        for _ in range(ROUNDS):
            best["floor"] = max(best.get("floor", 0), rate(floor, "/", cookie))
            for name, path in asked.items():
                best[name] = max(best.get(name, 0), rate(portal, path, cookie))
        sizes = {name: _size(portal, path, cookie) for name, path in asked.items()}
    for name, path in asked.items():
        share = f"{100 * best[name] / best['floor']:.0f} %"
        must = ">= 20 %" if name == "inbox" else ""
        label = (
            f"{name}: {PEOPLE} conversations of {MESSAGES} messages"
            if "/news" not in path
            else name
        )
        yield Row(f"staff's {label}", where, share, must)
        must = "0 B" if "/news" in path else ""
        yield Row(f"staff's {name}, on the wire", where, f"{sizes[name]} B", must)


def _size(port: int, path: str, cookie: str) -> int:
    """Bytes of the body as it is sent, compressed."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "br"})
    found = len(connection.getresponse().read())
    connection.close()
    return found


def _prepare(url: str) -> tuple[str, UUID, str]:
    """A full caseload with long conversations; the caseworker's cookie, one participant, and the mark of the inbox."""
    now = clock.now()
    database.migrate(url, is_demo=True, now=now)
    engine = engine_for(url)
    load(engine, FILES, today=clock.today(), now=now)
    token = uuid4().hex
    with transaction(engine) as db:
        berit = full_caseload(db, today=clock.today(), now=now)
        whose = _write(db, berit, now)
        sessions.begin(db, token, staff=berit, now=now)
        db.flush()
        mine = [row for row in inbox.waiting(db, berit, now=now) if row.place in inbox.TO_ANSWER]
        mark = inbox.mark(mine)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")  # as a database does by itself, in time
    engine.dispose()
    return cookie_of(url, token), whose, mark


def _write(db: Session, berit: Staff, now: datetime) -> UUID:
    people = db.scalars(
        sa.select(Assignment.participant_id)
        .where(Assignment.staff_id == berit.id)
        .order_by(Assignment.participant_id)
    ).all()
    made: dict[type[Any], list[dict[str, Any]]] = {Conversation: [], Thread: [], Message: []}
    for number, whose in enumerate(people):
        _conversation(made, whose, berit, now, waits=number % WAITS_EVERY == 0)
    for model, found in made.items():
        db.execute(sa.insert(model), found)
    return people[0]


def _conversation(
    made: dict[type[Any], list[dict[str, Any]]], whose: UUID, berit: Staff, now: datetime, *, waits: bool
) -> None:  # fmt: skip
    """She and the caseworker take turns; in one that waits the last word is hers."""
    conversation, thread = uuid4(), uuid4()
    begun = now - timedelta(hours=MESSAGES)
    last = now - timedelta(hours=1)
    since = last if waits else None
    made[Conversation].append(
        {"id": conversation, "participant_id": whose, "opened_at": begun, "last_number": MESSAGES,
         "waits_for_us_since": since, "unread_by_staff_at": since}
    )  # fmt: skip
    made[Thread].append(
        {"id": thread, "conversation_id": conversation, "participant_id": whose, "subject": "money",
         "opened_at": begun, "waits_for_us_since": since, "is_urgent": False, "classification": "undecided",
         "answer_by": promise.answer_by(last, None) if waits else None}
    )  # fmt: skip
    for number in range(1, MESSAGES + 1):
        is_hers = (number % 2 == 0) is waits
        at = last - timedelta(hours=MESSAGES - number)
        made[Message].append(
            {"id": uuid4(), "conversation_id": conversation, "thread_id": thread, "number": number,
             "kind": MessageKind.FROM_HER if is_hers else MessageKind.FROM_STAFF,
             "staff_id": None if is_hers else berit.id, "body": HERS if is_hers else OURS,
             "is_urgent": False, "form_key": str(number), "sent_at": at,
             "read_at": None if number == MESSAGES else at}
        )  # fmt: skip


if __name__ == "__main__":
    measure(rows)
