"""Staff: writing one step: what, why, who, when, and how it stands with it."""

from datetime import date
from uuid import UUID, uuid4

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.plan import desk as on
from portal.plan import editing, ready, typed
from portal.plan.desk import bp, opened, sheet, write
from portal.plan.document import PlanDocument
from portal.plan.drafts import Manuscript
from portal.plan.load import load
from portal.plan.problems import has_left, is_frozen, steps_of
from portal.plan.step_part import State, StepPart
from portal.plan.step_typed import Reading, StepTyped
from portal.transactions import session
from portal.writing import Writing

LISTS = ("weekday", "from", "until")


@bp.get("/<uuid:plan_id>/steps/new")
def new_step(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """The form for a step: empty, or filled in from a ready-made one."""
    desk = opened(participant_id, plan_id)
    under = request.args.get("under", "")
    chosen = ready.by_key(session(), request.args.get("ready", ""))
    form = ready.typed_of(chosen, desk.staff, under) if chosen else StepTyped(sub_goal=under)
    return _form(desk, uuid4(), form, None)


@bp.post("/<uuid:plan_id>/steps/new")
def add_step(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """A step more. The form carries the identity that the step gets, so that sending it twice makes one."""
    try:
        key = UUID(request.form.get("key", ""))
    except ValueError:
        key = uuid4()
    return _keep(opened(participant_id, plan_id), key, None)


@bp.get("/<uuid:plan_id>/steps/<uuid:part_id>")
def step(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """The form for changing a step."""
    desk = opened(participant_id, plan_id)
    document = desk.document
    if not document.has(part_id) and part_id in steps_of(desk.plan):
        return on.back(desk, said="Steget är borttaget i ditt utkast.")
    found, home = document.step(part_id), document.above(part_id)
    return _form(desk, part_id, StepTyped.of(found, home.id), found)


@bp.post("/<uuid:plan_id>/steps/<uuid:part_id>")
def keep_step(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Keep what was written; a step that was taken away in another tab is offered as a new one, with the words kept."""
    desk = opened(participant_id, plan_id)
    try:
        before = desk.document.step(part_id)
    except NoResultFound:
        return _form(desk, uuid4(), _typed(), None, status=409)
    return _keep(desk, part_id, before)


def _keep(desk: Manuscript, step_id: UUID, before: StepPart | None) -> ResponseReturnValue:
    form = _typed()

    def again(status: int, faults: dict[str, str]) -> ResponseReturnValue:
        return _form(desk, step_id, form, before, status=status, faults=faults)

    if request.form.get("act") in ("more", "hints"):
        return again(200, {})
    return write(desk, lambda doc: _with(desk, doc, step_id, form), again, at=f"part-{step_id}")


def _with(desk: Manuscript, document: PlanDocument, step_id: UUID, form: StepTyped) -> PlanDocument:
    before = document.step(step_id) if document.has(step_id) else None
    frozen = is_frozen(steps_of(desk.plan).get(step_id))
    known, today = directory(session()), clock.today()
    found = Reading(form, step_id, before, frozen, desk.participant, known, today).step()
    if before is None:
        found = ready.with_translations(found, ready.by_key(session(), form.ready_key))
    home = next((one for one in document.sub_goals if str(one.id) == form.sub_goal), None)
    if home is None:
        raise typed.Faults({"sub_goal": "Välj vilket delmål steget hör till."})
    return editing.with_step(document, home.id, found)


def _typed() -> StepTyped:
    form = request.form
    names = ("text", "language", "why", "bring", "place", "doer", "kind", "decided_by", "ground")
    more = ("measure", "starts_on", "due_on", "sub_goal", "ready_key", "sure")
    return StepTyped(
        **{name: form.get(name, "") for name in (*names, *more)},
        companions=tuple(one for one in form.getlist("with") if one),
        affects_money="affects_money" in form,
        hours=tuple((day, start, end) for day, start, end in _rows() if day or start or end),
    )


def _rows() -> list[tuple[str, ...]]:
    return list(zip(*(request.form.getlist(name) for name in LISTS), strict=False))


def _form(
    desk: Manuscript,
    step_id: UUID,
    form: StepTyped,
    before: StepPart | None,
    *,
    status: int = 200,
    faults: dict[str, str] | None = None,
) -> ResponseReturnValue:
    known, today, document = directory(session()), clock.today(), desk.document
    shows_hints = on.wants_hints() or (before and request.method == "GET")
    new = on.place(".add_step", desk)
    return sheet(
        "step.html",
        desk,
        status=status,
        document=document,
        step_id=step_id,
        form=form,
        stored=before,
        action=on.place(".keep_step", desk, part_id=step_id) if before else new,
        is_frozen=is_frozen(steps_of(desk.plan).get(step_id)),
        known=known,
        people=contacts(session(), desk.participant, today).now,
        here=[one for one in known.staff.values() if not has_left(known, one.id, today)],
        doer_has_left=bool(before and has_left(known, before.doer.staff, today)),
        load=load(desk.plans, desk.plan_id, document, today),
        faults=faults or {},
        hints=on.hinted(("text", form.text), ("why", form.why)) if shows_hints else {},
        rows=max(2, len(form.hours) + 1, len(_rows()) + (request.form.get("act") == "more")),
    )


@bp.get("/<uuid:plan_id>/steps/<uuid:part_id>/state")
def state(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """The form for how it stands with a step: open, done, paused, or dropped with a reason."""
    desk = opened(participant_id, plan_id)
    found = _here_or_published(desk, part_id)
    reason = found.state_reason.original if found.state_reason else ""
    return _state(desk, found, request.args.get("to") or found.state.value, reason)


@bp.post("/<uuid:plan_id>/steps/<uuid:part_id>/state")
def keep_state(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Keep it. A step that was taken away in the draft comes back, to be dropped with a reason."""
    desk = opened(participant_id, plan_id)
    to, reason = request.form.get("state", ""), request.form.get("reason", "")

    def change(document: PlanDocument) -> PlanDocument:
        if not document.has(part_id) and desk.live:
            document = editing.brought_back(document, desk.live, part_id)
        return editing.with_state(document, part_id, *_stands(to, reason, document.step(part_id)))

    def again(status: int, faults: dict[str, str]) -> ResponseReturnValue:
        found = _here_or_published(desk, part_id)
        return _state(desk, found, to, reason, status=status, faults=faults)

    return write(desk, change, again, at=f"part-{part_id}")


def _stands(to: str, reason: str, step: StepPart) -> tuple[State, date, Writing | None]:
    faults, words = {}, None
    if to not in set(State):
        faults["state"] = "Välj hur det är med steget."
    try:
        language = typed.unasked(typed.cleaned(reason))
        words = typed.text(reason, language, step.state_reason, typed.LONGEST_TEXT)
    except ValueError as fault:
        faults["reason"] = str(fault)
    if words is None and not faults and to in (State.PAUSED, State.DROPPED):
        faults["reason"] = "Skriv varför, med några ord som deltagaren kan läsa."
    if faults:
        raise typed.Faults(faults)
    return State(to), clock.today(), words


def _here_or_published(desk: Manuscript, step_id: UUID) -> StepPart:
    live = desk.live
    if live and not desk.document.has(step_id):
        return live.step(step_id)
    return desk.document.step(step_id)


def _state(
    desk: Manuscript, found: StepPart, to: str, reason: str, *, status: int = 200, **context: object
) -> ResponseReturnValue:
    faults = context.get("faults", {})
    return sheet("state.html", desk, status=status, step=found, to=to, reason=reason, faults=faults)
