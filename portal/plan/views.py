"""The participant's plans, her week, and one step with her answer to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.plan import answers, clashes, looking, progress, reading
from portal.plan.answers import OwnStep, Unfit
from portal.plan.models import Plan, Step
from portal.plan.shown_plan import shown_plan
from portal.qr import picture
from portal.transactions import recording, session
from portal.translators.wanting import want_for

bp = Blueprint("plan", __name__, url_prefix="/plan")


@dataclass(frozen=True)
class Typed:
    """What she was saying of a version; `unfit` says what is missing, None that a newer version came between."""

    version_id: UUID
    given: str
    comment: str
    unfit: Unfit | None = None


@bp.get("")
def show() -> ResponseReturnValue:
    """All her plans side by side, with their owners, and what changed since she last looked."""
    return plan_page()


def plan_page(typed: Typed | None = None, status: int = 200) -> ResponseReturnValue:
    """Her plans; `typed` is what she was saying of one of them when it could not be kept."""
    visit = visit_began()
    shown = shown_plan(session(), current.participant(), today=clock.today(), visit=visit)
    looks_at(shown["plans"].plans)
    code = picture(url_for("participant.plan.show", _external=True))
    return page("plan/show.html", status=status, **shown | {"said_typed": typed, "qr": code})


def visit_began() -> datetime | None:
    """When she signed in."""
    sign_in = current.sign_in()
    return sign_in.started_at if sign_in else None


def looks_at(plans: Iterable[Plan]) -> None:
    """Note that she has these plans before her; nothing is written when she has seen all of it in this visit."""
    visit = visit_began()
    unseen = [plan for plan in plans if not looking.has_seen(plan, visit)]
    if unseen:
        with recording() as db:
            looking.look(db, unseen, visit=visit, now=clock.now())


@bp.get("/steps/<uuid:step_id>")
def step(step_id: UUID) -> ResponseReturnValue:
    """One step: what, why, when, where, with whom, what to bring, who decides, and her answer."""
    return _step_page(reading.step(session(), current.participant(), step_id))


@bp.post("/steps/<uuid:step_id>")
def answer(step_id: UUID) -> ResponseReturnValue:
    """Keep her answer."""
    given, comment = request.form.get("answer", ""), request.form.get("comment", "")
    try:
        answers.answer(session(), current.participant(), step_id, given, comment, now=clock.now())
    except Unfit as unfit:
        found = reading.step(session(), current.participant(), step_id)
        return _step_page(found, unfit=unfit, given=given, comment=comment, status=422)
    _ask_for_translations()
    flash(_("Ditt svar är sparat. Din kontaktperson ser det."))
    return redirect(url_for(".step", step_id=step_id), code=303)


@bp.post("/steps/<uuid:step_id>/done")
def done(step_id: UUID) -> ResponseReturnValue:
    """Mark a step of hers as done."""
    answers.mark_done(session(), current.participant(), step_id, today=clock.today())
    flash(_("Klart. Nu ser din kontaktperson det. Du kan ångra dig här nedanför."))
    return redirect(url_for(".step", step_id=step_id), code=303)


@bp.post("/steps/<uuid:step_id>/not-done")
def not_done(step_id: UUID) -> ResponseReturnValue:
    """Take back that it is done."""
    answers.undo_done(session(), current.participant(), step_id)
    flash(_("Steget är inte längre markerat som klart."))
    return redirect(url_for(".step", step_id=step_id), code=303)


@bp.get("/steps/new")
def new() -> ResponseReturnValue:
    """The form for a step of her own."""
    return page("plan/own.html", step=None, typed=OwnStep(""), unfit=None, key=uuid4().hex)


@bp.post("/steps/new")
def add() -> ResponseReturnValue:
    """Add a step of her own; the same form sent twice adds one."""
    typed, key = _typed(), request.form.get("key", "")[:64]
    try:
        added = answers.add_own(session(), current.participant(), typed, key, now=clock.now())
    except Unfit as unfit:
        return page("plan/own.html", status=422, step=None, typed=typed, unfit=unfit, key=key)
    _ask_for_translations()
    flash(_("Ditt steg är sparat."))
    return redirect(url_for(".step", step_id=added.id), code=303)


@bp.get("/steps/<uuid:step_id>/change")
def change(step_id: UUID) -> ResponseReturnValue:
    """The form for changing a step of her own."""
    found = answers.own(session(), current.participant(), step_id)
    typed = OwnStep(found.text.original, found.due_on.isoformat() if found.due_on else "")
    return page("plan/own.html", step=found, typed=typed, unfit=None, key="")


@bp.post("/steps/<uuid:step_id>/change")
def save(step_id: UUID) -> ResponseReturnValue:
    """Keep the new words of a step of her own."""
    typed = _typed()
    try:
        answers.change_own(session(), current.participant(), step_id, typed, today=clock.today())
    except Unfit as unfit:
        found = answers.own(session(), current.participant(), step_id)
        return page("plan/own.html", status=422, step=found, typed=typed, unfit=unfit, key="")
    _ask_for_translations()
    flash(_("Ditt steg är ändrat."))
    return redirect(url_for(".step", step_id=step_id), code=303)


@bp.post("/steps/<uuid:step_id>/remove")
def remove(step_id: UUID) -> ResponseReturnValue:
    """Take away a step of her own, and offer to bring it back."""
    answers.remove_own(session(), current.participant(), step_id, now=clock.now())
    _ask_for_translations()
    return redirect(url_for(".removed", step_id=step_id), code=303)


@bp.get("/steps/<uuid:step_id>/removed")
def removed(step_id: UUID) -> ResponseReturnValue:
    """What she took away, and the way to bring it back."""
    return page(
        "plan/removed.html", step=answers.removed(session(), current.participant(), step_id)
    )


@bp.post("/steps/<uuid:step_id>/restore")
def restore(step_id: UUID) -> ResponseReturnValue:
    """Bring back a step of her own."""
    answers.restore_own(session(), current.participant(), step_id)
    _ask_for_translations()
    flash(_("Ditt steg är tillbaka."))
    return redirect(url_for(".step", step_id=step_id), code=303)


def _ask_for_translations() -> None:
    """What she wrote waits to be read in Swedish; what she took away does not."""
    want_for(session(), current.participant(), now=clock.now())


def _typed() -> OwnStep:
    return OwnStep(request.form.get("text", ""), request.form.get("due_on", ""))


def _step_page(
    found: Step,
    *,
    unfit: Unfit | None = None,
    given: str | None = None,
    comment: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    participant = current.participant()
    kept = found.answer
    plans = reading.plans(session(), participant)
    return page(
        "plan/step.html",
        fragment="plan/_step.html",
        status=status,
        step=found,
        participant=participant,
        turn=progress.turn(found),
        is_late=progress.is_late(found, clock.today()),
        takes_part=progress.takes_part(found),
        clashes=[clash for clash in clashes.find(plans.open_steps) if clash.touches(found)],
        reports=clashes.reported(session(), participant),
        people=contacts(session(), participant, clock.today()),
        unfit=unfit,
        given=given if given is not None else (kept.answer.value if kept else ""),
        comment=comment
        if comment is not None
        else (kept.comment.original if kept and kept.comment else ""),
    )
