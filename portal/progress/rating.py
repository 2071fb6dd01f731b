"""Her own rating: begun, answered one question after another, done, and corrected the same day. Knows no web.

Each answer is kept as it is given, so that she can stop and go on, and the same form sent twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.municipality.models import RatingIndicator
from portal.people.directory import at_hand
from portal.people.models import Participant
from portal.plan.typed import cleaned
from portal.progress import translating
from portal.progress.models import Answers, SelfRating
from portal.writing import UNKNOWN_LANGUAGE, Writing

HERS = "participant"
"""Who answers a question, as the municipality's file says it; the others are questions to staff only."""
LONGEST_TALK = 1000
"""Signs."""


class NothingAnswered(Exception):
    """Every question is passed over or unanswered: that is no rating yet."""


class TooLong(Exception):
    """What she wants to talk about is longer than `LONGEST_TALK`."""


def indicators(db: Session) -> Sequence[RatingIndicator]:
    """Every question of the municipality, in its order: those to her, and those to staff only."""
    return at_hand(db).indicators


def hers(db: Session) -> list[RatingIndicator]:
    """The questions that she is asked. What only staff are asked is never among them."""
    return [one for one in indicators(db) if one.rated_by == HERS]


def current(db: Session, participant: Participant, today: date) -> SelfRating | None:
    """The one that she can answer now: begun, or done today and still hers to correct."""
    return db.scalar(
        sa.select(SelfRating)
        .where(
            SelfRating.participant_id == participant.id,
            sa.or_(SelfRating.rated_on.is_(None), SelfRating.rated_on == today),
        )
        .order_by(SelfRating.rated_on.is_not(None))
        .limit(1)
        .execution_options(populate_existing=True)
    )


def start(
    db: Session, participant: Participant, *, anew: bool = False, now: datetime
) -> SelfRating:
    """Begin, or go on with what is begun; never two at once. `anew`: without the answers given so far.

    One that was done today is corrected, not followed by another.
    """
    _lock(db, participant)
    found = current(db, participant, clock.local(now).date())
    if found is None:
        found = SelfRating(participant_id=participant.id, started_at=now, kept={})
        db.add(found)
        db.flush()
    elif anew and found.rated_on is None:
        found.started_at, found.kept = now, {}
    return found


def keep(
    db: Session,
    participant: Participant,
    given: Answers,
    *,
    sent: UUID | None = None,
    now: datetime,
) -> SelfRating:
    """Keep some answers. `sent`: the rating that the form was made for.

    When that one is done since another day and says the same already, the form came twice and nothing happens;
    says it something else, a new one is begun with it, so that nothing she said is lost.
    """
    _lock(db, participant)
    stored = {key: None if level is None else int(level) for key, level in given.items()}
    found = current(db, participant, clock.local(now).date())
    if sent and (found is None or found.id != sent):
        known = _one_of_hers(db, participant, sent)
        if known and stored.items() <= known.kept.items():
            return known
    if found is None:
        found = start(db, participant, now=now)
    found.kept = {**found.kept, **stored}
    return found


def finish(db: Session, participant: Participant, *, now: datetime) -> SelfRating:
    """She is done: from now on her contact persons can read it. Twice is once.

    Raises `NothingAnswered`.
    """
    _lock(db, participant)
    found = current(db, participant, clock.local(now).date())
    if found is None:
        found = latest(db, participant)
    if found is None or not has_answers(found):
        raise NothingAnswered
    if found.rated_on is None:
        found.rated_on = clock.local(now).date()
        translating.settle(db, participant, found, now=now)
    return found


def has_answers(rating: SelfRating) -> bool:
    """Whether she has answered anything at all."""
    return any(level is not None for level in rating.answers.values())


def say(db: Session, participant: Participant, typed: str, *, now: datetime) -> SelfRating | None:
    """Keep what she wants to talk about at the follow-up, with her newest rating; None when she has none.

    She may change it whenever she wants. Raises `TooLong`.
    """
    words = cleaned(typed)
    if len(words) > LONGEST_TALK:
        raise TooLong
    _lock(db, participant)
    found = latest(db, participant)
    if found and not (found.talk and found.talk.original == words):
        found.talk = Writing.in_(UNKNOWN_LANGUAGE, words) if words else None
        translating.settle(db, participant, found, now=now)
    return found


def latest(db: Session, participant: Participant) -> SelfRating | None:
    """The newest of hers that is done."""
    return db.scalar(
        sa.select(SelfRating)
        .where(SelfRating.participant_id == participant.id, SelfRating.rated_on.is_not(None))
        .order_by(SelfRating.rated_on.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )


def done(db: Session, participant: Participant, most: int) -> list[SelfRating]:
    """Those of hers that are done, at most so many of the newest, the first of them first."""
    found = db.scalars(
        sa.select(SelfRating)
        .where(SelfRating.participant_id == participant.id, SelfRating.rated_on.is_not(None))
        .order_by(SelfRating.rated_on.desc())
        .limit(most)
    ).all()
    return [*reversed(found)]


def _one_of_hers(db: Session, participant: Participant, which: UUID) -> SelfRating | None:
    return db.scalar(
        sa.select(SelfRating).where(
            SelfRating.id == which, SelfRating.participant_id == participant.id
        )
    )


def _lock(db: Session, participant: Participant) -> None:
    """One after the other: two phones, or a form that is sent twice, do not begin two."""
    db.execute(
        sa.select(Participant.id)
        .where(Participant.id == participant.id)
        .with_for_update(key_share=True)
    )
