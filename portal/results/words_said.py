"""What people wrote in their own words, as far as somebody has read it and lets it be shown. Knows no web.

Shown are only questions to which at least ten such texts are there; in an order that tells nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.answer_models import FreeText, FreeTextState
from portal.results.hiding import LEAST_IN_CROSS_TABLES
from portal.results.said import Names


@dataclass(frozen=True)
class Words:
    """The texts to one question, about whatever it was asked."""

    questionnaire: str
    question: str
    """In Swedish words."""
    texts: list[str]


_SINCE = sa.func.coalesce(sa.cast(sa.func.min(FreeText.on), sa.Text), "")
HOW_MANY = sa.select(sa.cast(sa.func.count(), sa.Text) + " since " + _SINCE).where(
    FreeText.state == FreeTextState.RELEASED
)
"""How many there are, and since which day: they are the same texts as long as this is the same. More are there when one
has been released; and when old ones have gone (`retention`), those that remain are since a later day, since what is
released was never as old as what goes.
"""


def words(db: Session, known: Names) -> list[Words]:
    """By question, the texts that may be shown."""
    rows = db.execute(
        sa.select(FreeText.questionnaire, FreeText.question, FreeText.text)
        .where(FreeText.state == FreeTextState.RELEASED)
        .order_by(FreeText.id)
    )
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for questionnaire, question, text in rows:
        found[questionnaire, question].append(text.original)
    return [
        Words(known.questionnaire(key[0]), known.question(*key), texts)
        for key, texts in sorted(found.items())
        if len(texts) >= LEAST_IN_CROSS_TABLES
    ]
