"""Free times watched: who is to be followed up and finds none, and who has said that no time suits her."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.caseload.day import day
from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.follow_up import follow_up
from portal.meetings.models import Attendance, NoTimeFits
from portal.meetings.supply_models import BookableHours
from portal.meetings.watching import watch, without_time
from portal.people.account_models import Duty
from portal.people.day import DayRow, Waits
from portal.people.models import Participant, Staff
from portal.plan.models import Plan
from tests.browsing import Browser
from tests.cast import Cast, assign, give_duties
from tests.meetings.conftest import NOW, TODAY, Town, at
from tests.meetings.karin_away import queries
from tests.people.away import away
from tests.plan.writing import plan

PAGE = "/staff/supply"


@pytest.fixture
def begun(db: Session, cast: Cast, town: Town) -> Plan:
    """Amina's plan was agreed six weeks ago: she is to be followed up now, within two weeks."""
    found = plan(db, cast.amina, agreed_on=TODAY - timedelta(weeks=6))
    db.commit()
    return found


def closed(db: Session, staff: Staff) -> None:
    """She has no hours any more."""
    db.execute(sa.delete(BookableHours).where(BookableHours.staff_id == staff.id))
    db.commit()


def row(db: Session, staff: Staff) -> DayRow | None:
    found = [row for group in day(db, staff, NOW).groups for row in group.rows]
    return next((one for one in found if one.kind is Waits.NO_SUPPLY), None)


def test_with_a_free_time_inside_the_window_nothing_is_said(
    db: Session, cast: Cast, begun: Plan
) -> None:
    assert row(db, cast.karin) is None
    [one] = watch(db, [cast.karin.id], NOW).values()
    assert [window.participant_id for window in one.windows] == [cast.amina.id]
    assert one.without == []


def test_without_one_it_stands_on_her_day_with_how_many_and_until_when(
    db: Session, browser: Browser, cast: Cast, begun: Plan
) -> None:
    away(db, cast.karin, days=15)
    found = row(db, cast.karin)
    assert found and found.about
    assert found.about.original == (
        "Du har ingen ledig tid för uppföljning av 1 person före 21 september"
    )
    assert "uppföljning av 1 person" in browser.visit("/staff", as_=cast.karin).text
    assert row(db, cast.lars) is None


def test_a_free_day_after_the_window_does_not_help_and_the_last_day_does(
    db: Session, cast: Cast, begun: Plan
) -> None:
    absence = away(db, cast.karin, days=15)
    assert len(without_time(db, cast.karin, NOW)) == 1
    absence.until_on = TODAY + timedelta(days=13)
    db.commit()
    assert without_time(db, cast.karin, NOW) == [], "Monday the 21st is the last day of the window"


def test_whoever_has_a_meeting_to_come_or_is_not_to_be_followed_up_yet_is_not_counted(
    db: Session, cast: Cast, town: Town, begun: Plan
) -> None:
    closed(db, cast.karin)
    begun.agreed_on = TODAY - timedelta(weeks=4)
    db.commit()
    assert without_time(db, cast.karin, NOW) == []
    begun.agreed_on = TODAY - timedelta(weeks=5)
    db.commit()
    assert len(without_time(db, cast.karin, NOW)) == 1
    booking.book_for(
        db, cast.lars, cast.amina, town.follow_up, at(15, 10), [cast.lars.id], Details(), key="k",
        now=NOW,
    )  # fmt: skip
    assert without_time(db, cast.karin, NOW) == []


def test_when_it_is_late_she_is_to_find_a_time_within_two_weeks(
    db: Session, cast: Cast, begun: Plan
) -> None:
    begun.agreed_on = TODAY - timedelta(weeks=12)
    db.commit()
    assert without_time(db, cast.karin, NOW) == []
    closed(db, cast.karin)
    found = row(db, cast.karin)
    assert found and found.about and "före 21 september" in found.about.original
    assert clock.local(found.since).date() < TODAY, "it is marked as late"


def test_the_window_is_the_same_as_she_is_shown_herself(
    db: Session, cast: Cast, town: Town, begun: Plan
) -> None:
    """Also after a meeting that was held, one that she missed, and with two plans."""
    plan(db, cast.amina, agreed_on=TODAY - timedelta(weeks=30))
    for weeks, attendance in ((7, Attendance.CAME), (3, Attendance.DID_NOT_COME)):
        made = booking.book_for(
            db, cast.karin, cast.amina, town.follow_up, NOW - timedelta(weeks=weeks),
            [cast.karin.id], Details(), key=f"k{weeks}", now=NOW - timedelta(weeks=20),
            anyway=True,
        )  # fmt: skip
        made.hers.attendance = attendance
    db.commit()
    hers = follow_up(db, cast.amina, town.follow_up, NOW)
    [one] = watch(db, [cast.karin.id], NOW).values()
    [window] = one.windows
    assert hers and hers.since == TODAY - timedelta(weeks=7)
    assert (window.opens_on, window.closes_on) == (hers.opens_on, hers.closes_on)


def test_free_times_are_counted_as_they_are_cut_for_a_booking(
    db: Session, cast: Cast, town: Town
) -> None:
    [one] = watch(db, [cast.karin.id], NOW).values()
    # Five a day: Tuesday the 8th to Monday the 21st are ten working days; to 2 November there are 40.
    assert (one.soon, one.ahead) == (50, 200)
    away(db, cast.karin, days=7)
    db.info.clear()  # the directory is read anew
    [one] = watch(db, [cast.karin.id], NOW).values()
    assert (one.soon, one.ahead) == (30, 180)


def no_time(db: Session, town: Town, who: Participant, days_ago: int, shown: int = 3) -> None:
    db.add(
        NoTimeFits(
            participant_id=who.id, type_id=town.follow_up.type.id, times_shown=shown,
            form_key=f"n{days_ago}", made_at=NOW - timedelta(days=days_ago),
        )
    )  # fmt: skip
    db.commit()


def test_the_manager_reads_who_of_her_unit_has_times_enough_and_no_participants_name(
    db: Session, browser: Browser, cast: Cast, town: Town, begun: Plan
) -> None:
    for days_ago, shown in ((1, 0), (27, 3), (29, 3)):
        no_time(db, town, cast.amina, days_ago, shown)
    closed(db, cast.karin)
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    page = browser.visit(PAGE, as_=cast.sara)
    text = " ".join(page.select("main ul.rows > li")[0].text.split())
    assert text == (
        "Karin Berg 1 deltagare Ingen ledig tid de närmaste åtta veckorna."
        " 1 ska följas upp och har ingen bokad tid. 1 hittar ingen ledig tid"
        " 1 person har sagt att ingen tid passar, 2 gånger på fyra veckor."
        " 1 gång fanns ingen tid alls"
    )
    assert "Amina" not in page.text
    assert "Sara Nyström" in page.select("main ul.rows")[0].text, "Farid is hers"
    cast.farid.moved_on = TODAY
    db.commit()
    page = browser.visit(PAGE, as_=cast.sara)
    assert "Sara Nyström" not in page.select("main ul.rows")[0].text
    assert page.select("nav.rooms a[href='/staff/supply']")
    assert "50 lediga tider på två veckor" in page.text, "Lars"


def test_only_a_unit_manager_opens_it(browser: Browser, cast: Cast, town: Town) -> None:
    assert browser.get(PAGE, as_=cast.karin).status_code == 404
    assert not browser.visit("/staff", as_=cast.karin).select("nav.rooms a[href='/staff/supply']")


def test_a_municipality_without_a_recurring_purpose_is_told_so(
    db: Session, browser: Browser, cast: Cast
) -> None:
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    assert "ingen mötestyp som återkommer" in browser.visit(PAGE, as_=cast.sara).text
    assert row(db, cast.karin) is None


def test_many_people_and_colleagues_take_no_more_queries_than_few(
    app: Flask, db: Session, browser: Browser, cast: Cast, town: Town, begun: Plan
) -> None:
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    few = queries(app, browser, PAGE, cast.sara)
    hers = queries(app, browser, "/staff", cast.karin)
    for number in range(12):
        one = Participant(key=f"N-{number}", name=f"Nummer {number}", language="sv", created_at=NOW)
        db.add(one)
        db.flush()
        assign(db, one, (cast.karin, cast.lars, cast.sara)[number % 3])
        plan(db, one, agreed_on=TODAY - timedelta(weeks=7))
    db.commit()
    assert queries(app, browser, PAGE, cast.sara) == few <= 15
    assert queries(app, browser, "/staff", cast.karin) == hers <= 15
