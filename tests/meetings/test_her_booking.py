"""Booking a time herself: three taps from home, and a way on whatever happens meanwhile."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.models import InterpreterNeed, Meeting, MeetingMode, NoTimeFits
from portal.meetings.sending import as_sent
from portal.meetings.supply_models import BookableHours
from portal.people.models import Participant
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at
from tests.plan.writing import plan, step

FOLLOW_UP = "/meetings/book?purpose=follow-up"


def form(**more: str) -> dict[str, str]:
    """The form of the third tap, on Wednesday at ten."""
    return {"purpose": "follow-up", "starts_at": as_sent(at(9, 10)), "key": "one-form", **more}


def taken_by_another(db: Session, cast: Cast, town: Town) -> None:
    """Bashir, whose caseworker is Karin too, was faster to take Wednesday at ten."""
    cast.bashir.assignments[0].staff = cast.karin
    db.flush()
    booking.book(db, cast.bashir, town.follow_up, at(9, 10), Details(), key="b", now=NOW)
    db.commit()


def said(page: BeautifulSoup) -> str:
    assert page.main
    return page.main.get_text(" ", strip=True)


def link_to(page: BeautifulSoup, words: str) -> str:
    """The address behind a link with these words."""
    [found] = [one for one in page.select("main a") if one.get_text(strip=True) == words]
    return str(found["href"])


def filled(page: BeautifulSoup) -> dict[str, str]:
    """What the page's own form sends when nothing more is typed."""
    [sent] = page.select("main form")
    fields: dict[str, str] = {}
    for field in sent.select("input, textarea, select"):
        if field.get("type") == "radio" and not field.has_attr("checked"):
            continue
        value: Any = field.get("value", "") if field.name == "input" else field.get_text()
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            assert chosen
            value = chosen["value"]
        fields[str(field["name"])] = str(value)
    return fields


def test_three_taps_from_home(db: Session, browser: Browser, cast: Cast, town: Town) -> None:
    home = browser.visit("/", as_=cast.amina)
    first = home.select_one("a[href='/meetings/book?purpose=follow-up']")
    assert first, "tap one: what for"
    times = browser.visit(str(first["href"]), as_=cast.amina)
    assert not times.select("main a.button:not(.plain)"), "no time looks chosen already"
    assert "Karin Berg" in said(times) and "Besök" in said(times), "with whom, and how"
    second = times.select_one("main .acts a.button")
    assert second and second.get_text(strip=True) == "09:00", "tap two: the next free time"
    confirm = browser.visit(str(second["href"]), as_=cast.amina)
    answer = browser.post("/meetings/book", filled(confirm) | {"key": "k"}, as_=cast.amina)
    assert answer.status_code == 303, "tap three"
    page = browser.visit(answer.location, as_=cast.amina)
    text = said(page)
    for words in (
        "Din tid är bokad.", "tisdag 8 september", "09:00–09:45", "45 minuter", "Karin Berg",
        "Kommunhuset", "Köpmangatan 14", "Gå in genom stora dörren",
    ):  # fmt: skip
        assert words in text, words
    assert "tisdag 8 september" in said(browser.visit("/", as_=cast.amina))


def test_times_stand_day_by_day_and_further_days_are_a_tap_away(
    browser: Browser, cast: Cast, town: Town
) -> None:
    page = browser.visit(FOLLOW_UP, as_=cast.amina)
    days = [one.get_text() for one in page.select("main h2")]
    assert days[0] == "tisdag 8 september" and len(days) == 5
    later = browser.visit(link_to(page, "Visa fler dagar"), as_=cast.amina)
    assert later.select("main h2")[0].get_text() == "tisdag 15 september"


@pytest.mark.parametrize("start", ["9999-12-31T23:59Z", "2026-09-09T10:00", "nonsense", "", "🙂"])
def test_a_time_that_is_none_shows_the_free_ones(
    browser: Browser, cast: Cast, town: Town, start: str
) -> None:
    page = browser.visit(f"{FOLLOW_UP}&starts_at={start}&from=9999-12-31", as_=cast.amina)
    assert "Välj en tid" in said(page)
    answer = browser.post("/meetings/book", form(starts_at=start, topic="Om SFI"), as_=cast.amina)
    assert answer.status_code == 422 and "Om SFI" in answer.text


def test_the_same_form_twice_is_one_meeting(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    first = browser.post("/meetings/book", form(), as_=cast.amina)
    second = browser.post("/meetings/book", form(), as_=cast.amina)
    assert first.status_code == second.status_code == 303 and first.location == second.location
    assert db.scalar(sa.select(sa.func.count(Meeting.id))) == 1


def test_a_taken_time_shows_the_three_nearest_and_keeps_what_she_typed(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    taken_by_another(db, cast, town)
    typed = form(topic="أريد أن أتحدث", company="Min syster", mode="phone", interpreter="so")
    answer = browser.post("/meetings/book", typed, as_=cast.amina)
    assert answer.status_code == 409
    page = linted(answer)
    offered = [str(one["value"]) for one in page.select("button[name=starts_at]")]
    assert offered == [as_sent(at(9, 9)), as_sent(at(9, 11)), as_sent(at(9, 13))]
    again = filled(page) | {"starts_at": offered[0], "key": "one-form"}
    booked = browser.post("/meetings/book", again, as_=cast.amina)
    assert booked.status_code == 303
    meeting = db.scalars(sa.select(Meeting).where(Meeting.participant_id == cast.amina.id)).one()
    assert meeting.topic and meeting.topic.original == "أريد أن أتحدث"
    assert (meeting.company, meeting.mode) == ("Min syster", MeetingMode.PHONE)
    assert meeting.interpreter_language == "so"


def test_a_link_to_a_time_that_is_gone_says_so(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    taken_by_another(db, cast, town)
    page = browser.visit(f"{FOLLOW_UP}&starts_at={as_sent(at(9, 10))}", as_=cast.amina)
    assert "Tiden är inte ledig längre" in said(page)
    assert len(page.select("main .acts a[href*=starts_at]")) == 3


def test_whoever_has_one_already_is_asked_to_keep_or_move(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    browser.post("/meetings/book", form(), as_=cast.amina)
    page = browser.visit(FOLLOW_UP, as_=cast.amina)
    assert "Du har redan en tid" in said(page)
    typed = form(key="another", starts_at=as_sent(at(10, 10)), topic="Om SFI")
    answer = browser.post("/meetings/book", typed, as_=cast.amina)
    assert answer.status_code == 409
    page = linted(answer)
    assert "Om SFI" in said(page) and page.find("a", string="Flytta till en annan tid")
    assert db.scalar(sa.select(sa.func.count(Meeting.id))) == 1


def test_what_only_staff_book_says_whom_to_call(browser: Browser, cast: Cast, town: Town) -> None:
    page = browser.visit("/meetings/book?purpose=fia-interview", as_=cast.amina)
    assert "bokar vi tillsammans" in said(page)
    assert page.select_one("a[href='tel:+46700000001']"), "Karin's number"
    answer = browser.post("/meetings/book", form(purpose="fia-interview"), as_=cast.amina)
    assert answer.status_code == 422
    assert browser.get("/meetings/book?purpose=no-such", as_=cast.amina).status_code == 404


def test_a_case_that_has_ended_books_nothing(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    cast.amina.moved_on = NOW.date()
    db.commit()
    assert "Du kan inte boka tider här längre" in said(browser.visit(FOLLOW_UP, as_=cast.amina))
    answer = browser.post("/meetings/book", form(topic="Om SFI"), as_=cast.amina)
    assert answer.status_code == 422 and "Om SFI" in answer.text
    assert not browser.visit("/", as_=cast.amina).select("a[href*='/meetings/book']")


def test_hours_without_a_place_are_not_for_visits(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    for one in db.scalars(sa.select(BookableHours)):
        one.place_id = None
    db.commit()
    page = browser.visit(f"{FOLLOW_UP}&starts_at={as_sent(at(9, 10))}", as_=cast.amina)
    assert filled(page)["mode"] == "phone" and not page.select("input[type=radio]")
    browser.post("/meetings/book", form(mode="visit"), as_=cast.amina)
    assert db.scalars(sa.select(Meeting)).one().mode is MeetingMode.PHONE


def test_a_weekly_activity_at_that_time_is_told(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    plan(db, cast.amina, step("Gå till SFI", weekly=[(2, "09:30", "12:00")]))
    page = browser.visit(f"{FOLLOW_UP}&starts_at={as_sent(at(9, 10))}", as_=cast.amina)
    assert "krockar med: 09:30–12:00 Gå till SFI" in said(page)
    page = browser.visit(f"{FOLLOW_UP}&starts_at={as_sent(at(9, 13))}", as_=cast.amina)
    assert "krockar" not in said(page)


def test_the_interpreter_is_asked_for_once(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    cast.amina.interpreter_language = "so"
    db.commit()
    page = browser.visit(f"{FOLLOW_UP}&starts_at={as_sent(at(9, 10))}", as_=cast.amina)
    assert filled(page)["interpreter"] == "so" and not page.select("details.fold")
    browser.post(
        "/meetings/book",
        form(interpreter="other", dialect="Kurmanji", wish="woman"),
        as_=cast.amina,
    )
    need = db.scalars(sa.select(InterpreterNeed)).one()
    assert (need.language, need.dialect, need.wish) == ("Kurmanji", None, "woman")
    db.commit()
    call = f"/meetings/book?purpose=short-call&starts_at={as_sent(at(10, 10))}"
    page = browser.visit(call, as_=cast.amina)
    assert page.select("details.fold summary")[0].get_text(strip=True) == "Tolk: Kurmanji"
    asked = filled(page)
    assert (asked["interpreter"], asked["wish"]) == ("Kurmanji", "woman")
    browser.post("/meetings/book", asked | {"interpreter": "none", "key": "k2"}, as_=cast.amina)
    db.expire_all()
    assert db.scalars(sa.select(InterpreterNeed)).one().language is None


def test_what_is_missing_is_said_and_what_she_typed_stays(
    browser: Browser, cast: Cast, town: Town
) -> None:
    typed = form(interpreter="other", topic="x" * 1001, company="Min syster")
    answer = browser.post("/meetings/book", typed, as_=cast.amina)
    assert answer.status_code == 422
    text = said(linted(answer))
    assert "Skriv vilket språk." in text and "Det blev för långt" in text
    assert "Min syster" in answer.text and "x" * 1001 in answer.text


def test_without_any_time_she_says_when_she_could_once(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    db.execute(sa.delete(BookableHours))
    db.commit()
    page = browser.visit(FOLLOW_UP, as_=cast.amina)
    assert "Det finns ingen ledig tid just nu" in said(page)
    sent = {"purpose": "follow-up", "key": "k", "day": "1", "could": "بعد الظهر"}
    for _ in range(2):
        answer = browser.post("/meetings/none-fits", sent, as_=cast.amina)
        assert answer.status_code == 303
    row = db.scalars(sa.select(NoTimeFits)).one()
    assert row.times_shown == 0 and row.could and row.could.original == "tisdag\nبعد الظهر"
    told = browser.visit(answer.location, as_=cast.amina)
    assert "Karin ser vad du skrev" in said(told) and told.select_one("a[href^='tel:']")


def test_none_of_the_times_fits(db: Session, browser: Browser, cast: Cast, town: Town) -> None:
    page = browser.visit(FOLLOW_UP, as_=cast.amina)
    asked = browser.visit(link_to(page, "Ingen tid passar"), as_=cast.amina)
    assert asked.select_one("textarea[name=could]")
    sent = {"purpose": "follow-up", "key": "k", "could": "x" * 1001}
    answer = browser.post("/meetings/none-fits", sent, as_=cast.amina)
    assert answer.status_code == 422 and "x" * 1001 in answer.text
    browser.post("/meetings/none-fits", sent | {"could": "Kvällar"}, as_=cast.amina)
    row = db.scalars(sa.select(NoTimeFits)).one()
    assert row.times_shown > 100 and row.participant_id == cast.amina.id


def test_that_no_time_fits_asks_for_a_day_or_a_word(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    sent = {"purpose": "follow-up", "key": "k", "could": "  "}
    answer = browser.post("/meetings/none-fits", sent, as_=cast.amina)
    page = linted(answer)
    assert answer.status_code == 422
    assert "Säg när du kan." in page.select_one("#trouble").text  # type: ignore[union-attr]
    assert said(page).count("Säg när du kan.") == 1
    assert not db.scalars(sa.select(NoTimeFits)).all()
    db.commit()
    answer = browser.post("/meetings/none-fits", sent | {"day": "1"}, as_=cast.amina)
    assert answer.status_code == 303, "a day is enough"


def test_a_late_follow_up_is_hers_to_book_although_the_file_leaves_it_to_staff(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    town.follow_up.type.bookable_by = "staff"
    plan(db, cast.amina, agreed_on=NOW.date().replace(month=7))
    db.commit()
    home = browser.visit("/", as_=cast.amina)
    assert "Ni skulle ha följt upp din plan senast" in said(home)
    answer = browser.post("/meetings/book", form(), as_=cast.amina)
    assert answer.status_code == 303
    after = said(browser.visit("/", as_=cast.amina))
    assert "Ni skulle ha följt upp" not in after and "onsdag 9 september" in after


def test_from_week_five_home_invites_her(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    plan(db, cast.amina, agreed_on=NOW.date().replace(day=1, month=8))
    assert "Det är dags att boka uppföljning" in said(browser.visit("/", as_=cast.amina))
    with time_machine.travel(at(4, 8), tick=False):
        assert "Det är dags" not in said(browser.visit("/", as_=cast.bashir))


def test_somebody_protected_is_told_no_place(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    for one in db.scalars(sa.select(BookableHours)):
        one.staff = cast.sara
    db.commit()
    confirm = browser.visit(f"{FOLLOW_UP}&starts_at={as_sent(at(9, 10))}", as_=cast.farid)
    assert "Kommunhuset" not in said(confirm)
    answer = browser.post("/meetings/book", form(mode="visit"), as_=cast.farid)
    text = said(browser.visit(answer.location, as_=cast.farid))
    assert "Fråga din kontaktperson" in text
    assert "Kommunhuset" not in text and "Köpmangatan" not in text
    assert "Kommunhuset" not in said(browser.visit("/week", as_=cast.farid))


def test_reading_writes_nothing(db: Session, browser: Browser, cast: Cast, town: Town) -> None:
    for address in ("/meetings", "/meetings/book", FOLLOW_UP, "/meetings/today"):
        browser.visit(address, as_=cast.amina)
    browser.visit(f"{FOLLOW_UP}&starts_at={as_sent(at(9, 10))}", as_=cast.amina)
    for row in (Meeting, NoTimeFits, InterpreterNeed):
        assert db.scalar(sa.select(sa.func.count()).select_from(row)) == 0


def test_the_address_says_no_name(browser: Browser, cast: Cast, town: Town) -> None:
    page = browser.visit(FOLLOW_UP, as_=cast.amina)
    for link in page.select("main .acts a"):
        asked = parse_qs(urlsplit(str(link["href"])).query)
        assert set(asked) <= {"purpose", "starts_at", "from"}


def test_somebody_without_a_contact_person_is_not_left_alone(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    alone: Participant = cast.amina
    for one in alone.assignments:
        one.until_on = at(1, 9).date()
    db.commit()
    page = browser.visit(FOLLOW_UP, as_=alone)
    assert "Det finns ingen ledig tid just nu" in said(page)
    told = browser.visit("/meetings/none-fits/told", as_=alone)
    assert told.select_one("a[href='tel:+4660000000']"), "the municipality's"
