"""One meeting on the staff's side: who came, and what was written of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.meetings import held, minutes
from portal.meetings.booking import Details, Interpreter
from portal.meetings.models import Attendance, InterpreterWish, Meeting, MeetingMode
from portal.meetings.purposes import Purpose
from portal.meetings.seats import Outsider
from portal.municipality.models import MeetingType
from tests.browsing import Browser, linted
from tests.cast import Cast, sv
from tests.meetings.conftest import Town, at
from tests.meetings.staffed import again, all_meetings, met, readings

AFTER = at(9, 12)


@pytest.fixture
def meeting(db: Session, cast: Cast, town: Town) -> Meeting:
    """Amina's follow-up with Karin on Wednesday at ten, with an interpreter and an employer."""
    details = Details(
        mode=MeetingMode.VISIT, topic=sv("Praktiken"), place_id=town.place.id,
        interpreter=Interpreter("so", "maay", InterpreterWish.WOMAN),
        outsiders=[Outsider("Eva Ek", cast.employment.id)],
    )  # fmt: skip
    return met(db, cast.amina, town.follow_up, at(9, 10), cast.karin, details=details)


@pytest.fixture
def afterwards(meeting: Meeting) -> Iterator[None]:
    """The meeting is over."""
    with time_machine.travel(AFTER, tick=False):
        yield


def address(meeting: Meeting, act: str = "") -> str:
    return f"/staff/meetings/{meeting.id}{act}"


def test_the_page_tells_who_when_where_and_what_for(
    browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    page = browser.visit(address(meeting), as_=cast.karin)
    for words in (
        "Amina Warsame", "onsdag 9 september 10:00", "45 minuter", "Besök, Kommunhuset",
        "Karin Berg", "Eva Ek (Arbetsförmedlingen)", "Praktiken", "somaliska", "maay",
        "helst en kvinna",
    ):  # fmt: skip
        assert words in page.text, words
    assert "Vilka kom?" not in page.text, "it has not begun"
    assert readings_are_logged(browser, cast)


def readings_are_logged(browser: Browser, cast: Cast) -> bool:
    return "Läste om dina möten" in browser.visit("/me/access-log", as_=cast.amina).text


def test_somebody_elses_meeting_is_not_there(
    browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    for act in ("", "/paper", "/move", "/hand", "/cancel"):
        assert browser.get(address(meeting, act), as_=cast.lars).status_code == 404
    for act in ("/notes", "/attendance", "/move", "/hand", "/cancel"):
        assert browser.post(address(meeting, act), as_=cast.lars).status_code == 404


def test_who_takes_part_reads_it_unless_the_data_are_protected(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    open_one = met(db, cast.amina, town.follow_up, at(9, 10), cast.karin, cast.lars)
    page = browser.visit(address(open_one), as_=cast.lars)
    assert not page.select("a[href*=participants\\/]"), "her whole page is not his to open"
    hidden = met(db, cast.farid, town.follow_up, at(10, 10), cast.sara, cast.lars)
    assert browser.get(address(hidden), as_=cast.lars).status_code == 404
    page = browser.visit(address(hidden), as_=cast.sara)
    assert "F-1" in page.text and "Farid" not in page.text


def test_nobody_has_come_before_it_begins(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    form = {f"party-{meeting.hers.id}": "came"}
    answer = browser.post(address(meeting, "/attendance"), form, as_=cast.karin)
    assert answer.status_code == 422
    assert "Mötet har inte börjat än." in linted(answer).text
    assert again(db, meeting).hers.attendance is None


@pytest.mark.usefixtures("afterwards")
def test_each_ones_part_is_kept_and_can_be_changed(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    page = browser.visit(address(meeting), as_=cast.karin)
    labels = [one.text for one in page.select("#attendance label")]
    assert labels == ["Amina Warsame", "Karin Berg", "Eva Ek"]
    outsider = meeting.parties[-1]
    form = {f"party-{meeting.hers.id}": "did-not-come", f"party-{outsider.id}": "came"}
    browser.post(address(meeting, "/attendance"), form, as_=cast.karin)
    assert again(db, meeting).hers.attendance is Attendance.DID_NOT_COME
    assert meeting.parties[-1].attendance is Attendance.CAME
    assert meeting.hers.attendance_by_id == cast.karin.id
    assert "Kom inte" in browser.visit(address(meeting), as_=cast.karin).text
    browser.post(address(meeting, "/attendance"), {f"party-{meeting.hers.id}": ""}, as_=cast.karin)
    assert again(db, meeting).hers.attendance is None
    assert meeting.parties[-1].attendance is Attendance.CAME, "what was not sent stays"


def write(
    browser: Browser, cast: Cast, meeting: Meeting, notes: str, act: str = "keep", **more: str
) -> int:
    form = {"notes": notes, "act": act, "before": minutes.mark(meeting), **more}
    return browser.post(address(meeting, "/notes"), form, as_=cast.karin).status_code


@pytest.mark.usefixtures("afterwards")
def test_minutes_are_hidden_until_published_and_then_stay_so(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    assert write(browser, cast, meeting, "Vi börjar med praktik.") == 303
    assert again(db, meeting).notes == sv("Vi börjar med praktik.")
    assert meeting.notes_published_at is None
    assert "Bara vi ser texten." in browser.visit(address(meeting), as_=cast.karin).text
    assert write(browser, cast, meeting, "Vi börjar med praktik.", "publish") == 303
    assert again(db, meeting).notes_published_at == AFTER
    with time_machine.travel(at(9, 12, 10), tick=False):
        assert write(browser, cast, meeting, "Vi börjar med studier.", "keep") == 303
        assert again(db, meeting).notes_published_at == at(9, 12, 10), "corrected is published anew"
        page = browser.visit(address(meeting), as_=cast.karin)
    assert "Publicera den rättade texten" in page.text and "bara för oss" not in page.text


@pytest.mark.usefixtures("afterwards")
@pytest.mark.parametrize(("notes", "said"), [("", "Skriv något först"), ("x" * 8001, "för lång")])
def test_what_cannot_be_published_is_said_and_stays(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting, notes: str, said: str
) -> None:
    form = {"notes": notes, "act": "publish", "before": minutes.mark(meeting)}
    answer = browser.post(address(meeting, "/notes"), form, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422 and said in page.text
    assert page.select_one("textarea#notes[aria-invalid]")
    assert again(db, meeting).notes is None


@pytest.mark.usefixtures("afterwards")
def test_two_who_write_at_once_lose_nothing(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    before = minutes.mark(meeting)
    assert write(browser, cast, meeting, "Karins text") == 303
    form = {"notes": "Min text", "act": "keep", "before": before}
    answer = browser.post(address(meeting, "/notes"), form, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 409
    assert "Karins text" in page.text and "Min text" in page.text
    assert again(db, meeting).notes == sv("Karins text")
    again_form = {name: str(field["value"]) for name in ("before",) for field in page.select(
        f"input[name={name}]")}  # fmt: skip
    browser.post(address(meeting, "/notes"), {**again_form, "notes": "Min text"}, as_=cast.karin)
    assert again(db, meeting).notes == sv("Min text")
    assert write(browser, cast, meeting, "Min text") == 303, "the same again"


@pytest.mark.usefixtures("afterwards")
def test_a_joint_plan_answers_its_four_questions(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    sip = MeetingType(
        key="sip", position=9, name=sv("SIP-möte"), minutes=60, bookable_by="staff", rules={}
    )
    db.add(sip)
    db.commit()
    meeting = met(db, cast.amina, Purpose(sip), at(9, 8), cast.karin)
    page = browser.visit(address(meeting), as_=cast.karin)
    assert len(page.select("textarea[id^=sip-]")) == 4
    answers = {f"sip-{name}": f"Svar {name}" for name in minutes.SIP_QUESTIONS}
    assert write(browser, cast, meeting, "", "publish", **answers) == 303
    assert again(db, meeting).sip == {name: f"Svar {name}" for name in minutes.SIP_QUESTIONS}
    assert meeting.notes_published_at is not None
    paper = browser.visit(address(meeting, "/paper"), as_=cast.karin)
    assert "Svar leads" in paper.text and "10 kap. 8 §" in paper.text
    assert not paper.select("main form")


@pytest.mark.usefixtures("afterwards")
def test_a_follow_up_that_is_done_proposes_the_next_six_weeks_ahead(
    db: Session, browser: Browser, cast: Cast, town: Town, meeting: Meeting
) -> None:
    def proposed() -> list[str]:
        page = browser.visit(address(meeting), as_=cast.karin)
        return [str(one["href"]) for one in page.select("a[href*=book]")]

    assert proposed() == []
    browser.post(
        address(meeting, "/attendance"), {f"party-{meeting.hers.id}": "came"}, as_=cast.karin
    )
    assert proposed() == [], "nothing is written yet"
    write(browser, cast, meeting, "Det går bra.")
    [link] = proposed()
    assert link.endswith("/book?purpose=follow-up&day=2026-10-21")
    page = browser.visit(link, as_=cast.karin)
    assert page.select_one("#purpose option[selected][value=follow-up]")
    [first, *_] = page.select(".times input")
    assert str(first["value"]).startswith("2026-10-21")
    met(db, cast.amina, town.follow_up, at(date(2026, 10, 22), 9), cast.karin, now=AFTER)
    assert proposed() == [], "she has the next one"


def test_the_next_one_is_not_on_a_holiday(db: Session, cast: Cast, town: Town) -> None:
    friday = met(db, cast.amina, town.follow_up, at(date(2026, 11, 13), 10), cast.karin)
    friday.hers.attendance, friday.notes = Attendance.CAME, sv("Bra.")
    db.flush()
    assert held.next_due(db, friday, at(date(2026, 11, 13), 14)) == date(2026, 12, 28)


def test_reading_it_is_logged(db: Session, browser: Browser, cast: Cast, meeting: Meeting) -> None:
    for number, act in enumerate(("", "/paper", "/move", "/hand", "/cancel"), 1):
        browser.visit(address(meeting, act), as_=cast.karin)
        assert readings(db, cast.amina) == number, act
    assert len(all_meetings(db)) == 1
