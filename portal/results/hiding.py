"""Which numbers of a table are not given out, so that no small group is found, not by subtraction either.

A cell below the limit is hidden. Where the sums of its row and its column are given out too, one hidden cell alone
could be worked out from the others: so in each row and column that hides something, at least two cells are hidden,
which together hold at least the limit (complementary suppression).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

LEAST = 5
"""Fewer than so many are never shown."""
LEAST_IN_CROSS_TABLES = 10
"""Fewer than so many are not shown where two things are crossed, or in free text."""

Cell = tuple[str, str]
"""Row and column."""


def hidden(numbers: Mapping[Cell, int], least: int = LEAST_IN_CROSS_TABLES) -> frozenset[Cell]:
    """The cells of a table whose numbers are not given out. Empty cells (0) stay: nobody is in them.

    `numbers` holds every cell, the empty ones too. The sums of rows and columns may be given out.
    """
    found = {cell for cell, number in numbers.items() if 0 < number < least}
    while (more := _one_more(numbers, found, least)) is not None:
        found.add(more)
    return frozenset(found)


def sums_to_hide(
    numbers: Mapping[Cell, int], hidden_cells: frozenset[Cell], least: int = LEAST_IN_CROSS_TABLES
) -> frozenset[tuple[int, str]]:
    """The lines (0 for a row, 1 for a column, and its name) whose sum is hidden too: there was nothing left to hide
    beside its one hidden cell, or all that is hidden in it is too little."""
    return frozenset(
        line for line in _lines(numbers) if _tells(numbers, set(hidden_cells), least, line)
    )


def _one_more(numbers: Mapping[Cell, int], found: set[Cell], least: int) -> Cell | None:
    """The next cell to hide: the smallest shown one of a line in which what is hidden could be worked out."""
    for line in _lines(numbers):
        if not _tells(numbers, found, least, line):
            continue
        shown = [cell for cell in _cells(numbers, line) if numbers[cell] and cell not in found]
        if shown:
            return min(shown, key=lambda cell: (numbers[cell], cell))
    return None


def _tells(
    numbers: Mapping[Cell, int], found: set[Cell], least: int, line: tuple[int, str]
) -> bool:
    """Whether the line's sum would tell of too few: one cell is hidden alone, or all the hidden ones are too few."""
    hides = [cell for cell in _cells(numbers, line) if cell in found]
    return bool(hides) and (len(hides) == 1 or sum(numbers[cell] for cell in hides) < least)


def _lines(numbers: Mapping[Cell, int]) -> Iterator[tuple[int, str]]:
    for side in (0, 1):
        for name in dict.fromkeys(cell[side] for cell in numbers):
            yield side, name


def _cells(numbers: Mapping[Cell, int], line: tuple[int, str]) -> Iterator[Cell]:
    side, name = line
    return (cell for cell in numbers if cell[side] == name)
