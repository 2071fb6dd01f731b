"""The inbox as a caseworker uses it: who waits, the ways to look, and what comes by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import subjects
from portal.messages.models import Message
from portal.people.sign_in_models import SignIn
from portal.privacy.models import Opened
from tests.browsing import Browser, swapped
from tests.cast import Cast
from tests.messages.staff_pages import NOW, WEEK_AGO, count_questions, logged, page
from tests.messages.writing import asks


def test_the_list_says_who_waits_since_when_until_when_and_how_late(
    db: Session, browser: Browser, cast: Cast
) -> None:
    cast.amina.language = "ar"
    asks(db, cast.amina, "متى يأتي المال؟", now=WEEK_AGO, is_urgent=True)
    shown = browser.visit("/staff/messages", as_=cast.karin)
    [row] = shown.select("main a.row")
    assert str(row["href"]).startswith(page(cast.amina, "?thread="))
    for said in (
        "Amina Warsame",
        "Pengar",
        "arbetsdagar sent",
        "Brådskande",
        "10 dagar",
        "arabiska",
    ):
        assert said in row.text, said
    assert row.select_one('[dir="auto"]'), "her words keep their direction"
    assert "Meddelanden (1)" in shown.select_one("nav.rooms").text  # type: ignore[union-attr]


def test_a_row_shown_is_in_the_log_once_a_day_and_a_conversation_each_time(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    for _ in range(2):
        browser.visit("/staff/messages", as_=cast.karin)
        browser.visit(page(cast.amina), as_=cast.karin)
    assert logged(db, cast.amina, Opened.OVERVIEW) == 1
    assert logged(db, cast.amina, Opened.MESSAGES) == 2


def test_of_somebody_protected_only_the_reference_stands_in_the_list(
    db: Session, browser: Browser, cast: Cast
) -> None:
    asks(db, cast.farid, "Jag bor på Storgatan", now=NOW)
    shown = browser.visit("/staff/messages", as_=cast.sara)
    [row] = shown.select("main a.row")
    assert "F-1" in row.text
    for secret in ("Farid", "Storgatan", "Pengar"):
        assert secret not in shown.text, secret
    talk = browser.visit(page(cast.farid), as_=cast.sara)
    assert "Storgatan" in talk.text and "Farid" not in talk.text


@pytest.mark.parametrize("show", ["", "absent", "unit", "theirs", "unread", "all", "what?"])
def test_each_way_to_look_is_a_plain_link_and_says_when_nothing_is_there(
    browser: Browser, cast: Cast, show: str
) -> None:
    shown = browser.visit(f"/staff/messages?show={show}", as_=cast.karin)
    assert shown.select_one("#inbox section.card p")
    assert len(shown.select("nav.tabs a")) == 6


def test_an_unchanged_list_answers_with_nothing_in_four_questions(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit("/staff/messages", as_=cast.karin)
    address = news_of(shown, "#inbox")
    browser.get(address, as_=cast.karin, htmx=True)
    asked_for = count_questions(browser, address, cast.karin)
    assert asked_for <= 4
    asks(db, cast.amina, subject=subjects.WORK, now=NOW)
    answer = browser.get(address, as_=cast.karin, htmx=True)
    assert answer.status_code == 200
    now = browser.visit("/staff/messages", as_=cast.karin)
    before = str(shown).replace("(1)", "(2)")  # the number in the menu comes with the next page
    assert swapped(BeautifulSoup(before, "html.parser"), "#inbox", answer) == now.prettify()


def test_an_unchanged_conversation_answers_with_nothing_in_two_questions_and_then_with_what_is_new(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit(page(cast.amina), as_=cast.karin)
    address = news_of(shown, "#conversation")
    browser.get(address, as_=cast.karin, htmx=True)
    assert count_questions(browser, address, cast.karin) <= 2
    before = logged(db, cast.amina, Opened.MESSAGES)
    asks(db, cast.amina, "Hallå?", now=NOW)
    answer = browser.get(address, as_=cast.karin, htmx=True)
    assert "Hallå?" in answer.text
    assert logged(db, cast.amina, Opened.MESSAGES) == before + 1, "it was read"
    now = browser.visit(page(cast.amina), as_=cast.karin)
    assert swapped(shown, "#conversation", answer) == now.prettify()


def news_of(shown: BeautifulSoup, part: str) -> str:
    found = shown.select_one(part)
    assert found
    return str(found["hx-get"])


def test_what_a_page_asks_by_itself_keeps_no_session_alive(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit(page(cast.amina), as_=cast.karin)
    address = news_of(shown, "#conversation")
    long_ago = clock.now() - timedelta(minutes=20)

    def seen() -> object:
        found = db.scalar(sa.select(SignIn.seen_at).where(SignIn.staff_id == cast.karin.id))
        db.commit()
        return found

    db.execute(sa.update(SignIn).values(seen_at=long_ago))
    db.commit()
    for one in (address, page(cast.amina, "/news?after=0"), "/staff/messages/news?mark=x"):
        browser.get(one, as_=cast.karin, htmx=True)
        assert seen() == long_ago, one
    browser.visit(page(cast.amina), as_=cast.karin)
    assert seen() != long_ago


def test_when_the_session_has_ended_the_page_makes_way_for_the_sign_in(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    browser.visit(page(cast.amina), as_=cast.karin)
    db.execute(sa.update(SignIn).values(seen_at=NOW - timedelta(hours=1)))
    db.commit()
    answer = browser.get(page(cast.amina, "/news?after=0"), as_=cast.karin, htmx=True)
    assert answer.status_code == 204 and "HX-Redirect" in answer.headers


def test_my_day_leads_to_the_question_in_one_tap(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit("/staff", as_=cast.karin)
    [row] = shown.select("section:has(#answer) a.row")
    assert row["href"] == page(cast.amina, f"?thread={asked.thread_id}#waits-{asked.thread_id}")
    hers = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert hers.select_one(f"a[href='{page(cast.amina)}']")
    assert "Väntar på svar sedan" in hers.text
