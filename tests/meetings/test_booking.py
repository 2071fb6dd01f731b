"""Booking a meeting: what she gets, what she is refused, and that nobody is in two places at once."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings import booking, changing, free
from portal.meetings.booking import Details
from portal.meetings.models import Attendance, Meeting, MeetingState, TakenQuarter
from portal.meetings.refusals import Changed, HasOne, NotBookable, Outside, TimeTaken, TooLate
from portal.municipality.models import Municipality
from portal.notifications.models import NoticeKind, OutboxNotice
from tests.cast import Cast
from tests.meetings.conftest import NOW, Town, at, hours


def book(db: Session, cast: Cast, town: Town, starts_at: datetime, key: str = "k1") -> Meeting:
    return booking.book(
        db,
        cast.amina,
        town.follow_up,
        starts_at,
        Details(),
        key=key,
        now=NOW,
    )


def taken(db: Session) -> int:
    return db.scalar(sa.select(sa.func.count()).select_from(TakenQuarter)) or 0


def test_free_times_are_cut_by_length_and_rest(db: Session, cast: Cast, town: Town) -> None:
    found = free.search(db, cast.amina, town.follow_up, now=NOW)
    tuesday = [one.starts_at for one in found.on(at(8, 9).date())]
    assert tuesday == [at(8, 9), at(8, 10), at(8, 11), at(8, 13), at(8, 14)]
    assert next(found.everything()).starts_at == at(8, 9), "24 hours' notice"


def test_a_booked_time_is_hers_and_nobody_elses(db: Session, cast: Cast, town: Town) -> None:
    meeting = book(db, cast, town, at(9, 10))
    assert meeting.place_id == town.place.id
    assert [one.name for one in meeting.staff] == ["Karin Berg"]
    assert taken(db) == 6, "three quarters each"
    found = free.search(db, cast.amina, town.call, now=NOW)
    assert found.at(at(9, 10, 15)) is None
    assert found.at(at(9, 10, 45)) is None, "her caseworker rests a quarter"
    assert found.at(at(9, 11)) is not None


def test_the_same_form_twice_is_one_meeting(db: Session, cast: Cast, town: Town) -> None:
    assert book(db, cast, town, at(9, 10)) is book(db, cast, town, at(9, 10))
    assert taken(db) == 6


def test_a_second_one_of_the_same_purpose_is_asked_about(
    db: Session, cast: Cast, town: Town
) -> None:
    first = book(db, cast, town, at(9, 10))
    with pytest.raises(HasOne) as refused:
        book(db, cast, town, at(10, 10), "k2")
    assert refused.value.meeting is first


def test_a_taken_time_shows_the_three_nearest(db: Session, cast: Cast, town: Town) -> None:
    cast.bashir.assignments[0].staff = cast.karin
    db.flush()
    booking.book(
        db, cast.bashir, town.follow_up, at(9, 10), Details(), key="b", now=NOW
    )  # fmt: skip
    with pytest.raises(TimeTaken) as refused:
        book(db, cast, town, at(9, 10))
    assert [one.starts_at for one in refused.value.nearest] == [at(9, 9), at(9, 11), at(9, 13)]


def test_the_database_itself_refuses_a_second_meeting(db: Session, cast: Cast, town: Town) -> None:
    """Even when what was computed is out of date."""
    staff = [cast.karin.id]
    common = {"now": NOW, "anyway": True}
    booking.book_for(
        db,
        cast.karin,
        cast.amina,
        town.long,
        at(9, 9),
        staff,
        Details(),
        key="1",
        **common,  # type: ignore[arg-type]
    )
    with pytest.raises(TimeTaken):
        booking.book_for(
            db,
            cast.karin,
            cast.bashir,
            town.long,
            at(9, 12, 15),
            staff,
            Details(),
            key="2",
            **common,  # type: ignore[arg-type]
        )
    assert db.scalar(sa.select(sa.func.count()).select_from(Meeting)) == 1
    assert taken(db) == 28


def test_staff_are_asked_before_they_book_outside_their_hours(
    db: Session, cast: Cast, town: Town
) -> None:
    with pytest.raises(Outside) as refused:
        booking.book_for(
            db, cast.karin, cast.amina, town.follow_up, at(9, 7), [cast.karin.id], Details(),
            key="1", now=NOW,
        )  # fmt: skip
    assert refused.value.obstacles == ["hours"]


def test_a_moved_meeting_keeps_its_identity(db: Session, cast: Cast, town: Town) -> None:
    meeting = book(db, cast, town, at(9, 10))
    before = meeting.id
    changing.move(db, meeting, at(9, 10, 30), version=1, now=NOW)
    assert (meeting.id, meeting.version, meeting.starts_at) == (before, 2, at(9, 10, 30))
    assert taken(db) == 6
    changing.move(db, meeting, at(9, 10, 30), version=1, now=NOW)
    assert meeting.version == 2, "the same move again is one"
    with pytest.raises(Changed):
        changing.move(db, meeting, at(10, 10), version=1, now=NOW)


def test_a_cancelled_meeting_gives_its_time_back(db: Session, cast: Cast, town: Town) -> None:
    meeting = book(db, cast, town, at(9, 10))
    changing.cancel(db, meeting, version=1, now=NOW)
    assert (meeting.state, meeting.hers.attendance) == (
        MeetingState.CANCELLED,
        Attendance.EXCUSED,
    )
    assert taken(db) == 0
    assert book(db, cast, town, at(9, 10), "k2").state is MeetingState.BOOKED


def test_past_the_limit_she_calls(db: Session, cast: Cast, town: Town) -> None:
    meeting = book(db, cast, town, at(9, 10))
    with pytest.raises(TooLate):
        changing.cancel(db, meeting, version=1, now=at(9, 7))


def test_a_time_kept_for_her_is_accepted(db: Session, cast: Cast, town: Town) -> None:
    meeting = booking.book_for(
        db, cast.karin, cast.amina, town.follow_up, at(9, 10), [cast.karin.id], Details(),
        key="1", now=NOW, is_offer=True,
    )  # fmt: skip
    assert meeting.state == "offered"
    changing.accept(db, meeting, version=1, now=NOW)
    assert meeting.state == "booked"


@pytest.mark.parametrize(
    ("starts_at", "why"),
    [(at(9, 10, 5), "not-a-quarter"), (at(7, 7), "past"), (at(9, 23, 30), "across-midnight")],
)
def test_what_no_meeting_can_be_is_said(
    db: Session, cast: Cast, town: Town, starts_at: datetime, why: str
) -> None:
    with pytest.raises(NotBookable) as refused:
        book(db, cast, town, starts_at)
    assert refused.value.why == why


def test_reminders_follow_the_meeting(db: Session, cast: Cast, town: Town) -> None:
    meeting = book(db, cast, town, at(9, 9))
    db.flush()
    waiting = sa.select(OutboxNotice).where(OutboxNotice.withdrawn_at.is_(None))
    rows = db.scalars(waiting.order_by(OutboxNotice.not_before)).all()
    assert [(one.kind, one.not_before) for one in rows] == [
        (NoticeKind.REMINDER_DAY, at(8, 9)),
        (NoticeKind.REMINDER_HOURS, at(8, 19, 45)),
    ], "what would fall in the night is told the evening before"
    changing.cancel(db, meeting, version=1, now=NOW)
    assert not db.scalars(waiting).all()


def test_nobody_is_told_about_somebody_protected(db: Session, cast: Cast, town: Town) -> None:
    cast.farid.assignments[0].staff = cast.karin
    db.flush()
    booking.book(db, cast.farid, town.follow_up, at(9, 10), Details(), key="f", now=NOW)
    assert not db.scalars(sa.select(OutboxNotice)).all()


def test_an_extra_evening_is_open_although_the_house_is_closed(
    db: Session, cast: Cast, town: Town
) -> None:
    municipality = db.scalars(sa.select(Municipality)).one()
    municipality.routines = {"staff_hours": ["08:00", "14:00"], "office_closes": "16:30"}
    evening = hours(cast.karin, 2, 17, 19, town.place)
    evening.from_on = evening.until_on = at(9, 17).date()
    db.add(evening)
    db.commit()
    found = free.search(db, cast.amina, town.follow_up, now=NOW)
    assert [one.starts_at for one in found.on(at(9, 9).date())] == [
        at(9, 9), at(9, 10), at(9, 11), at(9, 13), at(9, 17), at(9, 18),
    ]  # fmt: skip
    assert not [one for one in found.on(at(16, 9).date()) if one.starts_at > at(16, 14)]
