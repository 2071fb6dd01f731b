"""Writing the steps of a plan, with their weekly hours and who takes part beside the doer."""

from __future__ import annotations

from typing import Any

from portal.exchange.formats import WEEKDAYS
from portal.exchange.keeping import Keeping, settle
from portal.exchange.report import Change
from portal.exchange.shapes import Record
from portal.plan.models import Companion, Plan, Step, StepKind, SubGoal, WeeklyHour

WORDS = ("text", "why", "bring", "place", "ground")
DAYS = ("starts_on", "due_on")


def write_step(
    entry: Record, row: Step | None, sub_goal: SubGoal, position: int, plan: Plan, keeping: Keeping
) -> bool:
    """Bring a step to what the file says; True when it was otherwise.

    Where it stands among the others is no news to her: `changed_at` moves only with what it says.
    """
    values = _values(entry, keeping)
    if row is None:
        _make(entry, values, sub_goal, position, plan, keeping)
        return True
    moved = settle(row, {"sub_goal": sub_goal, "position": position})
    changed = settle(row, values)
    changed |= _settle_done(row, entry)
    changed |= _settle_weekly(row, _weekly(entry))
    changed |= _settle_companions(row, _companions(entry, keeping))
    if changed:
        row.changed_at = keeping.now
    keeping.report.note("steps", Change.CHANGED if changed else Change.UNCHANGED)
    return changed or moved


def _make(
    entry: Record,
    values: dict[str, Any],
    sub_goal: SubGoal,
    position: int,
    plan: Plan,
    keeping: Keeping,
) -> None:
    step = Step(
        participant_id=plan.participant_id,
        position=position,
        done_on=entry.get("done_on"),
        created_at=keeping.now,
        changed_at=keeping.now,
        weekly=[WeeklyHour(**hour) for hour in _weekly(entry)],
        companions=[Companion(**companion) for companion in _companions(entry, keeping)],
        **values,
    )
    sub_goal.steps.append(step)
    keeping.report.note("steps", Change.NEW)


def _values(entry: Record, keeping: Keeping) -> dict[str, Any]:
    doer = _party(entry["doer"], keeping)
    decided_by, measure = entry.get("decided_by"), entry.get("measure")
    return {
        **{name: entry.get(name) for name in (*WORDS, *DAYS)},
        "kind": StepKind(entry.get("kind") or StepKind.AGREED),
        "is_hers": doer["is_participant"],
        "doer_staff_id": doer["staff_id"],
        "doer_organisation_id": doer["organisation_id"],
        "affects_money": bool(entry.get("affects_money")),
        "decided_by_id": keeping.known["organisation"][decided_by] if decided_by else None,
        "measure_id": keeping.known["measure"][measure] if measure else None,
    }


def _party(entry: Record, keeping: Keeping) -> dict[str, Any]:
    staff, organisation = entry.get("staff"), entry.get("organisation")
    return {
        "is_participant": bool(entry.get("participant")),
        "staff_id": keeping.known["staff member"][staff] if staff else None,
        "organisation_id": keeping.known["organisation"][organisation] if organisation else None,
    }


def _settle_done(row: Step, entry: Record) -> bool:
    """What she did herself is hers; else the file decides, where it says anything."""
    if row.done_by_herself or "done_on" not in entry:
        return False
    return settle(row, {"done_on": entry["done_on"]})


def _weekly(entry: Record) -> list[dict[str, Any]]:
    hours = (
        {"weekday": WEEKDAYS.index(hour["weekday"]), "starts": hour["from"], "ends": hour["until"]}
        for hour in entry.get("weekly") or []
    )
    return sorted(hours, key=lambda hour: (hour["weekday"], hour["starts"], hour["ends"]))


def _settle_weekly(row: Step, wanted: list[dict[str, Any]]) -> bool:
    rows = sorted(row.weekly, key=lambda hour: (hour.weekday, hour.starts, hour.ends))
    there = [{"weekday": hour.weekday, "starts": hour.starts, "ends": hour.ends} for hour in rows]
    if there == wanted:
        return False
    row.weekly = [WeeklyHour(**hour) for hour in wanted]
    return True


def _companions(entry: Record, keeping: Keeping) -> list[dict[str, Any]]:
    return [
        {"position": number, **_party(companion, keeping)}
        for number, companion in enumerate(entry.get("with") or [])
    ]


def _settle_companions(row: Step, wanted: list[dict[str, Any]]) -> bool:
    names = ("position", "is_participant", "staff_id", "organisation_id")
    there = [{name: getattr(companion, name) for name in names} for companion in row.companions]
    if there == wanted:
        return False
    row.companions = [Companion(**companion) for companion in wanted]
    return True
