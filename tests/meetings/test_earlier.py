"""Who waits for an earlier time is told when one becomes free: not often, not at night, not of one she cannot have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings import changing, earlier
from portal.meetings.booking import Details, book, book_for
from portal.meetings.models import EarlierWish, Meeting
from portal.meetings.purposes import Purpose
from portal.notifications.models import NoticeKind, OutboxNotice
from portal.people.models import Participant, Staff
from tests.cast import Cast, assign
from tests.meetings.conftest import NOW, Town, at

HOUR = timedelta(hours=1)
Add = Callable[..., Meeting]


@pytest.fixture
def add(db: Session, cast: Cast, town: Town) -> Add:
    """Book somebody a time with Karin; Bashir has her as his contact person as well."""
    for old in cast.bashir.assignments:
        old.until_on = NOW.date() - timedelta(days=1)
    assign(db, cast.bashir, cast.karin)
    db.commit()

    def booked(
        whose: Participant, starts_at: datetime, purpose: Purpose | None = None, *, by: Staff | None = None,
        minutes: int | None = None,
    ) -> Meeting:  # fmt: skip
        details: dict[str, Any] = {"key": str(starts_at), "now": NOW}
        chosen = purpose or town.follow_up
        if by is None:
            return book(db, whose, chosen, starts_at, Details(), **details)
        return book_for(
            db, by, whose, chosen, starts_at, [cast.karin.id], Details(minutes=minutes), anyway=True, **details
        )  # fmt: skip

    return booked


@pytest.fixture
def waiting(db: Session, cast: Cast, add: Add) -> EarlierWish:
    """Amina has a time in two weeks, and would take an earlier one."""
    return earlier.wish(db, add(cast.amina, at(21, 9)), NOW)


def notices(db: Session) -> list[OutboxNotice]:
    return list(
        db.scalars(
            sa.select(OutboxNotice)
            .where(OutboxNotice.kind == NoticeKind.EARLIER_TIME)
            .order_by(OutboxNotice.version)
        )
    )


def give_up(db: Session, meeting: Meeting, now: datetime = NOW) -> None:
    changing.cancel(db, meeting, version=meeting.version, now=now)


def test_a_wish_said_twice_is_one_and_can_be_taken_back(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    meeting = db.get(Meeting, waiting.meeting_id)
    assert meeting
    assert earlier.wish(db, meeting, NOW + HOUR).id == waiting.id
    give_up(db, add(cast.bashir, at(14, 9)))
    earlier.unwish(db, meeting, NOW)
    earlier.unwish(db, meeting, NOW)
    assert db.scalar(sa.select(sa.func.count(EarlierWish.id))) == 0
    assert [one.withdrawn_at for one in notices(db)] == [NOW]


def test_she_is_told_when_somebody_cancels(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    give_up(db, add(cast.bashir, at(14, 9)))
    [notice] = notices(db)
    assert (notice.person_id, notice.subject_id) == (cast.amina.id, waiting.id)
    assert notice.not_before == NOW
    assert notice.expires_at == at(14, 9) - 24 * HOUR, "then nobody may book it any more"
    assert (waiting.told, waiting.told_at) == (1, NOW)


def test_she_is_told_when_staff_cancel_or_anybody_moves_away(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    away = add(cast.bashir, at(14, 9))
    changing.move(db, away, at(28, 9), version=1, now=NOW)
    assert waiting.told == 1
    waiting.told_at = NOW - 24 * HOUR
    back = changing.move_for(db, cast.karin, away, at(15, 9), version=2, now=NOW)
    assert waiting.told == 1, "what was given up comes after hers"
    changing.cancel_for(db, cast.karin, back, version=3, now=NOW)
    assert waiting.told == 2
    assert [one.version for one in notices(db)] == [1, 2]


def test_also_when_staff_booked_hers(db: Session, cast: Cast, add: Add) -> None:
    hers = add(cast.amina, at(21, 9), by=cast.karin)
    wish = earlier.wish(db, hers, NOW)
    give_up(db, add(cast.bashir, at(14, 9)))
    assert wish.told == 1


def test_at_most_once_a_day_and_three_times_in_all(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    now = NOW
    for day in range(5):
        for hour in (9, 10):
            one = add(cast.bashir, at(16, hour), by=cast.karin)
            one.form_key = f"{day}-{hour}"
            give_up(db, one, now + hour * timedelta(minutes=1))
        now += 24 * HOUR
    assert waiting.told == 3
    assert [one.not_before.date().day for one in notices(db)] == [7, 8, 9]


def test_in_the_night_she_is_told_in_the_morning(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    give_up(db, add(cast.bashir, at(14, 9)), at(8, 23))
    assert [one.not_before for one in notices(db)] == [at(9, 8)]
    give_up(db, add(cast.bashir, at(15, 9)), at(9, 10))
    assert waiting.told == 1, "that is the same day"


def test_not_when_nobody_could_book_it_any_more(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    give_up(db, add(cast.bashir, at(9, 11)), at(8, 21))
    assert notices(db) == []
    assert waiting.told == 0


def test_not_of_a_time_that_she_cannot_have(
    db: Session, cast: Cast, town: Town, waiting: EarlierWish, add: Add
) -> None:
    short = add(cast.bashir, at(14, 9), town.call, by=cast.karin)
    others = [add(cast.farid, at(14, 9, 30), town.long, by=cast.karin, minutes=60)]
    give_up(db, short)
    assert waiting.told == 0, "too short"
    outside = add(cast.bashir, at(15, 7), by=cast.karin)
    give_up(db, outside)
    assert waiting.told == 0, "Karin is not open then"
    later = add(cast.bashir, at(28, 9))
    give_up(db, later)
    assert waiting.told == 0, "later than hers"
    assert others


def test_not_of_somebody_elses_time(
    db: Session, cast: Cast, town: Town, waiting: EarlierWish
) -> None:
    lars = book_for(
        db, cast.lars, cast.bashir, town.follow_up, at(14, 9), [cast.lars.id], Details(), key="l", now=NOW
    )  # fmt: skip
    give_up(db, lars)
    assert waiting.told == 0


def test_nobody_whose_data_are_protected_is_told(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    cast.amina.is_protected = True
    db.flush()
    give_up(db, add(cast.bashir, at(14, 9)))
    assert (waiting.told, notices(db)) == (0, [])


def test_when_she_moves_she_waits_no_longer(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    give_up(db, add(cast.bashir, at(14, 9)))
    meeting = db.get(Meeting, waiting.meeting_id)
    assert meeting
    changing.move(db, meeting, at(14, 9), version=1, now=NOW)
    assert db.scalar(sa.select(sa.func.count(EarlierWish.id))) == 0
    assert [one.withdrawn_at for one in notices(db)] == [NOW]


def test_when_hers_is_cancelled_nothing_more_is_told(
    db: Session, cast: Cast, waiting: EarlierWish, add: Add
) -> None:
    give_up(db, add(cast.bashir, at(14, 9)))
    meeting = db.get(Meeting, waiting.meeting_id)
    assert meeting
    give_up(db, meeting)
    assert [one.withdrawn_at for one in notices(db)] == [NOW]
    waiting.told_at = None
    give_up(db, add(cast.bashir, at(15, 9)))
    assert waiting.told == 1


def test_earlier_times_come_before_hers_and_the_next_one_first(
    db: Session, cast: Cast, town: Town, waiting: EarlierWish
) -> None:
    meeting = db.get(Meeting, waiting.meeting_id)
    assert meeting
    found = [one.starts_at for one in earlier.earlier_times(db, meeting, NOW)]
    assert found[:3] == [at(8, 9), at(8, 10), at(8, 11)]
    everything = [one.starts_at for one in earlier.earlier_times(db, meeting, NOW, None)]
    assert everything == sorted(everything)
    assert everything[-1] < meeting.starts_at
    assert len(found) == earlier.SHOWN
    assert earlier.earlier_times(db, meeting, at(20, 12)) == []
