"""The statements: accessibility with its nameless report, and privacy in plain words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.people.account_models import Duty
from portal.statements import reports
from portal.statements.models import AccessibilityReport
from portal.writing import Writing
from tests.browsing import Browser, linted
from tests.cast import Cast, give_duties

WORDS = {"body": "Jag ser inte knappen", "page": "Vecka", "contact": "070-000 00 00", "key": "k"}


def kept(db: Session) -> list[AccessibilityReport]:
    found = list(db.scalars(sa.select(AccessibilityReport)))
    db.expunge_all()
    db.rollback()  # on SQLite even a look would make the next form wait
    return found


def test_the_statement_holds_what_digg_asks_for(browser: Browser, cast: Cast) -> None:
    page = browser.visit("/accessibility", as_=None)
    for fact in (
        "Timrå kommun", "Min väg", "delvis förenlig", "inte kontrollerade", "skärmläsare",
        "prövat den själva", "Ingen utanför", "22 november", "EN 301 549",
    ):  # fmt: skip
        assert fact in page.text, fact
    assert "2026-11" not in page.text, "days are said in words"
    assert page.select_one("a[href='https://www.digg.se/tdosanmalan']")
    assert page.select_one("form textarea[name=body]")


def test_anybody_may_report_without_a_name_and_is_thanked(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.visit("/accessibility", as_=None)
    answer = browser.post("/accessibility", WORDS, as_=None)
    assert answer.status_code == 303 and answer.location == "/accessibility/sent"
    assert "Tack" in browser.visit("/accessibility/sent", as_=None).text
    [report] = kept(db)
    assert report.body == Writing.in_("und", "Jag ser inte knappen")
    assert (report.page, report.contact) == ("Vecka", "070-000 00 00")
    columns = set(AccessibilityReport.__table__.columns.keys())
    assert columns == {
        "id",
        "form_key",
        "body",
        "page",
        "contact",
        "read_in",
        "sent_on",
        "answered_at",
    }


def test_signed_in_her_report_still_says_nothing_of_her(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.post("/accessibility", {"body": "För små bokstäver"}, as_=cast.amina)
    [report] = kept(db)
    assert (report.page, report.contact) == (None, None)


def test_a_double_click_is_one_report_and_other_words_are_another(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for _ in range(2):
        assert browser.post("/accessibility", WORDS, as_=None).status_code == 303
    assert len(kept(db)) == 1
    browser.post("/accessibility", WORDS | {"body": "En sak till"}, as_=None)
    assert len(kept(db)) == 2, "nobody's words are lost"


def test_each_load_of_the_form_has_its_own_key(browser: Browser, cast: Cast) -> None:
    keys = {
        re.findall(r'name="key" value="(\w+)"', browser.get("/accessibility", as_=None).text)[0]
        for _ in range(2)
    }
    assert len(keys) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"body": "  "}, "body"), ({"body": "x" * 2001}, "body"), ({"page": "x" * 301}, "page"),
     ({"contact": "x" * 201}, "contact")],
)  # fmt: skip
def test_what_was_typed_stays_when_something_is_to_be_put_right(
    db: Session, browser: Browser, cast: Cast, wrong: dict[str, str], field: str
) -> None:
    answer = browser.post("/accessibility", WORDS | wrong, as_=None)
    assert answer.status_code == 422
    page = linted(answer)
    assert page.select_one(f"#faults a[href='#{field}']")
    assert page.select_one(f"#{field}[aria-invalid=true]")
    for name, typed in (WORDS | wrong).items():
        if name not in {"key", "body"}:
            assert page.select_one(f"input[name={name}]")["value"] == typed  # type: ignore[index]
    body = page.select_one("textarea[name=body]")
    assert body and body.text.strip() == (WORDS | wrong)["body"].strip()
    assert kept(db) == []


def test_whoever_sends_report_after_report_is_asked_to_wait(
    app: Flask, db: Session, cast: Cast
) -> None:
    with time_machine.travel(clock.now().replace(minute=1, second=0), tick=False):
        phone = app.test_client()
        sent = [
            phone.post("/accessibility", data={"body": f"Nummer {number}"}).status_code
            for number in range(11)
        ]
    assert sent == [303] * 10 + [429]
    assert len(kept(db)) == 10


def test_staff_read_the_reports_the_newest_first_and_participants_do_not(
    db: Session, browser: Browser, cast: Cast
) -> None:
    today = clock.today()
    for days, body in [(2, "Äldst"), (0, "<b>Nyast</b>"), (1, "Mitten")]:
        reports.keep(
            db, reports.Typed(str(days), body), read_in="ar", today=today - timedelta(days=days)
        )
    db.commit()
    assert browser.get("/staff/reports", as_=cast.karin).status_code == 404, "a number to call back"
    give_duties(db, cast.karin, Duty.ADMINISTRATOR)
    page = browser.visit("/staff/reports", as_=cast.karin)
    assert [one.text for one in page.select("li p[dir=auto]")] == [
        "<b>Nyast</b>",
        "Mitten",
        "Äldst",
    ]
    assert "العربية" in page.text
    assert browser.visit("/staff", as_=cast.karin).select_one("a[href='/staff/reports']")
    assert browser.get("/staff/reports", as_=cast.amina).status_code == 403


def test_many_reports_are_shown_a_page_at_a_time(db: Session, browser: Browser, cast: Cast) -> None:
    for number in range(reports.A_PAGE + 1):
        reports.keep(db, reports.Typed(str(number), "Ord"), read_in="sv", today=clock.today())
    db.commit()
    give_duties(db, cast.karin, Duty.ADMINISTRATOR)
    first = browser.visit("/staff/reports", as_=cast.karin)
    assert len(first.select("li")) == reports.A_PAGE
    [older] = [one for one in first.select("a") if one.text == "Visa äldre"]
    assert len(browser.visit(str(older["href"]), as_=cast.karin).select("main li")) == 1
    assert len(browser.visit("/staff/reports?skip=-7", as_=cast.karin).select("main li")) == 50
    assert "Ingen" in browser.visit(f"/staff/reports?skip={10**30}", as_=cast.karin).text


def test_privacy_says_what_is_kept_who_sees_it_and_what_she_may_demand(
    browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/privacy", as_=cast.amina)
    assert page.select_one("a[href='/me/access-log']") and page.select_one(
        "a[href='https://www.imy.se']"
    )
    assert "Dina pengar ändras inte bara för att du svarar här." in page.text
    assert not browser.visit("/privacy", as_=None).select_one("a[href='/me/access-log']")


@pytest.mark.parametrize("address", ["/", "/sign-in", "/help", "/words", "/drop-in"])
def test_every_public_page_leads_to_the_pages_that_explain(
    browser: Browser, cast: Cast, address: str
) -> None:
    links = {str(one["href"]) for one in browser.visit(address, as_=None).select("footer a")}
    assert links >= {"/help", "/words", "/privacy", "/accessibility"}


def test_her_own_page_leads_there_too(browser: Browser, cast: Cast) -> None:
    links = {str(one["href"]) for one in browser.visit("/me", as_=cast.amina).select("main a")}
    assert links >= {"/help", "/words", "/privacy", "/accessibility"}


def test_the_pages_answer_before_a_municipality_is_loaded(browser: Browser) -> None:
    for address in ("/words", "/accessibility", "/accessibility/sent", "/privacy", "/help"):
        for language in ("sv", "ar"):
            linted(browser.get(address, as_=None, language=language))
