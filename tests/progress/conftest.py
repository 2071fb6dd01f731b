"""The eleven indicators are in place, and it is a Monday in September."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.municipality.models import RatingIndicator
from portal.people.models import Participant
from portal.progress.models import Level, SelfRating
from tests.cast import Cast, sv

NOW = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
"""Monday the seventh of September 2026, 08.00 in Sweden."""
TODAY = NOW.date()
KEYS = (
    "labour-market-knowledge", "concentration", "own-belief", "caseworker-belief", "goal-awareness",
    "making-contact", "cooperation", "network-support", "everyday-life", "health", "job-search",
)  # fmt: skip
BELIEF = "caseworker-belief"
HERS = [key for key in KEYS if key != BELIEF]


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asked(db: Session, cast: Cast) -> list[RatingIndicator]:
    """The municipality's eleven questions, of which one is to staff only."""
    found = [
        RatingIndicator(
            key=key, position=number, name=sv(f"Indikator {number}"),
            rated_by="caseworker" if key == BELIEF else "participant",
        )
        for number, key in enumerate(KEYS)
    ]  # fmt: skip
    db.add_all(found)
    db.commit()
    return found


def rated(
    db: Session, participant: Participant, on: date | None, **levels: Level | None
) -> SelfRating:
    """A stored rating of hers, done on that day or open: everything in the middle but for what is named."""
    kept: dict[str, int | None] = dict.fromkeys(HERS, 3) if on else {}
    kept |= {key.replace("_", "-"): level and int(level) for key, level in levels.items()}
    made = SelfRating(participant_id=participant.id, started_at=NOW, rated_on=on, kept=kept)
    db.add(made)
    db.commit()
    return made
