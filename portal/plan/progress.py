"""What is next and whose turn it is. Pure decisions: nothing here reads or writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal import clock
from portal.plan.models import Answer, Plan, Step

FAR = date.max


class Turn(StrEnum):
    """Whose turn it is. She must never have to wonder."""

    YOURS = "yours"
    OTHERS = "others"
    NOBODYS = "nobodys"
    """It is done, paused or taken away."""


def is_open(step: Step) -> bool:
    """Whether somebody still has to do it: not done, not paused, not taken away from the plan.

    What is not open asks nothing of anybody: it is never next, late, in the week or in a clash.
    """
    return not step.is_done and not step.is_resting


def turn(step: Step) -> Turn:
    """Whose turn it is with a step."""
    if not is_open(step):
        return Turn.NOBODYS
    return Turn.YOURS if step.is_hers else Turn.OTHERS


def is_late(step: Step, today: date) -> bool:
    """Whether the day it should have been done has passed."""
    return is_open(step) and step.due_on is not None and step.due_on < today


def next_step(steps: Iterable[Step], today: date) -> Step | None:
    """The one step to show first.

    Her own comes before anybody else's, so that the page answers «what do I do now?»: first what has
    begun, in the order of the day it is due. With nothing of her own it answers «what am I waiting for?»
    with the earliest step of somebody else.
    """
    waiting = [step for step in steps if is_open(step)]
    return min(
        waiting,
        key=lambda step: (
            not step.is_hers,
            _begins(step) > today,
            step.due_on or FAR,
            _begins(step),
        ),
        default=None,
    )


def late_by_others(steps: Iterable[Step], today: date) -> list[Step]:
    """What somebody else should have done already: the page says plainly that she is kept waiting."""
    late = [step for step in steps if not step.is_hers and is_late(step, today)]
    return sorted(late, key=lambda step: step.due_on or FAR)


def waiting_since(step: Step) -> date:
    """Since when she has waited for a step of somebody else: since it was agreed, or was to begin."""
    plan = step.sub_goal.goal.plan if step.sub_goal else None
    agreed = plan.agreed_on if plan else None
    since = agreed or clock.local(step.created_at).date()
    return max(since, step.starts_on) if step.starts_on else since


def takes_part(step: Step) -> bool:
    """Whether she does the step or is to be there, so that her answer to it matters."""
    return step.is_hers or any(companion.is_participant for companion in step.companions)


def answer_waits(step: Step) -> bool:
    """Whether her word that a step does not work, or that she is unsure, still waits for staff.

    Not when they have seen to it since, and not when the step is done or taken away.
    """
    given = step.answer
    if given is None or given.answer is Answer.WORKS or step.is_done or step.dropped_on:
        return False
    return given.handled_at is None or given.handled_at < given.answered_at


@dataclass(frozen=True)
class FollowUp:
    """The day a plan is looked at again (uppföljningsdatum)."""

    on: date
    is_late: bool
    plan: Plan


def follow_up(plans: Iterable[Plan], today: date) -> FollowUp | None:
    """The follow-up that comes first among her running plans; late is late from the day after."""
    dated = [plan for plan in plans if plan.follow_up_on and not plan.is_finished]
    first = min(dated, key=lambda plan: plan.follow_up_on or FAR, default=None)
    if first is None or first.follow_up_on is None:
        return None
    return FollowUp(first.follow_up_on, first.follow_up_on < today, first)


def hear_by(assigned_on: date, working_days: int) -> date:
    """The last day on which she is to have heard from her contact person, counted in working days.

    Public holidays are not counted out: she is told the earlier, not the later, day.
    """
    day = assigned_on
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < 5
    return day


def _begins(step: Step) -> date:
    return step.starts_on or date.min
