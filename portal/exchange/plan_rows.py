"""Writing plans with their goals and sub-goals: the file's plans are the whole truth of them.

A plan that was published here since is the portal's, and the file leaves it alone (`Plan.version`).
What she did stays: her answers, her «done» and what she reported hang on rows that are kept as long
as the file has them in any wording (`portal.exchange.pairing`). Steps of her own are not touched.
"""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from portal.exchange.keeping import Keeping, settle
from portal.exchange.pairing import Pairs
from portal.exchange.report import Change
from portal.exchange.shapes import Record
from portal.exchange.step_rows import write_step
from portal.plan.models import Goal, Plan, PlanKind, Step, SubGoal

DAYS = ("agreed_on", "follow_up_on", "finished_on")

Part = TypeVar("Part", Goal, SubGoal)


def write_plans(
    participant_id: UUID, entries: list[Record], rows: list[Plan], keeping: Keeping
) -> None:
    """Bring her plans to what the file says; one is known by its kind and owner, in order."""
    free = list(rows)
    for number, entry in enumerate(entries):
        values = _plan(entry, number, keeping)
        same = [row for row in free if _is_same(row, values)]
        if same and same[0].version:
            free.remove(same[0])
        elif same:
            free.remove(same[0])
            _update(same[0], entry, values, keeping)
        else:
            _make(participant_id, entry, values, keeping)
    for row in free:
        if not row.version:
            keeping.db.delete(row)
            keeping.report.note("plans", Change.GONE)
    keeping.report.note("plans", Change.OURS, sum(bool(row.version) for row in rows))


def _is_same(row: Plan, values: dict[str, Any]) -> bool:
    return bool(row.kind == values["kind"] and row.owner_id == values["owner_id"])


def _plan(entry: Record, number: int, keeping: Keeping) -> dict[str, Any]:
    owner = entry.get("owner")
    return {
        "position": number,
        "kind": PlanKind(entry.get("kind") or PlanKind.ACTION),
        "owner_id": keeping.known["organisation"][owner] if owner else None,
        "own_words": entry.get("own_words"),
        **{day: entry.get(day) for day in DAYS},
    }


def _make(participant_id: UUID, entry: Record, values: dict[str, Any], keeping: Keeping) -> None:
    plan = Plan(
        participant_id=participant_id,
        created_at=keeping.now,
        changed_at=keeping.now,
        goals=[],
        **values,
    )
    keeping.db.add(plan)
    keeping.report.note("plans", Change.NEW)
    PlanParts(plan, entry, keeping).write()


def _update(plan: Plan, entry: Record, values: dict[str, Any], keeping: Keeping) -> None:
    changed = settle(plan, values)
    changed |= PlanParts(plan, entry, keeping).write()
    if changed:
        plan.changed_at = keeping.now
    keeping.report.note("plans", Change.CHANGED if changed else Change.UNCHANGED)


class PlanParts:
    """The goals, sub-goals and steps of one plan: in the file, and in the database."""

    def __init__(self, plan: Plan, entry: Record, keeping: Keeping) -> None:
        self.plan, self.keeping = plan, keeping
        self.entries = listed(entry, "goals")
        self.old_goals = list(plan.goals)
        self.old_sub_goals = [part for goal in plan.goals for part in goal.sub_goals]
        self.old_steps = [step for part in self.old_sub_goals for step in part.steps]
        self.goals: Pairs[Goal] = Pairs()
        self.sub_goals: Pairs[SubGoal] = Pairs()
        self.steps: Pairs[Step] = Pairs()

    def write(self) -> bool:
        """Bring all of it to what the file says; True when anything was otherwise."""
        self._pair()
        changed = False
        for number, entry in enumerate(self.entries):
            changed |= self._write_goal(entry, number)
        changed |= self._remove("steps", self.steps.left_over(self.old_steps))
        changed |= self._remove("sub-goals", self.sub_goals.left_over(self.old_sub_goals))
        changed |= self._remove("goals", self.goals.left_over(self.old_goals))
        return changed

    def _pair(self) -> None:
        """Find the row of each entry: inside its parent first, then in the whole plan."""
        self.goals.within(self.entries, self.old_goals)
        sub_entries = [sub for entry in self.entries for sub in listed(entry, "sub_goals")]
        for entry in self.entries:
            goal = self.goals.row(entry)
            self.sub_goals.by_words(listed(entry, "sub_goals"), goal.sub_goals if goal else [])
        self.sub_goals.by_words(sub_entries, self.old_sub_goals)
        for entry in self.entries:
            goal = self.goals.row(entry)
            self.sub_goals.within(listed(entry, "sub_goals"), goal.sub_goals if goal else [])
        self._pair_steps(sub_entries)

    def _pair_steps(self, sub_entries: list[Record]) -> None:
        homes = [
            (listed(entry, "steps"), row.steps if (row := self.sub_goals.row(entry)) else [])
            for entry in sub_entries
        ]
        every = [step for entries, _ in homes for step in entries]
        for entries, rows in homes:
            self.steps.by_words(entries, rows)
        self.steps.by_words(every, self.old_steps)
        for entries, rows in homes:
            self.steps.within(entries, rows)
        self.steps.by_likeness(every, self.old_steps)

    def _write_goal(self, entry: Record, number: int) -> bool:
        goal = self.goals.row(entry)
        values = self._words(entry, number, plan=self.plan)
        changed, goal = self._put("goals", Goal, goal, values)
        for place, sub_entry in enumerate(listed(entry, "sub_goals")):
            values = self._words(sub_entry, place, goal=goal)
            row = self.sub_goals.row(sub_entry)
            differs, sub_goal = self._put("sub-goals", SubGoal, row, values)
            changed |= differs
            for position, step in enumerate(listed(sub_entry, "steps")):
                changed |= write_step(
                    step, self.steps.row(step), sub_goal, position, self.plan, self.keeping
                )
        return changed

    @staticmethod
    def _words(entry: Record, position: int, **parent: Plan | Goal) -> dict[str, Any]:
        words = {"text": entry["text"], "reached_on": entry.get("reached_on")}
        return {"position": position, **words, **parent}

    def _put(
        self, kind: str, model: type[Part], row: Part | None, values: dict[str, Any]
    ) -> tuple[bool, Part]:
        if row is None:
            row = model(**values)
            self.keeping.db.add(row)
            self.keeping.report.note(kind, Change.NEW)
            return True, row
        changed = settle(row, values)
        self.keeping.report.note(kind, Change.CHANGED if changed else Change.UNCHANGED)
        return changed, row

    def _remove(self, kind: str, rows: list[Any]) -> bool:
        for row in rows:
            self.keeping.db.delete(row)
        self.keeping.report.note(kind, Change.GONE, len(rows))
        return bool(rows)


def listed(entry: Record, name: str) -> list[Record]:
    """The entries of a list, none when it is not there."""
    return entry.get(name) or []
