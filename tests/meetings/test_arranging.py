"""A colleague is away over booked meetings: on whose day it stands that they are to be arranged."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.caseload.day import day
from portal.people.account_models import Duty
from portal.people.day import Waits
from portal.people.models import Staff
from tests.browsing import Browser
from tests.cast import Cast, assign, give_duties
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.staffed import met
from tests.people.away import away, on_duty


@pytest.fixture(autouse=True)
def booked(db: Session, cast: Cast, town: Town) -> None:
    """Karin has two meetings this week; one is with Farid, whose data are protected. Sara is the manager."""
    assign(db, cast.farid, cast.karin)
    met(db, cast.amina, town.follow_up, at(8, 9), cast.karin)
    met(db, cast.farid, town.follow_up, at(9, 9), cast.karin)
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)


def said(db: Session, staff: Staff) -> list[str]:
    found = [row for group in day(db, staff, NOW).groups for row in group.rows]
    db.commit()
    return [one.about.original for one in found if one.kind is Waits.ARRANGE and one.about]


def test_before_it_begins_the_manager_is_told_and_led_to_them(
    db: Session, browser: Browser, cast: Cast
) -> None:
    absence = away(db, cast.karin, begins=1)
    page = browser.visit("/staff", as_=cast.sara)
    [row] = page.select(f"a[href='/staff/duty/meetings#away-{absence.id}']")
    assert "Karin Berg är borta, 2 möten att ordna, det första i morgon" in " ".join(
        row.text.split()
    )
    on_duty(db, cast.lars)
    assert said(db, cast.lars) == [] and said(db, cast.karin) == []


def test_while_it_lasts_todays_duty_officer_is_told_and_the_manager_of_the_protected_only(
    db: Session, cast: Cast
) -> None:
    away(db, cast.karin)
    assert said(db, cast.sara) == ["Karin Berg är borta, 2 möten att ordna, det första"], (
        "nobody is on duty"
    )
    on_duty(db, cast.lars)
    assert said(db, cast.lars) == ["Karin Berg är borta, 1 möte att ordna:"]
    assert said(db, cast.sara) == ["Karin Berg är borta, 1 möte att ordna:"]


def test_a_duty_officer_who_is_away_herself_leaves_them_to_the_manager(
    db: Session, cast: Cast
) -> None:
    away(db, cast.karin)
    on_duty(db, cast.lars)
    away(db, cast.lars)
    assert said(db, cast.sara) == ["Karin Berg är borta, 2 möten att ordna, det första"]


def test_the_stand_in_has_them_all_and_the_manager_none(db: Session, cast: Cast) -> None:
    away(db, cast.karin, cast.lars)
    assert said(db, cast.lars) == ["Karin Berg är borta, 2 möten att ordna, det första"]
    assert said(db, cast.sara) == []


def test_without_meetings_nothing_stands_there(db: Session, cast: Cast) -> None:
    away(db, cast.karin, begins=14)
    assert said(db, cast.sara) == []
