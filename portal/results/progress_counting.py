"""Counting own progress, once for each half-year that is over: the only place where its numbers are written.

People are counted in groups of at least five, each as she had rated by the end of the half-year. Who is not among five
waits for the next one. Nobody is counted twice for the same measure and question (`ProgressMark`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import write_free
from portal.half_years import HalfYear
from portal.people.directory import directory
from portal.progress.before_and_after import Dated, FirstAndLast, all_done, first_and_last
from portal.progress.models import SelfRating
from portal.progress.rating import hers as her_indicators
from portal.results import history
from portal.results.hiding import LEAST
from portal.results.history import TookPart
from portal.results.progress_made import Went
from portal.results.progress_models import ProgressBlock, ProgressHalfYear, ProgressMark

Began = Mapping[UUID, date]
"""By participant, the day on which she first took part."""
Ready = Mapping[UUID, FirstAndLast]
"""By participant."""


def run(db: Session, now: datetime) -> int:
    """Count every half-year that is over and has not been counted; how many blocks were made.

    Two workers at once: the second waits for the first, and finds the half-year counted.
    """
    made = 0
    for one in _not_counted(db, HalfYear.of(clock.local(now).date()).before):
        if write_free(db, ProgressHalfYear, [{"half_year": one.code}]):
            made += _count(db, one)
    return made


def _not_counted(db: Session, until: HalfYear) -> list[HalfYear]:
    """From the half-year of the first rating to the last that is over."""
    counted = set(db.scalars(sa.select(ProgressHalfYear.half_year)))
    if until.code in counted:
        return []
    first = db.scalar(sa.select(sa.func.min(SelfRating.rated_on)))
    found = []
    one = HalfYear.of(first) if first else until.after
    while one <= until:
        found.append(one)
        one = one.after
    return [one for one in found if one.code not in counted]


def _count(db: Session, end: HalfYear) -> int:
    ratings, keys = all_done(db, end.last), [one.key for one in her_indicators(db)]
    marks = _marks(db)
    made = 0
    for measure, hers in _began(db, history.enrolments(db)).items():
        for key in keys:
            ready = ready_people(key, ratings, hers, end, marks[measure, key])
            if len(ready) >= LEAST:
                _write(db, ProgressBlock(measure=measure, indicator=key, half_year=end.code), ready)
                made += 1
    return made


def ready_people(
    key: str, ratings: Mapping[UUID, Dated], began: Began, end: HalfYear, counted: AbstractSet[UUID]
) -> Ready:
    """Who can be counted for one question and measure at the end of a half-year, and has not been yet."""
    found = {}
    for whose in (set(began) & set(ratings)) - counted:
        both = first_and_last(ratings[whose], key, began[whose], end.last)
        if began[whose] <= end.last and both:
            found[whose] = both
    return found


def count(found: Iterable[FirstAndLast]) -> dict[Went, int]:
    """How many went which way."""
    counts = Counter(_went(first, last) for first, last in found)
    return {way: counts[way] for way in Went}


def _went(first: int, last: int) -> Went:
    if first == last:
        return Went.SAME
    return Went.HIGHER if last > first else Went.LOWER


def _write(db: Session, block: ProgressBlock, ready: Ready) -> None:
    counts = count(ready.values())
    block.number = len(ready)
    block.higher, block.same, block.lower = (counts[way] for way in Went)
    db.add(block)
    db.flush()
    of = {"measure": block.measure, "indicator": block.indicator}
    db.execute(sa.insert(ProgressMark), [{"participant_id": one, **of} for one in ready])


def _marks(db: Session) -> dict[tuple[str, str], set[UUID]]:
    """Who has been counted, by measure and question."""
    found: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    asked = sa.select(ProgressMark.measure, ProgressMark.indicator, ProgressMark.participant_id)
    for measure, key, whose in db.execute(asked):
        found[measure, key].add(whose)
    return found


def _began(db: Session, enrolments: Iterable[TookPart]) -> dict[str, dict[UUID, date]]:
    """By the measure's key, the day on which each participant first took part."""
    measures = directory(db).measures
    began: dict[str, dict[UUID, date]] = defaultdict(dict)
    for one in enrolments:
        hers = began[measures[one.measure_id].key]
        hers[one.participant_id] = min(one.began_on, hers.get(one.participant_id, one.began_on))
    return began
