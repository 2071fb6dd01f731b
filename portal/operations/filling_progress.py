"""Made-up ratings for load tests, in chosen shares. Nobody in them exists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from portal.db import Base
from portal.progress.models import Level, SelfRating, StaffRating

HALF_A_YEAR = timedelta(days=182)
HAS_RATED, IS_RATING, IS_RATED_BESIDE, PASSED_OVER = 0.6, 0.05, 0.7, 0.05
TIMES = {1: 5, 2: 3, 3: 2}
"""How many times somebody has rated, and how common that is."""
MOVES = {-1: 2, 0: 5, 1: 3}
"""Steps between two ratings, and how common they are."""

Row = tuple[type[Base], dict[str, Any]]


class FilledProgress:
    """Invents what people said of how it goes, half a year between the times, and what staff thought beside them."""

    def __init__(
        self, random: Random, today: date, hers: Sequence[str], all_: Sequence[str]
    ) -> None:
        self._random, self._today = random, today
        self._hers, self._all = hers, all_

    def of(self, participant: UUID, staff: UUID) -> Iterator[Row]:
        """The ratings of one participant, the first first."""
        if not self._hers or self._random.random() > HAS_RATED:
            return
        levels = {key: self._random.choice(list(Level)) for key in self._all}
        on = self._today - timedelta(days=self._random.randint(1, 220))
        days = [on - number * HALF_A_YEAR for number in range(self._chosen(TIMES))]
        for day in reversed(days):
            yield (
                SelfRating,
                self._rating(participant, day, levels, self._hers) | {"started_at": _noon(day)},
            )
            if self._random.random() < IS_RATED_BESIDE:
                yield StaffRating, self._rating(participant, day, levels, self._all) | {
                    "staff_id": staff, "saved_at": _noon(day),
                }  # fmt: skip
            levels = {key: self._moved(level) for key, level in levels.items()}
        if self._random.random() < IS_RATING:
            yield (
                SelfRating,
                self._rating(participant, None, levels, self._hers[:3])
                | {"started_at": _noon(self._today - timedelta(days=1))},
            )

    def _rating(
        self, participant: UUID, on: date | None, levels: dict[str, Level], keys: Sequence[str]
    ) -> dict[str, Any]:
        kept = {
            key: None if self._random.random() < PASSED_OVER else int(levels[key]) for key in keys
        }
        identity = UUID(int=self._random.getrandbits(128), version=4)
        return {"id": identity, "participant_id": participant, "rated_on": on, "kept": kept}

    def _moved(self, level: Level) -> Level:
        return Level(min(max(level + self._chosen(MOVES), Level.LOWEST), Level.HIGHEST))

    def _chosen(self, shares: dict[int, int]) -> int:
        return self._random.choices(list(shares), list(shares.values()))[0]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
