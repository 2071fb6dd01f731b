"""«Ni sa – vi gör»: telling those who took part, once and quietly. Knows no web.

Whoever answered in a round of the panel, or after a measure, a case or a meeting, is told on her own pages that there
is something to read about it, until she has opened it. Staff are told nothing of it, and whoever answered on paper is
nobody whom we could tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.feedback.models import FeedbackRequest, PublishedAnswer, PublishedAnswerSeen
from portal.people.models import Participant

REMEMBERED_FOR = timedelta(days=365)
"""Who answered longer before does not know any more what it was."""
INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def is_anything(db: Session, participant: Participant) -> bool:
    """Whether something is told because of what she took part in, which she has not opened yet."""
    return bool(_unseen(db, participant.id))


def opened(db: Session, participant: Participant) -> None:
    """She has opened the page: she is not told again. Twice, or from two phones at once, changes nothing."""
    unseen = _unseen(db, participant.id)
    if not unseen:
        return
    insert = INSERTS[db.get_bind().dialect.name]
    rows = [{"id": uuid4(), "participant_id": participant.id, "answer_id": one} for one in unseen]
    db.execute(insert(PublishedAnswerSeen).values(rows).on_conflict_do_nothing())


def _unseen(db: Session, participant_id: UUID) -> list[UUID]:
    """One query where nothing is told, which is nearly always."""
    told: Sequence[Any] = db.execute(
        sa.select(
            PublishedAnswer.id,
            PublishedAnswer.round_id,
            PublishedAnswer.occasion,
            PublishedAnswer.published_on,
        ).where(
            PublishedAnswer.published_on.is_not(None),
            sa.or_(PublishedAnswer.round_id.is_not(None), PublishedAnswer.occasion.is_not(None)),
            ~sa.exists().where(
                PublishedAnswerSeen.answer_id == PublishedAnswer.id,
                PublishedAnswerSeen.participant_id == participant_id,
            ),
        )
    ).all()
    if not told:
        return []
    hers: Sequence[Any] = db.execute(
        sa.select(
            FeedbackRequest.subject_id, FeedbackRequest.occasion, FeedbackRequest.answered_on
        ).where(
            FeedbackRequest.participant_id == participant_id,
            FeedbackRequest.answered_on.is_not(None),
        )
    ).all()
    return [
        one.id
        for one in told
        if any(
            (mine.subject_id == one.round_id if one.round_id else mine.occasion is one.occasion)
            and mine.answered_on <= one.published_on <= mine.answered_on + REMEMBERED_FOR
            for mine in hers
        )
    ]
