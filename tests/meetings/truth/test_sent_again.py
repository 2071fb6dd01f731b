"""What is sent a second time, when something else has happened in between."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.meetings import booking, changing
from portal.meetings.booking import Details
from portal.meetings.models import MeetingState
from portal.meetings.refusals import Changed, HasOne
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.staffed import met


def test_a_meeting_that_was_cancelled_meanwhile_is_not_said_to_be_moved(
    db: Session, cast: Cast, town: Town
) -> None:
    """In one tab she cancels; in the other, older one she presses the same time again."""
    made = booking.book(db, cast.amina, town.follow_up, at(9, 10), Details(), key="k", now=NOW)
    changing.cancel(db, made, version=1, now=NOW)
    with pytest.raises(Changed):
        changing.move(db, made, at(9, 10), version=1, now=NOW)
    with pytest.raises(Changed):
        changing.move_for(db, cast.karin, made, at(9, 10), version=1, now=NOW)


def test_a_time_that_is_kept_for_her_is_not_said_to_be_booked(
    db: Session, cast: Cast, town: Town
) -> None:
    made = met(db, cast.amina, town.follow_up, at(9, 10), cast.karin)
    changing.move_for(db, cast.karin, made, at(9, 11), version=1, now=NOW, is_offer=True)
    with pytest.raises(Changed):
        changing.move(db, made, at(9, 11), version=1, now=NOW)
    assert made.state is MeetingState.OFFERED


def test_who_has_booked_another_does_not_take_the_first_again(
    db: Session, cast: Cast, town: Town
) -> None:
    today = met(db, cast.amina, town.follow_up, at(7, 13), cast.karin)
    changing.give_up_today(db, today, now=NOW)
    other = booking.book(db, cast.amina, town.follow_up, at(9, 10), Details(), key="k", now=NOW)
    with pytest.raises(HasOne) as refused:
        changing.take_again(db, today, now=NOW)
    assert refused.value.meeting is other
    assert not today.is_standing


def test_who_leads_a_meeting_that_was_handed_over_stands_first(
    db: Session, cast: Cast, town: Town
) -> None:
    made = met(db, cast.amina, town.follow_up, at(9, 10), cast.karin, cast.lars)
    swapped = [cast.lars.id, cast.karin.id]
    changing.move_for(db, cast.karin, made, at(9, 10), version=1, now=NOW, staff=swapped)
    assert [one.id for one in made.staff] == swapped, "before anything is read anew"
