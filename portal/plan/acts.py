"""What staff do with a step that is already in her plan: done, paused, taken away, open again, another day.

Doing the same twice changes nothing. Each may be taken back for a minute: `portal.plan.taking_back`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.people.models import Participant
from portal.plan import reading
from portal.plan.answers import Unfit
from portal.plan.models import Step
from portal.plan.taking_back import State
from portal.plan.typed import cleaned, unasked
from portal.writing import Writing

LONGEST_REASON = 500
FURTHEST = timedelta(days=5 * 365)


@dataclass(frozen=True)
class Act:
    """One act that was done: the step, and its state before when anything changed."""

    step: Step
    before: State | None


def published(db: Session, participant: Participant, step_id: UUID) -> Step:
    """A step of a plan of hers. Raises `NoResultFound` for a step of her own: that is hers to change."""
    plans = reading.plans(db, participant)
    for step in plans.steps:
        if step.id == step_id and not step.is_own:
            return step
    raise NoResultFound


def is_closed(step: Step) -> bool:
    """Whether its plan is finished, so that nothing in it is changed any more."""
    return step.sub_goal is not None and step.sub_goal.goal.plan.is_finished


def mark_done(step: Step, on: str, *, now: datetime, today: date) -> Act:
    """It was done on that day. Raises `Unfit` when that is no day, or has not come yet."""
    day = _day(on, "done_on")
    if day > today:
        raise Unfit("done_on", "not-yet")

    def change() -> None:
        if step.done_on != day:
            step.done_on, step.done_by_herself = day, False
        step.paused_on = step.dropped_on = step.state_reason = None
        _answer_is_seen_to(step, now)

    return _acted(step, change, now)


def pause(step: Step, reason: str, *, now: datetime, today: date) -> Act:
    """It rests for a while. Raises `Unfit` without a reason: she is to know why."""
    words = _reason(reason, "pause_reason")

    def change() -> None:
        step.paused_on = step.paused_on or today
        step.dropped_on = step.done_on = None
        step.done_by_herself, step.state_reason = False, _same_or(step.state_reason, words)

    return _acted(step, change, now)


def drop(step: Step, reason: str, *, now: datetime, today: date) -> Act:
    """It is no longer part of the plan, but stays readable. Raises `Unfit` without a reason.

    It decides nothing about money: only a decision on paper does.
    """
    words = _reason(reason, "drop_reason")

    def change() -> None:
        step.dropped_on = step.dropped_on or today
        step.paused_on = step.done_on = None
        step.done_by_herself, step.state_reason = False, _same_or(step.state_reason, words)
        _answer_is_seen_to(step, now)

    return _acted(step, change, now)


def reopen(step: Step, *, now: datetime) -> Act:
    """It is to be done again: it was paused, taken away, or marked as done too early."""

    def change() -> None:
        step.done_on = step.paused_on = step.dropped_on = step.state_reason = None
        step.done_by_herself = False

    return _acted(step, change, now)


def move(step: Step, due_on: str, *, now: datetime, today: date) -> Act:
    """It is to be done by another day; a thing of one day moves whole.

    Agreed words are frozen, days are not. Raises `Unfit` when it is no day, has passed, lies more than five
    years ahead, or comes before the step begins.
    """
    day = _day(due_on, "due_on")
    is_single = step.starts_on is not None and step.starts_on == step.due_on
    if day != step.due_on and not today <= day <= today + FURTHEST:
        raise Unfit("due_on", "passed" if day < today else "too-far")
    if step.starts_on and day < step.starts_on and not is_single:
        raise Unfit("due_on", "before-it-begins")

    def change() -> None:
        if is_single:
            step.starts_on = day
        step.due_on = day

    return _acted(step, change, now)


def _acted(step: Step, change: Callable[[], None], now: datetime) -> Act:
    """Do it; what changes nothing is no news to her and cannot be taken back."""
    before = State.of(step)
    change()
    if State.of(step) == before:
        return Act(step, None)
    step.changed_at = now
    return Act(step, before)


def _answer_is_seen_to(step: Step, now: datetime) -> None:
    given = step.answer
    if given and (given.handled_at is None or given.handled_at < given.answered_at):
        given.handled_at = now


def _same_or(kept: Writing | None, words: str) -> Writing:
    """The kept reason with its translations when the words are the same, else the new words."""
    same = kept is not None and kept.original == words
    return kept if kept and same else Writing.in_(unasked(words), words)


def _reason(typed: str, field: str) -> str:
    words = cleaned(typed)
    if not words:
        raise Unfit(field, "missing-reason")
    if len(words) > LONGEST_REASON:
        raise Unfit(field, "too-long-reason")
    return words


def _day(typed: str, field: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Unfit(field, "no-day") from None
