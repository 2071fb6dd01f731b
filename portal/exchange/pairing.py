"""Which part of a plan in the file is which part in the database, when words or order have changed.

What she did with a step (done, answered, said that it clashes) hangs on its row. So a row is kept
for what is still the same thing: first by its words, then by where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Generic, TypeVar
from uuid import UUID

from portal.exchange.shapes import Record
from portal.plan.models import Goal, Step, SubGoal

ALIKE = 0.6
"""How much alike two wordings are (0 to 1) that may be one step which also moved."""


Part = TypeVar("Part", Goal, SubGoal, Step)


class Pairs(dict[int, Part], Generic[Part]):
    """For each entry of the file that has one: its row."""

    def row(self, entry: Record) -> Part | None:
        """The row that this entry is about."""
        return self.get(id(entry))

    def within(self, entries: Sequence[Record], rows: Sequence[Part]) -> None:
        """Pair what stands under one parent: by its words, nearly its words, and then its place."""
        self.by_words(entries, rows)
        self.by_likeness(entries, rows)
        self.by_position(entries, rows)

    def by_words(self, entries: Sequence[Record], rows: Sequence[Part]) -> None:
        """Pair what has the same words, in order."""
        free: dict[str, list[Part]] = {}
        for row in self._free(rows):
            free.setdefault(row.text.original, []).append(row)
        for entry in self._new(entries):
            same = free.get(entry["text"].original)
            if same:
                self[id(entry)] = same.pop(0)

    def by_position(self, entries: Sequence[Record], rows: Sequence[Part]) -> None:
        """Pair what is left over between the same two neighbours, in order."""
        gaps: dict[UUID | None, list[Part]] = {}
        free, before = {row.id for row in self._free(rows)}, None
        for row in rows:
            if row.id in free:
                gaps.setdefault(before, []).append(row)
            else:
                before = row.id
        before = None
        for entry in entries:
            known = self.row(entry)
            if known is not None:
                before = known.id
            elif gaps.get(before):
                self[id(entry)] = gaps[before].pop(0)

    def by_likeness(self, entries: Sequence[Record], rows: Sequence[Part]) -> None:
        """Pair what is left over and has nearly the same words."""
        free = self._free(rows)
        for entry in self._new(entries):
            best = max(free, key=lambda row: _likeness(entry, row), default=None)
            if best is not None and _likeness(entry, best) >= ALIKE:
                self[id(entry)] = best
                free.remove(best)

    def left_over(self, rows: Sequence[Part]) -> list[Part]:
        """The rows that no entry of the file is about any longer."""
        return self._free(rows)

    def _free(self, rows: Sequence[Part]) -> list[Part]:
        taken = {row.id for row in self.values()}
        return [row for row in rows if row.id not in taken]

    def _new(self, entries: Sequence[Record]) -> list[Record]:
        return [entry for entry in entries if id(entry) not in self]


def _likeness(entry: Record, row: Goal | SubGoal | Step) -> float:
    return SequenceMatcher(None, entry["text"].original, row.text.original).ratio()
