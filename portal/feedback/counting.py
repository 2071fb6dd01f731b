"""Making a number out of answers: the only place where a block or a free text is written."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.answer_models import AnswerBlock, FreeText, FreeTextState
from portal.feedback.questions import Answer
from portal.writing import UNKNOWN_LANGUAGE, Writing

LEAST_ANSWERS = 5
LEAST_TEXTS = 10
"""Words tell more of a person than a cross does."""


class Pot(NamedTuple):
    """What answers are counted in."""

    questionnaire: str
    version: int
    question: str
    about: str | None


@dataclass(frozen=True)
class Told:
    """One answer, without anybody."""

    pot: Pot
    value: Answer
    may_be_pooled: bool


def least(told: Sequence[Told]) -> int:
    """How many it takes to be counted: ten where they are words, else five."""
    return LEAST_TEXTS if any(isinstance(one.value, str) for one in told) else LEAST_ANSWERS


def count(db: Session, pot: Pot, told: Sequence[Told], on: date) -> int:
    """Write one block of choices, or the free texts in an order of their own. Gives how many blocks were made.

    Raises `ValueError` when they are too few: the caller has made a mistake.
    """
    if len(told) < least(told):
        raise ValueError("too few answers")
    if isinstance(told[0].value, str):
        _write_texts(db, pot, [str(one.value) for one in told], on)
        return 0
    counts = Counter(option for one in told for option in one.value)
    db.add(
        AnswerBlock(
            questionnaire=pot.questionnaire,
            version=pot.version,
            question=pot.question,
            about=pot.about,
            on=on,
            number=len(told),
            counts=dict(sorted(counts.items())),
        )
    )
    return 1


def _write_texts(db: Session, pot: Pot, texts: list[str], on: date) -> None:
    secrets.SystemRandom().shuffle(texts)
    rows = [
        {
            "id": uuid4(),
            "questionnaire": pot.questionnaire,
            "question": pot.question,
            "about": pot.about,
            "on": on,
            "text": Writing.in_(UNKNOWN_LANGUAGE, text),
            "state": FreeTextState.WAITING,
        }
        for text in texts
    ]
    db.execute(sa.insert(FreeText), rows)
