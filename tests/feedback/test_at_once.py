"""Many answer at once, over HTTP on two workers, while the worker counts: nothing is lost or counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import transaction
from portal.feedback.answer_models import AnswerBlock, AnswerGiven, AnswerWaiting
from portal.feedback.models import FeedbackRequest
from portal.feedback.moving import move
from tests import commands
from tests.cast import Cast
from tests.feedback.asked import people, request
from tests.meetings.truth.served import SECRET, Server, signed_in

AT_ONCE = 40
"""So many phones wait for an answer at the same time."""


@dataclass(frozen=True)
class Phone:
    """Somebody's phone: signed in, on what she is asked."""

    at: str
    cookie: str
    csrf: str

    def answers(self, port: int) -> list[tuple[int, str]]:
        """She chooses and sends, each twice, as on a bad net; gives what she was told."""
        chosen = {"question": "helped", "answer-helped": "a-lot"}
        told = [self._post(port, "questions/helped", chosen) for _ in range(2)]
        return told + [self._post(port, "send", {}) for _ in range(2)]

    def _post(self, port: int, part: str, form: dict[str, str]) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", port, timeout=commands.LONGEST)
        try:
            body = urlencode(form | {"csrf_token": self.csrf})
            connection.request("POST", f"{self.at}/{part}", body, {
                "Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie,
            })  # fmt: skip
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()


@pytest.fixture
def server(tmp_path: Path, database_url: str) -> Iterator[Server]:
    own = Server(tmp_path, database_url)
    yield own
    own.stop()


def asked(db: Session, count: int) -> list[Phone]:
    """So many are asked, and have opened the page."""
    everybody = people(db, count)
    requests = [request(db, one, on=clock.today()) for one in everybody]
    places = [f"/feedback/asked/{one.id}" for one in requests]
    return [
        Phone(at, *ready) for at, ready in zip(places, signed_in(db, everybody), strict=True)
    ]  # commits


def all_at_once(engine: sa.Engine, db: Session, server: Server, count: int) -> None:
    """Everybody answers and sends; the worker counts meanwhile, again and again."""
    phones, done = asked(db, count), Event()
    server.start()

    def counts() -> None:
        while not done.wait(0.2):
            with transaction(engine) as own:
                move(own, SECRET, clock.now())

    with ThreadPoolExecutor(AT_ONCE + 1) as pool:
        worker = pool.submit(counts)
        try:
            told = list(pool.map(lambda phone: phone.answers(server.port), phones))
        finally:
            done.set()
        worker.result()
    for chose, again, sent, sent_again in told:
        assert {chose[0], again[0], sent[0], sent_again[0]} == {303}
        assert sent[1].endswith("/thanks") and sent_again[1].endswith("/thanks")
    with transaction(engine) as own:
        move(own, SECRET, clock.now())
    assert counted(db) == count
    answered = sa.select(sa.func.count(FeedbackRequest.answered_on))
    assert db.scalar(answered) == count


def counted(db: Session) -> int:
    """How many answers there are: in blocks, waiting, and still with whoever gave them."""
    db.rollback()
    blocks = db.scalars(sa.select(AnswerBlock)).all()
    assert all(one.number >= 5 for one in blocks)
    total = Counter[str]()
    for one in blocks:
        total.update(one.counts)
    left = sum(
        db.scalar(sa.select(sa.func.count(model.id))) or 0 for model in (AnswerGiven, AnswerWaiting)
    )
    return total["a-lot"] + left


def test_forty_answer_at_once(engine: sa.Engine, db: Session, cast: Cast, server: Server) -> None:
    all_at_once(engine, db, server, 40)


@pytest.mark.long
def test_five_hundred_answer_at_once(
    engine: sa.Engine, db: Session, cast: Cast, server: Server
) -> None:
    all_at_once(engine, db, server, 500)
