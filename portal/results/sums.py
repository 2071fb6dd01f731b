"""The blocks of answers added up, kept ready: a large municipality has twenty thousand, and they change once a week.

A block is never changed, and none is ever taken away: so as long as there are as many, the sums are what they were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool

from portal.db import is_reading
from portal.feedback.answer_models import AnswerBlock
from portal.half_years import HalfYear
from portal.results.hiding import LEAST

HOW_MANY = sa.select(sa.func.count()).select_from(AnswerBlock)


@dataclass(frozen=True)
class Sum:
    """All blocks of one question of one version that are about the same and were counted in the same half-year, added.

    Versions are told apart: the answers that another one gives to choose from may be others.
    """

    about: str
    """The measure's key or the panel round's identity; empty for answers about neither."""
    half_year: HalfYear
    number: int
    """How many answered; at least five."""
    counts: Mapping[str, int]
    """By option."""
    version: int


Sums = Mapping[tuple[str, str], Sequence[Sum]]
"""By questionnaire and question."""

_kept: WeakKeyDictionary[Pool, tuple[int, Sums]] = WeakKeyDictionary()


def sums(db: Session, how_many: int | None = None) -> Sums:
    """The sums of all blocks. `how_many` blocks there are, when that has been asked already."""
    if how_many is None:
        how_many = db.scalar(HOW_MANY) or 0
    pool = db.connection().engine.pool
    kept = _kept.get(pool)
    if kept and kept[0] == how_many:
        return kept[1]
    found = _read(db)
    if is_reading(db):  # what a transaction has written may be undone
        _kept[pool] = (how_many, found)
    return found


def _read(db: Session) -> Sums:
    """Each block of at least five, whatever the database holds."""
    block = AnswerBlock
    rows = db.execute(
        sa.select(
            block.questionnaire,
            block.question,
            block.about,
            block.on,
            block.version,
            block.number,
            block.counts,
        ).where(block.number >= LEAST)
    )
    return added(rows)


def added(rows: Iterable[Sequence[Any]]) -> Sums:
    """Blocks as they are read, added by what they are about, the half-year they were counted in, and the version."""
    numbers: Counter[tuple[str, str, str, HalfYear, int]] = Counter()
    counts: dict[tuple[str, str, str, HalfYear, int], Counter[str]] = defaultdict(Counter)
    for questionnaire, question, about, on, version, number, chosen in rows:
        key = (questionnaire, question, about or "", HalfYear.of(on), version)
        numbers[key] += number
        counts[key].update(chosen)
    found: dict[tuple[str, str], list[Sum]] = defaultdict(list)
    for key in sorted(numbers):
        found[key[:2]].append(Sum(key[2], key[3], numbers[key], counts[key], key[4]))
    return dict(found)
