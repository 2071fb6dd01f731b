"""What she wants to talk about at the follow-up waits for a translation, so that staff can read it before.

Only what stands with her newest rating: what she said earlier has been talked about. What she answers when she is asked
what she thinks of us (`feedback`) is nobody's and never comes here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.models import Participant
from portal.progress.models import SelfRating
from portal.translators import finding, saving
from portal.translators.finding import Found
from portal.translators.models import Place, WantedTranslation
from portal.translators.wanting import want_these


def texts(db: Session, ids: Sequence[UUID]) -> Iterator[Found]:
    """What each of these participants wants to talk about; one query, however many they are."""
    newest = (
        sa.select(SelfRating.participant_id, sa.func.max(SelfRating.rated_on).label("rated_on"))
        .where(SelfRating.participant_id.in_(ids))
        .group_by(SelfRating.participant_id)
        .subquery()
    )
    query = sa.select(SelfRating).join(
        newest,
        sa.and_(
            newest.c.participant_id == SelfRating.participant_id,
            newest.c.rated_on == SelfRating.rated_on,
        ),
    )
    for one in db.scalars(query):
        yield from _of(one)


def settle(db: Session, participant: Participant, newest: SelfRating, *, now: datetime) -> None:
    """Her newest rating is another now, or what she wants to say with it: what stood there before waits no more."""
    found = [*_of(newest)]
    kept = {one.row_id for one in found}
    db.execute(
        sa.delete(WantedTranslation).where(
            WantedTranslation.participant_id == participant.id,
            WantedTranslation.place == Place.SELF_RATING_TALK,
            WantedTranslation.row_id.not_in(kept),
            WantedTranslation.done_at.is_(None),
        )
    )
    want_these(db, participant, found, now=now)


def _of(rating: SelfRating) -> Iterator[Found]:
    if rating.talk is not None:
        yield Found(rating.participant_id, Place.SELF_RATING_TALK, rating.id, rating.talk, True)


finding.OTHERS.append(texts)
saving.ROWS |= {"self_rating": SelfRating}
