"""What people answered, as tables that are fixed beforehand. `table` and `crossed` alone give answers out.

Every number is a sum of whole blocks (`AnswerBlock`), each of at least five answers that were counted at once. So two
tables, or one table on two days, differ by whole blocks or not at all: no difference tells of fewer than five people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.answer_models import AnswerBlock
from portal.municipality.models import Measure
from portal.results import intervals
from portal.results.hiding import LEAST, LEAST_IN_CROSS_TABLES, Cell, hidden
from portal.results.intervals import Difference, Share
from portal.results.outcomes import skr_class
from portal.results.periods import HalfYear

NO_MEASURE = ""
"""The line of all answers that are about no measure, or about measures that too few answered for."""


class By(StrEnum):
    """By what a table is divided; a measure stands for whatever the answers are about.

    There is no other way to divide one: no free choice, and none by caseworker.
    """

    ALL = "all"
    MEASURE = "measure"
    PROVIDER = "provider"
    SKR_CLASS = "skr-class"
    HALF_YEAR = "half-year"


@dataclass(frozen=True)
class Asked:
    """One question of one questionnaire: what could be answered, and which answers say that it was good."""

    questionnaire: str
    question: str
    options: tuple[str, ...]
    good: frozenset[str] = frozenset()
    """Empty for a question that has no good and bad."""


@dataclass(frozen=True)
class Line:
    """One line of a table: of at least five answers."""

    key: str
    number: int
    counts: Mapping[str, int]
    good: Share | None
    against: Difference | None
    """How the share that says it was good differs from all other lines' together; None where there are none."""


Group = Callable[[AnswerBlock], str]


def table(db: Session, asked: Asked, by: By) -> list[Line]:
    """How a question was answered, line by line."""
    return lines(asked, blocks(db, asked), _group(db, by))


def crossed(db: Session, asked: Asked) -> dict[Cell, Share | None]:
    """The share that says it was good by measure and half-year; None for a cell that is not given out.

    A cell is given out from ten answers, and only where those that are not cannot be worked out from it.
    """
    found, of_measure = blocks(db, asked), _group(db, By.MEASURE)
    by_cell: dict[Cell, list[AnswerBlock]] = defaultdict(list)
    for block in found:
        by_cell[of_measure(block), HalfYear.of(block.on).code].append(block)
    rows, columns = ({cell[side] for cell in by_cell} for side in (0, 1))
    numbers = {
        (row, column): sum(block.number for block in by_cell.get((row, column), ()))
        for row in sorted(rows)
        for column in sorted(columns)
    }
    small = hidden(numbers, LEAST_IN_CROSS_TABLES)
    return {
        cell: None if cell in small or number == 0 else _good(asked, by_cell[cell])
        for cell, number in numbers.items()
    }


def blocks(db: Session, asked: Asked) -> list[AnswerBlock]:
    """The blocks of a question; each of at least five, whatever the database holds."""
    rows = db.scalars(
        sa.select(AnswerBlock).where(
            AnswerBlock.questionnaire == asked.questionnaire,
            AnswerBlock.question == asked.question,
            AnswerBlock.number >= LEAST,
        )
    )
    return list(rows)


def all_blocks(db: Session) -> dict[tuple[str, str], list[AnswerBlock]]:
    """The blocks of every question at once, for a page that shows them all."""
    found: dict[tuple[str, str], list[AnswerBlock]] = defaultdict(list)
    for block in db.scalars(sa.select(AnswerBlock).where(AnswerBlock.number >= LEAST)):
        found[block.questionnaire, block.question].append(block)
    return found


def lines(asked: Asked, found: Iterable[AnswerBlock], group: Group) -> list[Line]:
    """Blocks as lines, by what they are grouped by, the lines in the order of their keys."""
    groups: dict[str, list[AnswerBlock]] = defaultdict(list)
    for block in found:
        groups[group(block)].append(block)
    keys = sorted(groups)
    goods = [(_count(groups[key], asked.good), _number(groups[key])) for key in keys]
    against = intervals.against_the_rest(goods) if asked.good else [None] * len(keys)
    return [
        Line(
            key,
            _number(groups[key]),
            {option: _count(groups[key], {option}) for option in asked.options},
            _good(asked, groups[key]),
            apart,
        )
        for key, apart in zip(keys, against, strict=True)
    ]


def everybody(_: AnswerBlock) -> str:
    """All answers are one line."""
    return ""


def what_about(block: AnswerBlock) -> str:
    """A line for each measure, or each round of the panel."""
    return block.about or NO_MEASURE


def _good(asked: Asked, found: list[AnswerBlock]) -> Share | None:
    return intervals.share(_count(found, asked.good), _number(found)) if asked.good else None


def _number(found: Iterable[AnswerBlock]) -> int:
    return sum(block.number for block in found)


def _count(found: Iterable[AnswerBlock], options: Iterable[str]) -> int:
    all_of_them: Counter[str] = Counter()
    for block in found:
        all_of_them.update(block.counts)
    return sum(all_of_them[option] for option in options)


def _group(db: Session, by: By) -> Group:
    measures = {one.key: one for one in db.scalars(sa.select(Measure))}

    def provider(block: AnswerBlock) -> str:
        measure = measures.get(block.about or NO_MEASURE)
        return str(measure.provider_id) if measure and measure.provider_id else NO_MEASURE

    def of_class(block: AnswerBlock) -> str:
        measure = measures.get(block.about or NO_MEASURE)
        return skr_class(measure) if measure else NO_MEASURE

    ways: dict[By, Group] = {
        By.ALL: everybody,
        By.MEASURE: what_about,
        By.PROVIDER: provider,
        By.SKR_CLASS: of_class,
        By.HALF_YEAR: lambda block: HalfYear.of(block.on).code,
    }
    return ways[by]
