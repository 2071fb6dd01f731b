"""A whole plan as one document: what is written in a draft, and what a published version keeps.

Texts stand in their stored form, so that translations travel with them. Identities are made in the draft and
kept when it is published: a step is the same step through all versions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.exc import NoResultFound

from portal.plan.models import Goal, Plan, PlanKind, SubGoal
from portal.plan.step_part import Record, StepPart, day, identity, stored, text_of, writing
from portal.writing import Writing

Found = TypeVar("Found")


@dataclass
class SubGoalPart:
    """A sub-goal with its steps, as written."""

    id: UUID
    text: Writing
    reached_on: date | None = None
    steps: list[StepPart] = field(default_factory=list)

    def to_json(self) -> Record:
        return {**_words(self), "steps": [one.to_json() for one in self.steps]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> SubGoalPart:
        return cls(*_spoken(kept), [StepPart.from_json(one) for one in kept.get("steps") or []])

    @classmethod
    def from_row(cls, row: SubGoal) -> SubGoalPart:
        steps = [StepPart.from_row(one) for one in row.steps]
        return cls(row.id, row.text, row.reached_on, steps)


@dataclass
class GoalPart:
    """A goal with its sub-goals, as written."""

    id: UUID
    text: Writing
    reached_on: date | None = None
    sub_goals: list[SubGoalPart] = field(default_factory=list)

    def to_json(self) -> Record:
        return {**_words(self), "sub_goals": [one.to_json() for one in self.sub_goals]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> GoalPart:
        parts = [SubGoalPart.from_json(one) for one in kept.get("sub_goals") or []]
        return cls(*_spoken(kept), parts)

    @classmethod
    def from_row(cls, row: Goal) -> GoalPart:
        parts = [SubGoalPart.from_row(one) for one in row.sub_goals]
        return cls(row.id, row.text, row.reached_on, parts)


@dataclass
class PlanDocument:
    """The whole plan as written."""

    kind: PlanKind
    own_words: Writing | None = None
    owner: UUID | None = None
    follow_up_on: date | None = None
    agreed_on: date | None = None
    goals: list[GoalPart] = field(default_factory=list)

    @property
    def sub_goals(self) -> list[SubGoalPart]:
        return [one for goal in self.goals for one in goal.sub_goals]

    @property
    def steps(self) -> list[StepPart]:
        return [one for sub_goal in self.sub_goals for one in sub_goal.steps]

    def step(self, step_id: UUID) -> StepPart:
        """One step. Raises `NoResultFound` when it is not in the plan."""
        return _only(one for one in self.steps if one.id == step_id)

    def above(self, step_id: UUID) -> SubGoalPart:
        """The sub-goal that a step stands under. Raises `NoResultFound`."""
        return _only(one for one in self.sub_goals if any(s.id == step_id for s in one.steps))

    def sub_goal(self, part_id: UUID) -> SubGoalPart:
        return _only(one for one in self.sub_goals if one.id == part_id)

    def goal(self, part_id: UUID) -> GoalPart:
        return _only(one for one in self.goals if one.id == part_id)

    def has(self, part_id: UUID) -> bool:
        """Whether a goal, sub-goal or step with this identity stands here."""
        known = {one.id for one in self.goals} | {one.id for one in self.sub_goals}
        return part_id in known or any(one.id == part_id for one in self.steps)

    def copy(self) -> PlanDocument:
        return deepcopy(self)

    def to_json(self) -> Record:
        return {
            "own_words": stored(self.own_words),
            "kind": str(self.kind),
            **{
                name: text_of(getattr(self, name))
                for name in ("owner", "follow_up_on", "agreed_on")
            },
            "goals": [one.to_json() for one in self.goals],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> PlanDocument:
        return cls(
            kind=PlanKind(kept["kind"]),
            own_words=writing(kept.get("own_words")),
            owner=identity(kept.get("owner")),
            follow_up_on=day(kept.get("follow_up_on")),
            agreed_on=day(kept.get("agreed_on")),
            goals=[GoalPart.from_json(one) for one in kept.get("goals") or []],
        )

    @classmethod
    def from_row(cls, row: Plan) -> PlanDocument:
        goals = [GoalPart.from_row(one) for one in row.goals]
        return cls(row.kind, row.own_words, row.owner_id, row.follow_up_on, row.agreed_on, goals)


def _only(found: Iterator[Found]) -> Found:
    for one in found:
        return one
    raise NoResultFound


def _words(part: GoalPart | SubGoalPart) -> Record:
    return {
        "id": str(part.id), "text": part.text.to_store(), "reached_on": text_of(part.reached_on)
    }  # fmt: skip


def _spoken(kept: Mapping[str, Any]) -> tuple[UUID, Writing, date | None]:
    return UUID(kept["id"]), Writing.stored(kept["text"]), day(kept.get("reached_on"))
