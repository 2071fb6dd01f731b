"""Staff move a meeting, give it to a colleague, and call it off; she is told of each once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal.meetings import changing
from portal.meetings.models import Attendance, Meeting, MeetingState
from portal.notifications.models import NoticeKind, OutboxNotice
from tests.browsing import Browser, linted
from tests.cast import Cast, sv
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.staffed import again, met
from tests.people.away import away


@pytest.fixture
def meeting(db: Session, cast: Cast, town: Town) -> Meeting:
    """Amina's follow-up with Karin on Wednesday at ten."""
    return met(db, cast.amina, town.follow_up, at(9, 10), cast.karin)


def address(meeting: Meeting, act: str) -> str:
    return f"/staff/meetings/{meeting.id}/{act}"


def told(db: Session, kind: NoticeKind) -> int:
    """How many notices of that kind wait for her."""
    asked = sa.select(sa.func.count()).where(
        OutboxNotice.kind == kind, OutboxNotice.withdrawn_at.is_(None)
    )
    found = db.scalar(asked) or 0
    db.commit()
    return found


def test_it_is_moved_to_a_free_time_with_a_reason(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    page = browser.visit(address(meeting, "move"), as_=cast.karin)
    times = [str(one["value"]) for one in page.select("input[name=starts_at]")]
    assert at(9, 10, 0).isoformat() in times, "its own time counts as free"
    typed = {"starts_at": at(10, 9).isoformat(), "version": "1", "reason": "Jag har utbildning."}
    for _ in range(2):
        answer = browser.post(address(meeting, "move"), typed, as_=cast.karin)
        assert answer.status_code == 303
    assert again(db, meeting).starts_at == at(10, 9)
    assert (meeting.version, meeting.reason) == (2, sv("Jag har utbildning."))
    assert told(db, NoticeKind.MEETING_MOVED) == 1


def test_a_time_outside_is_asked_about_and_then_taken(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    away(db, cast.karin, begins=3, days=1)
    typed = {"starts_at": "", "on": "2026-09-10", "at": "18:00", "version": "1"}
    answer = browser.post(address(meeting, "move"), typed, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422
    assert "borta hela dagen" in page.text and "utanför bokningsbara tider" in page.text
    day = page.select_one("#on")
    assert day and day["value"] == "2026-09-10"
    browser.post(address(meeting, "move"), {**typed, "anyway": "1"}, as_=cast.karin)
    assert again(db, meeting).starts_at == at(10, 18)


@pytest.mark.parametrize(
    ("on", "when", "field", "said"),
    [
        ("", "09:00", "on", "Välj en dag"),
        ("2026-09-10", "9", "at", "klockslag"),
        ("2026-09-10", "09:10", "at", "börjar på en kvart"),
        ("2026-09-01", "09:00", "on", "har redan varit"),
        ("2026-09-10", "23:30", "on", "över midnatt"),
        ("2026-10-25", "02:15", "at", "Klockan ställs om"),
        ("2027-03-28", "02:15", "at", "Klockan ställs om"),
    ],
)
def test_what_no_meeting_can_be_is_said_at_its_field(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting, on: str, when: str, field: str,
    said: str,
) -> None:  # fmt: skip
    typed = {"starts_at": "", "on": on, "at": when, "version": "1", "anyway": "1"}
    answer = browser.post(address(meeting, "move"), typed, as_=cast.karin)
    fault = linted(answer).select_one(f"#{field}-fault")
    assert answer.status_code == 422 and fault and said in fault.text
    assert again(db, meeting).version == 1


def test_a_taken_time_shows_the_nearest(
    db: Session, browser: Browser, cast: Cast, town: Town, meeting: Meeting
) -> None:
    met(db, cast.bashir, town.follow_up, at(10, 10), cast.karin)
    typed = {"starts_at": at(10, 10).isoformat(), "version": "1", "anyway": "1"}
    answer = browser.post(address(meeting, "move"), typed, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422 and "Tiden är redan tagen." in page.text
    near = [str(one["value"]) for one in page.select("#starts_at > .choice input")][:3]
    assert near == [one.isoformat() for one in (at(10, 9), at(10, 11), at(10, 13))]
    assert again(db, meeting).starts_at == at(9, 10)


def test_what_somebody_else_changed_meanwhile_is_shown(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    changing.move_for(db, cast.karin, meeting, at(10, 9), version=1, now=NOW)
    db.commit()
    for act in ("move", "cancel", "hand"):
        typed = {"starts_at": at(11, 9).isoformat(), "version": "1", "to": str(cast.lars.id)}
        answer = browser.post(address(meeting, act), typed, as_=cast.karin, follow=True)
        assert "Någon annan hann ändra mötet." in answer.text
    assert again(db, meeting).starts_at == at(10, 9) and meeting.is_standing


def test_a_colleague_takes_it_over_at_the_same_time(
    db: Session, browser: Browser, cast: Cast, town: Town, meeting: Meeting
) -> None:
    met(db, cast.bashir, town.follow_up, at(9, 10), cast.sara)
    page = browser.visit(address(meeting, "hand"), as_=cast.karin)
    options = [one.text for one in page.select("#to option")]
    assert any("Sara" in one and "upptagen då" in one for one in options)
    assert not any("Karin" in one for one in options)
    typed = {"to": str(cast.sara.id), "version": "1", "anyway": "1"}
    answer = browser.post(address(meeting, "hand"), typed, as_=cast.karin)
    assert answer.status_code == 422 and "Sara Nyström har ett annat möte då." in answer.text
    typed["to"] = str(cast.lars.id)
    for _ in range(2):
        assert browser.post(address(meeting, "hand"), typed, as_=cast.karin).status_code == 303
    assert [one.name for one in again(db, meeting).staff] == ["Lars Ek"]
    assert meeting.starts_at == at(9, 10) and meeting.version == 2
    assert told(db, NoticeKind.MEETING_MOVED) == 1


def test_one_of_two_hands_over_her_own_part(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    both = met(db, cast.amina, town.follow_up, at(9, 10), cast.karin, cast.lars)
    typed = {"to": str(cast.sara.id), "instead_of": str(cast.lars.id), "version": "1"}
    browser.post(address(both, "hand"), {**typed, "anyway": "1"}, as_=cast.karin)
    assert [one.name for one in again(db, both).staff] == ["Karin Berg", "Sara Nyström"]


def test_nobody_is_chosen(browser: Browser, cast: Cast, meeting: Meeting) -> None:
    answer = browser.post(address(meeting, "hand"), {"to": "x", "version": "1"}, as_=cast.karin)
    assert answer.status_code == 422 and "Välj vem som ska ha mötet." in linted(answer).text


def test_it_is_called_off_and_never_counts_against_her(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    page = browser.visit(address(meeting, "cancel"), as_=cast.karin)
    assert "Det räknas aldrig mot deltagaren." in page.text
    typed = {"version": "1", "reason": "Huset är stängt."}
    for _ in range(2):
        assert browser.post(address(meeting, "cancel"), typed, as_=cast.karin).status_code == 303
    assert again(db, meeting).state is MeetingState.CANCELLED
    assert meeting.hers.attendance is Attendance.CANCELLED_BY_US
    assert told(db, NoticeKind.MEETING_CANCELLED) == 1
    page = browser.visit(f"/staff/meetings/{meeting.id}", as_=cast.karin)
    assert "Inställt" in page.text and "Huset är stängt." in page.text
    assert not page.select(f'a[href="{address(meeting, "move")}"]')


def test_a_reason_is_not_a_letter(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    for act in ("move", "hand", "cancel"):
        typed = {"version": "1", "reason": "x" * 501, "to": str(cast.lars.id)}
        answer = browser.post(address(meeting, act), typed, as_=cast.karin)
        assert answer.status_code == 422 and "högst 500 tecken" in linted(answer).text
    assert again(db, meeting).version == 1


def test_what_has_begun_is_neither_moved_nor_called_off(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    with time_machine.travel(at(9, 10, 15), tick=False):
        for act in ("move", "cancel"):
            typed = {"version": "1", "starts_at": at(10, 9).isoformat()}
            answer = browser.post(address(meeting, act), typed, as_=cast.karin)
            assert answer.status_code == 422, act
    assert again(db, meeting).version == 1 and meeting.is_standing
