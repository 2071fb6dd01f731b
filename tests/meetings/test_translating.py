"""What is written about a meeting is translated both ways: hers for staff, and what staff write for her."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.meetings import booking, changing, minutes, none_fits, today
from portal.meetings.booking import Details
from portal.meetings.models import Meeting
from portal.meetings.wanted import words
from portal.translators import saving
from portal.translators.models import Place
from portal.translators.wanting import want_for
from portal.writing import Writing
from tests.browsing import Browser
from tests.cast import Cast, sv
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.staffed import met
from tests.translators.writing import the_want, waits

HERS = "Waxaan rabaa inaan ka hadlo SFI"


@pytest.fixture(autouse=True)
def somali(db: Session, cast: Cast, town: Town) -> None:
    cast.amina.language = "so"
    db.commit()


@pytest.fixture
def meeting(db: Session, cast: Cast, town: Town) -> Meeting:
    return met(db, cast.amina, town.follow_up, at(9, 10), cast.karin)


def translated(db: Session, cast: Cast, place: Place, text: str) -> None:
    want = the_want(db, place)
    saving.save(db, want, text, want.source, staff=cast.karin, now=NOW)
    db.commit()


def test_what_she_wants_to_talk_about_is_read_by_staff_in_swedish(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    made = booking.book(
        db, cast.amina, town.follow_up, at(9, 10), Details(topic=words(HERS)), key="k", now=NOW
    )
    db.commit()
    assert waits(db) == {(Place.MEETING_TOPIC, "sv"): HERS}
    translated(db, cast, Place.MEETING_TOPIC, "Jag vill prata om SFI")
    page = browser.visit(f"/staff/meetings/{made.id}", as_=cast.karin)
    assert "Jag vill prata om SFI" in page.text
    assert "Översatt av Karin Berg" in page.text and HERS in page.text
    assert HERS in browser.visit(f"/meetings/{made.id}", as_=cast.amina).text, "she sees her own"


def test_why_staff_moved_it_is_read_by_her_in_her_language(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    changing.move_for(
        db, cast.karin, meeting, at(10, 10), version=1, now=NOW, reason=sv("Jag är på kurs")
    )
    db.commit()
    assert waits(db) == {(Place.MEETING_REASON, "so"): "Jag är på kurs"}
    translated(db, cast, Place.MEETING_REASON, "Waxaan ku jiraa koorso")
    page = browser.visit("/", as_=cast.amina)
    assert "Waxaan ku jiraa koorso" in page.text and "Karin Berg" in page.text
    assert page.find("p", string="Jag är på kurs"), "the original is one tap away"
    changing.move_for(db, cast.karin, meeting, at(11, 10), version=2, now=NOW, reason=sv("Igen"))
    changing.move_for(db, cast.karin, meeting, at(14, 10), version=3, now=NOW)
    assert waits(db) == {}, "the reason is gone"


def test_minutes_are_translated_when_they_are_published_and_not_before(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    first = minutes.Typed("Vi sa mycket", before=minutes.mark(meeting))
    minutes.keep(db, cast.karin, meeting, first, publish=False, now=NOW)
    want_for(db, cast.amina, now=NOW)
    assert waits(db) == {}
    then = meeting.ends_at
    minutes.keep(db, cast.karin, meeting, minutes.typed(meeting), publish=True, now=then)
    db.commit()
    assert waits(db) == {(Place.MEETING_NOTES, "so"): "Vi sa mycket"}
    translated(db, cast, Place.MEETING_NOTES, "Wax badan baan nidhi")
    page = browser.visit(f"/meetings/{meeting.id}", as_=cast.amina)
    assert "Wax badan baan nidhi" in page.text and "Vi sa mycket" in page.text
    again = minutes.Typed("Vi sa lite", before=minutes.mark(meeting))
    minutes.keep(db, cast.karin, meeting, again, publish=True, now=then + timedelta(hours=1))
    assert waits(db) == {(Place.MEETING_NOTES, "so"): "Vi sa lite"}


def test_her_word_of_today_waits_first_until_staff_have_seen_it(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    made = met(db, cast.amina, town.follow_up, at(7, 10), cast.karin)
    said = today.say_late(db, cast.amina, made, comment="Baska ayaa daahay", key="k", now=NOW)
    assert waits(db) == {(Place.TODAY_WORD_COMMENT, "sv"): "Baska ayaa daahay"}
    assert the_want(db, Place.TODAY_WORD_COMMENT).is_urgent
    db.commit()
    page = f"/staff/said-today/{said.id}"
    browser.post(f"{page}/seen", {}, as_=cast.karin)
    with Session(db.get_bind()) as other:
        assert waits(other) == {}
    browser.post(f"{page}/wait-again", {}, as_=cast.karin)
    with Session(db.get_bind()) as other:
        assert list(waits(other)) == [(Place.TODAY_WORD_COMMENT, "sv")]


def test_when_she_could_is_translated(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    told = none_fits.tell(db, cast.amina, town.follow_up, "Galabtii", key="k", now=NOW)
    db.commit()
    assert waits(db) == {(Place.NO_TIME_COULD, "sv"): "Galabtii"}
    translated(db, cast, Place.NO_TIME_COULD, "På eftermiddagen")
    page = browser.visit(f"/staff/no-time/{told.id}", as_=cast.karin)
    assert "På eftermiddagen" in page.text and "Galabtii" in page.text


def test_a_meeting_that_was_is_not_asked_about_any_more(
    db: Session, cast: Cast, town: Town, meeting: Meeting
) -> None:
    meeting.topic = Writing.in_("und", HERS)
    want_for(db, cast.amina, now=NOW)
    assert waits(db)
    changing.cancel(db, meeting, version=1, now=NOW)
    assert waits(db) == {}


def test_many_meetings_take_no_more_queries_than_one(db: Session, cast: Cast, town: Town) -> None:
    def asked() -> int:
        statements: list[str] = []

        def note(_: object, __: object, statement: str, *rest: object) -> None:
            statements.append(statement)

        event.listen(db.get_bind(), "before_cursor_execute", note)
        want_for(db, cast.amina, now=NOW)
        event.remove(db.get_bind(), "before_cursor_execute", note)
        return len(statements)

    def write(day: int) -> None:
        details = Details(topic=words(f"{HERS} {day}"))
        met(db, cast.amina, town.follow_up, at(day, 10), cast.karin, details=details)

    write(9)
    few = asked()
    for day in (10, 11, 14, 15):
        write(day)
    assert asked() == few
