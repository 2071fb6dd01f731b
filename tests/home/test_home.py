"""The first screen answers: what is next, whose turn, whom do I call, where am I."""

from __future__ import annotations

from datetime import timedelta

from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal import clock
from portal.people import sessions
from portal.people.models import Assignment
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, sv
from tests.plan.writing import plan, step

TODAY = clock.today()


def words(page: BeautifulSoup, selector: str) -> str:
    found = page.select_one(selector)
    assert found, selector
    return " ".join(found.get_text(" ").split())


def test_her_turn_is_said_first_with_what_why_and_when(
    db: Session, browser: Browser, cast: Cast
) -> None:
    call = step("Ring Lars", due=TODAY.isoformat(), why=sv("Lars behöver dagarna."))
    plan(db, cast.amina, step("Fråga", cast.lars), call)
    card = words(browser.visit("/", as_=cast.amina), "#next-step")
    assert card.startswith("Din tur Ring Lars")
    assert "senast" in card and "Lars behöver dagarna." in card


def test_what_she_waits_for_says_from_whom_since_when_and_that_it_is_late(
    db: Session, browser: Browser, cast: Cast
) -> None:
    late = (TODAY - timedelta(days=4)).isoformat()
    plan(
        db, cast.amina, step("Boka tid", cast.karin, due=late), agreed_on=TODAY - timedelta(days=30)
    )
    page = browser.visit("/", as_=cast.amina)
    card = words(page, "#next-step")
    assert card.startswith("Väntar på Karin Berg")
    assert "Du har väntat sedan" in card and "Det är vi som är sena, inte du." in card
    assert page.select_one("#next-step.wait a[href='tel:+4670000000" + "1']")


def test_when_an_authority_is_late_we_do_not_say_that_we_are(
    db: Session, browser: Browser, cast: Cast
) -> None:
    late = (TODAY - timedelta(days=4)).isoformat()
    plan(db, cast.amina, step("Svara", cast.employment, due=late))
    card = words(browser.visit("/", as_=cast.amina), "#next-step")
    assert card.startswith("Väntar på Arbetsförmedlingen")
    assert "Det är inte du som är sen." in card and "vi som är sena" not in card


def test_what_others_owe_her_stands_beside_her_own_step(
    db: Session, browser: Browser, cast: Cast
) -> None:
    late = (TODAY - timedelta(days=4)).isoformat()
    plan(db, cast.amina, step("Ring Lars"), step("Boka tid", cast.karin, due=late))
    page = browser.visit("/", as_=cast.amina)
    assert "Ring Lars" in words(page, "#next-step")
    assert "Du väntar på oss" in page.text


def test_without_a_plan_the_page_says_what_happens_now_who_does_it_and_when_she_hears(
    browser: Browser, cast: Cast
) -> None:
    card = words(browser.visit("/", as_=cast.amina), "#next-step")
    assert "Du har ingen plan än" in card and "Karin Berg" in card
    assert "Det är vi som är sena." in card, "Karin has had four weeks"


def test_without_a_contact_person_she_is_told_whom_to_call(
    db: Session, browser: Browser, cast: Cast
) -> None:
    [contact] = cast.amina.assignments
    contact.until_on = TODAY - timedelta(days=1)
    db.commit()
    page = browser.visit("/", as_=cast.amina)
    assert page.select_one("a[href='tel:+4660000000']")


def test_a_late_follow_up_is_said_without_blame(db: Session, browser: Browser, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring"), follow_up=(TODAY - timedelta(days=1)).isoformat())
    page = browser.visit("/", as_=cast.amina)
    assert "Vi skulle ha följt upp planen" in page.text
    assert "6–8 veckor" in page.text


def test_she_sees_where_she_stands_who_owns_it_and_what_comes_next(
    browser: Browser, cast: Cast
) -> None:
    text = words(browser.visit("/", as_=cast.amina), "section[aria-labelledby=stage]")
    assert "Del 3 av 5: Genomföra" in text
    assert "Enheten för försörjningsstöd" in text and "Sedan: Följa upp" in text


def test_a_finished_plan_asks_nothing_of_her(db: Session, browser: Browser, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring", done="2026-01-01"), finished_on=TODAY)
    assert "Du är klar med din plan" in words(browser.visit("/", as_=cast.amina), "#next-step")


def test_news_counts_from_the_last_activity_of_the_session_before(
    db: Session, browser: Browser, cast: Cast
) -> None:
    now = clock.now()
    before = sessions.begin(
        db, "an earlier session", participant=cast.amina, now=now - timedelta(hours=5)
    )
    db.flush()
    sessions.touch(db, before.id, now=now - timedelta(hours=4))
    for one in db.query(Assignment):
        one.created_at = now - timedelta(hours=6)
    new = assign(db, cast.amina, cast.lars)
    new.is_main, new.created_at = False, now - timedelta(hours=3)
    db.commit()
    assert "Ny person för dig: Lars Ek" in browser.visit("/", as_=cast.amina).text
    seen_before = assign(db, cast.bashir, cast.karin)
    seen_before.created_at = now - timedelta(hours=3)
    db.commit()
    assert "Ny person" not in browser.visit("/", as_=cast.bashir).text, "his first visit"


def test_signed_out_the_page_says_what_it_is_and_is_not(browser: Browser, cast: Cast) -> None:
    page = browser.visit("/", as_=None)
    assert "Du ansöker inte om pengar här" in page.text
    assert page.select_one("a[href='/sign-in']") and page.select_one("a[href='tel:+4660000000']")


def test_an_empty_database_still_answers(browser: Browser) -> None:
    for address in ("/", "/help", "/drop-in", "/sign-in", "/sign-in/code"):
        linted(browser.get(address, as_=None))


def test_her_name_stands_on_no_page_of_hers(db: Session, browser: Browser, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring Lars"))
    for address in ("/", "/plan", "/week", "/people", "/me", "/me/devices", "/me/access-log"):
        assert "Amina" not in browser.visit(address, as_=cast.amina).text, "phones are shared"
