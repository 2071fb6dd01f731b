"""Which interpreter she needs: asked at her first booking, and remembered for the next."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings.booking import Interpreter
from portal.meetings.models import InterpreterNeed
from portal.people.models import Participant


@dataclass(frozen=True)
class Remembered:
    """What is known of her need."""

    interpreter: Interpreter | None
    is_asked: bool
    """Whether she has answered herself, so that the question need not stand open."""


def remembered(db: Session, participant: Participant) -> Remembered:
    """What she said last; before she was asked, the language that her case file gives."""
    need = _need(db, participant)
    if need is None:
        known = participant.interpreter_language
        return Remembered(Interpreter(known) if known else None, is_asked=False)
    if need.language is None:
        return Remembered(None, is_asked=True)
    return Remembered(Interpreter(need.language, need.dialect, need.wish), is_asked=True)


def remember(db: Session, participant: Participant, interpreter: Interpreter | None) -> None:
    """Keep her answer, in place of the one before; none is an answer too."""
    need = _need(db, participant)
    if need is None:
        need = InterpreterNeed(participant_id=participant.id)
        db.add(need)
    need.language = interpreter.language if interpreter else None
    need.dialect = interpreter.dialect if interpreter else None
    if interpreter:
        need.wish = interpreter.wish


NEED = sa.select(InterpreterNeed).where(
    InterpreterNeed.participant_id == sa.bindparam("participant")
)


def _need(db: Session, participant: Participant) -> InterpreterNeed | None:
    return db.scalar(NEED, {"participant": participant.id})
