"""Writing a document into the plan's rows: identities stay, and with them her answers and what she did."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.plan.document import PlanDocument
from portal.plan.models import Companion, Goal, Plan, Step, SubGoal, WeeklyHour
from portal.plan.problems import steps_of
from portal.plan.step_part import Party, State, StepPart

Row = Plan | Goal | SubGoal | Step


def apply(db: Session, plan: Plan, document: PlanDocument, news: set[UUID], now: datetime) -> None:
    """Bring the rows of a plan to what the document says; `news` are the steps whose change she is to hear of."""
    _set(
        plan,
        kind=document.kind,
        own_words=document.own_words,
        owner_id=document.owner,
        follow_up_on=document.follow_up_on,
        agreed_on=document.agreed_on,
    )
    plan.changed_at = now
    rows = _Rows(db, plan, news, now)
    kept_goals = [rows.goal(part, place) for place, part in enumerate(document.goals)]
    for goal, part in zip(kept_goals, document.goals, strict=True):
        for place, sub_part in enumerate(part.sub_goals):
            sub_goal = rows.sub_goal(sub_part, goal, place)
            for position, step in enumerate(sub_part.steps):
                rows.step(step, sub_goal, position)
    db.flush()
    rows.remove_what_is_gone()


class _Rows:
    """The rows of one plan by identity, and which of them the document still has."""

    def __init__(self, db: Session, plan: Plan, news: set[UUID], now: datetime) -> None:
        self.db, self.plan, self.news, self.now = db, plan, news, now
        self.goals = {row.id: row for row in plan.goals}
        self.sub_goals = {row.id: row for goal in plan.goals for row in goal.sub_goals}
        self.steps = steps_of(plan)
        self.seen: set[UUID] = set()

    def goal(self, part: Any, position: int) -> Goal:
        row = self.goals.get(part.id)
        if row is None:
            row = Goal(id=part.id, sub_goals=[])
            self.plan.goals.append(row)
        self._keep(row, position=position, text=part.text, reached_on=part.reached_on)
        return row

    def sub_goal(self, part: Any, goal: Goal, position: int) -> SubGoal:
        row = self.sub_goals.get(part.id)
        if row is None:
            row = SubGoal(id=part.id, steps=[])
            goal.sub_goals.append(row)
        self._keep(row, goal=goal, position=position, text=part.text, reached_on=part.reached_on)
        return row

    def step(self, part: StepPart, sub_goal: SubGoal, position: int) -> None:
        row = self.steps.get(part.id)
        if row is None:
            row = Step(
                id=part.id, participant_id=self.plan.participant_id, created_at=self.now,
                changed_at=self.now, done_by_herself=False, weekly=[], companions=[],
            )  # fmt: skip
            sub_goal.steps.append(row)
        self._keep(row, sub_goal=sub_goal, position=position, **part.row_values())
        if part.id in self.news:
            row.changed_at = self.now
            _settle_state(row, part)
        _settle_weekly(row, part)
        _settle_companions(row, part)

    def remove_what_is_gone(self) -> None:
        """From the steps up; a step that has moved elsewhere is not taken along with its old sub-goal."""
        for rows in (self.steps, self.sub_goals, self.goals):
            for row_id, row in rows.items():
                if row_id not in self.seen:
                    self._take_out(row)
        self.db.flush()

    def _take_out(self, row: Any) -> None:
        for home, name in (("sub_goal", "steps"), ("goal", "sub_goals"), ("plan", "goals")):
            above = getattr(row, home, None)
            if above is not None and row in getattr(above, name):
                getattr(above, name).remove(row)
                return

    def _keep(self, row: Row, **values: Any) -> None:
        _set(row, **values)
        self.seen.add(row.id)


def _settle_state(row: Step, part: StepPart) -> None:
    """How it stands now; what she marked as done herself stays marked by her as long as it is done."""
    since = part.state_on
    if part.state is State.DONE:
        _set(row, done_on=since, paused_on=None, dropped_on=None)
    elif part.state is State.OPEN:
        _set(row, done_on=None, done_by_herself=False, paused_on=None, dropped_on=None)
    elif part.state is State.PAUSED:
        _set(row, done_on=None, done_by_herself=False, paused_on=since, dropped_on=None)
    else:
        _set(row, paused_on=None, dropped_on=since)


def _settle_weekly(row: Step, part: StepPart) -> None:
    there = [(one.weekday, one.starts, one.ends) for one in row.weekly]
    if sorted(there) != sorted((one.weekday, one.starts, one.ends) for one in part.weekly):
        row.weekly = [
            WeeklyHour(weekday=one.weekday, starts=one.starts, ends=one.ends) for one in part.weekly
        ]


def _settle_companions(row: Step, part: StepPart) -> None:
    there = [
        Party() if one.is_participant else Party(one.staff_id, one.organisation_id)
        for one in row.companions
    ]
    if there != list(part.companions):
        row.companions = [
            Companion(
                position=place, is_participant=one.is_participant,
                staff_id=one.staff, organisation_id=one.organisation,
            )
            for place, one in enumerate(part.companions)
        ]  # fmt: skip


def _set(row: Row, **values: Any) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
