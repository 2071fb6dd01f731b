"""The acts of writing a plan. Each takes a document and gives another; nothing here reads or writes a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.exc import NoResultFound

from portal.plan.document import GoalPart, PlanDocument, SubGoalPart
from portal.plan.step_part import State, StepPart
from portal.writing import Writing


def with_facts(document: PlanDocument, **facts: Any) -> PlanDocument:
    """The plan with other own words, kind, owner or days."""
    return replace(document.copy(), **facts)


def with_goal(document: PlanDocument, goal_id: UUID, words: Writing) -> PlanDocument:
    """The plan with a goal more, at the end."""
    after = document.copy()
    after.goals.append(GoalPart(goal_id, words))
    return after


def with_sub_goal(
    document: PlanDocument, goal_id: UUID, part_id: UUID, words: Writing
) -> PlanDocument:
    """The plan with a sub-goal more under a goal. Raises `NoResultFound` when the goal is not there."""
    after = document.copy()
    after.goal(goal_id).sub_goals.append(SubGoalPart(part_id, words))
    return after


def goal_or_sub_goal(document: PlanDocument, part_id: UUID) -> GoalPart | SubGoalPart:
    """A goal or a sub-goal by its identity. Raises `NoResultFound`."""
    try:
        return document.goal(part_id)
    except NoResultFound:
        return document.sub_goal(part_id)


def with_words(
    document: PlanDocument, part_id: UUID, words: Writing, reached_on: date | None
) -> PlanDocument:
    """The plan with other words for a goal or a sub-goal, or with the day it was reached."""
    after = document.copy()
    part = goal_or_sub_goal(after, part_id)
    part.text, part.reached_on = words, reached_on
    return after


def with_step(document: PlanDocument, sub_goal_id: UUID, step: StepPart) -> PlanDocument:
    """The plan with this step under that sub-goal: in its place when it is there already, else at the end."""
    after = document.copy()
    home = after.sub_goal(sub_goal_id)
    for place, there in enumerate(home.steps):
        if there.id == step.id:
            home.steps[place] = step
            return after
    for sub_goal in after.sub_goals:
        sub_goal.steps = [one for one in sub_goal.steps if one.id != step.id]
    home.steps.append(step)
    return after


def with_state(
    document: PlanDocument, step_id: UUID, state: State, on: date, reason: Writing | None
) -> PlanDocument:
    """The plan with a step done, paused, dropped or open again."""
    step = document.step(step_id)
    if step.state is state:
        on = step.state_on or on
    changed = step.with_(
        state=state,
        state_on=None if state is State.OPEN else on,
        state_reason=reason if state in (State.PAUSED, State.DROPPED) else None,
    )
    return with_step(document, document.above(step_id).id, changed)


def moved(document: PlanDocument, part_id: UUID, by: int) -> PlanDocument:
    """The plan with a goal, sub-goal or step one place up (-1) or down (1).

    A step at the edge of its sub-goal goes on into the neighbouring one; at the edge of the plan nothing moves.
    """
    after = document.copy()
    for items in _lists(after):
        places = [place for place, one in enumerate(items) if one.id == part_id]
        if places:
            if not _shift(items, places[0], by):
                _into_the_next(after, part_id, by)
            return after
    raise NoResultFound


def removed(document: PlanDocument, part_id: UUID) -> PlanDocument:
    """The plan without a goal, sub-goal or step, and without what stands under it."""
    after = document.copy()
    for items in _lists(after):
        for one in items:
            if one.id == part_id:
                items.remove(one)
                return after
    raise NoResultFound


def copied(
    document: PlanDocument, sub_goal_id: UUID, steps: Iterable[StepPart], key: UUID
) -> PlanDocument:
    """The plan with copies of these steps: open, without days. The same form sent twice (same `key`) copies once."""
    after = document
    for step in steps:
        copy = step.with_(
            id=uuid5(key, str(step.id)),
            starts_on=None,
            due_on=None,
            state=State.OPEN,
            state_on=None,
            state_reason=None,
        )
        if not after.has(copy.id):
            after = with_step(after, sub_goal_id, copy)
    return after


def brought_back(document: PlanDocument, published: PlanDocument, step_id: UUID) -> PlanDocument:
    """The plan with a step that was taken away in it, and with the sub-goal and goal above it where they went too."""
    after = document.copy()
    above = published.above(step_id)
    [goal] = [one for one in published.goals if above in one.sub_goals]
    if not after.has(goal.id):
        after.goals.append(GoalPart(goal.id, goal.text, goal.reached_on))
    if not after.has(above.id):
        parts = after.goal(goal.id).sub_goals
        parts.append(SubGoalPart(above.id, above.text, above.reached_on))
    return with_step(after, above.id, published.step(step_id))


def _lists(document: PlanDocument) -> list[list[Any]]:
    return [
        document.goals,
        *(goal.sub_goals for goal in document.goals),
        *(sub_goal.steps for sub_goal in document.sub_goals),
    ]


def _shift(items: list[Any], place: int, by: int) -> bool:
    there = place + by
    if not 0 <= there < len(items):
        return False
    items[place], items[there] = items[there], items[place]
    return True


def _into_the_next(document: PlanDocument, part_id: UUID, by: int) -> None:
    homes = document.sub_goals
    for place, home in enumerate(homes):
        found = [one for one in home.steps if one.id == part_id]
        if found and 0 <= place + by < len(homes):
            home.steps.remove(found[0])
            target = homes[place + by].steps
            target.insert(0 if by > 0 else len(target), found[0])
            return
