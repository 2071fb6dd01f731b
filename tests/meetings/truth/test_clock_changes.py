"""Nights when the clocks change, a leap day, midnight, and hours that are edited under a meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import booking, changing, free
from portal.meetings.booking import Details
from portal.meetings.models import Meeting, MeetingState, TakenQuarter
from portal.meetings.refusals import NotBookable, Outside, TimeTaken
from portal.meetings.supply_models import BookableHours
from portal.meetings.typed_time import TypedTime, Unclear
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at, hours

SPRING, AUTUMN = date(2028, 3, 26), date(2027, 10, 31)
EASTER = date(2027, 3, 28)
"""The clocks change on Easter Sunday that year."""
SUNDAY = 6
LEAP_DAY = date(2028, 2, 29)


def ahead_of(day: date) -> datetime:
    """Ten days before, at noon."""
    return datetime.combine(day - timedelta(days=10), time(12), UTC)


def open_at_night(db: Session, cast: Cast, town: Town) -> None:
    """Karin receives Sundays from one to four in the night."""
    db.add(hours(cast.karin, SUNDAY, 1, 4, town.place))
    db.commit()


def shown(db: Session, cast: Cast, town: Town, day: date) -> list[tuple[str, str]]:
    """The times of that day for a quarter's call, on the wall and in UTC."""
    found = free.search(db, cast.amina, town.call, now=ahead_of(day))
    return [
        (f"{clock.local(one.starts_at):%H:%M}", f"{one.starts_at:%H:%M}") for one in found.on(day)
    ]


def test_the_hour_that_the_clock_skips_is_not_offered(db: Session, cast: Cast, town: Town) -> None:
    open_at_night(db, cast, town)
    with time_machine.travel(ahead_of(SPRING), tick=False):
        assert shown(db, cast, town, SPRING) == [
            ("01:00", "00:00"), ("01:30", "00:30"), ("03:00", "01:00"), ("03:30", "01:30"),
        ]  # fmt: skip


def test_the_hour_that_the_clock_shows_twice_is_not_offered(
    db: Session, cast: Cast, town: Town
) -> None:
    open_at_night(db, cast, town)
    with time_machine.travel(ahead_of(AUTUMN), tick=False):
        assert shown(db, cast, town, AUTUMN) == [
            ("01:00", "23:00"), ("01:30", "23:30"), ("03:00", "02:00"), ("03:30", "02:30"),
        ]  # fmt: skip


@pytest.mark.parametrize(
    "twice", [datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 1, 30, tzinfo=UTC)]
)
def test_neither_half_past_two_can_be_booked_when_there_are_two(
    db: Session, cast: Cast, town: Town, twice: datetime
) -> None:
    open_at_night(db, cast, town)
    now = ahead_of(AUTUMN)
    with time_machine.travel(now, tick=False):
        with pytest.raises(TimeTaken) as refused:
            booking.book(db, cast.amina, town.call, twice, Details(), key="k", now=now)
        assert len(refused.value.nearest) == 3
        with pytest.raises(Outside) as outside:
            booking.book_for(
                db, cast.karin, cast.amina, town.call, twice, [cast.karin.id], Details(),
                key="s", now=now,
            )  # fmt: skip
    assert outside.value.obstacles == ["hours"]


@pytest.mark.parametrize("day", [EASTER, SPRING, AUTUMN])
def test_staff_who_type_an_hour_that_is_none_or_two_are_told(day: date) -> None:
    with pytest.raises(Unclear) as unclear:
        TypedTime(on=day.isoformat(), at="02:30").moment()
    assert (unclear.value.field, unclear.value.what) == ("at", "no-such-time")
    clear = TypedTime(on=day.isoformat(), at="03:30").moment()
    assert f"{clock.local(clear):%d %H:%M}" == f"{day:%d} 03:30"


def test_nobody_is_offered_a_time_when_the_clocks_change_on_easter_sunday(
    db: Session, cast: Cast, town: Town
) -> None:
    open_at_night(db, cast, town)
    now = ahead_of(EASTER)
    three = datetime(2027, 3, 28, 1, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        assert shown(db, cast, town, EASTER) == []
        made = booking.book_for(
            db, cast.karin, cast.amina, town.follow_up, three, [cast.karin.id], Details(),
            key="k", now=now, anyway=True,
        )  # fmt: skip
    assert clock.local(made.starts_at).time() == time(3), "staff may, and mean three"


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_no_meeting_reaches_into_the_hour_when_the_clocks_change(
    db: Session, cast: Cast, town: Town, day: date
) -> None:
    open_at_night(db, cast, town)
    now = ahead_of(day)
    with time_machine.travel(now, tick=False):
        found = free.search(db, cast.amina, town.follow_up, now=now)
        walls = [f"{clock.local(one.starts_at):%H:%M}" for one in found.on(day)]
    assert walls == ["01:00", "03:00"]
    half_past_one = datetime.combine(day, time(1, 30), clock.LOCAL)
    assert found.at(half_past_one) is None, "it would end when the clock shows nothing clear"


@pytest.mark.parametrize(("day", "utc"), [(SPRING, 1), (AUTUMN, 2)])
def test_a_meeting_after_the_change_is_at_the_right_moment(
    db: Session, cast: Cast, town: Town, day: date, utc: int
) -> None:
    open_at_night(db, cast, town)
    now = ahead_of(day)
    with time_machine.travel(now, tick=False):
        starts_at = datetime(day.year, day.month, day.day, utc, tzinfo=UTC)
        made = booking.book(db, cast.amina, town.follow_up, starts_at, Details(), key="k", now=now)
        assert free.search(db, cast.bashir, town.call, now=now).at(starts_at) is None
    db.commit()
    assert clock.local(made.starts_at).time() == time(3)
    assert clock.local(made.ends_at).time() == time(3, 45)
    taken = sa.select(TakenQuarter.starts_at).where(TakenQuarter.person_id == cast.amina.id)
    assert sorted(db.scalars(taken)) == [
        starts_at + timedelta(minutes=15 * number) for number in range(3)
    ]


def test_people_meet_on_a_leap_day(db: Session, cast: Cast, town: Town) -> None:
    now = ahead_of(LEAP_DAY)
    nine = datetime(2028, 2, 29, 8, tzinfo=UTC)
    with time_machine.travel(now, tick=False):
        assert nine in [
            one.starts_at
            for one in free.search(db, cast.amina, town.follow_up, now=now).on(LEAP_DAY)
        ]
        made = booking.book(db, cast.amina, town.follow_up, nine, Details(), key="k", now=now)
        later = datetime(2028, 3, 1, 8, tzinfo=UTC)
        changing.move(db, made, later, version=1, now=now)
    assert clock.local(made.starts_at).date() == LEAP_DAY + timedelta(days=1)


def test_a_meeting_may_end_at_midnight_but_not_go_across_it(
    db: Session, cast: Cast, town: Town
) -> None:
    def book(hour: int, minute: int, key: str) -> Meeting:
        return booking.book_for(
            db, cast.karin, cast.amina, town.follow_up, at(9, hour, minute), [cast.karin.id],
            Details(), key=key, now=NOW, anyway=True,
        )  # fmt: skip

    with pytest.raises(NotBookable) as refused:
        book(23, 30, "across")
    assert refused.value.why == "across-midnight"
    late = book(23, 15, "until midnight")
    assert clock.local(late.ends_at).time() == time(0)
    with pytest.raises(NotBookable):
        changing.move_for(
            db, cast.karin, late, at(9, 23, 45), version=1, now=NOW, anyway=True
        )  # fmt: skip
    assert (late.version, late.starts_at) == (1, at(9, 23, 15))


def test_a_meeting_outlives_the_hours_it_was_booked_in(db: Session, cast: Cast, town: Town) -> None:
    made = booking.book(db, cast.amina, town.follow_up, at(9, 10), Details(), key="k", now=NOW)
    hers = sa.select(BookableHours).where(
        BookableHours.staff_id == cast.karin.id, BookableHours.weekday == 2
    )
    for one in db.scalars(hers):
        db.delete(one)
    db.commit()
    assert made.state is MeetingState.BOOKED
    found = free.search(db, cast.amina, town.follow_up, now=NOW, moving=made)
    assert not list(found.on(date(2026, 9, 9))), "her own time is not offered to her again"
    changing.move(db, made, at(10, 10), version=1, now=NOW)
    with pytest.raises(TimeTaken):
        changing.move(db, made, at(9, 10), version=2, now=NOW)
    assert (made.version, made.starts_at) == (2, at(10, 10))
    changing.cancel(db, made, version=2, now=NOW)
    db.commit()
    assert not db.scalars(sa.select(TakenQuarter)).all()
    found = free.search(db, cast.amina, town.follow_up, now=NOW)
    assert found.at(at(9, 10)) is None
