"""What she does every week and a meeting at the same time: said to staff who book, and to her."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.meetings import changing
from portal.meetings.booking import Details
from portal.meetings.models import Meeting, MeetingMode
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.karin_away import PAGE, eight_booked, fresh, karin_ill, send
from tests.meetings.karin_away import form as chosen
from tests.meetings.staffed import met
from tests.meetings.test_her_booking import said
from tests.meetings.test_staff_booking import address, form, stored
from tests.plan.writing import plan, step

FOUND = "Krockar med deltagarens vecka: Gå till SFI 09:00–12:00"
WORDS = "Det krockar med deltagarens vecka: Gå till SFI 09:00–12:00."


@pytest.fixture(autouse=True)
def sfi(db: Session, cast: Cast) -> None:
    """Amina is at her course Monday to Wednesday morning."""
    week = [(day, "09:00", "12:00") for day in range(3)]
    plan(db, cast.amina, step("Gå till SFI", weekly=week))


def test_the_list_of_times_says_which_of_them_lie_in_her_week(
    browser: Browser, cast: Cast, town: Town
) -> None:
    page = browser.visit(address(cast), as_=cast.karin)
    times = {str(one.find("input")["value"]): one.text for one in page.select(".times .choice")}  # type: ignore[index]
    assert "krockar" in times[at(8, 9).isoformat()]
    assert "krockar" not in times[at(8, 13).isoformat()]
    whole = " ".join(page.text.split())
    assert whole.count(FOUND) == 6, "once for each of her days among the eight shown"


@pytest.mark.parametrize("is_typed", [False, True])
def test_staff_read_what_it_clashes_with_and_may_book_anyway(
    db: Session, browser: Browser, cast: Cast, town: Town, is_typed: bool
) -> None:
    typed = form(cast, None, on="2026-09-08", at="10:15") if is_typed else form(cast, at(8, 9))
    answer = browser.post(address(cast), typed, as_=cast.karin)
    assert answer.status_code == 422 and not stored(db)
    assert WORDS in linted(answer).text
    answer = browser.post(address(cast), typed | {"anyway": "1"}, as_=cast.karin)
    assert answer.status_code == 303 and len(stored(db)) == 1


def test_beside_a_meeting_that_she_has_the_clash_is_said_at_once(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    met(db, cast.amina, town.follow_up, at(10, 9), cast.karin)
    page = linted(browser.post(address(cast), form(cast, at(8, 9)), as_=cast.karin))
    assert page.select("#has-one") and WORDS in page.text


def test_a_move_into_her_week_is_said_but_a_colleague_may_take_the_time_it_has(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = met(db, cast.amina, town.follow_up, at(8, 9), cast.karin)
    move = f"/staff/meetings/{meeting.id}/move"
    assert FOUND in " ".join(browser.visit(move, as_=cast.karin).text.split())
    sent = {"version": "1", "starts_at": at(9, 9).isoformat()}
    answer = browser.post(move, sent, as_=cast.karin)
    assert answer.status_code == 422 and WORDS in linted(answer).text
    hand = {"version": "1", "to": str(cast.lars.id), "instead_of": str(cast.karin.id)}
    answer = browser.post(f"/staff/meetings/{meeting.id}/hand", hand, as_=cast.karin)
    assert answer.status_code == 303, "the time was hers before"


def test_moved_with_the_others_she_gets_the_next_time_outside_her_week(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    eight, ill = eight_booked(db, cast, town), karin_ill(db, cast)
    one = browser.visit(f"{PAGE}/{ill.id}/{eight[0].id}", as_=cast.lars)
    shown = [str(field["value"]) for field in one.select("input[type=radio]")]
    assert shown and not [value for value in shown if "T07:00" in value[:16] and "-14T" in value]
    send(browser, ill, chosen(*eight, act="move"), cast.lars)
    fresh(db)
    assert eight[0].starts_at == at(14, 13), "the morning is her course's"
    assert eight[1].starts_at == at(14, 9)


def test_when_no_other_time_is_free_she_is_moved_into_her_week(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    plan(db, cast.amina, step("Praktik", weekly=[(day, "08:00", "17:00") for day in range(7)]))
    eight, ill = eight_booked(db, cast, town), karin_ill(db, cast)
    send(browser, ill, chosen(eight[0], act="move"), cast.lars)
    fresh(db)
    assert eight[0].starts_at == at(14, 9)


def meeting_over_it(db: Session, cast: Cast, town: Town) -> Meeting:
    details = Details(mode=MeetingMode.PHONE)
    return met(db, cast.amina, town.follow_up, at(8, 10), cast.karin, details=details)


def test_she_reads_of_the_clash_in_her_week_and_at_the_meeting(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = meeting_over_it(db, cast, town)
    met(db, cast.amina, town.call, at(10, 10), cast.karin)
    [note] = browser.visit("/week", as_=cast.amina).select(".trouble")
    assert "krockar med: 09:00–12:00 Gå till SFI" in " ".join(note.text.split())
    page = said(browser.visit(f"/meetings/{meeting.id}", as_=cast.amina))
    assert "krockar med: 09:00–12:00 Gå till SFI" in page and "Karin ringer dig." in page


def test_a_cancelled_meeting_clashes_with_nothing_and_nobody_rings(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = meeting_over_it(db, cast, town)
    changing.cancel_for(db, cast.karin, meeting, version=1, now=NOW)
    db.commit()
    page = said(browser.visit(f"/meetings/{meeting.id}", as_=cast.amina))
    assert "Avbokat" in page and "krockar" not in page and "ringer dig" not in page
    assert not browser.visit("/week", as_=cast.amina).select(".trouble")
