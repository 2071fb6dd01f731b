"""She sees at once that her contact is away, until when, and who answers instead."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock, shown
from portal.people.models import Staff
from tests.browsing import Browser
from tests.cast import Cast
from tests.people.away import away, on_duty

CALL_SARA, CALL_KARIN = "a[href='tel:+46700000003']", "a[href='tel:+46700000001']"


def said(browser: Browser, day: date) -> str:
    with browser.app.test_request_context():
        return shown.day(day)


def test_home_and_people_say_who_is_away_until_when_and_who_helps_until_then(
    db: Session, browser: Browser, cast: Cast
) -> None:
    absence = away(db, cast.karin, cast.sara)
    for address in ("/", "/people"):
        page = browser.visit(address, as_=cast.amina)
        until = said(browser, absence.until_on)
        assert f"Karin är borta till och med {until}." in page.text
        assert "Sara Nyström hjälper dig till dess." in page.text
        assert page.select_one(CALL_SARA) and not page.select_one(CALL_KARIN)
    assert "borta" not in browser.visit("/", as_=cast.bashir).text


def test_it_is_said_from_the_first_day_to_the_last_and_as_soon_as_it_is_entered(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.visit("/", as_=cast.amina)
    absence = away(db, cast.karin, cast.sara, begins=1)
    assert "borta" not in browser.visit("/", as_=cast.amina).text
    absence.from_on = absence.until_on = clock.today()
    db.commit()
    assert "Karin är borta" in browser.visit("/", as_=cast.amina).text


def test_without_a_stand_in_todays_duty_officer_helps(
    db: Session, browser: Browser, cast: Cast
) -> None:
    away(db, cast.karin)
    on_duty(db, cast.sara)
    page = browser.visit("/", as_=cast.amina)
    assert "I dag hjälper Sara Nyström dig." in page.text and page.select_one(CALL_SARA)


def test_a_stand_in_who_is_away_herself_does_not_answer(
    db: Session, browser: Browser, cast: Cast
) -> None:
    away(db, cast.karin, cast.lars)
    away(db, cast.lars)
    on_duty(db, cast.sara)
    assert "I dag hjälper Sara Nyström dig." in browser.visit("/", as_=cast.amina).text


def test_with_neither_the_unit_is_called_and_without_its_number_the_municipality(
    db: Session, browser: Browser, cast: Cast
) -> None:
    away(db, cast.karin)
    page = browser.visit("/", as_=cast.amina)
    assert "Ring kommunen till dess." in page.text
    assert page.select_one("#main a[href='tel:+4660000000']")
    cast.support.phone = "+46 60 11 11 11"
    db.commit()
    page = browser.visit("/", as_=cast.amina)
    assert "Ring Enheten för försörjningsstöd till dess." in page.text
    assert page.select_one("a[href='tel:+4660111111']")


def test_a_protected_participant_is_not_sent_to_the_duty_officer(
    db: Session, browser: Browser, cast: Cast
) -> None:
    away(db, cast.sara)
    on_duty(db, cast.karin)
    assert "Karin" not in browser.visit("/", as_=cast.farid).text


def test_a_contact_who_has_left_is_told_of_as_earlier(
    db: Session, browser: Browser, cast: Cast
) -> None:
    cast.karin.ended_on = clock.today() - timedelta(days=1)
    db.commit()
    page = browser.visit("/people", as_=cast.amina)
    assert "Du har ingen kontaktperson just nu." in page.text
    assert f"till {said(browser, cast.karin.ended_on)}" in page.text


def test_home_asks_no_more_of_the_database_when_somebody_is_away(
    db: Session, browser: Browser, cast: Cast
) -> None:
    engine = browser.app.extensions["portal_engine"]
    seen: list[str] = []

    def count(staff: Staff | None) -> int:
        if staff:
            away(db, staff, cast.sara)
        browser.visit("/", as_=cast.amina)
        seen.clear()
        sa.event.listen(engine, "before_cursor_execute", note)
        browser.visit("/", as_=cast.amina)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    assert count(None) == count(cast.karin)
