"""A new version of a questionnaire while it is being written: nobody is asked it until it is taken into use.

Knows no web.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, selectinload

from portal.feedback import questionnaires
from portal.feedback.models import Questionnaire, QuestionnaireVersion
from portal.feedback.question_faults import QuestionFault, faults
from portal.feedback.questionnaires import MOST_MINUTES, InUse, questions
from portal.feedback.questions import Question


class Faulty(Exception):
    """It cannot be taken into use yet."""

    def __init__(self, found: Sequence[QuestionFault]) -> None:
        super().__init__(found)
        self.found = found


def all_of_them(db: Session) -> Sequence[Questionnaire]:
    """Every questionnaire with its versions."""
    return db.scalars(
        sa.select(Questionnaire)
        .options(selectinload(Questionnaire.versions))
        .order_by(Questionnaire.made_at, Questionnaire.key)
    ).all()


def version(db: Session, version_id: UUID, *, to_write: bool = False) -> QuestionnaireVersion:
    """A version. Raises `NoResultFound`, and `InUse` for one that is to be written and has been asked of people."""
    wanted = (
        sa.select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .where(QuestionnaireVersion.id == version_id)
        .options(contains_eager(QuestionnaireVersion.questionnaire))
    )
    if not to_write:
        return db.scalars(wanted).one()
    locked = wanted.with_for_update(of=QuestionnaireVersion).execution_options(
        populate_existing=True
    )
    found = db.scalars(locked).one()
    if found.in_use_from is not None:
        raise InUse(found.id)
    return found


def begin(db: Session, questionnaire_id: UUID) -> QuestionnaireVersion:
    """A draft that says what the newest version says; the one there is already, if somebody has begun.

    Raises `NoResultFound`.
    """
    row = db.scalars(
        sa.select(Questionnaire).where(Questionnaire.id == questionnaire_id).with_for_update()
    ).one()
    newest = max(row.versions, key=lambda one: one.number)
    if newest.in_use_from is None:
        return newest
    made = QuestionnaireVersion(
        questionnaire=row,
        number=newest.number + 1,
        questions=list(newest.questions),
        minutes=newest.minutes,
        is_shipped=False,
    )
    db.add(made)
    db.flush()
    return made


def throw_away(db: Session, draft: QuestionnaireVersion) -> None:
    """The draft goes; what is in use stays as it is. The first version of all cannot go."""
    if len(draft.questionnaire.versions) > 1:
        draft.questionnaire.versions.remove(draft)
        db.delete(draft)
        db.flush()


def put(draft: QuestionnaireVersion, question: Question, *, in_place_of: str | None) -> None:
    """A question, in place of the one with that key, or after all others."""
    kept = questions(draft)
    if in_place_of is None:
        kept.append(question)
    else:
        kept = [question if one.key == in_place_of else one for one in kept]
    _write(draft, kept)


def remove(draft: QuestionnaireVersion, key: str) -> None:
    """Take a question out. Twice changes nothing."""
    _write(draft, [one for one in questions(draft) if one.key != key])


def move(draft: QuestionnaireVersion, key: str, *, up: bool) -> None:
    """One place up or down; the first and the last stay where they are."""
    kept = questions(draft)
    at = next((number for number, one in enumerate(kept) if one.key == key), None)
    to = -1 if at is None else at + (-1 if up else 1)
    if at is not None and 0 <= to < len(kept):
        kept[at], kept[to] = kept[to], kept[at]
        _write(draft, kept)


def takes(draft: QuestionnaireVersion, minutes: str) -> bool:
    """Say how long it takes to answer; false for what is no number of minutes from 1 to 60."""
    if not minutes.isdecimal() or not 0 < int(minutes) <= MOST_MINUTES:
        return False
    draft.minutes = int(minutes)
    return True


def take_into_use(db: Session, draft: QuestionnaireVersion, *, now: datetime) -> None:
    """From now on people are asked this. Raises `Faulty` while something is wrong with it."""
    found = faults(questions(draft))
    if found:
        raise Faulty(found)
    questionnaires.take_into_use(db, draft, now=now)


def _write(draft: QuestionnaireVersion, kept: Sequence[Question]) -> None:
    draft.questions = [one.to_store() for one in kept]
