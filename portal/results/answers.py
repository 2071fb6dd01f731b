"""What people answered, as tables that are fixed beforehand. `lines` and `crossed` alone give answers out.

Every number is a sum of whole blocks (`AnswerBlock`), each of at least five answers that were counted at once. So two
tables, or one table on two days, differ by whole blocks or not at all: no difference tells of fewer than five people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from portal.people.directory import directory
from portal.results import intervals
from portal.results.hiding import LEAST_IN_CROSS_TABLES, Cell, hidden
from portal.results.intervals import Difference, Share
from portal.results.outcomes import skr_classes
from portal.results.sums import Sum, sums

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
    versions: frozenset[int] | None = None
    """Those that give the same answers to choose from: only theirs are added up. None for whichever there are."""


@dataclass(frozen=True)
class Line:
    """One line of a table: of at least five answers."""

    key: str
    number: int
    counts: Mapping[str, int]
    good: Share | None
    against: Difference | None
    """How the share that says it was good differs from all other lines' together; None where that is not compared."""


Group = Callable[[Sum], str]


def table(db: Session, asked: Asked, by: By) -> list[Line]:
    """How a question was answered, line by line."""
    found = sums(db).get((asked.questionnaire, asked.question), ())
    return lines(asked, found, ways(db)[by], 1 if by is By.MEASURE else 0)


def crossed(asked: Asked, found: Iterable[Sum]) -> dict[Cell, Share | None]:
    """The share that says it was good by measure and half-year; None for a cell that is not given out.

    A cell is given out from ten answers, and only where those that are not cannot be worked out from it. A cell that
    nobody answered in is not there.
    """
    by_cell: dict[Cell, list[Sum]] = defaultdict(list)
    for one in of(asked, found):
        by_cell[one.about, one.half_year.code].append(one)
    rows, columns = (sorted({cell[side] for cell in by_cell}) for side in (0, 1))
    numbers = {
        (row, column): _number(by_cell.get((row, column), ())) for row in rows for column in columns
    }
    small = hidden(numbers, LEAST_IN_CROSS_TABLES)
    return {cell: None if cell in small else _good(asked, these) for cell, these in by_cell.items()}


def of(asked: Asked, found: Iterable[Sum]) -> list[Sum]:
    """The sums of those versions that give the same answers to choose from."""
    return [one for one in found if asked.versions is None or one.version in asked.versions]


def lines(asked: Asked, found: Iterable[Sum], group: Group, comparisons: int = 0) -> list[Line]:
    """Sums as lines, by what they are grouped by, the lines in the order of their keys.

    They are compared with each other when it is known among how many comparisons in all that is done.
    """
    groups: dict[str, list[Sum]] = defaultdict(list)
    for one in of(asked, found):
        groups[group(one)].append(one)
    keys = sorted(groups)
    goods = [(_count(groups[key], asked.good), _number(groups[key])) for key in keys]
    against: list[Difference | None] = [None] * len(keys)
    if asked.good and comparisons:
        against = intervals.against_the_rest(goods, comparisons)
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


def ways(db: Session) -> dict[By, Group]:
    """How sums are grouped, for each way to divide a table."""
    measures = {one.key: one for one in directory(db).measures.values()}
    classes = skr_classes(measures.values())

    def provider(one: Sum) -> str:
        measure = measures.get(one.about)
        return str(measure.provider_id) if measure and measure.provider_id else NO_MEASURE

    return {
        By.ALL: lambda _: "",
        By.MEASURE: lambda one: one.about,
        By.PROVIDER: provider,
        By.SKR_CLASS: lambda one: classes.get(one.about, NO_MEASURE),
        By.HALF_YEAR: lambda one: one.half_year.code,
    }


def _good(asked: Asked, found: Iterable[Sum]) -> Share | None:
    kept = list(found)
    return intervals.share(_count(kept, asked.good), _number(kept)) if asked.good else None


def _number(found: Iterable[Sum]) -> int:
    return sum(one.number for one in found)


def _count(found: Iterable[Sum], options: Iterable[str]) -> int:
    all_of_them: Counter[str] = Counter()
    for one in found:
        all_of_them.update(one.counts)
    return sum(all_of_them[option] for option in options)
