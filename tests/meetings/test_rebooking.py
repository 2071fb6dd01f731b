"""An ill colleague's meetings: who sees them, taking over, moving, offering anew, one by one and all at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.models import Attendance, Meeting, MeetingParty, MeetingState
from portal.meetings.purposes import Purpose
from portal.municipality.models import Municipality
from portal.notifications.models import NoticeKind, OutboxNotice
from portal.people.account_models import Duty
from portal.people.models import Absence, AbsenceKind, Participant, Staff
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, give_duties
from tests.meetings.conftest import NOW, TODAY, Town, at, hours
from tests.people.away import away, on_duty

PAGE = "/staff/duty/meetings"
TIMES = [at(8, 9), at(8, 10), at(8, 11), at(8, 13), at(8, 14), at(9, 9), at(9, 10), at(9, 11)]
"""Eight meetings on the first two days of Karin's week away."""


def booked(
    db: Session,
    who: Participant,
    purpose: Purpose,
    starts_at: object,
    *staff: Staff,
    key: str = "k",
) -> Meeting:
    made = booking.book_for(
        db, staff[0], who, purpose, starts_at, [one.id for one in staff], Details(),  # type: ignore[arg-type]
        key=key, now=NOW - timedelta(days=3), anyway=True,
    )  # fmt: skip
    made.seen_version = 1
    db.commit()
    return made


@pytest.fixture
def eight(db: Session, cast: Cast, town: Town) -> list[Meeting]:
    """Karin's eight meetings, each with somebody else; Amina's is the first."""
    people = [cast.amina]
    for number in range(1, 8):
        one = Participant(key=f"N-{number}", name=f"Nummer {number}", language="sv", created_at=NOW)
        db.add(one)
        assign(db, one, cast.karin)
        people.append(one)
    db.flush()
    return [
        booked(db, who, town.follow_up, starts_at, cast.karin)
        for who, starts_at in zip(people, TIMES, strict=True)
    ]


@pytest.fixture
def ill(db: Session, cast: Cast) -> Absence:
    """Karin is away Monday to Friday, and Lars is on duty today."""
    made = away(db, cast.karin, days=5)
    made.kind = AbsenceKind.ILL
    on_duty(db, cast.lars)
    return made


def form(*meetings: Meeting, act: str = "take-over", **more: str) -> dict[str, object]:
    return {"meeting": [f"{one.id}:{one.version}" for one in meetings], "act": act, **more}


def send(
    browser: Browser, absence: Absence, filled: dict[str, object], as_: Staff
) -> BeautifulSoup:
    answer = browser.client(as_).post(f"{PAGE}/{absence.id}", data=filled)
    assert answer.status_code == 200, answer.text
    return linted(answer)


def fresh(db: Session) -> None:
    """Let go of the database and of what is known of meetings, so that the application's writing is seen."""
    db.commit()
    for one in list(db.identity_map.values()):
        if isinstance(one, (Meeting, MeetingParty)):
            db.expire(one)


def notices(db: Session, meeting: Meeting) -> list[tuple[NoticeKind, int]]:
    """What she was told of it apart from reminders: kind and version."""
    rows = db.scalars(
        sa.select(OutboxNotice).where(
            OutboxNotice.subject_id == meeting.id, OutboxNotice.withdrawn_at.is_(None)
        )
    )
    return [(one.kind, one.version) for one in rows if not one.kind.startswith("reminder")]


def who(meeting: Meeting) -> list[str]:
    return [one.first_name for one in meeting.staff]


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


def test_the_duty_officer_knows_only_that_somebody_protected_has_a_meeting(
    db: Session, browser: Browser, cast: Cast, town: Town, ill: Absence
) -> None:
    assign(db, cast.farid, cast.karin)
    made = booked(db, cast.farid, town.follow_up, at(8, 9), cast.karin)
    page = browser.visit(PAGE, as_=cast.lars)
    assert "1 möte som bara enhetschefen kan se." in page.text
    assert "F-1" not in str(page) and "Farid" not in str(page)
    assert browser.get(f"{PAGE}/{ill.id}/{made.id}", as_=cast.lars).status_code == 404
    send(browser, ill, form(made), cast.lars)
    fresh(db)
    assert who(made) == ["Karin"]
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    page = browser.visit(PAGE, as_=cast.sara)
    assert "F-1" in page.text and "Farid" not in str(page)
    ill.stand_in = cast.lars
    db.commit()
    page = browser.visit(PAGE, as_=cast.lars)
    assert "F-1" in page.text, "the stand-in is named for him"
    send(browser, ill, form(made), cast.lars)
    fresh(db)
    assert who(made) == ["Lars"]


def test_a_manager_who_is_not_named_for_him_does_not_take_over_herself(
    db: Session, browser: Browser, cast: Cast, town: Town, ill: Absence
) -> None:
    cast.farid.assignments[0].staff = cast.karin
    made = booked(db, cast.farid, town.follow_up, at(8, 9), cast.karin)
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    page = send(browser, ill, form(made, anyway="1"), cast.sara)
    assert "Du är inte utsedd för deltagaren" in page.text
    times = browser.visit(f"{PAGE}/{ill.id}/{made.id}", as_=cast.sara).select("input[name=time]")
    assert {str(one["value"]).partition("|")[2] for one in times} == {str(cast.karin.id)}


@pytest.mark.parametrize("seen_by", ["duty", "manager", "stand-in", "herself", "colleague"])
def test_who_sees_them_and_who_is_told_why_she_is_away(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence, seen_by: str
) -> None:
    person = {"duty": cast.lars, "herself": cast.karin}.get(seen_by, cast.sara)
    if seen_by == "manager":
        give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    if seen_by == "stand-in":
        ill.stand_in = cast.sara
        db.commit()
    page = browser.visit(PAGE, as_=person)
    assert ("Amina Warsame" in page.text) is (seen_by != "colleague")
    assert ("Sjuk" in page.text) is (seen_by in {"duty", "manager", "herself"})
    assert bool(page.select("input[value=take-over]")) is (seen_by not in {"herself", "colleague"})
    address = f"{PAGE}/{ill.id}"
    expected = 404 if seen_by == "colleague" else 422
    assert browser.post(address, {"act": "move"}, as_=person).status_code == expected


def test_every_reading_of_a_meeting_is_in_her_log(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    browser.visit(PAGE, as_=cast.lars)
    rows = db.execute(sa.select(AccessLog.participant_id, AccessLog.opened)).all()
    assert {tuple(row) for row in rows} == {
        (one.participant_id, Opened.MEETINGS) for one in eight
    } and len(rows) == 8


def test_a_refused_form_is_logged_as_a_reading(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    address = f"{PAGE}/{ill.id}/{eight[0].id}"
    assert browser.post(address, {"act": "move"}, as_=cast.lars).status_code == 422
    rows = db.execute(sa.select(AccessLog.participant_id, AccessLog.opened)).all()
    assert [tuple(row) for row in rows] == [(cast.amina.id, Opened.MEETINGS)]


def test_an_absence_over_booked_meetings_leads_to_them(
    db: Session, browser: Browser, cast: Cast, eight: list[Meeting]
) -> None:
    filled = {
        "whose": str(cast.karin.id), "from_on": "2026-09-08", "until_on": "2026-09-08",
        "stand_in": "",
    }  # fmt: skip
    answer = browser.post("/staff/absence", filled, as_=cast.karin, follow=True)
    page = linted(answer)
    assert "5 möten är bokade då." in page.text
    assert len(page.select("li[id^=meeting-]")) == 5, "also those still to come"
    listed = browser.visit("/staff/absence", as_=cast.karin)
    assert listed.find("a", string="5 möten bokade då")


def test_who_leaves_the_meeting_is_replaced_and_the_others_stay(
    db: Session, browser: Browser, cast: Cast, town: Town, ill: Absence
) -> None:
    made = booked(db, cast.amina, town.follow_up, at(8, 9), cast.karin, cast.sara)
    assert "Även" in browser.visit(PAGE, as_=cast.lars).text
    send(browser, ill, form(made), cast.lars)
    fresh(db)
    assert who(made) == ["Lars", "Sara"]


def queries(app: Flask, browser: Browser, address: str, as_: Staff) -> int:
    browser.visit(address, as_=as_)
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("SET", "PRAGMA", "BEGIN")):
            asked.append(statement)

    engine = app.extensions["portal_engine"]
    event.listen(engine, "before_cursor_execute", note)
    browser.visit(address, as_=as_)
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_eight_meetings_take_no_more_queries_than_two(
    app: Flask, db: Session, browser: Browser, cast: Cast, eight: list[Meeting], ill: Absence
) -> None:
    many = queries(app, browser, PAGE, cast.lars)
    for one in eight[2:]:
        db.delete(one)
    db.commit()
    assert queries(app, browser, PAGE, cast.lars) == many <= 18
