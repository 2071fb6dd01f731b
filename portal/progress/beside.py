"""What a member of staff thinks beside the participant, on the same questions and one more. Knows no web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.people.models import Participant, Staff
from portal.progress.models import Answers, Level, StaffRating
from portal.progress.rating import NothingAnswered


@dataclass(frozen=True)
class Beside:
    """What one member of staff thinks now, and thought the time before."""

    staff: Staff
    rated_on: date
    now: dict[str, Level | None]
    before: dict[str, Level | None]
    """Empty when she has rated once."""


def save(
    db: Session, staff: Staff, participant: Participant, given: Answers, *, now: datetime
) -> StaffRating:
    """Keep what she thinks today; saved again the same day it takes the place of the first.

    Raises `NothingAnswered`.
    """
    if all(level is None for level in given.values()):
        raise NothingAnswered
    db.execute(
        sa.select(Participant.id)
        .where(Participant.id == participant.id)
        .with_for_update(key_share=True)
    )
    today = clock.local(now).date()
    found = of_today(db, staff, participant, today)
    if found is None:
        found = StaffRating(participant_id=participant.id, staff_id=staff.id, rated_on=today)
        db.add(found)
    found.saved_at = now
    found.kept = {key: None if level is None else int(level) for key, level in given.items()}
    db.flush()
    return found


def of_today(
    db: Session, staff: Staff, participant: Participant, today: date
) -> StaffRating | None:
    """What this member of staff has said today already."""
    return db.scalar(
        sa.select(StaffRating).where(
            StaffRating.participant_id == participant.id,
            StaffRating.staff_id == staff.id,
            StaffRating.rated_on == today,
        )
    )


def ratings(db: Session, participant: Participant, most: int) -> Sequence[StaffRating]:
    """What staff have thought, the newest first, at most so many."""
    return db.scalars(
        sa.select(StaffRating)
        .where(StaffRating.participant_id == participant.id)
        .options(joinedload(StaffRating.staff))
        .order_by(StaffRating.rated_on.desc(), StaffRating.saved_at.desc())
        .limit(most)
    ).all()


def by_person(found: Sequence[StaffRating]) -> list[Beside]:
    """The newest two of each member of staff; `found` has the newest first."""
    persons: dict[UUID, list[StaffRating]] = {}
    for one in found:
        persons.setdefault(one.staff_id, []).append(one)
    return [
        Beside(newest.staff, newest.rated_on, newest.answers, earlier[0].answers if earlier else {})
        for newest, *earlier in persons.values()
    ]
