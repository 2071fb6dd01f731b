"""Her word that she is ill or late today, for a meeting or an activity (sjuk eller sen idag). It is never judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import changing, reading, seats
from portal.meetings.models import Meeting, MeetingState, TodayKind, TodayWord
from portal.meetings.refusals import Changed
from portal.meetings.wanted import Unfit
from portal.people.contacts import Contacts
from portal.people.models import Participant, Staff
from portal.plan.models import Step, WeeklyHour
from portal.plan.typed import cleaned
from portal.plan.week import week
from portal.translators.wanting import want_for
from portal.writing import UNKNOWN_LANGUAGE, Writing

LONGEST_COMMENT = 500
LONGEST_LATE = 480
"""Minutes."""


@dataclass(frozen=True)
class Thing:
    """A meeting of hers today, or a step with hours today, and what she has said of it."""

    meeting: Meeting | None
    step: Step | None
    hours: Sequence[WeeklyHour]
    word: TodayWord | None

    @property
    def id(self) -> UUID:
        thing = self.meeting or self.step
        assert thing  # noqa: S101 (one of the two, always)
        return thing.id

    @property
    def begins(self) -> str:
        """When on the clock."""
        if self.meeting:
            return f"{clock.local(self.meeting.starts_at):%H:%M}"
        return self.hours[0].starts

    @property
    def is_ill(self) -> bool:
        """Whether she has said that she is ill."""
        return self.word is not None and self.word.kind is TodayKind.ILL

    @property
    def is_given_up(self) -> bool:
        """Whether it is a meeting whose time she gave up because she is ill."""
        return self.is_ill and self.meeting is not None and not self.meeting.is_standing


def things(db: Session, participant: Participant, steps: Iterable[Step], now: datetime) -> list[Thing]:  # fmt: skip
    """What she has today, in the order of the clock; `steps` are her open ones."""
    said = _said_today(db, participant, now)
    by_meeting = {one.meeting_id: one for one in said if one.meeting_id}
    by_step = {one.step_id: one for one in said if one.step_id}
    found = [
        Thing(one, None, (), by_meeting.get(one.id))
        for one in reading.of_day(db, participant, now)
        if (one.state is MeetingState.BOOKED and one.ends_at > now) or one.id in by_meeting
    ]
    for step, hours in activities(steps, now).items():
        found.append(Thing(None, step, hours, by_step.get(step.id)))
    return sorted(found, key=lambda one: one.begins)


def activities(steps: Iterable[Step], now: datetime) -> dict[Step, list[WeeklyHour]]:
    """Her open steps that have hours today, each with its hours."""
    today = clock.local(now).date()
    found: dict[Step, list[WeeklyHour]] = {}
    for hour in week(steps, today).days[today.weekday()].hours:
        found.setdefault(hour.step, []).append(hour)
    return found


def say_ill(
    db: Session,
    participant: Participant,
    about: Meeting | Step,
    *,
    comment: str = "",
    key: str,
    now: datetime,
) -> TodayWord:
    """Say that she is ill today. A meeting that has not begun gives its time to somebody else.

    Said twice, it is one word: the newest holds. Raises `Unfit`, and `Changed` when the meeting is not today.
    """
    words = _words(comment)
    if isinstance(about, Meeting):
        changing.give_up_today(db, about, now=now)
    return _keep(db, participant, about, TodayKind.ILL, words, None, key, now)


def say_late(
    db: Session,
    participant: Participant,
    about: Meeting | Step,
    *,
    minutes: str = "",
    comment: str = "",
    key: str,
    now: datetime,
) -> TodayWord:
    """Say that she will be late today, and how many minutes when she knows. The time stays hers.

    Raises `Unfit`, and `Changed` when the meeting is not today or is cancelled.
    """
    words, late = _words(comment), _minutes(minutes)
    if isinstance(about, Meeting):
        seats.lock(db, participant)
        db.refresh(about)
        is_today = clock.local(about.starts_at).date() == clock.local(now).date()
        if not (is_today and about.is_standing):
            raise Changed(about)
    return _keep(db, participant, about, TodayKind.LATE, words, late, key, now)


def come_anyway(db: Session, participant: Participant, about: Meeting | Step, *, now: datetime) -> None:  # fmt: skip
    """She can come after all: her meeting takes its time again, and her word is gone.

    Raises `TimeTaken`, `Changed` and `NotBookable` when the meeting's time is not to be had any more, and `HasOne` when
    she has booked another instead.
    """
    if isinstance(about, Meeting):
        changing.take_again(db, about, now=now)
    if word := _word_about(db, participant, about, now):
        db.delete(word)
        want_for(db, participant, now=now)


def told(people: Contacts, about: Meeting | Step) -> list[Staff]:
    """Who is told of her word: her contact person or who answers instead, and those she was to meet.

    For an activity, that is the members of staff who take part in it.
    """
    found: list[Staff] = []
    if people.main:
        away = people.away.get(people.main.staff_id)
        found += [away.instead] if away and away.instead else [people.main.staff]
    if isinstance(about, Meeting):
        found += about.staff
    else:
        found += [one.staff for one in about.companions if one.staff]
    return list({one.id: one for one in found}.values())


def _keep(
    db: Session,
    participant: Participant,
    about: Meeting | Step,
    kind: TodayKind,
    comment: Writing | None,
    minutes: int | None,
    key: str,
    now: datetime,
) -> TodayWord:
    """Write her word, in place of another of today about the same thing; what was seen to waits again."""
    seats.lock(db, participant)
    known = db.scalar(
        sa.select(TodayWord).where(
            TodayWord.participant_id == participant.id, TodayWord.form_key == key
        )
    )
    if known:
        return known
    word = _word_about(db, participant, about, now)
    if word is None:
        word = TodayWord(
            participant_id=participant.id,
            meeting_id=about.id if isinstance(about, Meeting) else None,
            step_id=about.id if isinstance(about, Step) else None,
        )
        db.add(word)
    elif word.kind is kind and word.minutes_late == minutes and comment is None:
        return word
    word.kind, word.minutes_late, word.comment = kind, minutes, comment or word.comment
    word.form_key, word.made_at, word.handled_at, word.handled_by_id = key, now, None, None
    want_for(db, participant, now=now)
    return word


def _word_about(
    db: Session, participant: Participant, about: Meeting | Step, now: datetime
) -> TodayWord | None:
    said = _said_today(db, participant, now)
    return next((one for one in said if about.id in (one.meeting_id, one.step_id)), None)


def _said_today(db: Session, participant: Participant, now: datetime) -> Sequence[TodayWord]:
    today = clock.local(now).date()
    midnight = datetime.combine(today, time.min, clock.LOCAL)
    tomorrow = datetime.combine(today + timedelta(days=1), time.min, clock.LOCAL)
    return db.scalars(
        sa.select(TodayWord).where(
            TodayWord.participant_id == participant.id,
            TodayWord.made_at >= midnight,
            TodayWord.made_at < tomorrow,
        )
    ).all()


def _words(typed: str) -> Writing | None:
    found = cleaned(typed)
    if len(found) > LONGEST_COMMENT:
        raise Unfit({"comment": "too-long"})
    return Writing.in_(UNKNOWN_LANGUAGE, found) if found else None


def _minutes(typed: str) -> int | None:
    found = typed.strip()
    if not found:
        return None
    if not found.isdecimal() or not 0 < int(found[:6]) <= LONGEST_LATE:
        raise Unfit({"minutes": "no-number"})
    return int(found)
