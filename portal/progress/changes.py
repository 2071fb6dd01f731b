"""What has changed since last time, and her whole way so far. Pure: nothing here reads or writes.

What stands as before is no failure and what went down is nobody's fault: it is only told, in her own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.municipality.models import RatingIndicator
from portal.progress.models import Level, SelfRating


@dataclass(frozen=True)
class Course:
    """One question over time: what she said of it each time she rated, the first first."""

    indicator: RatingIndicator
    said: list[tuple[date, Level | None]]
    """The day, and her answer; None where she passed it over."""

    @property
    def now(self) -> Level | None:
        """What she said the last time she rated; None when she passed it over."""
        return self.said[-1][1] if self.said else None

    @property
    def before(self) -> Level | None:
        """What she said the time before that, or earlier when she passed it over then."""
        return next((level for _, level in reversed(self.said[:-1]) if level is not None), None)

    @property
    def is_changed(self) -> bool:
        return self.now is not None and self.before is not None and self.now != self.before

    @property
    def is_up(self) -> bool:
        """Whether it has become easier, or more."""
        return self.now is not None and self.before is not None and self.now > self.before


@dataclass(frozen=True)
class Way:
    """Her ratings that are done, by question; the first of them first."""

    ratings: Sequence[SelfRating]
    courses: list[Course]

    @property
    def changed(self) -> list[Course]:
        """Only what changed since last time, what became easier first."""
        return sorted(
            (one for one in self.courses if one.is_changed), key=lambda one: not one.is_up
        )

    @property
    def last(self) -> SelfRating | None:
        return self.ratings[-1] if self.ratings else None

    @property
    def has_two(self) -> bool:
        """Whether there is anything to compare with."""
        return len(self.ratings) > 1


def way(indicators: Sequence[RatingIndicator], ratings: Sequence[SelfRating]) -> Way:
    """Her way, for the questions that she is asked; `ratings` are done, the first first."""
    said = [(one.rated_on, one.answers) for one in ratings if one.rated_on]
    return Way(
        ratings,
        [
            Course(indicator, [(day, answers.get(indicator.key)) for day, answers in said])
            for indicator in indicators
        ],
    )
