"""Who sees an ill colleague's meetings, who is told why she is away, and what each reading leaves."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.meetings.models import Meeting
from portal.people.account_models import Duty
from portal.people.models import Absence
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, give_duties
from tests.meetings.conftest import Town, at
from tests.meetings.karin_away import (
    PAGE,
    booked,
    eight_booked,
    form,
    fresh,
    karin_ill,
    queries,
    send,
    who,
)


@pytest.fixture
def eight(db: Session, cast: Cast, town: Town) -> list[Meeting]:
    """Karin's eight meetings, each with somebody else; Amina's is the first."""
    return eight_booked(db, cast, town)


@pytest.fixture
def ill(db: Session, cast: Cast) -> Absence:
    """Karin is away Monday to Friday, and Lars is on duty today."""
    return karin_ill(db, cast)


def test_the_duty_officer_knows_only_that_somebody_protected_has_a_meeting(
    db: Session, browser: Browser, cast: Cast, town: Town, ill: Absence
) -> None:
    assign(db, cast.farid, cast.karin)
    made = booked(db, cast.farid, town.follow_up, at(8, 9), cast.karin)
    page = browser.visit(PAGE, as_=cast.lars)
    assert "1 möte som bara enhetschefen kan se." in page.text
    assert "F-1" not in str(page) and "Farid" not in str(page)
    assert browser.get(f"{PAGE}/{ill.id}/{made.id}", as_=cast.lars).status_code == 404
    send(browser, ill, form(made), cast.lars)
    fresh(db)
    assert who(made) == ["Karin"]
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    page = browser.visit(PAGE, as_=cast.sara)
    assert "F-1" in page.text and "Farid" not in str(page)
    ill.stand_in = cast.lars
    db.commit()
    page = browser.visit(PAGE, as_=cast.lars)
    assert "F-1" in page.text, "the stand-in is named for him"
    send(browser, ill, form(made), cast.lars)
    fresh(db)
    assert who(made) == ["Lars"]


def test_a_manager_who_is_not_named_for_him_does_not_take_over_herself(
    db: Session, browser: Browser, cast: Cast, town: Town, ill: Absence
) -> None:
    cast.farid.assignments[0].staff = cast.karin
    made = booked(db, cast.farid, town.follow_up, at(8, 9), cast.karin)
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    page = send(browser, ill, form(made, anyway="1"), cast.sara)
    assert "Du är inte utsedd för deltagaren" in page.text
    times = browser.visit(f"{PAGE}/{ill.id}/{made.id}", as_=cast.sara).select("input[name=time]")
    assert {str(one["value"]).partition("|")[2] for one in times} == {str(cast.karin.id)}


@pytest.mark.parametrize("seen_by", ["duty", "manager", "stand-in", "herself", "colleague"])
def test_who_sees_them_and_who_is_told_why_she_is_away(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence, seen_by: str
) -> None:
    person = {"duty": cast.lars, "herself": cast.karin}.get(seen_by, cast.sara)
    if seen_by == "manager":
        give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    if seen_by == "stand-in":
        ill.stand_in = cast.sara
        db.commit()
    page = browser.visit(PAGE, as_=person)
    assert ("Amina Warsame" in page.text) is (seen_by != "colleague")
    assert ("Sjuk" in page.text) is (seen_by in {"duty", "manager", "herself"})
    assert bool(page.select("input[value=take-over]")) is (seen_by not in {"herself", "colleague"})
    address = f"{PAGE}/{ill.id}"
    expected = 404 if seen_by == "colleague" else 422
    assert browser.post(address, {"act": "move"}, as_=person).status_code == expected


def test_every_reading_of_a_meeting_is_in_her_log(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    browser.visit(PAGE, as_=cast.lars)
    rows = db.execute(sa.select(AccessLog.participant_id, AccessLog.opened)).all()
    assert {tuple(row) for row in rows} == {
        (one.participant_id, Opened.MEETINGS) for one in eight
    } and len(rows) == 8


def test_a_refused_form_is_logged_as_a_reading(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    address = f"{PAGE}/{ill.id}/{eight[0].id}"
    assert browser.post(address, {"act": "move"}, as_=cast.lars).status_code == 422
    rows = db.execute(sa.select(AccessLog.participant_id, AccessLog.opened)).all()
    assert [tuple(row) for row in rows] == [(cast.amina.id, Opened.MEETINGS)]


def test_an_absence_over_booked_meetings_leads_to_them(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting]
) -> None:
    filled = {
        "whose": str(cast.karin.id), "from_on": "2026-09-08", "until_on": "2026-09-08",
        "stand_in": "",
    }  # fmt: skip
    answer = browser.post("/staff/absence", filled, as_=cast.karin, follow=True)
    page = linted(answer)
    assert "5 möten är bokade då." in page.text
    assert len(page.select("li[id^=meeting-]")) == 5, "also those still to come"
    listed = browser.visit("/staff/absence", as_=cast.karin)
    assert listed.find("a", string="5 möten bokade då")


def test_eight_meetings_take_no_more_queries_than_two(
    app: Flask, db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    many = queries(app, browser, PAGE, cast.lars)
    for one in eight[2:]:
        db.delete(one)
    db.commit()
    assert queries(app, browser, PAGE, cast.lars) == many <= 18
