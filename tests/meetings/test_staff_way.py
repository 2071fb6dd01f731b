"""Staff change how and where they meet; the time stays, and she is told once."""

from __future__ import annotations

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.meetings.models import Meeting, MeetingMode
from portal.meetings.supply_models import MeetingPlace
from portal.notifications.models import NoticeKind
from tests.browsing import Browser, linted
from tests.cast import Cast, sv
from tests.meetings.conftest import Town, at
from tests.meetings.staffed import again, met
from tests.meetings.test_staff_changes import address, told


@pytest.fixture
def meeting(db: Session, cast: Cast, town: Town) -> Meeting:
    """Amina's follow-up with Karin on Wednesday at ten, at the town hall."""
    town.follow_up.type.rules = {
        **town.follow_up.type.rules, "modes": ["visit", "phone", "video"],
    }  # fmt: skip
    made = met(db, cast.amina, town.follow_up, at(9, 10), cast.karin)
    made.place_id, made.seen_version = town.place.id, made.version
    db.commit()
    return again(db, made)


@pytest.fixture
def library(db: Session, town: Town) -> MeetingPlace:
    place = MeetingPlace(key="library", position=1, name=sv("Biblioteket"))
    db.add(place)
    db.commit()
    return place


def test_another_house_is_told_on_home_and_by_notice(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting, library: MeetingPlace
) -> None:
    form = linted(browser.get(address(meeting, "way"), as_=cast.karin))
    assert [one.text for one in form.select("#place option[selected]")] == ["Kommunhuset"]
    typed = {"mode": "visit", "place": str(library.id), "version": "1", "reason": "Vi bygger om."}
    for _ in range(2):
        answer = browser.post(address(meeting, "way"), typed, as_=cast.karin)
        assert answer.status_code == 303
    found = again(db, meeting)
    assert (found.place_id, found.version, found.starts_at) == (library.id, 2, at(9, 10))
    assert told(db, NoticeKind.MEETING_MOVED) == 1
    assert told(db, NoticeKind.REMINDER_DAY) == 1, "made anew, and not twice"
    home = browser.visit("/", as_=cast.amina)
    assert "Karin Berg har ändrat ditt möte." in home.text
    assert "Biblioteket" in home.text and "Vi bygger om." in home.text


def test_a_visit_becomes_a_video_meeting_and_a_call(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    typed = {"mode": "video", "video_link": "https://moten.example/1", "version": "1"}
    browser.post(address(meeting, "way"), typed, as_=cast.karin)
    found = again(db, meeting)
    assert (found.mode, found.place_id) == (MeetingMode.VIDEO, None)
    assert found.video_link == "https://moten.example/1"
    browser.post(address(meeting, "way"), {"mode": "phone", "version": "2"}, as_=cast.karin)
    found = again(db, meeting)
    assert (found.mode, found.video_link, found.version) == (MeetingMode.PHONE, None, 3)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mode": "carrier-pigeon"}, "Välj hur ni möts."),
        ({"mode": "visit", "place": "nowhere"}, "Välj platsen för besöket."),
        ({"mode": "video", "video_link": "http://x"}, "https://"),
        ({"mode": "phone", "reason": "x" * 501}, "för långt"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting, typed: dict[str, str], said: str
) -> None:
    answer = browser.post(address(meeting, "way"), {**typed, "version": "1"}, as_=cast.karin)
    assert answer.status_code == 422
    assert said in linted(answer).text
    assert again(db, meeting).version == 1


def test_what_a_colleague_changed_meanwhile_is_shown_instead(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    browser.post(address(meeting, "way"), {"mode": "phone", "version": "1"}, as_=cast.karin)
    link = "https://moten.example/2"
    typed = {"mode": "video", "video_link": link, "version": "1"}
    answer = browser.post(address(meeting, "way"), typed, as_=cast.karin)
    assert answer.status_code == 303
    assert again(db, meeting).mode is MeetingMode.PHONE


def test_what_has_begun_stays_as_it_was(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    with time_machine.travel(at(9, 10, 5), tick=False):
        typed = {"mode": "phone", "version": "1"}
        answer = browser.post(address(meeting, "way"), typed, as_=cast.karin)
        assert answer.status_code == 422
        assert "redan varit" in linted(answer).text


def test_where_somebody_protected_is_met_is_not_written(
    db: Session, browser: Browser, cast: Cast, town: Town, library: MeetingPlace
) -> None:
    hidden = met(db, cast.farid, town.follow_up, at(10, 10), cast.sara)
    page = browser.visit(address(hidden, "way"), as_=cast.sara)
    assert not page.select("#place") and "Biblioteket" not in page.text
    typed = {"mode": "visit", "place": str(library.id), "version": "1"}
    browser.post(address(hidden, "way"), typed, as_=cast.sara)
    assert again(db, hidden).place_id is None
    assert told(db, NoticeKind.MEETING_MOVED) == 0
