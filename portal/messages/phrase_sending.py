"""Sending a ready-made text, each way. Knows no web."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.i18n import SOURCE
from portal.meetings.models import Meeting
from portal.meetings.supply_models import MeetingPlace
from portal.messages import answering, sending
from portal.messages.answering import Answer
from portal.messages.models import Message
from portal.messages.phrase_form import Choices
from portal.messages.phrase_values import Day, Value
from portal.messages.phrases import Phrase, written
from portal.messages.sending import Sent
from portal.people.directory import directory
from portal.people.models import Participant, Staff
from portal.plan.models import Step

NEW_PROMISE = "more-time"
"""The text in which staff say until when an answer takes longer."""


def choices(db: Session, staff: Staff | None, today: date) -> Choices:
    """What can be chosen in blanks; colleagues only by staff, by name and without herself."""
    if staff is None:
        return Choices()
    places = db.scalars(sa.select(MeetingPlace).order_by(MeetingPlace.position))
    colleagues = sorted(
        (
            one
            for one in directory(db).staff.values()
            if one.id != staff.id and not one.has_left(today)
        ),
        key=lambda one: one.name,
    )
    return Choices({one.id: one.name for one in places}, {one.id: one for one in colleagues})


def from_staff(
    db: Session,
    staff: Staff,
    hers: Participant,
    subject: str,
    phrase: Phrase,
    values: Mapping[str, Value],
    own_words: str,
    key: str,
    *,
    seen: int,
    now: datetime,
) -> Message:
    """A ready-made answer, and after it a message with words of one's own, if there are any.

    They are two, so that she reads the first at once in her language, and only the other waits for a translation.
    `seen`: the number of the newest message that had been on the screen. Raises `sending.Unfit` when the words are too
    many, and `answering.Meanwhile`.
    """
    own = sending.words(own_words, SOURCE)
    body = written(phrase, values, SOURCE, clock.local(now).date())
    given = Answer(
        subject, Sent(body, key, phrase=phrase.key), seen,
        asks=phrase.asks, answers=phrase.answers,
    )  # fmt: skip
    made = answering.answer(db, staff, hers, given, now=now)
    if own:
        sending.from_staff(
            db,
            staff,
            hers,
            subject,
            Sent(own, f"{key}-own"),
            answers=phrase.answers,
            seen=seen,
            now=now,
        )
    _promise_anew(made, phrase, values)
    return made


def from_her(
    db: Session,
    hers: Participant,
    subject: str,
    phrase: Phrase,
    values: Mapping[str, Value],
    language: str,
    key: str,
    *,
    step: Step | None = None,
    meeting: Meeting | None = None,
    now: datetime,
) -> Message:
    """A phrase of hers. `language`: that of the page on which she chose it."""
    body = written(phrase, values, language, clock.local(now).date())
    sent = Sent(
        body, key, phrase=phrase.key,
        step_id=step.id if step else None, meeting_id=meeting.id if meeting else None,
    )  # fmt: skip
    return sending.from_her(db, hers, subject, sent, waits=phrase.waits, now=now)


def _promise_anew(message: Message, phrase: Phrase, values: Mapping[str, Value]) -> None:
    """She was told another day: that is the promise now."""
    day, thread = values.get("day"), message.thread
    if phrase.key == NEW_PROMISE and isinstance(day, Day) and thread.answer_by:
        thread.answer_by = day.on
