"""The caseworker rates beside her; what the participant has said is folded until then, and others find nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.municipality.models import MeetingType
from portal.people.models import Participant, Staff
from portal.privacy.models import AccessLog, Opened
from portal.progress.models import Level, StaffRating
from tests.browsing import Browser, linted
from tests.cast import Cast, sv
from tests.meetings.test_her_booking import said
from tests.progress.conftest import BELIEF, KEYS, NOW, TODAY, rated

pytestmark = pytest.mark.usefixtures("asked")
HALF_A_YEAR_AGO = date(2026, 3, 7)


def address(whose: Participant) -> str:
    return f"/staff/participants/{whose.id}/progress"


def saved(db: Session) -> list[StaffRating]:
    asked = sa.select(StaffRating).order_by(StaffRating.rated_on)
    found = list(db.scalars(asked.execution_options(populate_existing=True)))
    db.commit()
    return found


def readings(db: Session) -> list[tuple[str, Opened]]:
    asked = sa.select(Staff.key, AccessLog.opened).join(Staff, Staff.id == AccessLog.staff_id)
    found = [(key, opened) for key, opened in db.execute(asked)]
    db.commit()
    return found


def folded(page: BeautifulSoup) -> bool:
    [details] = page.select("section[aria-labelledby=hers] details")
    return not details.has_attr("open")


def test_all_eleven_are_asked_and_one_is_only_for_staff(browser: Browser, cast: Cast) -> None:
    page = browser.visit(address(cast.amina), as_=cast.karin)
    assert [one["name"] for one in page.select("select")] == [f"level-{key}" for key in KEYS]
    assert said(page).count("Frågan är bara till dig.") == 1
    assert "Tror du att deltagaren kommer i arbete eller studier?" in said(page)


def test_her_own_comes_first_and_then_they_stand_side_by_side(
    db: Session, browser: Browser, cast: Cast
) -> None:
    rated(db, cast.amina, HALF_A_YEAR_AGO, health=Level.LOWEST)
    rated(db, cast.amina, TODAY - timedelta(days=2), health=Level.MIDDLE)
    assert folded(browser.visit(address(cast.amina), as_=cast.karin))
    form = {"level-health": "4", f"level-{BELIEF}": "5"}
    answer = browser.post(address(cast.amina), form, as_=cast.karin)
    assert (answer.status_code, answer.location) == (303, address(cast.amina))
    page = browser.visit(address(cast.amina), as_=cast.karin)
    assert not folded(page)
    text = said(page)
    assert "Deltagaren: förut mycket svårt, nu inte svårt och inte lätt" in text
    assert "Karin Berg måndag 7 september: ganska lätt" in text
    assert "Karin Berg måndag 7 september: ja, säkert" in text
    rated(db, cast.amina, TODAY + timedelta(days=1))
    with time_machine.travel(NOW + timedelta(days=2)):
        browser.sign_in(browser.client(cast.karin), cast.karin)
        page = browser.visit(address(cast.amina), as_=cast.karin)
        assert folded(page), "she has said something new"
        assert not page.select("option[selected]"), "the last time's answers do not lead either"


def test_saved_twice_on_a_day_is_one_and_corrected(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for level in ("2", "2", "3"):
        browser.post(address(cast.amina), {"level-health": level}, as_=cast.karin)
    [found] = saved(db)
    assert found.answers["health"] is Level.MIDDLE and found.answers[BELIEF] is None
    page = browser.visit(address(cast.amina), as_=cast.karin)
    assert page.select_one("select[name=level-health] option[selected][value='3']")
    with time_machine.travel(NOW + timedelta(days=1)):
        browser.sign_in(browser.client(cast.karin), cast.karin)
        browser.post(address(cast.amina), {"level-health": "4"}, as_=cast.karin)
    assert [one.answers["health"] for one in saved(db)] == [Level.MIDDLE, Level.HIGH]


def test_nothing_answered_is_not_saved(db: Session, browser: Browser, cast: Cast) -> None:
    for form in ({}, {"level-health": "9"}, {"level-nothing": "3"}):
        answer = browser.post(address(cast.amina), form, as_=cast.karin)
        assert answer.status_code == 422 and "Svara på minst en fråga." in said(linted(answer))
    assert not saved(db)
    assert len(readings(db)) == 3, "a refused form shows her page too"


def test_others_find_nothing_and_each_reading_is_logged(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for method in (browser.get, browser.post):
        assert method(address(cast.amina), as_=cast.lars).status_code == 404
    assert not readings(db)
    browser.visit(address(cast.amina), as_=cast.karin)
    assert readings(db) == [("karin", Opened.PARTICIPANT)]
    text = said(browser.visit("/me/access-log", as_=cast.amina))
    assert "Karin Berg" in text and "Öppnade din sida" in text


def test_who_is_protected_stands_by_reference(db: Session, browser: Browser, cast: Cast) -> None:
    rated(db, cast.farid, TODAY)
    page = browser.visit(address(cast.farid), as_=cast.sara)
    assert "F-1" in page.get_text() and "Farid" not in page.get_text()
    assert browser.get(address(cast.farid), as_=cast.karin).status_code == 404


def test_what_she_has_only_begun_is_seen_by_nobody(
    db: Session, browser: Browser, cast: Cast
) -> None:
    rated(db, cast.amina, None, health=Level.LOWEST)
    for page in (address(cast.amina), f"/staff/participants/{cast.amina.id}"):
        text = said(browser.visit(page, as_=cast.karin)).lower()
        assert "mycket svårt" not in text.split("deltagarens egna svar")[-1]
    assert "har inte svarat än" in said(browser.visit(address(cast.amina), as_=cast.karin))
    seen = f"/staff/participants/{cast.amina.id}/as-she-sees"
    assert "Du har börjat svara" not in said(browser.visit(seen, as_=cast.karin))
    assert "Du har börjat svara" in said(browser.visit("/", as_=cast.amina))


def test_when_it_is_time_for_staff_stands_on_the_page(
    db: Session, browser: Browser, cast: Cast
) -> None:
    assert "Ingen av er har svarat än." in said(browser.visit(address(cast.amina), as_=cast.karin))
    made = StaffRating(
        participant_id=cast.amina.id, staff_id=cast.lars.id, rated_on=HALF_A_YEAR_AGO,
        saved_at=NOW, kept={"health": 2},
    )  # fmt: skip
    db.add(made)
    db.commit()
    assert "Det är dags att svara igen." in said(browser.visit(address(cast.amina), as_=cast.karin))
    made.rated_on = TODAY - timedelta(days=1)
    db.commit()
    assert "Nästa gång är lördag 6 mars 2027" in said(
        browser.visit(address(cast.amina), as_=cast.karin)
    )


def follow_up(db: Session, cast: Cast, **rules: Any) -> Meeting:
    """A meeting on Wednesday, of a kind that recurs or not, with Lars beside Karin."""
    kind = MeetingType(
        key="follow-up", position=0, name=sv("Uppföljning"), minutes=45, bookable_by="participant",
        rules=rules,
    )  # fmt: skip
    db.add(kind)
    db.flush()
    made = booking.book_for(
        db, cast.karin, cast.amina, Purpose(kind), NOW + timedelta(days=2, hours=2),
        [cast.karin.id, cast.lars.id], Details(), key="k", now=NOW, anyway=True,
    )  # fmt: skip
    db.commit()
    return made


def test_a_follow_up_meeting_is_prepared_in_her_words(
    db: Session, browser: Browser, cast: Cast
) -> None:
    meeting = follow_up(db, cast, every_weeks=[6, 8])
    hers, theirs = f"/meetings/{meeting.id}", f"/staff/meetings/{meeting.id}"
    assert "Svara på hur du har det före mötet" in said(browser.visit(hers, as_=cast.amina))
    rated(db, cast.amina, HALF_A_YEAR_AGO, health=Level.LOW)
    made = rated(db, cast.amina, TODAY, health=Level.HIGH)
    made.talk = sv("Praktiken i köket")
    db.commit()
    for page, whose in ((hers, cast.amina), (theirs, cast.karin)):
        text = said(browser.visit(page, as_=whose))
        assert "Till uppföljningen: vad har ändrats" in text
        assert "Praktiken i köket" in text
        assert "ganska lätt" in text.lower() and "ganska svårt" in text.lower()
    met = browser.visit(theirs, as_=cast.lars)
    assert "Praktiken i köket" not in said(met), "he takes part, and is not there for her"
    [details] = browser.visit(theirs, as_=cast.karin).select("[aria-labelledby=progress] details")
    assert not details.has_attr("open")


def test_other_meetings_are_not_about_it(db: Session, browser: Browser, cast: Cast) -> None:
    meeting = follow_up(db, cast)
    rated(db, cast.amina, TODAY)
    pages: dict[str, Participant | Staff] = {
        f"/meetings/{meeting.id}": cast.amina,
        f"/staff/meetings/{meeting.id}": cast.karin,
    }
    for page, whose in pages.items():
        assert "vad har ändrats" not in said(browser.visit(page, as_=whose))


def test_her_page_for_staff_tells_what_changed_and_leads_to_the_rest(
    db: Session, browser: Browser, cast: Cast
) -> None:
    page = f"/staff/participants/{cast.amina.id}"
    shown = browser.visit(page, as_=cast.karin)
    assert shown.select_one(f"a[href='{address(cast.amina)}']")
    assert not shown.select_one("#progress")
    rated(db, cast.amina, HALF_A_YEAR_AGO, health=Level.LOW)
    rated(db, cast.amina, TODAY, health=Level.HIGH)
    shown = browser.visit(page, as_=cast.karin)
    [details] = shown.select("[aria-labelledby=progress] details")
    assert not details.has_attr("open")
    assert "Förut ganska svårt, nu ganska lätt." in details.get_text(" ", strip=True)


def test_the_day_has_no_row_for_it(db: Session, browser: Browser, cast: Cast) -> None:
    before = said(browser.visit("/staff", as_=cast.karin))
    rated(db, cast.amina, HALF_A_YEAR_AGO - timedelta(days=200))
    assert said(browser.visit("/staff", as_=cast.karin)) == before
