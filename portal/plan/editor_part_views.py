"""Staff: the goals and sub-goals of a plan, and moving or taking away any part of it."""

from collections.abc import Callable
from uuid import UUID, uuid4

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.plan import desk as on
from portal.plan import editing, typed
from portal.plan.desk import bp, opened, sheet, write
from portal.plan.document import GoalPart, PlanDocument, SubGoalPart
from portal.plan.drafts import Manuscript
from portal.plan.editor_views import read_text
from portal.plan.problems import may_go
from portal.writing import Writing

STAYS = (
    "Deltagaren har svarat på något steg här, eller så är det klart. Stryk de stegen med en orsak först."
)  # fmt: skip


@bp.get("/<uuid:plan_id>/goals/new")
def new_goal(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """The form for a goal."""
    return _form(opened(participant_id, plan_id), "Nytt mål", "Vad vill deltagaren nå?")


@bp.post("/<uuid:plan_id>/goals/new")
def add_goal(participant_id: UUID, plan_id: UUID) -> ResponseReturnValue:
    """A goal more."""
    return _add(
        opened(participant_id, plan_id), "Nytt mål", "Vad vill deltagaren nå?", editing.with_goal
    )


@bp.get("/<uuid:plan_id>/goals/<uuid:part_id>/sub-goals/new")
def new_sub_goal(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """The form for a sub-goal."""
    desk = opened(participant_id, plan_id)
    desk.document.goal(part_id)
    return _form(desk, "Nytt delmål", "Vad är en del på vägen?")


@bp.post("/<uuid:plan_id>/goals/<uuid:part_id>/sub-goals/new")
def add_sub_goal(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """A sub-goal more under a goal."""

    def put(document: PlanDocument, new: UUID, words: Writing) -> PlanDocument:
        return editing.with_sub_goal(document, part_id, new, words)

    desk = opened(participant_id, plan_id)
    return _add(desk, "Nytt delmål", "Vad är en del på vägen?", put)


def _add(
    desk: Manuscript,
    title: str,
    label: str,
    put: Callable[[PlanDocument, UUID, Writing], PlanDocument],
) -> ResponseReturnValue:
    key = _key()

    def again(status: int, faults: dict[str, str]) -> ResponseReturnValue:
        return _form(desk, title, label, typed_now=True, status=status, faults=faults)

    if on.wants_hints():
        return again(200, {})
    return write(desk, lambda document: put(document, key, _words(None)), again, at=f"part-{key}")


@bp.get("/<uuid:plan_id>/parts/<uuid:part_id>")
def part(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """The form for the words of a goal or a sub-goal, and the day it was reached."""
    desk = opened(participant_id, plan_id)
    return _change_form(desk, part_id)


@bp.post("/<uuid:plan_id>/parts/<uuid:part_id>")
def keep_part(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Keep the words of a goal or a sub-goal."""
    desk = opened(participant_id, plan_id)

    def change(document: PlanDocument) -> PlanDocument:
        words = _words(editing.goal_or_sub_goal(document, part_id).text)
        try:
            reached = typed.day(request.form.get("reached_on", ""), clock.today())
        except ValueError as fault:
            raise typed.Faults({"reached_on": str(fault)}) from None
        return editing.with_words(document, part_id, words, reached)

    def again(status: int, faults: dict[str, str]) -> ResponseReturnValue:
        return _change_form(desk, part_id, typed_now=True, status=status, faults=faults)

    if on.wants_hints():
        return again(200, {})
    return write(desk, change, again, at=f"part-{part_id}")


@bp.post("/<uuid:plan_id>/parts/<uuid:part_id>/move")
def move(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """One place up or down."""
    by = -1 if request.form.get("to") == "up" else 1
    desk = opened(participant_id, plan_id)
    return write(desk, lambda document: editing.moved(document, part_id, by), at=f"part-{part_id}")


@bp.post("/<uuid:plan_id>/parts/<uuid:part_id>/remove")
def remove(participant_id: UUID, plan_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Take a part away; a minute's undo brings it back. What must stay is dropped with a reason instead."""
    desk = opened(participant_id, plan_id)
    if not desk.document.has(part_id):
        return on.back(desk)
    if not may_go(desk, part_id):
        if any(step.id == part_id for step in desk.document.steps):
            return redirect(on.place(".state", desk, part_id=part_id, to="dropped"), code=303)
        return on.back(desk, f"part-{part_id}", said=STAYS)
    return write(desk, lambda document: editing.removed(document, part_id), at="changes")


def _key() -> UUID:
    """The identity that the form gave the new part, so that the same form sent twice makes one."""
    try:
        return UUID(request.form.get("key", ""))
    except ValueError:
        return uuid4()


def _words(before: Writing | None) -> Writing:
    language = request.form.get("language", "sv")
    words = read_text(request.form.get("text", ""), language, before)
    if words is None:
        raise typed.Faults({"text": "Skriv med några ord vad det är."})
    return words


def _change_form(
    desk: Manuscript, part_id: UUID, *, typed_now: bool = False, **context: object
) -> ResponseReturnValue:
    try:
        stored = editing.goal_or_sub_goal(desk.document, part_id)
    except NoResultFound:
        if not typed_now:
            raise
        # It was taken away in another tab: what was typed is not lost, it becomes a goal of its own.
        return _form(desk, "Nytt mål", "Vad vill deltagaren nå?", typed_now=True, status=409)
    is_goal = any(one.id == part_id for one in desk.document.goals)
    return _form(
        desk,
        "Ändra mål" if is_goal else "Ändra delmål",
        "Vad vill deltagaren nå?" if is_goal else "Vad är en del på vägen?",
        stored=stored,
        typed_now=typed_now,
        **context,
    )


def _form(
    desk: Manuscript,
    title: str,
    label: str,
    *,
    stored: GoalPart | SubGoalPart | None = None,
    typed_now: bool = False,
    **context: object,
) -> ResponseReturnValue:
    form = request.form
    text = form.get("text", "") if typed_now else (stored.text.original if stored else "")
    reached = str(stored.reached_on or "") if stored else None
    if typed_now and stored:
        reached = form.get("reached_on", "")
    is_new = stored is None
    status = context.get("status", 200)
    return sheet(
        "text.html",
        desk,
        status=status if isinstance(status, int) else 200,
        title=title,
        label=label,
        text=text,
        written_in=form.get("language") or (stored.text.language if stored else "sv"),
        key=(form.get("key") or uuid4()) if is_new else None,
        action=on.place(".add_goal", desk)
        if is_new and status == 409 and "parts" in request.path
        else None,
        reached_on=reached,
        stored=stored.text if stored else None,
        back=f"part-{stored.id}" if stored else "",
        faults=context.get("faults", {}),
        hints=on.hinted(("text", text)) if on.wants_hints() or stored else {},
        longest=typed.LONGEST_TEXT,
    )
