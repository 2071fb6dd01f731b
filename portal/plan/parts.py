"""A plan's document laid out flat: each part by its identity, so that two documents can be compared part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.plan.document import PlanDocument
from portal.plan.step_part import TEXTS, Record
from portal.writing import WHO

PLAN = "plan"
"""The name of the whole plan among the parts."""
CHILDREN = {"plan": "goals", "goal": "sub_goals", "sub-goal": "steps"}
BELOW = {"plan": "goal", "goal": "sub-goal", "sub-goal": "step"}
WORDS = {*TEXTS, "own_words"}
BESIDE = {"id", "state_on", "ready_key"}
"""What follows from something else and is no change by itself."""


@dataclass(frozen=True)
class Part:
    """One part of a plan (the plan itself, a goal, a sub-goal, a step) without what stands under it."""

    what: str
    id: str
    parent: str | None
    values: Record

    @property
    def text(self) -> Any:
        return self.values.get("text")


def laid_out(document: PlanDocument) -> dict[str, Part]:
    """Every part of a plan, in the order in which it is read."""
    return {part.id: part for part in _walk("plan", PLAN, None, document.to_json())}


def _walk(what: str, part_id: str, parent: str | None, record: Record) -> Iterator[Part]:
    below = CHILDREN.get(what, "")
    yield Part(what, part_id, parent, {k: v for k, v in record.items() if k != below})
    for child in record.get(below, []):
        yield from _walk(BELOW[what], child["id"], part_id, child)


def put_together(parts: dict[str, Part]) -> PlanDocument:
    """The plan that these parts make; parts of one parent stand in the order in which they are given."""
    return PlanDocument.from_json(_record(parts, parts[PLAN]))


def _record(parts: dict[str, Part], part: Part) -> Record:
    record = dict(part.values)
    if part.what in CHILDREN:
        record[CHILDREN[part.what]] = [_record(parts, one) for one in under(parts, part.id)]
    return record


def under(parts: dict[str, Part], parent: str) -> list[Part]:
    """What stands right under a part, in order."""
    return [one for one in parts.values() if one.parent == parent]


def is_same(name: str, one: Any, other: Any) -> bool:
    """Whether a field says the same: for a text the same words, whatever it has been translated into."""
    return _said(one) == _said(other) if name in WORDS else bool(one == other)


def differing(one: Part, other: Part) -> list[str]:
    """The names of the fields in which two states of a part differ."""
    names = [name for name in one.values if name not in BESIDE]
    return [n for n in names if not is_same(n, one.values[n], other.values.get(n))]


def _said(stored: Record | None) -> tuple[str, str] | None:
    if not stored:
        return None
    language = next(key for key in stored if key != WHO)
    return language, stored[language]
