"""A published version laid out as a plan to read: its rows are made for the page and never stored."""

from __future__ import annotations

from sqlalchemy.orm.attributes import set_committed_value

from portal.people.directory import Directory, fill
from portal.plan.document import GoalPart, PlanDocument, SubGoalPart
from portal.plan.models import Companion, Goal, Plan, Step, SubGoal, WeeklyHour
from portal.plan.step_part import Hours, Party, State, StepPart
from portal.plan.version_models import PlanVersion


def plan(version: PlanVersion, known: Directory) -> Plan:
    """The whole plan as it was then, with the names that people and units have now."""
    document = PlanDocument.from_json(version.document)
    made = Plan(
        kind=document.kind,
        own_words=document.own_words,
        follow_up_on=document.follow_up_on,
        agreed_on=document.agreed_on,
        position=0,
    )
    fill(made, "owner", known.organisations, document.owner)
    set_committed_value(made, "goals", [_goal(one, known) for one in document.goals])
    return made


def _goal(part: GoalPart, known: Directory) -> Goal:
    made = Goal(text=part.text, reached_on=part.reached_on)
    set_committed_value(made, "sub_goals", [_sub_goal(one, known) for one in part.sub_goals])
    return made


def _sub_goal(part: SubGoalPart, known: Directory) -> SubGoal:
    made = SubGoal(text=part.text, reached_on=part.reached_on)
    set_committed_value(made, "steps", [_step(one, known) for one in part.steps])
    return made


def _step(part: StepPart, known: Directory) -> Step:
    since = {"done_on": State.DONE, "paused_on": State.PAUSED, "dropped_on": State.DROPPED}
    days = {name: part.state_on for name, state in since.items() if part.state is state}
    made = Step(id=part.id, **part.row_values(), **days)
    fill(made, "doer_staff", known.staff, part.doer.staff)
    fill(made, "doer_organisation", known.organisations, part.doer.organisation)
    fill(made, "decided_by", known.organisations, part.decided_by)
    fill(made, "measure", known.measures, part.measure)
    set_committed_value(made, "weekly", [_hour(one) for one in part.weekly])
    set_committed_value(made, "companions", [_companion(one, known) for one in part.companions])
    return made


def _hour(hours: Hours) -> WeeklyHour:
    return WeeklyHour(weekday=hours.weekday, starts=hours.starts, ends=hours.ends)


def _companion(party: Party, known: Directory) -> Companion:
    made = Companion(is_participant=party.is_participant)
    fill(made, "staff", known.staff, party.staff)
    fill(made, "organisation", known.organisations, party.organisation)
    return made
