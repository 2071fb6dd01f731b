"""How each person's rating was at first and at last within a time, for results on groups of people only.

What comes out of here is about single persons: it is counted together before anybody sees it, and a manager is never
shown one person's.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.progress.models import Level, SelfRating, answers_of

FirstAndLast = tuple[Level, Level]


Dated = list[tuple[date, dict[str, Level | None]]]
"""One person's own ratings in their order, each with the day she was done."""


def all_done(db: Session, until: date) -> dict[UUID, Dated]:
    """Everybody's own ratings that were done by that day."""
    rows = db.execute(
        sa.select(SelfRating.participant_id, SelfRating.rated_on, SelfRating.kept)
        .where(SelfRating.rated_on <= until)
        .order_by(SelfRating.rated_on, SelfRating.started_at)
    )
    found: dict[UUID, Dated] = {}
    for participant_id, rated_on, kept in rows:
        if rated_on is not None:
            found.setdefault(participant_id, []).append((rated_on, answers_of(kept)))
    return found


AFTER_SHE_BEGAN = timedelta(days=30)
"""So long after the day she began, a rating still says how it was at first."""


def first_and_last(ratings: Dated, key: str, began: date, until: date) -> FirstAndLast | None:
    """How she answered one question at first and at last, beside something that she began with on a day.

    The first is her last answer by that day, or else the first one within 30 days after it: what changed before she
    began is not counted. The last is her last answer after the first, by `until`. None where there are no such two.
    """
    given = [
        (on, level)
        for on, answers in ratings
        if on <= until and (level := answers.get(key)) is not None
    ]
    before = [one for one in given if one[0] <= began]
    first = before[-1] if before else next(iter(given), None)
    if first is None or first[0] > began + AFTER_SHE_BEGAN or given[-1][0] <= first[0]:
        return None
    return first[1], given[-1][1]
