"""Staff: taking steps from what is written already: the municipality's ready-made ones, and another plan of hers."""

from uuid import UUID, uuid4

from flask import request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.people.directory import directory
from portal.plan import editing, ready, typed
from portal.plan.desk import bp, opened, sheet, write
from portal.plan.document import PlanDocument, SubGoalPart
from portal.plan.drafts import Manuscript
from portal.plan.models import Plan
from portal.plan.problems import has_left
from portal.plan.step_part import StepPart
from portal.transactions import session


@bp.get("/<uuid:plan_id>/steps/ready")
def ready_steps(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """The municipality's ready-made steps, all or those with the words looked for."""
    desk, search = opened(participant_id, plan_id), request.args.get("q", "")[:100]
    return sheet(
        "ready.html",
        desk,
        steps=ready.offered(session(), search),
        search=search,
        under=request.args.get("under", ""),
    )


@bp.get("/<uuid:plan_id>/steps/copy")
def copy(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """The steps of her other plans, to choose among."""
    return _copy(opened(participant_id, plan_id), request.args.get("under", ""), set(), uuid4())


@bp.post("/<uuid:plan_id>/steps/copy")
def keep_copies(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """Copy the steps chosen: open, without days, and with a doer who is still here."""
    desk, under = opened(participant_id, plan_id), request.form.get("under", "")
    chosen, key = set(request.form.getlist("step")), _key()

    def change(document: PlanDocument) -> PlanDocument:
        home = _home(document, under)
        steps = [one for one in _elsewhere(desk) if str(one.id) in chosen]
        if not steps:
            raise typed.Faults({"step": "Välj minst ett steg."})
        return editing.copied(document, home.id, steps, key)

    def again(status: int, faults: dict[str, str]) -> ResponseReturnValue:
        return _copy(desk, under, chosen, key, status=status, faults=faults)

    return write(desk, change, again, at=f"part-{under}")


def _home(document: PlanDocument, under: str) -> SubGoalPart:
    for one in document.sub_goals:
        if str(one.id) == under:
            return one
    raise typed.Faults({"under": "Välj vilket delmål stegen hör till."})


def _key() -> UUID:
    try:
        return UUID(request.form.get("key", ""))
    except ValueError:
        return uuid4()


def others(desk: Manuscript) -> list[Plan]:
    """Her other plans, finished ones too."""
    return [plan for plan in desk.plans.plans if plan.id != desk.plan_id]


def _elsewhere(desk: Manuscript) -> list[StepPart]:
    known, today = directory(session()), clock.today()
    steps = [
        StepPart.from_row(step)
        for plan in others(desk)
        for goal in plan.goals
        for part in goal.sub_goals
        for step in part.steps
    ]
    return [one for one in steps if not has_left(known, one.doer.staff, today)]


def _copy(
    desk: Manuscript,
    under: str,
    chosen: set[str],
    key: UUID,
    *,
    status: int = 200,
    faults: dict[str, str] | None = None,
) -> ResponseReturnValue:
    return sheet(
        "copy.html",
        desk,
        status=status,
        plans=others(desk),
        may={one.id for one in _elsewhere(desk)},
        under=under,
        chosen=chosen,
        key=key,
        faults=faults or {},
    )
