"""Answering: each answer is kept as she gives it, is hers to change until she sends, and cannot be changed after.

Everything is loaded through her. Whatever is sent twice (a lost connection, two presses) is kept once. Knows no web.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.feedback import sealing, telling
from portal.feedback.answer_models import AnswerGiven
from portal.feedback.asking import is_open, throw_away
from portal.feedback.models import FeedbackRequest, Occasion, PanelMember, QuestionnaireVersion
from portal.feedback.questionnaires import questions
from portal.feedback.questions import Answer, Question, Unfit, to_be_asked
from portal.people.models import Participant

NOTHING: Mapping[str, str] = MappingProxyType({})
WHOLE = (joinedload(FeedbackRequest.version).joinedload(QuestionnaireVersion.questionnaire),)


class Over(Exception):
    """It cannot be answered any more: she has sent it, did not want to, or the time is out."""


class NothingAnswered(Exception):
    """She sends without having answered anything."""


def asked(db: Session, participant: Participant, today: date) -> FeedbackRequest | None:
    """What she is asked just now; at most one thing."""
    return db.scalar(
        sa.select(FeedbackRequest)
        .where(FeedbackRequest.participant_id == participant.id, is_open(today))
        .options(*WHOLE)
        .order_by(FeedbackRequest.asked_on, FeedbackRequest.id)
        .limit(1)
    )


def answered(db: Session, participant: Participant, limit: int = 5) -> Sequence[FeedbackRequest]:
    """What she has answered, the latest first: that she did, never what."""
    return db.scalars(
        sa.select(FeedbackRequest)
        .where(
            FeedbackRequest.participant_id == participant.id,
            FeedbackRequest.answered_on.is_not(None),
        )
        .options(*WHOLE)
        .order_by(FeedbackRequest.answered_on.desc(), FeedbackRequest.id)
        .limit(limit)
    ).all()


def one_of_hers(
    db: Session, participant: Participant, request_id: UUID, *, to_write: bool = False
) -> FeedbackRequest:
    """A request of her own, locked when it is to be written. Raises `NoResultFound` for anybody else's."""
    wanted = sa.select(FeedbackRequest).where(
        FeedbackRequest.id == request_id, FeedbackRequest.participant_id == participant.id
    )
    if to_write:
        locked = wanted.with_for_update().execution_options(populate_existing=True)
        return db.scalars(locked).one()
    return db.scalars(wanted.options(*WHOLE)).one()


def is_over(request: FeedbackRequest, today: date) -> bool:
    """Whether it can be answered no more."""
    return bool(request.answered_on or request.declined_on or request.closes_on < today)


def start(request: FeedbackRequest, *, today: date) -> None:
    """She has read who reads this, and begins. Raises `Over`."""
    if is_over(request, today):
        raise Over
    request.opened_on = request.opened_on or today


def given(db: Session, secret_key: str, request_id: UUID) -> dict[str, Answer]:
    """What she has answered so far and not sent, by question."""
    rows = db.scalars(
        sa.select(AnswerGiven).where(
            AnswerGiven.request_id == request_id, AnswerGiven.is_sent.is_(False)
        )
    )
    found: dict[str, Answer] = {}
    for row in rows:
        with suppress(ValueError):  # the installation has another secret now: she is asked anew
            question, answer = sealing.opened(secret_key, row.sealed, str(request_id))
            found[question] = answer
    return found


def keep(
    db: Session,
    secret_key: str,
    request: FeedbackRequest,
    typed: Mapping[str, Sequence[str]],
    opened_with: Mapping[str, str] = NOTHING,
    *,
    today: date,
) -> dict[str, str]:
    """Keep what she has answered to these questions, as far as she changed it in her form (`Question.is_changed`).

    Gives what cannot be kept, by question; the rest is kept all the same. Raises `Over`.
    """
    start(request, today=today)
    return keep_answers(db, secret_key, request.id, questions(request.version), typed, opened_with)


def keep_answers(
    db: Session,
    secret_key: str,
    request_id: UUID,
    asked: Sequence[Question],
    typed: Mapping[str, Sequence[str]],
    opened_with: Mapping[str, str] = NOTHING,
) -> dict[str, str]:
    """Keep answers to a request or a panel's token, which the caller has locked."""
    before = given(db, secret_key, request_id)
    faults: dict[str, str] = {}
    for one in asked:
        if one.key not in typed:
            continue
        try:
            if one.is_changed(typed[one.key], opened_with.get(one.key), before.get(one.key)):
                _put(db, secret_key, request_id, one, one.read(typed[one.key]))
        except Unfit as unfit:
            faults[one.key] = unfit.why
    db.flush()
    return faults


def send(db: Session, secret_key: str, request: FeedbackRequest, *, now: datetime) -> None:
    """She sends her answers: from now on they are nobody's. Sending again changes nothing.

    Raises `Over` when the time is out or she said no, and `NothingAnswered`.
    """
    if request.answered_on:
        return
    today = clock.local(now).date()
    start(request, today=today)
    send_answers(db, secret_key, request.id, questions(request.version))
    request.answered_on = today
    telling.settled(db, request, now=now)


def send_answers(db: Session, secret_key: str, request_id: UUID, asked: Sequence[Question]) -> None:
    """Let the answers to a request or a panel's token go; those to a question that is no longer hers are thrown away.

    Raises `NothingAnswered`.
    """
    answers = given(db, secret_key, request_id)
    hers = [one for one in to_be_asked(asked, answers) if one.key in answers]
    if not hers:
        raise NothingAnswered
    names = [sealing.name(secret_key, str(request_id), one.key) for one in hers]
    of_it = AnswerGiven.request_id == request_id
    db.execute(sa.delete(AnswerGiven).where(of_it, AnswerGiven.question.not_in(names)))
    db.execute(sa.update(AnswerGiven).where(of_it).values(is_sent=True))


def decline(db: Session, request: FeedbackRequest, *, now: datetime) -> None:
    """She does not want to answer. Nobody asks why, and what she had begun is thrown away. Raises `Over`."""
    today = clock.local(now).date()
    if request.declined_on:
        return
    if is_over(request, today):
        raise Over
    request.declined_on = today
    throw_away(db, [request.id])
    telling.settled(db, request, now=now)


def declined(db: Session, participant: Participant, today: date) -> FeedbackRequest | None:
    """What she said no to last, and may still answer when she is asked nothing else."""
    wanted = sa.select(FeedbackRequest).where(
        FeedbackRequest.participant_id == participant.id, _may_be_taken_up(today)
    )
    latest = wanted.order_by(FeedbackRequest.declined_on.desc(), FeedbackRequest.id)
    return db.scalar(latest.options(*WHOLE).limit(1))


def take_up(db: Session, request: FeedbackRequest, *, now: datetime) -> None:
    """She wants to answer after all. Nothing is told of it, now or later: she knows that it is there.

    Raises `Over` when the time is out, when she is asked something else by now, and when she has left the panel.
    """
    today = clock.local(now).date()
    # The worker asks nobody anything else meanwhile: it waits for the same row.
    hers = sa.select(Participant).where(Participant.id == request.participant_id)
    participant = db.scalars(hers.with_for_update(key_share=True)).one()
    open_one = asked(db, participant, today)
    if open_one and open_one.id == request.id:
        return
    mine = sa.select(FeedbackRequest.id).where(FeedbackRequest.id == request.id)
    if open_one or db.scalar(mine.where(_may_be_taken_up(today))) is None:
        raise Over
    request.declined_on = None
    request.reminded_on = request.reminded_on or today
    db.flush()


def _may_be_taken_up(today: date) -> sa.ColumnElement[bool]:
    takes_part = sa.exists().where(
        PanelMember.participant_id == FeedbackRequest.participant_id, PanelMember.left_on.is_(None)
    )
    return sa.and_(
        FeedbackRequest.declined_on.is_not(None),
        FeedbackRequest.closes_on >= today,
        sa.or_(FeedbackRequest.occasion != Occasion.PANEL, takes_part),
    )


def _put(
    db: Session, secret_key: str, request_id: UUID, question: Question, answer: Answer | None
) -> None:
    name = sealing.name(secret_key, str(request_id), question.key)
    row = db.scalar(
        sa.select(AnswerGiven).where(
            AnswerGiven.request_id == request_id, AnswerGiven.question == name
        )
    )
    if answer is None:
        if row:
            db.delete(row)
        return
    if row is None:
        row = AnswerGiven(request_id=request_id, question=name)
        db.add(row)
    row.sealed = sealing.seal(secret_key, [question.key, answer], str(request_id))
