"""What stands in the way of publishing a plan, said at the step where it is to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from portal.people.directory import Directory, directory
from portal.people.models import Participant
from portal.plan.document import PlanDocument
from portal.plan.drafts import Manuscript, has_moved
from portal.plan.models import Plan, Step, StepKind
from portal.plan.parts import is_same
from portal.plan.step_part import State, StepPart
from portal.writing import Writing

FROZEN = ("text", "why", "kind", "doer")
"""The words of a step that she has agreed to: they are frozen for both. Its days may move."""


class Reason(StrEnum):
    """Why a plan cannot be published as it is."""

    MOVED_AWAY = "moved-away"
    """Her case has ended: nothing new is written for her."""
    FINISHED = "finished"
    """A colleague finished the plan meanwhile; the draft is kept to be read."""
    DOER_LEFT = "doer-left"
    """The step's doer no longer works here."""
    AGREED = "agreed"
    """She has agreed to the step, and its words are otherwise in the draft."""
    ANSWERED = "answered"
    """The step was taken away in the draft, but she has answered it or it is done."""
    NO_GROUND = "no-ground"
    """A required step without who decided it, or on what ground."""
    NO_DEMANDS = "no-demands"
    """A required step in a track without demands."""


@dataclass(frozen=True)
class Problem:
    reason: Reason
    step_id: UUID | None = None
    text: Writing | None = None


def problems(db: Session, manuscript: Manuscript, document: PlanDocument, today: date) -> list[Problem]:  # fmt: skip
    """Everything that stands in the way of publishing this document; empty when nothing does."""
    published = steps_of(manuscript.plan)
    found = [Problem(Reason.MOVED_AWAY)] if has_moved(manuscript.participant, today) else []
    if manuscript.plan and manuscript.plan.is_finished:
        found.append(Problem(Reason.FINISHED))
    for step in document.steps:
        found += [
            Problem(reason, step.id, step.text)
            for reason in _of_step(
                step, published.get(step.id), manuscript.participant, directory(db), today
            )
        ]
    there = {step.id for step in document.steps}
    return found + [
        Problem(Reason.ANSWERED, row.id, row.text)
        for row in published.values()
        if row.id not in there and must_stay(row)
    ]


def steps_of(plan: Plan | None) -> dict[UUID, Step]:
    """The published steps of a plan by identity."""
    goals = plan.goals if plan else []
    return {
        step.id: step for goal in goals for part in goal.sub_goals for step in part.steps
    }  # fmt: skip


def must_stay(row: Step) -> bool:
    """Whether a published step is dropped with a reason instead of taken away: she has answered it, or it is done."""
    return row.answer is not None or row.is_done or row.agreed_at is not None


def may_go(manuscript: Manuscript, part_id: UUID) -> bool:
    """Whether a goal, a sub-goal or a step may be taken away: nothing under it must stay."""
    published = steps_of(manuscript.plan)
    document = manuscript.document
    under = {part_id}
    for goal in document.goals:
        for part in goal.sub_goals:
            if part_id in (goal.id, part.id):
                under |= {step.id for step in part.steps}
    return not any(must_stay(published[one]) for one in under if one in published)


def is_frozen(row: Step | None) -> bool:
    """Whether she has agreed to a step's words."""
    return row is not None and row.agreed_at is not None


def has_left(known: Directory, staff_id: UUID | None, today: date) -> bool:
    """Whether a member of staff no longer works here; the last day counts as working."""
    found = known.staff.get(staff_id) if staff_id else None
    return bool(found and found.ended_on and found.ended_on < today)


def _of_step(
    step: StepPart, row: Step | None, participant: Participant, known: Directory, today: date
) -> Iterator[Reason]:
    before = StepPart.from_row(row) if row else None
    if before and is_frozen(row) and _words_differ(before, step, known, today):
        yield Reason.AGREED
    if step.state in (State.DONE, State.DROPPED):
        return
    if has_left(known, step.doer.staff, today):
        yield Reason.DOER_LEFT
    if step.kind is StepKind.REQUIRED and step != before:
        if not participant.has_demands:
            yield Reason.NO_DEMANDS
        elif not (step.decided_by and step.ground):
            yield Reason.NO_GROUND


def _words_differ(before: StepPart, after: StepPart, known: Directory, today: date) -> bool:
    """Whether frozen words are otherwise; a doer who has left is replaced all the same."""
    old, new = before.to_json(), after.to_json()
    names = [n for n in FROZEN if n != "doer" or not has_left(known, before.doer.staff, today)]
    return any(not is_same(name, old[name], new[name]) for name in names)
