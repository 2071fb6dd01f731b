"""What people wrote in their own words, as far as somebody has read it and lets it be shown. Knows no web.

Shown are only questions to which at least ten such texts are there; in an order that tells nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.answer_models import FreeText, FreeTextState
from portal.feedback.naming import names
from portal.results.hiding import LEAST_IN_CROSS_TABLES


@dataclass(frozen=True)
class Words:
    """The texts to one question, about whatever it was asked."""

    questionnaire: str
    question: str
    """In Swedish words."""
    texts: list[str]


def words(db: Session) -> list[Words]:
    """By question, the texts that may be shown."""
    rows = db.scalars(
        sa.select(FreeText).where(FreeText.state == FreeTextState.RELEASED).order_by(FreeText.id)
    ).all()
    found: dict[tuple[str, str], list[FreeText]] = defaultdict(list)
    for row in rows:
        found[row.questionnaire, row.question].append(row)
    known = names(db, rows) if rows else None
    return [
        Words(
            known.questionnaires.get(key[0], key[0]) if known else key[0],
            known.questions.get(key, key[1]) if known else key[1],
            [one.text.original for one in texts],
        )
        for key, texts in sorted(found.items())
        if len(texts) >= LEAST_IN_CROSS_TABLES
    ]
