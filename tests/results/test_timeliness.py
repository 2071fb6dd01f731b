"""Whether we were in time, worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.half_years import HalfYear, half_years, over
from portal.meetings.models import Attendance, Meeting, MeetingMode, MeetingParty, MeetingState
from portal.messages import sending, subjects
from portal.messages.models import Thread
from portal.messages.sending import Sent, words
from portal.municipality.models import MeetingType
from portal.people.models import Assignment, Participant
from portal.results import history, timeliness
from portal.results.history import History
from portal.results.timeliness import InTime
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


def test_only_half_years_that_are_over_are_shown() -> None:
    assert [one.code for one in over(date(2026, 7, 1), 2)] == ["2025-2", "2026-1"]
    assert [one.code for one in over(date(2026, 6, 30), 2)] == ["2025-1", "2025-2"]


def of(found: InTime) -> tuple[int, int]:
    assert found.share is not None
    return found.share.of_them, found.share.number


def test_the_first_meeting_is_counted_from_the_first_contact_person(
    db: Session, cast: Cast, follow_up: MeetingType
) -> None:
    """Ten working days from a Monday end on the Monday a fortnight later."""
    for whose, days in zip(people(db, cast, 5), [1, 4, 14, 15, 30], strict=True):
        meeting(db, follow_up, whose, MONDAY + timedelta(days=days))
    found = timeliness.first_meetings(known(db), SPRING, None)
    assert (*of(found), found.middle) == (3, 5, 14)


def test_who_still_waits_when_her_last_day_passes_was_not_in_time(
    db: Session, cast: Cast, follow_up: MeetingType
) -> None:
    """Unless she had nobody any more who could have met her, or has moved away."""
    met = people(db, cast, 6)
    for whose in met[:5]:
        meeting(db, follow_up, whose, MONDAY)
    met[5].assignments[0].until_on = MONDAY + timedelta(days=3)
    db.flush()
    assert of(timeliness.first_meetings(known(db), SPRING, None)) == (5, 5)
    met[5].assignments[0].until_on, met[5].moved_on = None, MONDAY + timedelta(days=3)
    db.flush()
    assert of(timeliness.first_meetings(known(db), SPRING, None)) == (5, 5)
    met[5].moved_on = None
    db.flush()
    found = timeliness.first_meetings(known(db), SPRING, None)
    assert (*of(found), found.middle) == (5, 6, 0)


def test_of_four_nothing_is_told(db: Session, cast: Cast, follow_up: MeetingType) -> None:
    for whose in people(db, cast, 4):
        meeting(db, follow_up, whose, MONDAY)
    assert timeliness.first_meetings(known(db), SPRING, None).share is None


def test_the_days_are_told_when_five_people_have_met(
    db: Session, cast: Cast, follow_up: MeetingType
) -> None:
    everybody = people(db, cast, 6)
    for whose in everybody[:4]:
        meeting(db, follow_up, whose, MONDAY)
    found = timeliness.first_meetings(known(db), SPRING, None)
    assert (*of(found), found.middle) == (4, 6, None)
    meeting(db, follow_up, everybody[4], MONDAY)
    assert timeliness.first_meetings(known(db), SPRING, None).middle == 0


def test_a_follow_up_is_in_time_within_eight_weeks_and_one_she_missed_does_not_count(
    db: Session, cast: Cast, follow_up: MeetingType
) -> None:
    for whose, weeks in zip(people(db, cast, 5), [6, 7, 8, 9, 12], strict=True):
        meeting(db, follow_up, whose, MONDAY)
        meeting(db, follow_up, whose, MONDAY + timedelta(weeks=2), Attendance.DID_NOT_COME)
        meeting(db, follow_up, whose, MONDAY + timedelta(weeks=weeks))
    found = timeliness.follow_ups(known(db), SPRING, None)
    assert found.middle == 56
    assert of(found) == (3, 9), "four were to have one more that spring, and had none"


def test_one_person_who_is_followed_up_five_times_is_one_person(
    db: Session, cast: Cast, follow_up: MeetingType
) -> None:
    for whose in people(db, cast, 4, date(2026, 1, 5)):
        for week in range(10):
            meeting(db, follow_up, whose, date(2026, 1, 12) + timedelta(weeks=week))
    assert timeliness.follow_ups(known(db), SPRING, None).share is None


@pytest.mark.parametrize("weeks", [1, 8, 20])
def test_what_happens_afterwards_does_not_move_a_half_year(
    db: Session, cast: Cast, follow_up: MeetingType, weeks: int
) -> None:
    """Her last days are in the spring; whatever is done in July comes too late for its table."""
    asked_at = datetime(2026, 6, 24, 9, tzinfo=UTC)
    everybody = people(db, cast, 6, date(2026, 6, 10))
    for number, whose in enumerate(everybody):
        sending.from_her(db, whose, subjects.MONEY, Sent(words("Hej?"), f"a{number}"), now=asked_at)
    for number, whose in enumerate(everybody[1:]):
        main(db, cast, whose, date(2026, 4, 20 if number > 2 else 27))
        meeting(db, follow_up, whose, date(2026, 4, 27))
        answer = Sent(words("Hej.", "sv"), f"b{number}")
        sending.from_staff(db, cast.karin, whose, subjects.MONEY, answer, now=asked_at)
    for whose in everybody[2:]:
        meeting(db, follow_up, whose, date(2026, 6, 15))
    before = figures(db)
    assert [of(one) for one in before] == [(5, 6), (4, 5), (5, 6)]
    assert [one.middle for one in before] == [0, None, 0]
    late = date(2026, 7, 1) + timedelta(weeks=weeks)
    [waits] = db.scalars(sa.select(Thread).where(Thread.waits_for_us_since.is_not(None)))
    waits.answer_by = late
    db.flush()
    assert figures(db) == before, "a new promise"
    for whose in everybody[:2]:
        meeting(db, follow_up, whose, late)
        main(db, cast, whose, late)
    at = datetime.combine(late, time(10), clock.LOCAL)
    answer = Sent(words("Hej.", "sv"), "late")
    sending.from_staff(db, cast.karin, everybody[0], subjects.MONEY, answer, now=at)
    db.flush()
    assert figures(db) == before


def figures(db: Session) -> list[InTime]:
    found = history.read(db, SPRING, datetime(2027, 1, 1, tzinfo=UTC))
    return [
        way(found, SPRING, None)
        for way in (timeliness.first_meetings, timeliness.follow_ups, timeliness.answers)
    ]


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
    found = timeliness.answers(known(db), SPRING, None)
    assert of(found) == (3, 6), "the one without an answer is late"
    assert found.middle == 2, "of the five that were answered"


def test_five_questions_of_one_person_are_one_person(db: Session, cast: Cast) -> None:
    for number, day in enumerate(range(2, 20, 2)):
        at = datetime(2026, 3, day, 9, tzinfo=UTC)
        for whose in (cast.amina, cast.bashir):
            sent = Sent(words("Hej?"), f"a{number}")
            sending.from_her(db, whose, subjects.MONEY, sent, now=at)
            answer = Sent(words("Hej.", "sv"), f"b{number}")
            sending.from_staff(db, cast.karin, whose, subjects.MONEY, answer, now=at)
    assert len(known(db).questions) == 18
    assert timeliness.answers(known(db), SPRING, None).share is None


def test_a_question_belongs_to_the_half_year_in_which_its_promise_ends(
    db: Session, cast: Cast
) -> None:
    asked_at = datetime(2026, 6, 30, 9, tzinfo=UTC)
    for number, whose in enumerate(people(db, cast, 5)):
        sending.from_her(db, whose, subjects.MONEY, Sent(words("Hej?"), f"{number}"), now=asked_at)
    assert timeliness.answers(known(db), SPRING, None).share is None
    assert of(timeliness.answers(known(db), HalfYear(2026, 2), None)) == (0, 5)


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
    assert of(timeliness.answers(known(db), SPRING, None)) == (0, 5)
