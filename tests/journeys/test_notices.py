"""Notices on her phone: from the tap that wants them to what the locked screen shows, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from portal import i18n
from portal.notifications import notices, texts
from portal.notifications.delivering import Office
from portal.notifications.models import NoticeKind
from portal.notifications.push import LENGTH, public_key
from portal.notifications.worker import drain
from portal.people.models import Participant
from tests.journeys.conftest import fits, sign_in
from tests.journeys.reached import Reached, arrives, hers, reached_demo, taps, wants_push, with_push
from tests.journeys.taps import comes_true, follow
from tests.notifications.push_service import claims

pytestmark = pytest.mark.journey

NOON = datetime(2031, 6, 2, 10, 0, tzinfo=UTC)
"""Some day at noon: the worker of the test lives then, whatever the clock says where the tests run."""


@pytest.fixture
def reached(tmp_path: Path) -> Iterator[Reached]:
    with reached_demo(tmp_path) as reached:
        yield reached


def message_comes(office: Office) -> None:
    """Somebody writes to P-1002."""
    with Session(office.engine) as db:
        person = db.scalars(sa.select(Participant).where(Participant.key == "P-1002")).one()
        notices.message_came(db, person, uuid4(), uuid4(), NOON)
        db.commit()
    assert drain(office)


def test_a_message_reaches_her_locked_phone_also_when_she_is_signed_out(
    reached: Reached, phone: Callable[..., Page]
) -> None:
    page = phone("ar")
    with_push(page, reached)
    sign_in(page, reached.demo.links[1])
    wants_push(page)
    assert fits(page)
    follow(page.locator("footer form[action='/sign-out'] button"))

    message_comes(reached.office(lambda: NOON))
    [(path, headers, body)] = reached.service.came
    assert path == "/1"
    assert claims(headers, public_key(reached.push_key))["aud"] == reached.service.origin
    text = hers(page).opened(body)
    assert len(text) == LENGTH

    [shown] = arrives(page, text.decode())
    words = texts.words(NoticeKind.MESSAGE, i18n.languages()["ar"], base_url=reached.demo.address)
    assert shown["title"] == words.title
    assert shown["body"] == words.news
    assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    assert len(arrives(page, text.decode())) == 1, "the same notice again stands there once"
    assert taps(page) == "/", "the front page, which asks who she is"


def test_a_new_key_of_ours_is_taken_quietly(reached: Reached, phone: Callable[..., Page]) -> None:
    page = phone("sv")
    with_push(page, reached)
    sign_in(page, reached.demo.links[1])
    wants_push(page)
    with reached.engine.begin() as connection:
        connection.execute(sa.text("UPDATE push_subscription SET made_for = 'an older key'"))
    page.evaluate("""() => {
      const kept = JSON.parse(localStorage.getItem("push"));
      localStorage.setItem("push", JSON.stringify({ ...kept, key: "AAAA" }));
    }""")
    page.goto(f"{reached.demo.address}/me/notices")
    comes_true(page, "JSON.parse(localStorage.getItem('push')).endpoint.endsWith('/2')")
    expect(page.locator("[data-portal-push][data-on]")).to_be_visible()
    with reached.engine.connect() as connection:
        stored = connection.execute(sa.text("SELECT made_for FROM push_subscription")).all()
    assert [one for (one,) in stored] != ["an older key"]
    assert len(stored) == 1


def test_without_javascript_she_is_shown_the_other_ways(
    reached: Reached, phone: Callable[..., Page]
) -> None:
    page = phone("sv", javascript=False)
    sign_in(page, reached.demo.links[1])
    follow(page.locator("form[action='/me/notices/offer'] a"))
    expect(page.locator("[data-portal-push] form")).to_be_hidden()
    expect(page.locator("[data-portal-when=unable]")).to_be_visible()
    expect(page.locator("a[href='/me/notices/sms']")).to_be_visible()
