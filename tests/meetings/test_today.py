"""Ill or late today: said once, to those who wait for her, and never judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal.meetings import booking, changing, today
from portal.meetings.booking import Details
from portal.meetings.models import Attendance, Meeting, MeetingState, TakenQuarter, TodayWord
from portal.meetings.refusals import Changed, TimeTaken
from portal.meetings.wanted import Unfit
from portal.people.models import Absence
from portal.plan.models import Companion, Step
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.test_her_booking import said
from tests.meetings.test_her_meetings import reread
from tests.plan.writing import plan, step

MORNING = at(9, 7)
"""Wednesday, three hours before the meeting: past the limit for cancelling it herself."""


@pytest.fixture
def meeting(db: Session, cast: Cast, town: Town) -> Meeting:
    """Amina meets Karin on Wednesday at ten."""
    found = booking.book(db, cast.amina, town.follow_up, at(9, 10), Details(), key="k", now=NOW)
    db.commit()
    return found


@pytest.fixture
def sfi(db: Session, cast: Cast) -> Step:
    """Amina goes to SFI on Wednesdays, where Lars is her teacher."""
    found = step("Gå till SFI", weekly=[(2, "13:00", "15:00")])
    found.companions = [Companion(position=0, staff=cast.lars)]
    plan(db, cast.amina, found)
    return found


@pytest.fixture
def wednesday(meeting: Meeting) -> Iterator[None]:
    """It is the morning of the meeting."""
    with time_machine.travel(MORNING, tick=False):
        yield


def words(db: Session) -> list[TodayWord]:
    found = list(db.scalars(sa.select(TodayWord).order_by(TodayWord.made_at)))
    db.commit()
    return found


def test_ill_frees_the_time_although_the_limit_has_passed(
    db: Session, cast: Cast, town: Town, meeting: Meeting
) -> None:
    for key in ("a", "a", "b"):
        word = today.say_ill(db, cast.amina, meeting, key=key, now=MORNING)
    assert (meeting.state, meeting.version) == (MeetingState.CANCELLED, 2)
    assert meeting.hers.attendance is Attendance.EXCUSED, "never that she did not come"
    assert not db.scalars(sa.select(TakenQuarter)).all()
    assert words(db) == [word], "said three times it is one word"


def test_a_meeting_that_has_begun_keeps_its_time(db: Session, cast: Cast, meeting: Meeting) -> None:
    today.say_ill(db, cast.amina, meeting, key="a", now=at(9, 10, 5))
    assert meeting.is_standing and meeting.hers.attendance is None
    assert len(words(db)) == 1


def test_a_meeting_of_another_day_is_not_todays(db: Session, cast: Cast, meeting: Meeting) -> None:
    for say in (today.say_ill, today.say_late):
        with pytest.raises(Changed):
            say(db, cast.amina, meeting, key="a", now=NOW)
    assert meeting.is_standing and not words(db)


def test_the_newest_word_holds_and_what_was_seen_to_waits_again(
    db: Session, cast: Cast, sfi: Step
) -> None:
    word = today.say_late(db, cast.amina, sfi, minutes="20", key="a", now=MORNING)
    word.handled_at = MORNING
    later = MORNING + timedelta(minutes=5)
    today.say_late(db, cast.amina, sfi, minutes="40", comment="Bussen", key="b", now=later)
    assert (word.minutes_late, word.made_at) == (40, later) and not word.handled_at
    today.say_ill(db, cast.amina, sfi, key="c", now=later)
    [one] = words(db)
    assert (one.kind, one.minutes_late) == ("ill", None)
    assert one.comment and one.comment.original == "Bussen"


def test_yesterdays_word_is_not_todays(db: Session, cast: Cast, sfi: Step) -> None:
    today.say_ill(db, cast.amina, sfi, key="a", now=at(8, 23, 45))
    today.say_ill(db, cast.amina, sfi, key="b", now=MORNING)
    assert len(words(db)) == 2
    [thing] = today.things(db, cast.amina, [sfi], MORNING)
    assert thing.word and thing.word.form_key == "b"


@pytest.mark.parametrize("minutes", ["0", "481", "tjugo", "-5", "٢x"])
def test_minutes_are_a_number(db: Session, cast: Cast, sfi: Step, minutes: str) -> None:
    with pytest.raises(Unfit):
        today.say_late(db, cast.amina, sfi, minutes=minutes, key="a", now=MORNING)
    assert not words(db)


def test_she_can_come_anyway_while_the_time_is_free(
    db: Session, cast: Cast, town: Town, meeting: Meeting
) -> None:
    today.say_ill(db, cast.amina, meeting, key="a", now=MORNING)
    for _ in range(2):
        today.come_anyway(db, cast.amina, meeting, now=MORNING)
    assert (meeting.state, meeting.version) == (MeetingState.BOOKED, 3)
    assert meeting.hers.attendance is None and not words(db)
    assert len(db.scalars(sa.select(TakenQuarter)).all()) == 6


def test_a_time_that_another_has_got_is_not_taken_back(
    db: Session, cast: Cast, town: Town, meeting: Meeting
) -> None:
    today.say_ill(db, cast.amina, meeting, key="a", now=MORNING)
    booking.book_for(
        db, cast.karin, cast.bashir, town.follow_up, at(9, 10), [cast.karin.id], Details(),
        key="b", now=MORNING,
    )  # fmt: skip
    with pytest.raises(TimeTaken):
        today.come_anyway(db, cast.amina, meeting, now=MORNING)
    assert not meeting.is_standing and len(words(db)) == 1


def test_nobody_waits_for_her_when_her_caseworker_went_home(
    db: Session, cast: Cast, town: Town, meeting: Meeting
) -> None:
    today.say_ill(db, cast.amina, meeting, key="a", now=MORNING)
    on = MORNING.date()
    db.add(Absence(staff_id=cast.karin.id, from_on=on, until_on=on, made_at=MORNING))
    db.commit()
    db.info.pop("directory", None)
    with pytest.raises(TimeTaken):
        today.come_anyway(db, cast.amina, meeting, now=MORNING)


def test_what_staff_cancelled_is_not_hers_to_take_back(
    db: Session, cast: Cast, meeting: Meeting
) -> None:
    changing.cancel_for(db, cast.karin, meeting, version=1, now=MORNING)
    with pytest.raises(Changed):
        today.come_anyway(db, cast.amina, meeting, now=MORNING)
    with pytest.raises(Changed):
        today.say_late(db, cast.amina, meeting, key="a", now=MORNING)


@pytest.mark.usefixtures("wednesday")
def test_one_tap_from_home_and_one_more(
    db: Session, browser: Browser, cast: Cast, sfi: Step, meeting: Meeting
) -> None:
    home = browser.visit("/", as_=cast.amina)
    assert home.select_one("a[href='/meetings/today']")
    page = browser.visit("/meetings/today", as_=cast.amina)
    assert [one.get_text(" ", strip=True) for one in page.select("main h2")] == [
        "10:00–10:45 Uppföljning", "13:00–15:00 Gå till SFI",
    ]  # fmt: skip
    form = {"what": str(meeting.id), "kind": "ill", "key": "k", "comment": "أنا مريضة"}
    for _ in range(2):
        answer = browser.post("/meetings/today", form, as_=cast.amina)
        assert (answer.status_code, answer.location) == (303, "/meetings/today")
    text = said(browser.visit("/meetings/today", as_=cast.amina))
    assert "Du har sagt att du är sjuk. Karin Berg får veta det." in text
    assert "Boka en ny tid" in text and "Jag kan komma ändå" in text
    reread(db, meeting)
    assert meeting.hers.attendance is Attendance.EXCUSED
    db.commit()
    assert browser.visit("/meetings/book?purpose=follow-up", as_=cast.amina)
    anyway = browser.post("/meetings/today/anyway", {"what": str(meeting.id)}, as_=cast.amina)
    assert anyway.status_code == 303
    reread(db, meeting)
    assert meeting.is_standing and not words(db)


@pytest.mark.usefixtures("wednesday")
def test_ill_the_whole_day_and_late_for_one(
    db: Session, browser: Browser, cast: Cast, sfi: Step, meeting: Meeting
) -> None:
    form = {"what": str(sfi.id), "kind": "late", "minutes": "abc", "comment": "Bussen", "key": "k"}
    answer = browser.post("/meetings/today", form, as_=cast.amina)
    assert answer.status_code == 422
    page = linted(answer)
    assert "antal minuter med siffror" in said(page) and "Bussen" in answer.text
    browser.post("/meetings/today", form | {"minutes": "20"}, as_=cast.amina)
    text = said(browser.visit("/meetings/today", as_=cast.amina))
    assert "Du har sagt att du blir sen. 20 minuter." in text
    assert "Karin Berg och Lars Ek får veta det." in text, "those who take part in it too"
    browser.post("/meetings/today", {"what": "all", "kind": "ill", "key": "k2"}, as_=cast.amina)
    assert {(one.kind, one.step_id or one.meeting_id) for one in words(db)} == {
        ("ill", sfi.id), ("ill", meeting.id),
    }  # fmt: skip
    text = said(browser.visit("/meetings/today", as_=cast.amina))
    assert "Jag är sjuk" not in text.replace("Jag är sjuk hela dagen", ""), "nothing is asked again"


@pytest.mark.usefixtures("wednesday")
def test_what_is_anothers_or_another_days_is_not_there(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    form = {"what": str(meeting.id), "kind": "ill", "key": "k"}
    assert browser.post("/meetings/today", form, as_=cast.bashir).status_code == 404
    for what in ("all", "", "x"):
        answer = browser.post("/meetings/today", form | {"what": what}, as_=cast.bashir)
        assert answer.status_code == 404
    text = said(browser.visit("/meetings/today", as_=cast.bashir))
    assert "Du har inget möte och ingen aktivitet i dag." in text
    assert not browser.visit("/", as_=cast.bashir).select("a[href='/meetings/today']")
    assert not words(db)
