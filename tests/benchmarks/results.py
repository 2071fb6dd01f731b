"""What the managers' page of results costs, when a hundred thousand answers have been counted.

.venv/bin/python -m tests.benchmarks.results     # these rows alone; `make bench` prints them with all others
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import engine_for, transaction
from portal.exchange.loading import load
from portal.feedback.answer_models import AnswerBlock
from portal.feedback.models import Occasion, QuestionnaireVersion
from portal.feedback.questionnaires import questions
from portal.feedback.questions import Kind
from portal.municipality.models import Measure
from portal.operations import database
from portal.operations.demo import FILES
from portal.people import sessions
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Staff
from tests.benchmarks.both import cookie_of, measure
from tests.benchmarks.serving import made, rate, served
from tests.benchmarks.table import Row

ROUNDS = 4
ANSWERS, IN_A_BLOCK = 100_000, 5
DAYS = 730
PAGE = "/staff/results"


def rows(where: str, urls: str) -> Iterator[Row]:
    """The line of one database."""
    url = made(urls, "results")
    cookie = _prepare(url)
    best: dict[str, float] = {}
    with (
        served("tests.benchmarks.floor:app", url) as floor,
        served("tests.benchmarks.floor:portal", url) as portal,
    ):
        for _ in range(ROUNDS):
            for port, path in ((floor, "/"), (portal, PAGE)):
                best[path] = max(best.get(path, 0), rate(port, path, cookie))
    share = f"{100 * best[PAGE] / best['/']:.0f} %"
    yield Row(f"results of {ANSWERS} answers against the floor", where, share, ">= 10 %")


def _prepare(url: str) -> str:
    now = clock.now()
    database.migrate(url, is_demo=True, now=now)
    engine = engine_for(url)
    load(engine, FILES, today=clock.today(), now=now)
    token = uuid4().hex
    with transaction(engine) as db:
        _count(db)
        sessions.begin(db, token, staff=_manager(db), now=now)
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")  # as a database does by itself, in time
    engine.dispose()
    return cookie_of(url, token)


def _manager(db: Session) -> Staff:
    found = db.scalars(sa.select(Staff)).first()
    assert found
    db.add(StaffAccount(
        staff=found, email="manager@example.org", duties=[Duty.UNIT_MANAGER], made_at=clock.now()
    ))  # fmt: skip
    return found


def _count(db: Session) -> None:
    """As many answers to each question of each questionnaire, about every measure, for two years."""
    chance = random.Random(1)
    asked = [
        (version.questionnaire, version.number, question)
        for version in db.scalars(sa.select(QuestionnaireVersion))
        for question in questions(version)
        if question.kind is not Kind.TEXT
    ]
    measures = list(db.scalars(sa.select(Measure.key)))
    found: list[dict[str, Any]] = []
    for number in range(ANSWERS // IN_A_BLOCK):
        questionnaire, version, question = asked[number % len(asked)]
        is_about = questionnaire.occasion in {Occasion.AFTER_MEASURE, Occasion.SUMMER_JOB}
        options = [one.key for one in question.choices]
        found.append(
            {"id": uuid4(), "questionnaire": questionnaire.key, "version": version, "question": question.key,
             "about": chance.choice(measures) if is_about else None,
             "on": clock.today() - timedelta(days=chance.randrange(DAYS)), "number": IN_A_BLOCK,
             "counts": dict(Counter(chance.choices(options, k=IN_A_BLOCK)))}
        )  # fmt: skip
    db.execute(sa.insert(AnswerBlock), found)


if __name__ == "__main__":
    measure(rows)
