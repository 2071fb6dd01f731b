"""Who is asked, and when: by rule, one thing at a time, and never somebody who was asked already."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback import answering, asking, panel, shipped, telling
from portal.feedback.answer_models import AnswerGiven
from portal.feedback.models import FeedbackRequest, Occasion, PanelMember, PanelRound
from portal.feedback.questionnaires import in_use
from portal.meetings.models import (
    Attendance,
    Meeting,
    MeetingMode,
    MeetingParty,
    MeetingState,
)
from portal.municipality.models import MeetingType, Municipality
from portal.people.models import Participant
from tests.cast import Cast, sv
from tests.conftest import SECRET
from tests.feedback.asked import TODAY, TUESDAY, answer, enrolled, measure, request

LONG_AGO = TUESDAY - timedelta(days=400)


@pytest.fixture(autouse=True)
def questionnaires_are_there(db: Session) -> None:
    shipped.load(db, now=LONG_AGO)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is told outside the portal, in order."""
    said: list[str] = []
    for name in ("asked", "reminded", "settled"):
        monkeypatch.setattr(telling, name, lambda *_, now, name=name: said.append(name))
    return said


def at(day: date, hour: int = 12) -> datetime:
    """An hour of the wall clock in winter."""
    return datetime(day.year, day.month, day.day, hour - 1, tzinfo=UTC)


def requests(db: Session) -> list[FeedbackRequest]:
    return list(db.scalars(sa.select(FeedbackRequest).order_by(FeedbackRequest.asked_on)))


@pytest.mark.parametrize(
    ("ended_on", "asked_on"),
    [
        (date(2026, 11, 24), date(2026, 11, 25)),  # a Tuesday
        (date(2026, 11, 27), date(2026, 11, 30)),  # a Friday: Monday
        (date(2026, 12, 23), date(2026, 12, 28)),  # Christmas Eve, Christmas, and a weekend
        (date(2026, 12, 30), date(2027, 1, 4)),  # New Year's Eve, New Year, and a weekend
        (date(2027, 3, 25), date(2027, 3, 30)),  # Easter
        (date(2027, 6, 24), date(2027, 6, 28)),  # Midsummer
    ],
)
def test_a_measure_that_ended_is_asked_about_the_next_working_day_at_noon(
    db: Session, cast: Cast, ended_on: date, asked_on: date
) -> None:
    enrolled(db, cast.amina, ended_on)
    day = ended_on
    while day < asked_on:
        assert asking.run(db, at(day, 23)) == 0, day
        day += timedelta(days=1)
    summer = 1 if asked_on.month in (3, 6) and asked_on >= date(2027, 3, 28) else 0
    assert asking.run(db, at(asked_on, 12 - summer) - timedelta(minutes=1)) == 0
    assert asking.run(db, at(asked_on, 12 - summer)) == 1
    [made] = requests(db)
    assert (made.asked_on, made.closes_on) == (asked_on, asked_on + timedelta(weeks=4))
    assert (made.occasion, made.about) == (Occasion.AFTER_MEASURE, "training")
    assert asking.run(db, at(asked_on, 14)) == 0, "once"


def test_a_measure_that_goes_on_or_ended_long_ago_is_not_asked_about(
    db: Session, cast: Cast
) -> None:
    enrolled(db, cast.amina, None)
    enrolled(db, cast.bashir, TODAY - timedelta(weeks=13))
    enrolled(db, cast.farid, TODAY + timedelta(days=3))
    assert asking.run(db, TUESDAY) == 0


def test_one_thing_at_a_time_and_the_next_when_that_is_over(db: Session, cast: Cast) -> None:
    for key, days in (("first", 9), ("second", 8)):
        enrolled(db, cast.amina, TODAY - timedelta(days=days), key)
    assert asking.run(db, TUESDAY) == 1
    assert asking.run(db, TUESDAY) == 0
    [made] = requests(db)
    assert made.about == "first"
    answer(db, made, {"helped": ["a-lot"]})
    assert asking.run(db, TUESDAY) == 1
    second = next(one for one in requests(db) if one.about == "second")
    assert asking.run(db, TUESDAY) == 0
    assert answering.asked(db, cast.amina, TODAY) == second


def test_a_case_that_ended_goes_before_its_measures(db: Session, cast: Cast) -> None:
    cast.amina.moved_on = TODAY - timedelta(days=3)
    enrolled(db, cast.amina, TODAY - timedelta(days=5))
    db.flush()
    assert asking.run(db, TUESDAY) == 1
    assert [one.occasion for one in requests(db)] == [Occasion.AFTER_CASE]


def test_a_summer_job_has_its_own_questions(db: Session, cast: Cast) -> None:
    measure(db, "holiday-job", skr_class=9)
    enrolled(db, cast.amina, TODAY - timedelta(days=3), "holiday-job")
    asking.run(db, TUESDAY)
    [made] = requests(db)
    assert (made.occasion, made.about) == (Occasion.SUMMER_JOB, "holiday-job")


def test_she_is_reminded_once_after_a_week_and_it_closes_after_four(
    db: Session, cast: Cast, told: list[str]
) -> None:
    enrolled(db, cast.amina, TODAY - timedelta(days=1))
    asking.run(db, TUESDAY)
    [made] = requests(db)
    answering.keep(db, SECRET, made, {"helped": ["a-lot"]}, today=TODAY)
    for days in range(36):
        asking.run(db, TUESDAY + timedelta(days=days))
        if days == 28:
            assert db.scalars(sa.select(AnswerGiven)).all(), "the last day counts"
            assert answering.asked(db, cast.amina, TODAY + timedelta(days=28))
    assert told == ["asked", "reminded"]
    assert made.reminded_on == TODAY + timedelta(days=7)
    assert not answering.asked(db, cast.amina, TODAY + timedelta(days=29))
    assert not db.scalars(sa.select(AnswerGiven)).all(), "what was never sent is thrown away"


def test_whoever_takes_back_her_no_is_told_nothing_more(
    db: Session, cast: Cast, told: list[str]
) -> None:
    enrolled(db, cast.amina, TODAY - timedelta(days=1))
    asking.run(db, TUESDAY)
    [made] = requests(db)
    answering.decline(db, made, now=TUESDAY)
    answering.take_up(db, made, now=TUESDAY)
    for days in range(20):
        asking.run(db, TUESDAY + timedelta(days=days))
    assert told == ["asked", "settled"]
    assert answering.asked(db, cast.amina, TODAY + timedelta(days=20)) == made


def test_whoever_has_left_the_panel_is_not_offered_its_questions_again(
    db: Session, cast: Cast
) -> None:
    panel.join(db, cast.amina, today=TODAY)
    made = request(db, cast.amina, Occasion.PANEL, about=None)
    panel.leave(db, cast.amina, now=TUESDAY)
    assert made.declined_on and not answering.declined(db, cast.amina, TODAY)
    with pytest.raises(answering.Over):
        answering.take_up(db, made, now=TUESDAY)
    panel.join(db, cast.amina, today=TODAY)
    assert answering.declined(db, cast.amina, TODAY) == made


def test_nobody_is_reminded_on_a_holiday_or_after_answering(
    db: Session, cast: Cast, told: list[str]
) -> None:
    for one in (cast.amina, cast.bashir):
        enrolled(db, one, date(2026, 12, 17))
    asking.run(db, at(date(2026, 12, 18)))
    answer(db, answering.asked(db, cast.bashir, date(2026, 12, 18)) or requests(db)[0])
    for day in (25, 26, 27):
        asking.run(db, at(date(2026, 12, day)))
    assert told == ["asked", "asked", "settled"]
    asking.run(db, at(date(2026, 12, 28)))
    assert told[3:] == ["reminded"]


def test_a_case_that_ends_a_second_time_is_asked_about_again(db: Session, cast: Cast) -> None:
    cast.amina.moved_on = TODAY - timedelta(days=1)
    db.flush()
    assert asking.run(db, TUESDAY) == 1
    [first] = requests(db)
    answer(db, first, {"treatment": ["well"]})
    cast.amina.moved_on = None
    db.flush()
    later = TUESDAY + timedelta(days=21)
    assert asking.run(db, later) == 0
    cast.amina.moved_on = later.date() - timedelta(days=1)
    db.flush()
    assert asking.run(db, later) == 1
    assert asking.run(db, later) == 0
    assert {one.occasion for one in requests(db)} == {Occasion.AFTER_CASE}
    assert len(requests(db)) == 2


def test_a_day_that_is_corrected_is_no_second_end(db: Session, cast: Cast) -> None:
    cast.amina.moved_on = TODAY - timedelta(days=1)
    db.flush()
    asking.run(db, TUESDAY)
    answer(db, requests(db)[0], {"treatment": ["well"]})
    for day in (3, 0):
        cast.amina.moved_on = TODAY - timedelta(days=day)
        db.flush()
        assert asking.run(db, TUESDAY + timedelta(days=1)) == 0


def meetings(db: Session, participant: Participant, *attendances: Attendance | None) -> None:
    """Meetings that she had, one a week, the last of them yesterday."""
    kind = db.scalar(sa.select(MeetingType))
    if kind is None:
        kind = MeetingType(
            key="call", position=0, name=sv("Samtal"), minutes=15, bookable_by="staff", rules={}
        )
    for number, attendance in enumerate(reversed(attendances)):
        began = TUESDAY - timedelta(days=1 + 7 * number)
        meeting = Meeting(
            participant=participant, type=kind, state=MeetingState.BOOKED, starts_at=began,
            minutes=15, mode=MeetingMode.PHONE, form_key=f"{number}", booked_at=began, changed_at=began,
        )  # fmt: skip
        meeting.parties.append(
            MeetingParty(position=0, participant_id=participant.id, attendance=attendance)
        )
        db.add(meeting)
    db.flush()


def test_every_fifth_meeting_that_she_came_to_is_asked_about(db: Session, cast: Cast) -> None:
    came, not_ = Attendance.CAME, Attendance.DID_NOT_COME
    meetings(db, cast.amina, came, came, not_, came, came, came)
    meetings(db, cast.bashir, came, came, not_, came, came)
    assert asking.run(db, TUESDAY) == 1
    [made] = requests(db)
    assert (made.participant_id, made.occasion) == (cast.amina.id, Occasion.AFTER_MEETING)
    answer(db, made, {"could-talk": ["yes"]})
    # Somebody notes only now that she had come in October: the count moves, and nobody asks again.
    db.execute(sa.update(MeetingParty).values(attendance=came))
    assert asking.run(db, TUESDAY) == 1
    assert {one.participant_id for one in requests(db)} == {cast.amina.id, cast.bashir.id}


def test_nobody_is_asked_about_her_latest_meeting_when_her_case_has_ended(
    db: Session, cast: Cast
) -> None:
    meetings(db, cast.amina, *[Attendance.CAME] * 5)
    cast.amina.moved_on = TODAY - timedelta(days=1)
    db.flush()
    assert asking.run(db, TUESDAY) == 1
    [made] = requests(db)
    assert made.occasion is Occasion.AFTER_CASE
    answer(db, made, {"treatment": ["well"]})
    assert asking.run(db, TUESDAY) == 0


def test_the_municipality_says_after_how_many_meetings(db: Session, cast: Cast) -> None:
    meetings(db, cast.amina, Attendance.CAME, Attendance.CAME)
    own = db.scalars(sa.select(Municipality)).one()
    own.routines = {**own.routines, "feedback_every_meetings": 2}
    assert asking.run(db, TUESDAY) == 1


def test_members_of_the_panel_are_asked_in_each_round_until_its_last_day(
    db: Session, cast: Cast
) -> None:
    version = in_use(db, Occasion.PANEL, TUESDAY)
    assert version
    last = TODAY + timedelta(days=20)
    round_ = PanelRound(
        version=version, name=sv("Höstens frågor"), from_on=TODAY, until_on=last, made_at=TUESDAY
    )
    members = [
        PanelMember(participant_id=cast.amina.id, since=TODAY, left_on=None),
        PanelMember(participant_id=cast.bashir.id, since=TODAY, left_on=TODAY),
        PanelMember(participant_id=cast.farid.id, since=TODAY, left_on=None),
    ]
    cast.farid.moved_on = TODAY - timedelta(
        weeks=20
    )  # the case has ended: panels do not follow her for ever
    db.add_all([round_, *members])
    db.flush()
    assert asking.run(db, at(TODAY - timedelta(days=1))) == 0
    assert asking.run(db, TUESDAY) == 1
    [made] = requests(db)
    assert (made.participant_id, made.closes_on) == (cast.amina.id, last)
    assert made.about == str(round_.id)
    assert asking.run(db, TUESDAY + timedelta(days=1)) == 0


def test_her_language_is_noted_as_it_was_when_she_was_asked(db: Session, cast: Cast) -> None:
    cast.amina.language, cast.amina.chosen_language = "so", "ti"
    enrolled(db, cast.amina, TODAY - timedelta(days=1))
    asking.run(db, TUESDAY)
    assert [one.language for one in requests(db)] == ["ti"]
