"""She changes a meeting in which somebody from outside takes part: whoever leads it is reminded to tell them."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.meetings import changing
from portal.meetings.booking import Details
from portal.meetings.models import Meeting
from portal.meetings.seats import Outsider
from tests.browsing import Browser
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.staffed import again, met

TELL_THEM = "Säg till andra som skulle vara med"


@pytest.fixture
def meeting(db: Session, cast: Cast, town: Town) -> Meeting:
    """Amina's follow-up with Karin and Lars, and Eva Ek from the employment service."""
    details = Details(outsiders=[Outsider("Eva Ek", cast.employment.id)])
    return met(
        db, cast.amina, town.follow_up, at(9, 10), cast.karin, cast.lars, details=details
    )  # fmt: skip


def test_who_leads_it_sees_it_on_her_day_until_she_has_told_them(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    assert TELL_THEM not in browser.visit("/staff", as_=cast.karin).text
    changing.move(db, meeting, at(10, 10), version=1, now=NOW)
    db.commit()
    page = browser.visit("/staff", as_=cast.karin)
    assert TELL_THEM in page.text
    assert page.select(f"a[href*='/staff/meetings/{meeting.id}']")
    assert TELL_THEM not in browser.visit("/staff", as_=cast.lars).text
    page = browser.visit(f"/staff/meetings/{meeting.id}", as_=cast.karin)
    assert "Deltagaren har flyttat mötet." in page.text
    assert page.select("#outsiders ~ ul li")[0].text.startswith("Eva Ek")
    browser.post(f"/staff/meetings/{meeting.id}/outsiders/told", {}, as_=cast.karin)
    assert TELL_THEM not in browser.visit("/staff", as_=cast.karin).text
    browser.post(f"/staff/meetings/{meeting.id}/outsiders/wait-again", {}, as_=cast.karin)
    assert TELL_THEM in browser.visit("/staff", as_=cast.karin).text


def test_cancelled_is_told_anew_although_the_move_was_told(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    changing.move(db, meeting, at(10, 10), version=1, now=NOW)
    db.commit()
    browser.post(f"/staff/meetings/{meeting.id}/outsiders/told", {}, as_=cast.karin)
    changing.cancel(db, again(db, meeting), version=2, now=NOW.replace(hour=9))
    db.commit()
    page = browser.visit(f"/staff/meetings/{meeting.id}", as_=cast.karin)
    assert "Deltagaren har avbokat mötet." in page.text


def test_what_staff_change_they_tell_themselves(
    db: Session, browser: Browser, cast: Cast, meeting: Meeting
) -> None:
    changing.move_for(db, cast.karin, meeting, at(10, 10), version=1, now=NOW)
    db.commit()
    assert TELL_THEM not in browser.visit("/staff", as_=cast.karin).text


def test_a_meeting_of_ours_alone_asks_for_nothing(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    alone = met(db, cast.amina, town.follow_up, at(9, 10), cast.karin)
    changing.cancel(db, alone, version=1, now=NOW)
    db.commit()
    assert TELL_THEM not in browser.visit("/staff", as_=cast.karin).text
