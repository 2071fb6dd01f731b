"""Who is asked what, and when: by rule, never by a caseworker's choice.

* A measure, a case or every so many meetings has ended: asked the next working day at noon, reminded once after a week,
  closed after four weeks. Members of the user panel are asked in each round. Where the municipality wants it, everybody
  who has a case is asked once a year about SKR's quality areas.
* At most one question is open at a time for a person; the others wait for their turn, and are left out in the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import due, questionnaires, telling
from portal.feedback.answer_models import AnswerGiven
from portal.feedback.due import Due
from portal.feedback.models import FeedbackRequest, Occasion, PanelDraft, QuestionnaireVersion
from portal.meetings.days_off import is_working_day
from portal.people.models import Participant

NOON = time(12)
REMINDED_AFTER = timedelta(weeks=1)
OPEN_FOR = timedelta(weeks=4)


def run(db: Session, now: datetime) -> int:
    """What the worker does each day, and may do as often as it likes: ask whom it is time to ask, remind, and close.

    Gives how many were asked.
    """
    today = clock.local(now).date()
    _throw_away_unsent(db, today)
    _remind(db, today, now)
    return _ask(db, today, now)


def next_working_day(day: date) -> date:
    """The first working day after that day."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def is_time(ended_on: date, now: datetime) -> bool:
    """Whether it is noon of the working day after, or later, on a day and at an hour when people are asked."""
    return _is_hour(now) and clock.local(now).date() >= next_working_day(ended_on)


def _is_hour(now: datetime) -> bool:
    """Whether people are asked and reminded at all just now: on a working day, from noon on."""
    local = clock.local(now)
    return local.time() >= NOON and is_working_day(local.date())


def _ask(db: Session, today: date, now: datetime) -> int:
    found = [one for one in due.everything(db, today) if is_time(one.ended_on, now)]
    versions: dict[Occasion, QuestionnaireVersion | None] = {}
    busy = _with_one_open(db, today)
    count = 0
    for one in sorted(found, key=lambda one: one.order):
        version = _version(db, one, versions, now)
        if version is None or one.participant_id in busy:
            continue
        if participant := _locked(db, one, today):
            busy.add(participant.id)
            count += 1
            _make(db, one, participant, version, today, now)
    return count


def _version(
    db: Session,
    one: Due,
    known: dict[Occasion, QuestionnaireVersion | None],
    now: datetime,
) -> QuestionnaireVersion | None:
    if one.version_id:
        return db.get(QuestionnaireVersion, one.version_id)
    if one.occasion not in known:
        known[one.occasion] = questionnaires.in_use(db, one.occasion, now)
    return known[one.occasion]


def _locked(db: Session, one: Due, today: date) -> Participant | None:
    """The participant, so that two workers do not ask her twice; None when another one has asked her meanwhile."""
    participant = db.scalar(
        sa.select(Participant)
        .where(Participant.id == one.participant_id)
        .with_for_update(key_share=True)
    )
    asked = sa.select(FeedbackRequest.id).where(
        FeedbackRequest.participant_id == one.participant_id,
        sa.or_(
            is_open(today),
            sa.and_(
                FeedbackRequest.occasion == one.occasion,
                FeedbackRequest.subject_id == one.subject_id,
            ),
        ),
    )
    return None if db.scalar(asked.limit(1)) else participant


def _make(
    db: Session,
    one: Due,
    participant: Participant,
    version: QuestionnaireVersion,
    today: date,
    now: datetime,
) -> None:
    request = FeedbackRequest(
        participant=participant,
        version=version,
        occasion=one.occasion,
        subject_id=one.subject_id,
        about=one.about,
        language=participant.chosen_language or participant.language,
        asked_on=today,
        closes_on=one.closes_on or today + OPEN_FOR,
    )
    db.add(request)
    db.flush()
    telling.asked(db, request, now=now)


def _remind(db: Session, today: date, now: datetime) -> None:
    """Once, after a week, on a working day from noon on: whoever has not answered."""
    if not _is_hour(now):
        return
    waiting = db.scalars(
        sa.select(FeedbackRequest)
        .where(
            is_open(today),
            FeedbackRequest.reminded_on.is_(None),
            FeedbackRequest.asked_on <= today - REMINDED_AFTER,
        )
        .with_for_update(skip_locked=True)
    ).all()
    for request in waiting:
        request.reminded_on = today
        telling.reminded(db, request, now=now)


def is_open(today: date) -> sa.ColumnElement[bool]:
    """Whether a request may be answered still; a condition for a select of requests."""
    return sa.and_(
        FeedbackRequest.answered_on.is_(None),
        FeedbackRequest.declined_on.is_(None),
        FeedbackRequest.closes_on >= today,
    )


def _with_one_open(db: Session, today: date) -> set[UUID]:
    return set(db.scalars(sa.select(FeedbackRequest.participant_id).where(is_open(today))))


def _throw_away_unsent(db: Session, today: date) -> None:
    """What she had begun to answer and never sent goes when the time is out, and when nothing leads to it any more."""
    unsent = sa.select(AnswerGiven.request_id).where(AnswerGiven.is_sent.is_(False)).distinct()
    begun = set(db.scalars(unsent))
    if not begun:
        return
    kept = set(
        db.scalars(
            sa.select(FeedbackRequest.id).where(is_open(today), FeedbackRequest.id.in_(begun))
        )
    )
    throw_away(db, begun - kept - _of_the_panel(db, begun, today))


def throw_away(db: Session, requests: Iterable[UUID]) -> None:
    """Throw away what was answered and not sent."""
    db.execute(
        sa.delete(AnswerGiven).where(
            AnswerGiven.request_id.in_(list(requests)), AnswerGiven.is_sent.is_(False)
        )
    )


def _of_the_panel(db: Session, begun: Iterable[UUID], today: date) -> set[UUID]:
    """Those of them that were begun with a paper's or a tablet's token, in a round that goes on."""
    wanted, running = list(begun), due.running_tokens(today)
    of_papers = sa.select(PanelDraft.id).where(
        PanelDraft.id.in_(wanted), PanelDraft.token_id.in_(running)
    )
    return {*db.scalars(running.where(due.TOKEN.in_(wanted))), *db.scalars(of_papers)}
