"""What a plan being written asks of her in a week, and what in it is at the same time: for both to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from portal.plan import clashes
from portal.plan.clashes import Clash
from portal.plan.document import PlanDocument
from portal.plan.models import Step, WeeklyHour
from portal.plan.reading import Plans
from portal.plan.step_part import State, StepPart


@dataclass(frozen=True)
class Load:
    """Hours a week in all her plans, and every clash; a warning for both, never a hindrance."""

    minutes: int
    clashes: list[Clash]

    def of(self, step_id: UUID) -> list[tuple[Clash, Step]]:
        """The clashes of one step, each with the step that it does not fit together with."""
        return [
            (clash, clash.second if clash.first.id == step_id else clash.first)
            for clash in self.clashes
            if step_id in (clash.first.id, clash.second.id)
        ]


def load(plans: Plans, plan_id: UUID, document: PlanDocument, today: date) -> Load:
    """The week as it would be: this plan as written, and the other plans as they are."""
    others = [
        step
        for step in plans.open_steps
        if not step.is_resting and not (step.sub_goal and step.sub_goal.goal.plan.id == plan_id)
    ]
    written = [_as_row(step) for step in document.steps if step.state is State.OPEN]
    hers = [step for step in (*written, *others) if step.is_hers]
    running = [step for step in hers if (step.due_on or date.max) >= today]
    minutes = sum(hour.minutes for step in running for hour in step.weekly)
    return Load(minutes, clashes.find(hers))


def _as_row(part: StepPart) -> Step:
    """The step as a row that no session knows: only to be compared with others."""
    return Step(
        id=part.id,
        **part.row_values(),
        weekly=[
            WeeklyHour(weekday=one.weekday, starts=one.starts, ends=one.ends) for one in part.weekly
        ],
    )
