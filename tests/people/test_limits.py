"""Whoever tries codes and PINs by the hundred is slowed down, by whichever process answers."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock, create_app
from portal.people import attempts
from portal.people.sign_in_models import Attempt
from portal.settings import Settings
from tests.browsing import linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.people.ways_in import choose, letter, try_pin, type_code


@pytest.fixture
def other_app(database_url: str) -> Iterator[Flask]:
    """A second process of the same portal."""
    app = create_app(Settings(secret_key=SECRET, database_url=database_url))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield app
    app.extensions["portal_engine"].dispose()


def test_two_processes_count_the_same_tries(
    app: Flask, other_app: Flask, db: Session, cast: Cast
) -> None:
    with time_machine.travel(clock.now().replace(minute=1, second=0), tick=False) as time:
        code = letter(db, cast.amina)
        for number in range(20):
            phone = (app, other_app)[number % 2].test_client()
            assert type_code(phone, "ABCD-EFGH-JKMX").status_code == 422
        for one in (app, other_app):
            answer = type_code(one.test_client(), code)
            assert answer.status_code == 429
            assert 0 < int(answer.headers["Retry-After"]) <= 600
            linted(answer)
        elsewhere = app.test_client().post(
            "/sign-in/code", data={"code": code}, environ_base={"REMOTE_ADDR": "192.0.2.9"}
        )
        assert elsewhere.status_code == 303
        time.shift(timedelta(minutes=10))
        assert type_code(app.test_client(), code).status_code == 303


def test_pins_have_their_own_limit(app: Flask, db: Session, cast: Cast) -> None:
    with time_machine.travel(clock.now().replace(minute=1, second=0), tick=False):
        phone = app.test_client()
        answers = [try_pin(phone).status_code for _ in range(61)]
        assert answers == [422] * 60 + [429]
        type_code(phone, letter(db, cast.amina))
        assert choose(phone).status_code == 429


def test_questions_cannot_flood(app: Flask, db: Session, cast: Cast) -> None:
    phone = app.test_client()
    answers = {phone.post("/sign-in/ask").status_code for _ in range(30)}
    assert answers == {303, 429}


def test_many_tries_at_once_are_all_counted(app: Flask, db: Session, cast: Cast) -> None:
    engine = app.extensions["portal_engine"]
    now = clock.now()

    def one_try(_: int) -> object:
        with Session(engine) as own, own.begin():
            return attempts.count(own, SECRET, attempts.CODES, "192.0.2.1", now=now)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one_try, range(40)))
    assert answers.count(None) == 20
    assert db.scalars(sa.select(Attempt.times)).one() == 40


def test_what_is_counted_names_no_address(db: Session) -> None:
    attempts.count(db, SECRET, attempts.CODES, "192.0.2.1", now=clock.now())
    assert "192" not in db.scalars(sa.select(Attempt.what)).one()[:3]
    attempts.sweep(db, now=clock.now() + timedelta(days=2))
    assert db.scalars(sa.select(Attempt)).all() == []


@pytest.mark.parametrize(
    ("one", "other", "are_the_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
    ],
)
def test_one_subscriber_is_one_place(one: str, other: str, are_the_same: bool) -> None:
    assert (attempts._place(one) == attempts._place(other)) is are_the_same
