"""What measures led to: how many people's ended in a calendar year that is over, and how many of them to work, to
studies, or otherwise.

A year that goes on is never shown: the table would move when one person ends. Years have no day in common. A person is
counted once in each measure, however often she ended it that year: by what it led to when she ended it last.

SKR's class 6 tells of a disability: measures of the classes 6 and 7 are never told apart by class.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from portal.municipality.models import Measure
from portal.plan.enrolment_models import Outcome
from portal.results.hiding import LEAST, Cell, hidden
from portal.results.history import TookPart

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
    """Those who ended one measure within a year."""

    measure: Measure
    number: int
    """Distinct people."""
    led_to: Mapping[LedTo, int]
    hidden: frozenset[LedTo]
    """What is not given out, because so few are behind it, or because those could be worked out from it."""

    @property
    def is_hidden(self) -> bool:
        """Whether so few ended that nothing of it is given out."""
        return 0 < self.number < LEAST


@dataclass(frozen=True)
class EndedInYear:
    """What ended in one calendar year, by measure in the order of their names."""

    year: int
    measures: list[Ended]


def years(
    enrolments: Sequence[TookPart], measures: Mapping[UUID, Measure], today: date
) -> list[EndedInYear]:
    """The last year that is over, and the one before when anything ended in it; each is a table of its own."""
    found = [
        EndedInYear(year, ended(enrolments, measures, year))
        for year in (today.year - 1, today.year - 2)
    ]
    return [one for number, one in enumerate(found) if number == 0 or one.measures]


def ended(
    enrolments: Iterable[TookPart], measures: Mapping[UUID, Measure], year: int
) -> list[Ended]:
    """By measure, in the order of their names, how many ended it in that year and what it led to."""
    people: dict[UUID, dict[UUID, TookPart]] = defaultdict(dict)
    for one in enrolments:
        if one.ended_on and one.ended_on.year == year:
            hers = people[one.measure_id]
            hers[one.participant_id] = max(one, hers.get(one.participant_id, one), key=_when)
    counts = {
        key: Counter(COARSE.get(one.outcome, LedTo.OTHER) for one in hers.values())
        for key, hers in people.items()
    }
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


def _when(one: TookPart) -> tuple[date, date, str]:
    """When it ended; of two on the same day the one that began later, and then by its outcome: always the same one."""
    return one.ended_on or date.max, one.began_on, one.outcome or ""


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
