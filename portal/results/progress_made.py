"""How people who took part in a measure rated themselves at first and at last, counted together. Knows no web.

What is counted stays: people are counted in groups of at least five, each as they had rated by the end of the half-year
in which the group was full. So two tables differ by whole groups, as those of answers do (`answers`), and no one
person can be found by laying this half-year's table beside the last one's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from portal.municipality.models import Measure, RatingIndicator
from portal.people.directory import directory
from portal.progress.before_and_after import Dated, FirstAndLast, all_done, first_and_last
from portal.progress.rating import hers as her_indicators
from portal.results import intervals
from portal.results.hiding import LEAST, Cell, hidden
from portal.results.history import TookPart
from portal.results.intervals import Share
from portal.results.periods import HalfYear


class Went(StrEnum):
    """How the last rating was beside the first."""

    HIGHER = "higher"
    SAME = "same"
    LOWER = "lower"


@dataclass(frozen=True)
class Moved:
    """One question, for those who took part in one measure."""

    indicator: RatingIndicator
    number: int
    """How many have rated it twice."""
    went: Mapping[Went, int | None]
    """None for what is not given out."""
    higher: Share | None
    """The share that went higher, with its uncertainty; None where that is not given out."""


@dataclass(frozen=True)
class Progress:
    """One measure, and the questions of which anything may be told."""

    measure: Measure
    moved: list[Moved]


Began = Mapping[UUID, date]
"""By participant, the day on which she first took part."""


def progress(db: Session, enrolments: Iterable[TookPart], today: date) -> list[Progress]:
    """By measure, in the order of their names, as it was at the end of the last half-year that is over."""
    until = HalfYear.of(today).before
    ratings = all_done(db, until.last)
    if not ratings:
        return []
    began, measures = _began(enrolments, until.last), directory(db).measures
    ends = _half_years(ratings, until)
    found: dict[UUID, list[Moved]] = defaultdict(list)
    for indicator in her_indicators(db):
        counted = {
            measure_id: count(counted_people(indicator.key, ratings, hers, ends))
            for measure_id, hers in began.items()
        }
        for measure_id, moved in _shown(indicator, counted).items():
            found[measure_id].append(moved)
    made = [Progress(measures[one], moved) for one, moved in found.items()]
    return sorted(made, key=lambda one: one.measure.name.original)


def counted_people(
    key: str, ratings: Mapping[UUID, Dated], began: Began, ends: Iterable[HalfYear]
) -> list[FirstAndLast]:
    """Each person's first and last answer, as it was when she was counted; nobody is counted twice, and nobody before
    there are five to be counted at once."""
    found: list[FirstAndLast] = []
    left = set(began) & set(ratings)
    for end in ends:
        ready = {
            one: both
            for one in left
            if began[one] <= end.last
            and (both := first_and_last(ratings[one], key, began[one], end.last))
        }
        if len(ready) >= LEAST:
            found += ready.values()
            left -= set(ready)
    return found


def count(found: Iterable[FirstAndLast]) -> dict[Went, int]:
    """How many went which way."""
    counts = dict.fromkeys(Went, 0)
    for first, last in found:
        counts[Went.HIGHER if last > first else Went.LOWER if last < first else Went.SAME] += 1
    return counts


def _shown(
    indicator: RatingIndicator, counted: Mapping[UUID, Mapping[Went, int]]
) -> dict[UUID, Moved]:
    cells: dict[Cell, int] = {
        (str(one), went.value): counts[went] for one, counts in counted.items() for went in Went
    }
    small = hidden(cells, LEAST)
    made = {}
    for one, counts in counted.items():
        number = sum(counts.values())
        if not number:
            continue
        went = {way: None if (str(one), way.value) in small else counts[way] for way in Went}
        higher = went[Went.HIGHER]
        share = None if higher is None else intervals.share(higher, number)
        made[one] = Moved(indicator, number, went, share)
    return made


def _began(enrolments: Iterable[TookPart], until: date) -> dict[UUID, dict[UUID, date]]:
    """By measure, the day on which each participant first took part."""
    began: dict[UUID, dict[UUID, date]] = defaultdict(dict)
    for one in enrolments:
        if one.began_on <= until:
            hers = began[one.measure_id]
            hers[one.participant_id] = min(one.began_on, hers.get(one.participant_id, until))
    return began


def _half_years(ratings: Mapping[UUID, Dated], until: HalfYear) -> list[HalfYear]:
    """Those from the first rating on, until the last that is over."""
    one = HalfYear.of(min(hers[0][0] for hers in ratings.values()))
    found = []
    while one <= until:
        found.append(one)
        one = one.after
    return found
