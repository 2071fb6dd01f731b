"""It is a Monday at noon; Amina may be reached by the ways that a test opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock
from portal.notice_settings import NoticeSettings
from portal.notifications.delivering import Office, Ways
from portal.notifications.models import Channel
from tests.cast import Cast
from tests.conftest import SECRET
from tests.notifications.her_choice import KEY
from tests.notifications.postmen import Postman
from tests.people.ways_in import with_phone

NOON = datetime(2026, 9, 7, 10, 0, tzinfo=UTC)
"""Monday the seventh of September 2026, 12.00 in Sweden."""


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    """The cast is on stage after this, so that everything stands at one moment."""
    with time_machine.travel(NOON, tick=False) as time:
        yield time


@pytest.fixture
def postman() -> Postman:
    return Postman()


@pytest.fixture
def office(engine: sa.Engine, postman: Postman) -> Office:
    """Where notices are sent from, with channels of the tests' own."""
    ways = Ways(
        postman.by(Channel.PUSH), {one: postman.by(one) for one in (Channel.SMS, Channel.EMAIL)}
    )
    return Office(engine, SECRET, "https://minvag.example.org", ways, "worker-1", clock.now)


@pytest.fixture
def every_channel(app: Flask) -> Iterator[None]:
    """This installation has every channel."""
    before = app.config["PORTAL"]
    named = NoticeSettings(
        mail_url="smtp://127.0.0.1", mail_from="a@example.org", sms_url="http://127.0.0.1/",
        vapid_key=KEY,
    )  # fmt: skip
    app.config["PORTAL"] = replace(before, notices=named)
    yield
    app.config["PORTAL"] = before


@pytest.fixture
def phone(app: Flask, db: Session, cast: Cast) -> FlaskClient:
    """Amina's phone, signed in, with a PIN."""
    return with_phone(app, db, cast.amina)
