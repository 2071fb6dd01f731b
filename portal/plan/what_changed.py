"""What a version changed, made ready to be told to her: each change with the words and days before and after."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.people.directory import Directory
from portal.plan.models import PlanKind, Step, StepKind
from portal.plan.step_part import Hours, Party, State
from portal.plan.version_models import PlanVersion
from portal.writing import Writing


@dataclass(frozen=True)
class Herself:
    """She, where a doer or companion is named: the page says «du»."""


Shown = Writing | str | date | State | StepKind | PlanKind | tuple[Any, ...] | Herself | None


@dataclass(frozen=True)
class Fact:
    """One thing about a step or plan that is otherwise now; None where there was or is nothing."""

    name: str
    before: Shown
    after: Shown


@dataclass(frozen=True)
class Line:
    """One change, in the order in which she reads the plan."""

    what: str
    """As `PlanVersion.changes` calls it: `step-added`, `goal-changed`, `follow-up` …"""
    text: Writing | None
    """The step's, the goal's or her own words, as they stand now; for what was taken away, as they stood."""
    was: Writing | None
    """The words before, when they are others now."""
    facts: tuple[Fact, ...]
    step: Step | None
    """The living step, to which the line leads."""


def lines(version: PlanVersion, steps: Iterable[Step], known: Directory) -> list[Line]:
    """Each change of a version; that the order is another is told once."""
    living = {str(step.id): step for step in steps}
    told: list[Line] = []
    for change in version.changes:
        what = change["what"]
        is_told = what == "order" and any(line.what == "order" for line in told)
        if what not in SILENT and not is_told:
            told.append(_line(change, living.get(change.get("id") or ""), known))
    return told


def step_ids(versions: Iterable[PlanVersion]) -> set[str]:
    """The steps that these versions speak of."""
    return {
        change["id"]
        for version in versions
        for change in version.changes
        if change["what"].startswith("step-") and change.get("id")
    }


SILENT = {"agreed-on"}
OF_THE_PLAN = {"follow-up": "follow_up_on", "owner": "owner", "kind": "plan_kind"}
"""Changes of the plan itself, whose values stand as `before` and `after`."""
TOLD = (
    "due_on", "starts_on", "doer", "weekly", "place", "with", "why", "bring", "measure", "kind",
    "state", "reached_on",
)  # fmt: skip
"""The fields whose before and after are told, in this order; of others the step itself tells."""


def _line(change: Mapping[str, Any], step: Step | None, known: Directory) -> Line:
    what, before, after = change["what"], change.get("before"), change.get("after")
    if what in OF_THE_PLAN:
        fact = _fact(OF_THE_PLAN[what], [before, after], known)
        return Line(what, None, None, (fact,), None)
    if what.endswith("-moved"):
        text = step.text if step else None
        return Line(what, text, None, (Fact("under", _text(before), _text(after)),), step)
    facts = tuple(
        _fact(name, pair, known) for name, pair in _values(change).items() if name in TOLD
    )
    was = _text(before) if "text" in _fields(change) and after else None
    return Line(what, _text(after) or _text(before) or (step.text if step else None), was, facts, step)  # fmt: skip


def _fields(change: Mapping[str, Any]) -> list[str]:
    return change.get("fields") or []


def _values(change: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Field → what stood and what stands, in the order of `TOLD`."""
    values = change.get("values") or {}
    fields = _fields(change)
    if not values and len(fields) == 1 and not isinstance(change.get("after"), Mapping):
        values = {fields[0]: [change.get("before"), change.get("after")]}
    return {name: values[name] for name in TOLD if name in values}


def _fact(name: str, pair: list[Any], known: Directory) -> Fact:
    show = SHOWN.get(name, _words)
    before, after = (show(value, known) if value else None for value in pair)
    return Fact(name, before, after)


def _text(value: Any) -> Writing | None:
    if isinstance(value, str):
        return Writing.in_("sv", value) if value else None
    return Writing.stored(value) if value else None


def _words(value: Any, _: Directory) -> Shown:
    return _text(value)


def _party(value: Any, known: Directory) -> Shown:
    party = Party.from_json(value)
    if party.staff:
        found = known.staff.get(party.staff)
        return found.name if found else None
    if party.organisation:
        organisation = known.organisations.get(party.organisation)
        return organisation.name if organisation else None
    return Herself()


def _named(value: Any, of: Mapping[Any, Any]) -> Writing | None:
    found = next((one for key, one in of.items() if str(key) == value), None)
    return found.name if found else None


def _day(value: Any, _: Directory) -> Shown:
    return date.fromisoformat(value[:10])


SHOWN: dict[str, Callable[[Any, Directory], Shown]] = {
    **dict.fromkeys(("due_on", "starts_on", "reached_on", "follow_up_on"), _day),
    "doer": _party,
    "with": lambda value, known: tuple(_party(one, known) for one in value),
    "weekly": lambda value, _: tuple(Hours.from_json(one) for one in value),
    "measure": lambda value, known: _named(value, known.measures),
    "owner": lambda value, known: _named(value, known.organisations),
    "kind": lambda value, _: StepKind(value),
    "plan_kind": lambda value, _: PlanKind(value),
    "state": lambda value, _: State(value),
}
