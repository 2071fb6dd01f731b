"""The day on which a plan is followed up, as it is said: that of the follow-up meeting where one is booked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.caseload.day import day
from portal.meetings import changing
from portal.meetings.models import Meeting
from portal.people.day import DayRow, Waits
from tests.browsing import Browser
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.staffed import met
from tests.meetings.test_her_booking import said
from tests.plan.writing import plan, step

PLANNED = "onsdag 9 september"
MOVED = "måndag 14 september"


@pytest.fixture
def meeting(db: Session, cast: Cast, town: Town) -> Meeting:
    """Amina's plan is followed up on the ninth, as agreed; a meeting is booked for it, and moved to the fourteenth."""
    plan(db, cast.amina, step("Gå till SFI"), follow_up="2026-09-09", owner=cast.karin.organisation)
    made = met(db, cast.amina, town.follow_up, at(9, 10), cast.karin)
    changing.move_for(db, cast.karin, made, at(14, 10), version=1, now=NOW)
    db.commit()
    return made


def follow_ups(db: Session, cast: Cast) -> list[DayRow]:
    found = [row for group in day(db, cast.karin, NOW).groups for row in group.rows]
    db.commit()
    return [one for one in found if one.kind is Waits.FOLLOW_UP]


def pages(browser: Browser, cast: Cast) -> dict[str, str]:
    staff = f"/staff/participants/{cast.amina.id}"
    return {
        "home": said(browser.visit("/", as_=cast.amina)),
        "plan": said(browser.visit("/plan", as_=cast.amina)),
        "staff": said(browser.visit(staff, as_=cast.karin)),
    }


def test_every_page_says_the_day_of_the_meeting(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    for name, text in pages(browser, cast).items():
        words = f"Uppföljning {MOVED}" if name == "staff" else f"Ni följer upp planen {MOVED}."
        assert words in text and PLANNED not in text, name
    [row] = follow_ups(db, cast)
    assert row.since == at(14, 0)


def test_without_the_meeting_the_day_in_the_plan_stands(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    changing.cancel_for(db, cast.karin, meeting, version=2, now=NOW)
    db.commit()
    for name, text in pages(browser, cast).items():
        assert f"{PLANNED}" in text, name
    [row] = follow_ups(db, cast)
    assert row.since == at(9, 0)


def test_far_off_it_does_not_wait_on_the_day(db: Session, cast: Cast, meeting: Meeting) -> None:
    later = at(14, 10) + timedelta(weeks=2)
    changing.move_for(db, cast.karin, meeting, later, version=2, now=NOW)
    db.commit()
    assert follow_ups(db, cast) == []


def test_a_plan_of_somebody_else_follows_its_own_day(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    plan(db, cast.amina, step("Söka jobb"), follow_up="2026-09-09", owner=cast.employment)
    met(db, cast.amina, town.follow_up, at(14, 10), cast.karin)
    for name, text in pages(browser, cast).items():
        assert PLANNED in text, name
