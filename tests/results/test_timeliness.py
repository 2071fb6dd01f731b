"""Whether we were in time, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings.models import Attendance, Meeting, MeetingMode, MeetingParty, MeetingState
from portal.messages import sending, subjects
from portal.messages.sending import Sent, words
from portal.municipality.models import MeetingType
from portal.people.models import Assignment, Participant
from portal.results import history, timeliness
from portal.results.history import History
from portal.results.periods import HalfYear, half_years
from tests.cast import Cast, sv

SPRING = HalfYear(2026, 1)
NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
MONDAY = date(2026, 3, 2)


def known(db: Session) -> History:
    return history.read(db, SPRING, NOW)


def people(db: Session, cast: Cast, number: int, on: date = MONDAY) -> list[Participant]:
    found = [
        Participant(key=f"X-{one}", name="N N", language="sv", created_at=NOW)
        for one in range(number)
    ]
    db.add_all(found)
    for one in found:
        main(db, cast, one, on)
    db.flush()
    return found


def main(db: Session, cast: Cast, whose: Participant, on: date, until: date | None = None) -> None:
    db.add(Assignment(
        participant=whose, staff=cast.karin, is_main=True, about=[], from_on=on, until_on=until,
        created_at=NOW,
    ))  # fmt: skip


@pytest.fixture
def follow_up(db: Session) -> MeetingType:
    kind = MeetingType(
        key="follow-up",
        position=0,
        name=sv("Uppföljning"),
        minutes=30,
        bookable_by="both",
        rules={},
    )
    db.add(kind)
    return kind


def meeting(
    db: Session, kind: MeetingType, whose: Participant, on: date, came: Attendance | None = None
) -> None:
    at = datetime(on.year, on.month, on.day, 10, tzinfo=clock.LOCAL)
    db.add(Meeting(
        participant_id=whose.id, type=kind, state=MeetingState.BOOKED, starts_at=at, minutes=30,
        mode=MeetingMode.VISIT, form_key=f"{on}", booked_at=NOW, changed_at=NOW,
        parties=[MeetingParty(position=0, participant_id=whose.id, attendance=came)],
    ))  # fmt: skip
    db.flush()


def test_half_years_follow_each_other() -> None:
    assert [one.code for one in half_years(date(2026, 7, 1), 3)] == ["2025-2", "2026-1", "2026-2"]
    assert (SPRING.first, SPRING.last) == (date(2026, 1, 1), date(2026, 6, 30))
    assert SPRING.words == "första halvåret 2026"


def test_the_first_meeting_is_counted_from_the_first_contact_person(
    db: Session, cast: Cast, follow_up: MeetingType
) -> None:
    """Ten working days from a Monday end on the Monday a fortnight later."""
    for whose, days in zip(people(db, cast, 5), [1, 4, 14, 15, 30], strict=True):
        meeting(db, follow_up, whose, MONDAY + timedelta(days=days))
    found = timeliness.first_meetings(known(db), SPRING, None)
    assert found.share is not None
    assert (found.share.of_them, found.share.number, found.middle) == (3, 5, 14)


def test_of_four_nothing_is_told(db: Session, cast: Cast, follow_up: MeetingType) -> None:
    for whose in people(db, cast, 4):
        meeting(db, follow_up, whose, MONDAY)
    assert timeliness.first_meetings(known(db), SPRING, None).share is None


def test_a_follow_up_is_in_time_within_eight_weeks_and_one_she_missed_does_not_count(
    db: Session, cast: Cast, follow_up: MeetingType
) -> None:
    for whose, weeks in zip(people(db, cast, 5), [6, 7, 8, 9, 12], strict=True):
        meeting(db, follow_up, whose, MONDAY)
        meeting(db, follow_up, whose, MONDAY + timedelta(weeks=2), Attendance.DID_NOT_COME)
        meeting(db, follow_up, whose, MONDAY + timedelta(weeks=weeks))
    found = timeliness.follow_ups(known(db), SPRING, None)
    assert found.share is not None
    assert (found.share.of_them, found.share.number, found.middle) == (3, 5, 56)


def test_an_answer_is_in_time_by_the_day_she_was_told(db: Session, cast: Cast) -> None:
    asked_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for number, (whose, days) in enumerate(
        zip(people(db, cast, 6), [0, 1, 2, 3, 9, None], strict=True)
    ):
        sent = Sent(words("Hej?"), f"a{number}")
        sending.from_her(db, whose, subjects.MONEY, sent, now=asked_at)
        if days is not None:
            answer = Sent(words("Hej.", "sv"), f"b{number}")
            at = asked_at + timedelta(days=days)
            sending.from_staff(db, cast.karin, whose, subjects.MONEY, answer, now=at)
    found = timeliness.answers(known(db), SPRING, NOW)
    assert found.share is not None
    assert (found.share.of_them, found.share.number) == (3, 6), "the one without an answer is late"
    assert found.middle == 2.5


def test_a_question_that_can_still_be_answered_in_time_does_not_count(
    db: Session, cast: Cast
) -> None:
    for number, whose in enumerate(people(db, cast, 5)):
        sending.from_her(db, whose, subjects.MONEY, Sent(words("Hej?"), f"{number}"), now=NOW)
    assert timeliness.answers(known(db), HalfYear(2026, 2), NOW).share is None


def test_changes_of_contact_leave_out_the_very_first(db: Session, cast: Cast) -> None:
    first, second, *_ = people(db, cast, 3)
    for one in (first, second):
        main(db, cast, one, date(2026, 5, 4))
    main(db, cast, first, date(2026, 6, 1))
    db.flush()
    found = timeliness.changes_of_contact(known(db), SPRING)
    assert found.participants == 3
    assert found.a_participant is None, "fewer than five"
    people_more = [cast.amina, cast.bashir, cast.farid]
    for one in people_more:
        for row in one.assignments:
            row.from_on = MONDAY
    db.flush()
    found = timeliness.changes_of_contact(known(db), SPRING)
    assert (found.participants, found.a_participant) == (6, 0.5)


def test_what_is_no_answer_yet_does_not_count_as_one(db: Session, cast: Cast) -> None:
    """«Jag tar reda på det» after a day, and the answer after nine: it came after nine."""
    asked_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    for number, whose in enumerate(people(db, cast, 5)):
        sent = Sent(words("Hej?"), f"a{number}")
        sending.from_her(db, whose, subjects.MONEY, sent, now=asked_at)
        for days, answers in ((1, False), (9, True)):
            sending.from_staff(
                db, cast.karin, whose, subjects.MONEY, Sent(words("Hej.", "sv"), f"{days}-{number}"),
                answers=answers, now=asked_at + timedelta(days=days),
            )  # fmt: skip
    found = timeliness.answers(known(db), SPRING, NOW)
    assert found.share is not None
    assert (found.share.of_them, found.share.number) == (0, 5)
