"""An ill colleague's meetings: taking over, moving, offering anew, one by one and all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings.models import Attendance, Meeting, MeetingState
from portal.municipality.models import Municipality
from portal.notifications.models import NoticeKind
from portal.people.models import Absence
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.meetings.conftest import TODAY, Town, at, hours
from tests.meetings.karin_away import (
    PAGE,
    TIMES,
    booked,
    eight_booked,
    form,
    fresh,
    karin_ill,
    notices,
    send,
    who,
)
from tests.people.away import away, on_duty


@pytest.fixture
def eight(db: Session, cast: Cast, town: Town) -> list[Meeting]:
    """Karin's eight meetings, each with somebody else; Amina's is the first."""
    return eight_booked(db, cast, town)


@pytest.fixture
def ill(db: Session, cast: Cast) -> Absence:
    """Karin is away Monday to Friday, and Lars is on duty today."""
    return karin_ill(db, cast)


def test_a_day_of_eight_is_taken_over_at_once_and_what_cannot_be_stays_with_why(
    db: Session, browser: Browser, cast: Cast, town: Town, eight: list[Meeting], ill: Absence
) -> None:
    booked(db, cast.bashir, town.follow_up, at(9, 9), cast.lars)
    page = send(browser, ill, form(*eight), cast.lars)
    fresh(db)
    assert [who(one) for one in eight] == [["Lars"]] * 5 + [["Karin"]] + [["Lars"]] * 2
    assert [one.starts_at for one in eight] == TIMES
    assert len(page.select("#done ~ ul .turn.wait")) == 1
    [left] = page.select("li[id^=meeting-]")
    assert left["id"] == f"meeting-{eight[5].id}"
    assert "Du har ett annat möte då." in left.text and not left.select("form")


def test_each_is_told_once_however_often_it_is_sent(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    filled = form(*eight)
    for _ in range(3):
        page = send(browser, ill, filled, cast.lars)
        assert len(page.select("#done ~ ul li")) == 8
        assert page.text.count("Du tar över.") == 8
    fresh(db)
    for one in eight:
        assert (one.version, one.seen_version) == (2, 1), "told on her home too"
        assert notices(db, one) == [(NoticeKind.MEETING_MOVED, 2)]


def test_all_are_moved_to_the_next_free_times_when_she_is_back(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    for _ in range(2):
        send(browser, ill, form(*eight, act="move"), cast.lars)
    fresh(db)
    expected = [at(day, hour) for day in (14, 15) for hour in (9, 10, 11, 13, 14)][:8]
    assert [one.starts_at for one in eight] == expected
    assert {one.state for one in eight} == {MeetingState.BOOKED}
    assert all(who(one) == ["Karin"] and one.version == 2 for one in eight)


def test_called_off_with_a_new_time_kept_until_she_answers(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    reason = "Karin är borta den här veckan."
    page = send(browser, ill, form(eight[0], act="offer", reason=reason), cast.lars)
    assert "En ny tid är erbjuden." in page.text and "måndag 14 september 09:00" in " ".join(
        page.text.split()
    )
    fresh(db)
    first = eight[0]
    assert (first.state, first.starts_at) == (MeetingState.OFFERED, at(14, 9))
    assert first.reason and first.reason.original == reason
    assert notices(db, first) == [(NoticeKind.MEETING_OFFERED, 2)]
    assert eight[1].version == 1


def test_without_any_free_time_an_offer_calls_it_off_and_never_against_her(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    ill.until_on = TODAY + timedelta(days=200)
    db.commit()
    page = send(browser, ill, form(eight[0], act="move"), cast.lars)
    assert "Ingen ledig tid finns efter frånvaron." in page.text
    for _ in range(2):
        page = send(browser, ill, form(eight[0], act="offer"), cast.lars)
        assert "Mötet är avbokat." in page.text
    fresh(db)
    assert eight[0].state is MeetingState.CANCELLED
    assert eight[0].hers.attendance is Attendance.CANCELLED_BY_US
    assert notices(db, eight[0]) == [(NoticeKind.MEETING_CANCELLED, 2)]


def test_her_own_hours_on_duty_are_taken_only_when_she_says_so(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    municipality = db.scalars(sa.select(Municipality)).one()
    municipality.routines = municipality.routines | {
        "duty_officer": {"keeps_free": ["13:00", "16:30"]}
    }
    made = booked(db, cast.amina, town.follow_up, at(7, 14), cast.karin)
    absence = away(db, cast.karin)
    on_duty(db, cast.lars)
    page = browser.visit(PAGE, as_=cast.lars)
    assert "Det ligger under din ansvarstid" in page.text
    assert page.find("button", string="Ta över ändå")
    assert not page.select("input[type=checkbox]"), "there is only one"
    page = send(browser, absence, form(made), cast.lars)
    assert "Mötet står kvar." in page.text
    fresh(db)
    assert who(made) == ["Karin"]
    again = form(made, anyway="1")
    fresh(db)
    send(browser, absence, again, cast.lars)
    fresh(db)
    assert who(made) == ["Lars"]


def test_one_is_moved_to_another_colleagues_free_time(
    db: Session, browser: Browser, cast: Cast, town: Town, eight: list[Meeting], ill: Absence
) -> None:
    db.add_all([hours(cast.sara, 1, 9, 12, town.place)])
    db.commit()
    address = f"{PAGE}/{ill.id}/{eight[0].id}"
    page = browser.visit(address, as_=cast.lars)
    times = page.select("input[name=time]")
    assert len(times) == 7, "three with Karin, two each with Lars and Sara"
    assert str(times[0]["value"]).startswith("2026-09-07T07:00")
    wanted = f"{at(8, 10).isoformat()}|{cast.sara.id}"
    filled = {"version": "1", "act": "move", "time": wanted}
    for _ in range(2):
        answer = browser.post(address, filled, as_=cast.lars)
        assert answer.status_code == 200, answer.text
        assert "Mötet är flyttat." in linted(answer).text
    fresh(db)
    assert (who(eight[0]), eight[0].starts_at, eight[0].version) == (["Sara"], at(8, 10), 2)
    assert browser.get(address, as_=cast.lars).status_code == 404, "it is no longer Karin's"


def test_a_time_that_is_not_free_is_refused_and_what_was_written_stays(
    browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    address = f"{PAGE}/{ill.id}/{eight[0].id}"
    wanted = f"{at(8, 3).isoformat()}|{cast.sara.id}"
    filled = {"version": "1", "act": "move", "time": wanted, "reason": "Vi flyttar"}
    answer = browser.post(address, filled, as_=cast.lars)
    assert answer.status_code == 409 and "Tiden är inte ledig." in linted(answer).text
    assert "Vi flyttar" in answer.text
    for wrong in ({"act": "move", "version": "1"}, {"version": "1"}):
        assert browser.post(address, wrong, as_=cast.lars).status_code == 422


def test_what_somebody_else_changed_meanwhile_is_left_as_it_is(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    old = form(eight[0])
    eight[0].version = 5
    db.commit()
    page = send(browser, ill, old, cast.lars)
    assert "Någon har redan ändrat mötet." in page.text
    fresh(db)
    assert who(eight[0]) == ["Karin"]


def test_who_leaves_the_meeting_is_replaced_and_the_others_stay(
    db: Session, browser: Browser, cast: Cast, town: Town, ill: Absence
) -> None:
    made = booked(db, cast.amina, town.follow_up, at(8, 9), cast.karin, cast.sara)
    assert "Även" in browser.visit(PAGE, as_=cast.lars).text
    send(browser, ill, form(made), cast.lars)
    fresh(db)
    assert who(made) == ["Lars", "Sara"]
