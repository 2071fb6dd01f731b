"""What measures led to: how many ended in a half-year, and how many of them to work, to studies, or otherwise.

SKR's class 6 tells of a disability: measures of the classes 6 and 7 are never told apart by class.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from portal.municipality.models import Measure
from portal.plan.enrolment_models import Outcome
from portal.results.hiding import LEAST, Cell, hidden
from portal.results.history import TookPart
from portal.results.periods import HalfYear

SUPPORTED_JOBS = (6, 7)


class LedTo(StrEnum):
    """What a measure led to, coarse enough to be told."""

    WORK = "work"
    STUDIES = "studies"
    OTHER = "other"
    UNKNOWN = "unknown"
    """Nobody has written it down."""


COARSE: Mapping[Outcome | None, LedTo] = {
    Outcome.EMPLOYED: LedTo.WORK,
    Outcome.STUDIES: LedTo.STUDIES,
    None: LedTo.UNKNOWN,
}


@dataclass(frozen=True)
class Ended:
    """The enrolments in one measure that ended within the half-years."""

    measure: Measure
    number: int
    led_to: Mapping[LedTo, int]
    hidden: frozenset[LedTo]
    """What is not given out, because so few are behind it, or because those could be worked out from it."""

    @property
    def is_hidden(self) -> bool:
        """Whether so few ended that nothing of it is given out."""
        return 0 < self.number < LEAST


def ended(
    enrolments: Iterable[TookPart],
    measures: Mapping[UUID, Measure],
    first: HalfYear,
    last: HalfYear,
) -> list[Ended]:
    """By measure, in the order of their names, what ended from the first half-year to the last."""
    people: dict[UUID, dict[Outcome | None, set[UUID]]] = defaultdict(lambda: defaultdict(set))
    for one in enrolments:
        if one.ended_on and first.first <= one.ended_on <= last.last:
            people[one.measure_id][one.outcome].add(one.participant_id)
    counts: dict[UUID, Counter[LedTo]] = defaultdict(Counter)
    for measure_id, by_outcome in people.items():
        for outcome, whose in by_outcome.items():
            counts[measure_id][COARSE.get(outcome, LedTo.OTHER)] += len(whose)
    cells: dict[Cell, int] = {
        (str(key), one.value): counts[key][one] for key in counts for one in LedTo
    }
    small = hidden(cells, LEAST)
    found = [
        Ended(
            measures[key],
            counts[key].total(),
            counts[key],
            frozenset(one for one in LedTo if (str(key), one.value) in small),
        )
        for key in counts
    ]
    return sorted(found, key=lambda one: one.measure.name.original)


def skr_classes(measures: Iterable[Measure]) -> dict[str, str]:
    """By the measure's key, the class as it may be given out: «6–7» for both of the classes of which one tells of a
    disability. Nothing, where the municipality has measures of only one of them: everybody would know which."""
    known = list(measures)
    has_both = {one.skr_class for one in known}.issuperset(SUPPORTED_JOBS)
    together = "–".join(map(str, SUPPORTED_JOBS)) if has_both else ""
    return {
        one.key: together if one.skr_class in SUPPORTED_JOBS else str(one.skr_class or "")
        for one in known
    }
