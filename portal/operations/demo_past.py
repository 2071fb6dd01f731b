"""The demo's earlier participants, all of them invented: so that results of half-years that are over have something in
them. Their cases have ended, so they are in no list of the caseworkers'.

Given once: an old demo has older results.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.models import FeedbackRequest, Occasion, QuestionnaireVersion
from portal.feedback.questionnaires import in_use
from portal.half_years import HalfYear, over
from portal.meetings.models import Attendance, Meeting, MeetingMode, MeetingParty, MeetingState
from portal.messages import subjects
from portal.messages.models import Classification, Conversation, Message, MessageKind, Thread
from portal.messages.promise import answer_by, working_days_after
from portal.municipality.models import Measure, MeetingType
from portal.operations.demo_meetings import PREFIX
from portal.people.models import Assignment, Participant, Staff
from portal.plan.enrolment_models import Enrolment, Outcome
from portal.plan.models import Goal, Plan, PlanKind
from portal.writing import UNKNOWN_LANGUAGE, Writing

KEY = "P-0"
HALF_YEARS = 4
A_HALF_YEAR = 36
"""So many begin and end in each half-year; the shares below are chosen."""
SEED = 35
MEASURES = ("work-training-internal", "work-training-external", "internship")
LED_TO = {Outcome.EMPLOYED: 40, Outcome.STUDIES: 30, Outcome.OTHER_MEASURE: 20, None: 10}
ENDS = timedelta(days=92)
"""After the first day of the half-year: everything is over before it ends."""


@dataclass(frozen=True)
class _Known:
    """What the earlier participants have to do with."""

    staff: Staff
    other: Staff
    measures: list[Measure]
    first_visit: MeetingType
    follow_up: MeetingType
    version: QuestionnaireVersion


def add(db: Session, now: datetime) -> None:
    """Give the demo its earlier participants, unless it has them, or lacks what they had to do with."""
    known = _known(db, now)
    if known is None or db.scalar(
        sa.select(Participant.id).where(Participant.key.startswith(KEY)).limit(1)
    ):
        return
    random = Random(SEED)  # noqa: S311 (invents people, keeps no secret)
    for half_year in over(clock.local(now).date(), HALF_YEARS):
        for nth in range(A_HALF_YEAR):
            _add(db, known, random, half_year, nth)
    db.flush()


def _known(db: Session, now: datetime) -> _Known | None:
    staff = {one.key: one for one in db.scalars(sa.select(Staff))}
    kinds = {one.key: one for one in db.scalars(sa.select(MeetingType))}
    measures = list(db.scalars(sa.select(Measure).where(Measure.key.in_(MEASURES))))
    version = in_use(db, Occasion.AFTER_MEASURE, now)
    if not ({"lars", "mehdi"} <= set(staff) and {"first-visit", "follow-up"} <= set(kinds)):
        return None
    if version is None or not measures:
        return None
    return _Known(
        staff["lars"], staff["mehdi"], sorted(measures, key=lambda one: one.key),
        kinds["first-visit"], kinds["follow-up"], version,
    )  # fmt: skip


def _add(db: Session, known: _Known, random: Random, half_year: HalfYear, nth: int) -> None:
    first, name = half_year.first, f"{half_year.code}-{nth + 1:02d}"
    one = Participant(
        key=f"{KEY}{name}", name=f"Tidigare deltagare {name} (påhittad)",
        language="sv" if nth % 2 else "ar", created_at=_at(first), moved_on=first + ENDS,
    )  # fmt: skip
    db.add(one)
    db.flush()
    _contacts(db, known, one, first, changes=random.random() < 0.15)
    _meetings(db, known, random, one, first)
    _measure(db, known, random, one, first)
    _plan(db, one, first, is_reached=random.random() < 0.4)
    _question(db, known.staff, one, first + timedelta(days=20), is_late=random.random() < 0.2)


def _contacts(
    db: Session, known: _Known, whose: Participant, first: date, *, changes: bool
) -> None:
    changed_on, last = first + timedelta(days=40), first + ENDS
    until = changed_on - timedelta(days=1) if changes else last
    turns = [(known.staff, first, until)]
    if changes:
        turns.append((known.other, changed_on, last))
    for staff, from_on, until_on in turns:
        db.add(
            Assignment(
                participant=whose, staff=staff, is_main=True, about=[], from_on=from_on,
                until_on=until_on, created_at=_at(from_on),
            )
        )  # fmt: skip


def _meetings(db: Session, known: _Known, random: Random, whose: Participant, first: date) -> None:
    met = first + timedelta(days=random.choice((5, 7, 8, 9, 12, 22)))
    again = random.choice((42, 46, 49, 51, 55, 63))
    for kind, on in (
        (known.first_visit, met),
        (known.follow_up, met),
        (known.follow_up, met + timedelta(days=again)),
    ):
        on = working_days_after(on, 0)
        booked_at = _at(on - timedelta(days=5))
        db.add(
            Meeting(
                participant_id=whose.id, type_id=kind.id, state=MeetingState.BOOKED,
                starts_at=_at(on), minutes=kind.minutes, mode=MeetingMode.PHONE,
                form_key=f"{PREFIX}past-{kind.key}-{on}", version=1, seen_version=1,
                booked_at=booked_at, changed_at=booked_at,
                parties=[
                    MeetingParty(
                        position=0, participant_id=whose.id, attendance=Attendance.CAME,
                        attendance_by_id=known.staff.id,
                    )
                ],
            )
        )  # fmt: skip


def _measure(db: Session, known: _Known, random: Random, whose: Participant, first: date) -> None:
    """What she took part in, and that she was asked about it; somewhat more than half of them answered."""
    measure, ended_on = random.choice(known.measures), first + timedelta(days=80)
    [led_to] = random.choices(list(LED_TO), list(LED_TO.values()))
    enrolment = Enrolment(
        participant_id=whose.id, measure=measure, started_on=first + timedelta(days=10),
        ended_on=ended_on, outcome=led_to,
    )  # fmt: skip
    db.add(enrolment)
    db.flush()
    asked_on = ended_on + timedelta(days=1)
    opened_on = asked_on + timedelta(days=2) if random.random() < 0.75 else None
    answered_on = opened_on if random.random() < 0.7 else None
    db.add(
        FeedbackRequest(
            participant=whose, version=known.version, occasion=Occasion.AFTER_MEASURE,
            subject_id=enrolment.id, about=measure.key, language=whose.language,
            asked_on=asked_on, closes_on=asked_on + timedelta(weeks=4), opened_on=opened_on,
            answered_on=answered_on,
        )
    )  # fmt: skip


def _plan(db: Session, whose: Participant, first: date, *, is_reached: bool) -> None:
    last = first + ENDS
    goal = Goal(
        position=0, text=Writing.in_("sv", "Jag har prövat ett arbete"),
        reached_on=last if is_reached else None,
    )  # fmt: skip
    db.add(
        Plan(
            participant=whose, position=0, kind=PlanKind.DEVELOPMENT, agreed_on=first,
            finished_on=last, created_at=_at(first), changed_at=_at(last), goals=[goal],
        )
    )  # fmt: skip


def _question(db: Session, staff: Staff, whose: Participant, on: date, *, is_late: bool) -> None:
    """Hers and our answer, read and told apart from the case file: nobody has anything to do with it."""
    asked_at, answered_at = _at(on), _at(on + timedelta(days=9 if is_late else 1))
    conversation = Conversation(participant=whose, opened_at=asked_at, last_number=2)
    db.add(conversation)
    db.flush()
    thread = Thread(
        conversation_id=conversation.id, participant_id=whose.id, subject=subjects.WORK,
        opened_at=asked_at, is_urgent=False, classification=Classification.MINOR,
        classified_at=answered_at, classified_by_id=staff.id,
    )  # fmt: skip
    db.add(thread)
    db.flush()
    words = Writing.in_("sv", "Ja, på måndag.")
    for number, kind, by, body, at in (
        (1, MessageKind.FROM_HER, None, Writing.in_(UNKNOWN_LANGUAGE, "Ses vi nästa vecka?"), asked_at),
        (2, MessageKind.FROM_STAFF, staff.id, words, answered_at),
    ):  # fmt: skip
        db.add(
            Message(
                conversation_id=conversation.id, thread_id=thread.id, number=number, kind=kind,
                staff_id=by, body=body, form_key=f"{PREFIX}past-{whose.key}-{number}", sent_at=at, read_at=at,
                answers_since=asked_at if by else None,
                answers_by=answer_by(asked_at, None) if by else None,
            )
        )  # fmt: skip


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), clock.LOCAL)
