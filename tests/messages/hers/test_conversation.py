"""Her conversation: one flow, whose turn it is, who wrote and for whom, and what is new in it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.messages import sending, subjects
from portal.messages.models import Message, MessageKind
from portal.messages.reading import A_PAGE
from portal.messages.sending import Sent, words
from portal.people.models import Absence, HandoverReason
from tests.browsing import Browser
from tests.cast import Cast, assign
from tests.messages.hers.conftest import NOW, Talk

DAYS = timedelta(days=1)


def said(page: BeautifulSoup, selector: str = "main") -> str:
    found = page.select_one(selector)
    assert found, selector
    return " ".join(found.get_text(" ").split())


def test_before_anything_is_written_she_is_shown_where_she_writes(
    browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/messages", as_=cast.amina)
    assert page.select_one("#write textarea[name=body]")
    assert not page.select("ol.talk")


def test_the_newest_stands_last_under_its_day(browser: Browser, cast: Cast, talk: Talk) -> None:
    talk.she("När kommer pengarna?", ago=4 * DAYS)
    talk.we("På fredag.", ago=1 * DAYS)
    page = browser.visit("/messages", as_=cast.amina)
    assert [one.text for one in page.select("h2.day")] == [
        "fredag 20 november", "måndag 23 november",
    ]  # fmt: skip
    first, second = page.select("ol.talk li")
    assert first.get_text(" ", strip=True).startswith("Du · 10:00 · Pengar")
    text = " ".join(second.get_text(" ").split())
    assert text.startswith("Nytt Karin Berg · 10:00 · Pengar din handläggare på socialtjänsten")
    assert "På fredag." in second.text


def test_whose_turn_it_is_stands_first_with_the_promised_day(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("När kommer pengarna?")
    talk.we("Vilka dagar kan du?", subject=subjects.WORK, asks=True)
    text = said(browser.visit("/messages", as_=cast.amina), "section[aria-labelledby=turn]")
    assert "Vi har din fråga sedan tisdag 24 november." in text
    assert "Du får svar senast torsdag 26 november." in text
    assert "Vi väntar på ditt svar sedan tisdag 24 november." in text


def test_when_we_are_late_the_page_says_so_and_whom_to_call(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("Hallå?", ago=7 * DAYS)
    page = browser.visit("/messages", as_=cast.amina)
    text = said(page, "section[aria-labelledby=turn]")
    assert "Vi är sena. Du skulle ha fått svar torsdag 19 november." in text
    assert page.select_one("section[aria-labelledby=turn] a[href='tel:+46700000001']")


def test_late_with_the_contact_away_she_is_given_the_number_of_who_answers_now(
    db: Session, browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("Hallå?", ago=7 * DAYS)
    db.add(
        Absence(
            staff_id=cast.karin.id, stand_in_id=cast.sara.id, from_on=date(2026, 11, 20),
            until_on=date(2026, 12, 1), made_at=NOW,
        )
    )  # fmt: skip
    db.commit()
    page = browser.visit("/messages", as_=cast.amina)
    turn = page.select_one("section[aria-labelledby=turn]")
    assert turn and turn.select_one("a[href='tel:+46700000003']")
    assert not turn.select_one("a[href='tel:+46700000001']")
    assert "Sara Nyström svarar i stället för Karin." in said(page)
    assert "Karin är borta till och med tisdag 1 december." in said(page, "#write")


def test_what_is_new_is_marked_and_the_page_opens_there(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("När?", ago=3 * DAYS)
    talk.we("På fredag.", ago=2 * DAYS)
    talk.we("Nej, på torsdag.", ago=1 * DAYS)
    page = browser.visit("/messages", as_=cast.amina)
    assert page.select_one("section[aria-labelledby=turn] a[href='#new']")
    [new] = page.select("#new")
    assert "På fredag." in new.find_parent("li").text  # type: ignore[union-attr]
    assert page.select_one("form[data-portal-mark] input[name=number][value='3']")


def test_a_change_of_contact_stands_between_the_messages_and_tells_why(
    db: Session, browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("Hej", ago=10 * DAYS)
    [before] = cast.amina.assignments
    before.until_on, before.reason = date(2026, 11, 19), HandoverReason.REORGANISED
    assign(db, cast.amina, cast.lars, from_on=date(2026, 11, 20))
    db.commit()
    talk.we("Hej, jag är ny.", ago=1 * DAYS, by=cast.lars)
    text = said(browser.visit("/messages", as_=cast.amina))
    marker = "Från och med fredag 20 november är Lars Ek din kontaktperson."
    assert text.index("Hej") < text.index(marker) < text.index("Hej, jag är ny.")
    assert "Vi delade upp arbetet på ett nytt sätt." in text
    assert "Svarar i stället" not in text, "Lars is her contact"


def test_a_colleague_who_answers_is_said_to_answer_for_the_contact_person(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("Hej", ago=2 * DAYS)
    talk.we("Hej, Karin är sjuk.", ago=1 * DAYS, by=cast.sara)
    assert "Svarar i stället för Karin." in said(browser.visit("/messages", as_=cast.amina))


def test_answered_by_phone_and_needing_no_answer_are_said_in_words(
    db: Session, browser: Browser, cast: Cast, talk: Talk
) -> None:
    hers = talk.she("Hej", ago=2 * DAYS)
    for key, kind, body in (
        ("1", MessageKind.BY_PHONE, words("Vi bokade en tid.", "sv")),
        ("2", MessageKind.READ_ONLY, None),
    ):
        sending.settled_otherwise(
            db, cast.karin, hers.thread, kind, Sent(body, key), now=NOW - 1 * DAYS
        )
    db.commit()
    text = said(browser.visit("/messages", as_=cast.amina))
    assert "Karin svarade dig på telefon." in text and "Vi bokade en tid." in text
    assert "Karin har läst det du skrev. Det behöver inget svar." in text


def test_each_text_has_its_own_language_and_direction(
    db: Session, browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("متى يأتي المال؟")
    talk.we("På fredag.")
    cast.amina.chosen_language = "ar"
    db.commit()
    page = browser.visit("/messages", as_=cast.amina)
    hers, ours = page.select("ol.talk .lines")
    assert (hers["lang"], hers["dir"]) == ("", "auto")
    assert (ours["lang"], ours["dir"]) == ("sv", "ltr")


def long_talk(talk: Talk, number: int) -> None:
    for one in range(number // 3):
        ago = (number // 3 - one) * timedelta(hours=8)
        talk.she(f"Fråga {one}", ago=ago)
        talk.we(f"Svar {one}", ago=ago)
        talk.she(f"Tack {one}", ago=ago)


def test_older_messages_are_a_link_away_and_none_is_shown_twice(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    long_talk(talk, 69)
    address, seen = "/messages", list[str]()
    while address:
        page = browser.visit(address, as_=cast.amina)
        assert len(page.select("ol.talk .lines")) <= A_PAGE
        seen = [one.get_text() for one in page.select("ol.talk .lines")] + seen
        older = page.select_one("main a[href*='before=']:not([href*='#'])")
        address = str(older["href"]) if older else ""
    assert len(seen) == len(set(seen)) == 69
    assert not page.select("#write"), "she writes where the newest stand"
    assert page.select_one("a[href='/messages#write']")


def test_the_first_new_one_is_found_on_an_older_page(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    for one in range(40):
        talk.we(f"Meddelande {one}", ago=(50 - one) * timedelta(hours=1))
    page = browser.visit("/messages", as_=cast.amina)
    link = page.select_one("a[href$='#new']")
    assert link and link["href"] == "/messages?before=11#new"
    older = browser.visit("/messages?before=11", as_=cast.amina)
    assert older.select_one("#new")
    browser.post("/messages/read", {"first": "11", "number": "40"}, as_=cast.amina)
    talk.db.rollback()
    unread = sa.select(sa.func.max(Message.number)).where(Message.read_at.is_(None))
    assert talk.db.scalar(unread) == 10, "what she was not shown stays new"


@pytest.mark.parametrize("number", [3, 300])
def test_a_long_conversation_asks_as_little_as_a_short_one(
    browser: Browser, cast: Cast, talk: Talk, number: int
) -> None:
    long_talk(talk, number)
    talk.we("Ett svar till")
    browser.get("/messages", as_=cast.amina)
    asked: list[str] = []
    engine = browser.app.extensions["portal_engine"]
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert browser.get("/messages", as_=cast.amina).status_code == 200
    assert len(asked) <= 12, "\n".join(asked)


def test_another_womans_conversation_is_not_hers(browser: Browser, cast: Cast, talk: Talk) -> None:
    talk.she("Bara för Karin")
    assert "Bara för Karin" not in browser.visit("/messages", as_=cast.bashir).text
