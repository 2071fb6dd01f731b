"""A private address for her own calendar: hers to take back, and of no use to anybody who guesses or looks on."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
import structlog
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import log
from portal.meetings import changing, feeds
from portal.meetings.booking import Details, book, book_for
from portal.meetings.models import CalendarFeed, Meeting
from portal.people.models import Participant, Staff
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, sv
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.ical import checked, moments, only_event

PAGE, STAFFS = "/meetings/calendar", "/staff/calendar/feed"
FORM = {"key": "the form"}


@pytest.fixture
def booked(db: Session, cast: Cast, town: Town) -> Meeting:
    meeting = book(db, cast.amina, town.follow_up, at(14, 9), Details(), key="k", now=NOW)
    db.commit()
    return meeting


def made(browser: Browser, person: Participant | Staff, **form: str) -> str:
    """The path of a new address, as the page shows it."""
    page = PAGE if isinstance(person, Participant) else STAFFS
    answer = browser.post(page, FORM | form, as_=person)
    found = re.search(r"http://[^<]+(/calendar/[0-9a-f]{64}\.ics)<", answer.text)
    assert answer.status_code == 200 and found, answer.text
    return found[1]


def fetch(app: Flask, path: str, **headers: str) -> TestResponse:
    """As a calendar does: without signing in."""
    return app.test_client().get(path, headers={n.replace("_", "-"): v for n, v in headers.items()})


def test_a_meeting_can_be_downloaded_by_her_alone(
    browser: Browser, cast: Cast, booked: Meeting
) -> None:
    address = f"/meetings/{booked.id}.ics"
    answer = browser.get(address, as_=cast.amina)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer.headers["Content-Disposition"] == "attachment; filename=mote.ics"
    assert answer.headers["Cache-Control"] == "no-store"
    assert only_event(answer.data)["uid"] == str(booked.id)
    assert browser.get(address, as_=cast.bashir).status_code == 404


def test_her_calendar_fetches_her_meetings_without_signing_in(
    app: Flask, browser: Browser, cast: Cast, booked: Meeting
) -> None:
    linted(browser.get(PAGE, as_=cast.amina))
    path = made(browser, cast.amina)
    assert path not in browser.get(PAGE, as_=cast.amina).text, "it is shown once"
    answer = fetch(app, path)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in answer.headers
    [event] = checked(answer.data).walk("VEVENT")
    assert (event["summary"], moments(event)[0]) == ("Möte", at(14, 9))
    for secret in ("Karin", "Amina", "Uppföljning"):
        assert secret not in answer.text


def test_an_unchanged_calendar_is_not_sent_again(
    app: Flask, browser: Browser, db: Session, cast: Cast, booked: Meeting
) -> None:
    path = made(browser, cast.amina)
    first = fetch(app, path)
    since, mark = first.headers["Last-Modified"], first.headers["ETag"]
    with time_machine.travel(NOW + timedelta(hours=30)):
        again = fetch(app, path, If_None_Match=mark)
    assert (again.status_code, again.data) == (304, b"")
    assert fetch(app, path, If_Modified_Since=since).status_code == 304
    later = NOW + timedelta(minutes=10)
    with time_machine.travel(later):
        changing.move(db, booked, at(15, 9), version=1, now=later)
        db.commit()
        assert fetch(app, path, If_None_Match=mark).status_code == 200
        moved = fetch(app, path, If_Modified_Since=since)
    [event] = checked(moved.data).walk("VEVENT")
    assert (event["sequence"], moments(event)[0]) == (1, at(15, 9))
    with time_machine.travel(later + timedelta(hours=1)):
        changing.cancel(db, booked, version=2, now=later)
        db.commit()
        gone = fetch(app, path, If_Modified_Since=moved.headers["Last-Modified"])
    assert checked(gone.data).walk("VEVENT") == []


def test_an_address_is_taken_back_with_one_tap(
    app: Flask, browser: Browser, cast: Cast, booked: Meeting
) -> None:
    path = made(browser, cast.amina)
    for _ in range(2):
        answer = browser.post(f"{PAGE}/revoke", as_=cast.amina)
        assert answer.status_code == 303
    assert fetch(app, path).status_code == 404
    assert "Adressen är borttagen" in browser.get(PAGE, as_=cast.amina).text


def test_a_new_address_ends_the_old_one_and_the_same_form_makes_one(
    app: Flask, browser: Browser, db: Session, cast: Cast, booked: Meeting
) -> None:
    old = made(browser, cast.amina)
    assert made(browser, cast.amina) == old
    linted(browser.get(PAGE, as_=cast.amina))
    new = made(browser, cast.amina, key="another form")
    assert new != old
    assert (fetch(app, old).status_code, fetch(app, new).status_code) == (404, 200)
    assert made(browser, cast.bashir) != old, "the same form of somebody else"
    assert len(db.scalars(select(CalendarFeed)).all()) == 2


def test_only_a_hash_of_it_is_kept_and_it_stands_in_no_log(
    app: Flask, browser: Browser, db: Session, cast: Cast, booked: Meeting,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    log.set_up()
    path = made(browser, cast.amina)
    secret = path.removeprefix("/calendar/").removesuffix(".ics")
    fetch(app, path)
    fetch(app, path + "x")
    browser.post(f"{PAGE}/revoke", as_=cast.amina)
    answer = fetch(app, path)
    structlog.reset_defaults()
    lines = capsys.readouterr().err.strip().splitlines()
    assert {"calendar-address-made", "calendar-address-revoked"} <= {
        json.loads(line)["event"] for line in lines
    }
    assert not [line for line in lines if secret[:20] in line]
    assert (answer.status_code, answer.text) == (404, ""), "no page repeats it"
    assert "Set-Cookie" not in answer.headers
    db.expire_all()
    assert secret not in str([vars(one) for one in db.scalars(select(CalendarFeed))])
    assert len(bytes.fromhex(secret)) * 8 >= 128


def test_guessing_is_slowed_down_and_harms_nobody_else(
    app: Flask, browser: Browser, cast: Cast, booked: Meeting
) -> None:
    path = made(browser, cast.amina)
    answers = [fetch(app, f"/calendar/{number}.ics").status_code for number in range(32)]
    assert answers == [404] * 30 + [429] * 2
    assert fetch(app, path).status_code == 200


def test_protected_there_is_no_feed_and_the_page_does_not_say_why(
    app: Flask, browser: Browser, db: Session, cast: Cast, town: Town, booked: Meeting
) -> None:
    page = linted(browser.get(PAGE, as_=cast.farid))
    assert not page.select(f"form[action^='{PAGE}']")
    assert "skydd" not in page.select_one("main").get_text().lower()  # type: ignore[union-attr]
    answer = browser.post(PAGE, FORM, as_=cast.farid)
    assert answer.status_code == 422
    assert db.scalars(select(CalendarFeed)).all() == []
    path = made(browser, cast.amina)
    cast.amina.is_protected = True
    db.commit()
    assert fetch(app, path).status_code == 404, "also when they become so later"
    file = browser.get(f"/meetings/{booked.id}.ics", as_=cast.amina)
    assert "location" not in only_event(file.data)


def test_what_has_been_stays_for_a_month(
    app: Flask, browser: Browser, cast: Cast, booked: Meeting
) -> None:
    path = made(browser, cast.amina)
    for days, there in ((29, 1), (31, 0)):
        with time_machine.travel(at(14, 9) + timedelta(days=days)):
            assert len(checked(fetch(app, path).data).walk("VEVENT")) == there


@pytest.fixture
def karins(db: Session, cast: Cast, town: Town, booked: Meeting) -> list[Any]:
    """Karin meets Amina, Farid, whose data are protected, and Amina again in ten weeks; Lars meets Bashir."""
    assign(db, cast.farid, cast.karin)
    town.place.name = sv("Kommunhuset")
    for whose, staff, day in (
        (cast.farid, cast.karin, at(15, 9)), (cast.bashir, cast.lars, at(15, 9)),
        (cast.amina, cast.karin, at(14, 9) + timedelta(weeks=10)),
    ):  # fmt: skip
        book_for(
            db, staff, whose, town.first_visit, day, [staff.id], Details(place_id=town.place.id),
            key=str(day), now=NOW, anyway=True,
        )  # fmt: skip
    db.commit()
    return [booked]


def test_staffs_calendar_has_initials_only_and_of_protected_people_not_even_these(
    app: Flask, browser: Browser, cast: Cast, karins: list[Any]
) -> None:
    linted(browser.get(STAFFS, as_=cast.karin))
    answer = fetch(app, made(browser, cast.karin))
    events = checked(answer.data).walk("VEVENT")
    assert [(one["summary"], one.get("location")) for one in events] == [
        ("Möte AW", "Kommunhuset"), ("Möte", None),
    ]  # fmt: skip
    for secret in ("Amina", "Farid", "FN", "A-1", "F-1", "Nybesök", "Uppföljning"):
        assert secret not in answer.text, secret


def test_whoever_works_there_no_more_has_no_feed(
    app: Flask, browser: Browser, db: Session, cast: Cast, karins: list[Any]
) -> None:
    path = made(browser, cast.karin)
    linted(browser.get(STAFFS, as_=cast.karin))
    with time_machine.travel(NOW + timedelta(days=1)):
        cast.karin.ended_on = NOW.date()
        db.commit()
        assert fetch(app, path).status_code == 404


def test_staff_take_theirs_back_too(app: Flask, browser: Browser, cast: Cast, town: Town) -> None:
    path = made(browser, cast.karin)
    assert browser.post(f"{STAFFS}/revoke", as_=cast.karin).status_code == 303
    assert fetch(app, path).status_code == 404


def test_initials() -> None:
    assert [feeds.initials(one) for one in ("Amina Warsame", "eva-lisa af ek", "Ö")] == [
        "AW", "EAE", "Ö",
    ]  # fmt: skip
