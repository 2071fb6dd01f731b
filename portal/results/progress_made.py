"""How people who took part in a measure rated themselves at first and at last, counted together. Knows no web.

What is counted stays (`progress_counting`): each table is a sum of whole blocks of at least five people. So two tables
differ by whole blocks, as those of answers do (`answers`), and no one person can be found by laying this half-year's
table beside the last one's, whoever has been erased or written into a measure since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import Measure, RatingIndicator
from portal.people.directory import directory
from portal.progress.rating import hers as her_indicators
from portal.results import intervals
from portal.results.hiding import LEAST, Cell, hidden
from portal.results.intervals import Share
from portal.results.progress_models import ProgressBlock


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


ADDED = sa.select(
    ProgressBlock.indicator,
    ProgressBlock.measure,
    *(sa.func.sum(one) for one in (ProgressBlock.higher, ProgressBlock.same, ProgressBlock.lower)),
).group_by(ProgressBlock.indicator, ProgressBlock.measure)


def progress(db: Session) -> list[Progress]:
    """By measure, in the order of their names, everybody who has been counted. One query."""
    measures = {one.key: one for one in directory(db).measures.values()}
    counted: dict[str, dict[str, dict[Went, int]]] = defaultdict(dict)
    for key, measure, *numbers in db.execute(ADDED):
        if measure in measures:
            counted[key][measure] = dict(zip(Went, map(int, numbers), strict=True))
    found: dict[str, list[Moved]] = defaultdict(list)
    for indicator in her_indicators(db):
        for measure, moved in _shown(indicator, counted[indicator.key]).items():
            found[measure].append(moved)
    made = [Progress(measures[one], moved) for one, moved in found.items()]
    return sorted(made, key=lambda one: one.measure.name.original)


def _shown(
    indicator: RatingIndicator, counted: Mapping[str, Mapping[Went, int]]
) -> dict[str, Moved]:
    cells: dict[Cell, int] = {
        (one, went.value): counts[went] for one, counts in counted.items() for went in Went
    }
    small = hidden(cells, LEAST)
    made = {}
    for one, counts in counted.items():
        number = sum(counts.values())
        if not number:
            continue
        went = {way: None if (one, way.value) in small else counts[way] for way in Went}
        higher = went[Went.HIGHER]
        share = None if higher is None else intervals.share(higher, number)
        made[one] = Moved(indicator, number, went, share)
    return made
