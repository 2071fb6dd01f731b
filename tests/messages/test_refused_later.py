"""The scanner refuses a paper when she has left the page: her phone says that something is new, and home says what."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal.messages import papers, scanning, sending, subjects
from portal.messages.papers import Form
from portal.messages.scanner import Clamd
from portal.messages.sending import Sent, words
from portal.messages.storage import Files
from portal.notifications.models import NoticeKind, OutboxNotice
from tests.browsing import Browser
from tests.cast import Cast
from tests.messages.fake_clamd import EICAR, listening
from tests.messages.test_scanning import NOW, waiting
from tests.messages.writing import asks

HOME = "section[aria-labelledby=messages] .trouble"


@pytest.fixture(autouse=True)
def by_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def clamd() -> Iterator[Clamd]:
    with listening() as (_, address):
        yield Clamd.at(address)


def sends(db: Session, cast: Cast, files: Files, *contents: bytes) -> None:
    """She sends photos, which wait for the scanner."""
    key = uuid4().hex
    waiting(db, cast, files, *contents, key=key)
    sent = Sent(words("Här är papperen."), key, has_papers=True)
    made = sending.from_her(db, cast.amina, subjects.MONEY, sent, now=NOW)
    papers.send(db, Form(cast.amina, None, key), made)
    db.commit()


def notices(db: Session) -> list[NoticeKind]:
    found = list(db.scalars(sa.select(OutboxNotice.kind)))
    db.commit()
    return found


def test_she_is_told_of_each_that_she_is_to_send_again_until_she_has(
    db: Session, cast: Cast, files: Files, clamd: Clamd, browser: Browser
) -> None:
    sends(db, cast, files, b"rent", EICAR)
    scanning.run(db, files, clamd)
    assert notices(db) == [NoticeKind.MESSAGE]
    [said] = browser.visit("/", as_=cast.amina).select(HOME)
    assert "foto 2" in said.get_text() and "skicka igen" in said.get_text()
    asks(db, cast.amina, "Här är det igen.", now=NOW)
    assert not browser.visit("/", as_=cast.amina).select(HOME)


def test_of_what_is_clean_or_not_sent_yet_nothing_is_said(
    db: Session, cast: Cast, files: Files, clamd: Clamd, browser: Browser
) -> None:
    sends(db, cast, files, b"rent")
    waiting(db, cast, files, EICAR, key="not sent")
    scanning.run(db, files, clamd)
    assert notices(db) == []
    assert not browser.visit("/", as_=cast.amina).select(HOME)
