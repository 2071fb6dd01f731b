"""Questionnaires and their versions: which one is asked now, and how another comes into use.

A version that has been taken into use never changes: two people who answered it answered the same questions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Mapper, Session, contains_eager

from portal.feedback.models import Occasion, Questionnaire, QuestionnaireVersion
from portal.feedback.questions import Question
from portal.writing import Writing

FIXED = ("questionnaire_id", "number", "questions", "minutes", "in_use_from")
MOST_MINUTES = 60


class InUse(Exception):
    """This version has been asked of people: what it asks stays as it is. Make a new version."""


class Settled(StrEnum):
    """What became of a questionnaire that a file describes."""

    NEW = "new"
    NEW_VERSION = "new-version"
    UNCHANGED = "unchanged"
    OURS = "ours"
    """The municipality has made a version of its own: the product's file does not take its place."""


@dataclass(frozen=True)
class Definition:
    """A questionnaire as a file describes it."""

    key: str
    occasion: Occasion
    name: Writing
    minutes: int
    questions: tuple[Question, ...]

    @property
    def stored(self) -> list[dict[str, Any]]:
        return [one.to_store() for one in self.questions]


def settle(db: Session, wanted: Definition, *, now: datetime, is_shipped: bool = False) -> Settled:
    """Bring a questionnaire to what a file says. A changed file makes a new version, in use from this moment.

    The same file twice changes nothing.
    """
    row = db.scalar(sa.select(Questionnaire).where(Questionnaire.key == wanted.key))
    if row is None:
        row = Questionnaire(key=wanted.key, occasion=wanted.occasion, name=wanted.name, made_at=now)
        db.add(row)
        _add_version(db, row, wanted, 1, now, is_shipped=is_shipped)
        return Settled.NEW
    newest = _newest_in_use(db, row)
    if newest and is_shipped and not newest.is_shipped:
        return Settled.OURS
    row.name, row.occasion = wanted.name, wanted.occasion
    if newest and (newest.questions, newest.minutes) == (wanted.stored, wanted.minutes):
        return Settled.UNCHANGED
    last = max((one.number for one in row.versions), default=0)
    _add_version(db, row, wanted, last + 1, now, is_shipped=is_shipped)
    return Settled.NEW_VERSION


def take_into_use(db: Session, version: QuestionnaireVersion, *, now: datetime) -> None:
    """From now on this version is asked, in place of the one before. Twice changes nothing."""
    if version.in_use_from is not None:
        return
    for one in version.questionnaire.versions:
        if one.in_use_from is not None and one.in_use_until is None:
            one.in_use_until = now
    version.in_use_from = now
    db.flush()


def in_use(db: Session, occasion: Occasion, now: datetime) -> QuestionnaireVersion | None:
    """What is asked on such an occasion: where several questionnaires are for it, the one taken into use last."""
    return db.scalar(
        sa.select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .where(
            Questionnaire.occasion == occasion,
            QuestionnaireVersion.in_use_from <= now,
            sa.or_(
                QuestionnaireVersion.in_use_until.is_(None),
                QuestionnaireVersion.in_use_until > now,
            ),
        )
        .options(contains_eager(QuestionnaireVersion.questionnaire))
        .order_by(QuestionnaireVersion.in_use_from.desc(), Questionnaire.key)
        .limit(1)
    )


def questions(version: QuestionnaireVersion) -> list[Question]:
    """The questions of a version, in their order."""
    return [Question.stored(one) for one in version.questions]


def _newest_in_use(db: Session, row: Questionnaire) -> QuestionnaireVersion | None:
    return db.scalar(
        sa.select(QuestionnaireVersion)
        .where(
            QuestionnaireVersion.questionnaire_id == row.id,
            QuestionnaireVersion.in_use_from.is_not(None),
        )
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def _add_version(
    db: Session,
    row: Questionnaire,
    wanted: Definition,
    number: int,
    now: datetime,
    *,
    is_shipped: bool,
) -> None:
    version = QuestionnaireVersion(
        questionnaire=row,
        number=number,
        questions=wanted.stored,
        minutes=wanted.minutes,
        is_shipped=is_shipped,
    )
    db.add(version)
    db.flush()
    take_into_use(db, version, now=now)


@event.listens_for(QuestionnaireVersion, "before_update")
def _stays(_: Mapper[Any], __: sa.Connection, version: QuestionnaireVersion) -> None:
    """Refuse to change what people have been asked."""
    state = sa.inspect(version)
    began = state.attrs.in_use_from.history
    was_in_use = any(began.deleted) if began.has_changes() else version.in_use_from is not None
    if was_in_use and any(state.attrs[name].history.has_changes() for name in FIXED):
        raise InUse(version.id)
