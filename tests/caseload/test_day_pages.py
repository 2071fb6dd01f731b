"""The caseworker's day as a page: what stands there, what opening it costs and leaves, and the acts behind its rows."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup, Tag
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import clock
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import CaseReview, Participant
from portal.plan.models import Answer, ClashReport, Step, StepAnswer
from portal.plan.version_models import PlanVersion, Says
from portal.privacy.models import AccessLog, Opened
from portal.statements import reports
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, sv
from tests.plan.writing import plan, step

NOW = clock.now()
TODAY = clock.today()
FAR_OFF = (TODAY + timedelta(weeks=5)).isoformat()


@pytest.fixture
def call(db: Session, cast: Cast) -> Step:
    """A step that Amina has said does not work for her."""
    call, sfi = step("Ring Lars"), step("Gå till SFI")
    plan(db, cast.amina, call, sfi, follow_up=FAR_OFF)
    db.add(
        StepAnswer(
            step=call, answer=Answer.CANNOT, comment=sv("Jag är <b>sjuk</b>"),
            answered_at=NOW - timedelta(days=9),
        )
    )  # fmt: skip
    db.commit()
    return call


def row(page: BeautifulSoup) -> Tag:
    [found] = page.select("main a.row")
    return found


def form(page: BeautifulSoup, action: str) -> str:
    """The address of the one form whose address ends so."""
    [found] = page.select(f"form[action$='{action}']")
    return str(found["action"])


def test_her_answer_stands_first_with_how_long_it_has_waited_and_one_tap_from_the_act(
    browser: Browser, cast: Cast, call: Step
) -> None:
    page = browser.visit("/staff", as_=cast.karin)
    assert [one.text for one in page.select("nav[aria-label='Det som väntar'] a")] == [
        "1\u00a0svar"
    ]
    assert page.select_one("h2#cannot")
    assert re.search(r"Amina Warsame\s+Ring Lars\s+9 dagar", row(page).text)
    address, _, place = str(row(page)["href"]).partition("#")
    hers = browser.visit(address, as_=cast.karin)
    [told] = hers.select(f"#{place}")
    assert "Jag är <b>sjuk</b>" in told.text and told.select_one("form button")


def test_seen_to_it_waits_no_more_and_within_a_minute_it_can_be_taken_back(
    browser: Browser, cast: Cast, call: Step
) -> None:
    hers = f"/staff/participants/{cast.amina.id}"
    see_to = form(browser.visit(hers, as_=cast.karin), "/seen-to")
    for _ in range(2):
        answer = browser.post(see_to, as_=cast.karin, follow=True)
        assert answer.status_code == 200
    page = linted(answer)
    assert not page.select("#waits")
    assert not browser.visit("/staff", as_=cast.karin).select("main a.row")
    browser.post(form(page, "/wait-again"), as_=cast.karin)
    assert row(browser.visit("/staff", as_=cast.karin))


def test_after_a_minute_it_stays_as_it_is(
    db: Session, browser: Browser, cast: Cast, call: Step
) -> None:
    address = f"/staff/participants/{cast.amina.id}/answer/{call.id}"
    browser.post(f"{address}/seen-to", as_=cast.karin)
    with time_machine.travel(clock.now() + timedelta(seconds=61), tick=False):
        answer = browser.post(f"{address}/wait-again", as_=cast.karin, follow=True)
    assert "Det går att ångra i en minut." in answer.text
    assert db.scalars(sa.select(StepAnswer.handled_at)).one()


def test_a_clash_and_a_wish_are_seen_to_in_the_same_way(
    db: Session, browser: Browser, cast: Cast
) -> None:
    sfi, course = step("SFI"), step("Kurs")
    made = plan(db, cast.amina, sfi, course, follow_up=FAR_OFF, version=1)
    wish = PlanVersion(
        plan=made, number=1, staff=cast.karin, published_at=NOW, changes=[], document={},
        says=Says.WANTS_CHANGE, said_at=NOW, comment=sv("Inte på måndagar"),
    )  # fmt: skip
    clash = ClashReport(
        participant_id=cast.amina.id, first_step=sfi, second_step=course, reported_at=NOW
    )
    db.add_all([wish, clash])
    db.commit()
    page = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert "Inte på måndagar" in page.text
    for kind, thing in (("wish", wish), ("clash", clash)):
        browser.post(form(page, f"/{kind}/{thing.id}/seen-to"), as_=cast.karin)
    assert not browser.visit("/staff", as_=cast.karin).select("main a.row")


def test_what_she_writes_beside_her_yes_is_read_too(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = plan(db, cast.amina, step("SFI"), follow_up=FAR_OFF, version=1)
    yes = PlanVersion(
        plan=made, number=1, staff=cast.karin, published_at=NOW, changes=[], document={},
        says=Says.AGREED, said_at=NOW,
    )  # fmt: skip
    db.add(yes)
    db.commit()
    assert not browser.visit("/staff", as_=cast.karin).select("main a.row"), "a yes asks nothing"
    yes.comment = sv("Men inte på måndagar")
    db.commit()
    page = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert "Men inte på måndagar" in page.text
    browser.post(form(page, f"/wish/{yes.id}/seen-to"), as_=cast.karin)
    assert not browser.visit("/staff", as_=cast.karin).select("main a.row")


def test_nobody_else_can_mark_it_and_what_she_never_said_is_not_there(
    db: Session, browser: Browser, cast: Cast, call: Step
) -> None:
    address = f"/staff/participants/{cast.amina.id}/answer"
    assert browser.post(f"{address}/{call.id}/seen-to", as_=cast.lars).status_code == 404
    assert browser.post(f"{address}/{uuid4()}/seen-to", as_=cast.karin).status_code == 404
    assert browser.post(f"{address}/{call.id}/wait-again", as_=cast.lars).status_code == 404
    through = f"/staff/participants/{cast.bashir.id}/answer/{call.id}/seen-to"
    assert browser.post(through, as_=cast.lars).status_code == 404, "Amina's, through Bashir"
    assert db.scalars(sa.select(StepAnswer.handled_at)).one() is None


def test_a_review_is_done_once_a_day_and_taken_back_by_whoever_did_it(
    db: Session, browser: Browser, cast: Cast, call: Step
) -> None:
    cast.amina.assignments[0].from_on = TODAY - timedelta(weeks=30)
    second = assign(db, cast.amina, cast.lars)
    second.is_main = False
    db.commit()
    hers = f"/staff/participants/{cast.amina.id}"
    done = form(browser.visit(hers, as_=cast.karin), "/reviews")
    for _ in range(2):
        page = linted(browser.post(done, as_=cast.karin, follow=True))
    [review] = db.scalars(sa.select(CaseReview)).all()
    assert not page.select("#review")
    take_back = form(page, "/take-back")
    assert browser.post(take_back, as_=cast.lars).status_code == 404
    for _ in range(2):
        assert browser.post(take_back, as_=cast.karin).status_code == 303
    assert review.staff_id == cast.karin.id and not db.scalars(sa.select(CaseReview)).all()


def test_a_report_on_accessibility_is_seen_to_from_an_administrators_day(
    db: Session, browser: Browser, cast: Cast, call: Step
) -> None:
    reports.keep(db, reports.Typed("k", "Texten är för liten"), read_in="sv", today=TODAY)
    db.add(
        StaffAccount(
            staff=cast.lars, email="lars@example.org", duties=[Duty.ADMINISTRATOR], made_at=NOW
        )
    )
    plan(db, cast.bashir, step("Ring"), follow_up=FAR_OFF)
    address = str(row(browser.visit("/staff", as_=cast.lars))["href"])
    page = browser.visit(address, as_=cast.lars)
    assert page.select_one("#" + address.partition("#")[2])
    page = linted(browser.post(form(page, "/answered"), as_=cast.lars, follow=True))
    assert "Klar" in page.main.text  # type: ignore[union-attr]
    browser.post(form(page, "/wait-again"), as_=cast.lars)
    assert row(browser.visit("/staff", as_=cast.lars))


def test_protected_data_stand_there_by_reference_and_without_her_words(
    db: Session, browser: Browser, cast: Cast
) -> None:
    hidden = step("Åk till Storgatan 1")
    plan(db, cast.farid, hidden, follow_up=FAR_OFF)
    db.add(StepAnswer(step=hidden, answer=Answer.UNSURE, answered_at=NOW))
    db.commit()
    page = browser.visit("/staff", as_=cast.sara)
    assert "F-1" in row(page).text
    assert "Farid" not in str(page) and "Storgatan" not in str(page)
    assert not browser.visit("/staff", as_=cast.lars).find(string=re.compile("F-1"))


def test_only_those_who_stand_there_are_noted_as_read(
    db: Session, browser: Browser, cast: Cast, call: Step
) -> None:
    assign(db, cast.bashir, cast.karin)
    plan(db, cast.bashir, step("Ring"), follow_up=FAR_OFF)
    browser.visit("/staff", as_=cast.karin)
    lines = db.execute(sa.select(AccessLog.participant_id, AccessLog.opened)).all()
    assert [tuple(line) for line in lines] == [(cast.amina.id, Opened.OVERVIEW)]


def test_with_nothing_to_do_it_says_so_kindly(db: Session, browser: Browser, cast: Cast) -> None:
    plan(db, cast.amina, step("Ring"), follow_up=FAR_OFF)
    assert "Inget väntar på dig just nu." in browser.visit("/staff", as_=cast.karin).text
    cast.bashir.moved_on = TODAY
    db.commit()
    assert "Ingen deltagare är kopplad till dig" in browser.visit("/staff", as_=cast.lars).text


def test_signed_in_staff_come_to_their_day_and_every_staff_page_leads_there(
    browser: Browser, cast: Cast, call: Step
) -> None:
    assert browser.get("/", as_=cast.karin).location == "/staff"
    page = browser.visit("/staff", as_=cast.karin)
    [here] = page.select("nav.rooms [aria-current=page]")
    assert here.text == "Min dag"
    for address in ("/staff/participants", "/staff/texts"):
        page = browser.visit(address, as_=cast.karin)
        assert page.select_one("nav.rooms a[href='/staff']")
    page = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    [here] = page.select("nav.rooms [aria-current=true]")
    assert here.text == "Deltagare"


def test_accounts_stand_in_the_menu_of_an_administrator_only(
    db: Session, browser: Browser, cast: Cast
) -> None:
    def menu() -> str:
        [found] = browser.visit("/staff", as_=cast.karin).select("nav.rooms")
        return found.text

    assert "Konton" not in menu()
    db.add(
        StaffAccount(
            staff=cast.karin, email="karin@example.org", duties=[Duty.ADMINISTRATOR], made_at=NOW
        )
    )
    db.commit()
    assert "Konton" in menu()


def queries(app: Flask, browser: Browser, cast: Cast) -> int:
    """How many questions the day asks the database, the second time it is opened."""
    browser.visit("/staff", as_=cast.karin)
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("SET", "PRAGMA", "BEGIN")):
            asked.append(statement)

    engine = app.extensions["portal_engine"]
    event.listen(engine, "before_cursor_execute", note)
    browser.visit("/staff", as_=cast.karin)
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_fifty_people_take_no_more_queries_than_five(
    app: Flask, db: Session, browser: Browser, cast: Cast
) -> None:
    def more(first: int, last: int) -> None:
        for number in range(first, last):
            one = Participant(
                key=f"N-{number}", name=f"Nummer {number}", language="sv", created_at=NOW
            )
            db.add(one)
            db.flush()
            assign(db, one, cast.karin)
            mine, hers = step("Boka", cast.karin, due=TODAY.isoformat()), step("Ring")
            plan(db, one, mine, hers)
            db.add(StepAnswer(step=hers, answer=Answer.UNSURE, answered_at=NOW))
        db.commit()

    more(0, 5)
    few = queries(app, browser, cast)
    more(5, 50)
    assert queries(app, browser, cast) == few <= 15
    assert len(browser.visit("/staff", as_=cast.karin).select("main a.row")) == 151
