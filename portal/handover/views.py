"""Giving one participant, or a share of the caseload, to a colleague."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.handover import cases, offering, opened
from portal.handover.cases import AlreadyOffered, Case
from portal.handover.door import bp
from portal.handover.offering import Typed, Unfit
from portal.handover.wording import REASONS, TOO_LATE, faults
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.people.models import Staff
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session


@bp.get("/handover")
def choose() -> ResponseReturnValue:
    """My participants, to tick those that a colleague is to take over."""
    staff, today = current.staff(), clock.today()
    held = cases.held(session(), [staff.id], today)
    with recording() as db:
        log.record(db, staff, [one.participant for one in held], Opened.OVERVIEW, now=clock.now())
    return page("handover/choose.html", cases=held, is_manager=current.may(Duty.UNIT_MANAGER))


@bp.get("/handover/new")
def several() -> ResponseReturnValue:
    """The form for those that were ticked, or for all."""
    these = ticked(current.staff())
    return show_form(current.staff(), these) if these else nobody_ticked(".choose")


@bp.post("/handover/new")
def ask_several() -> ResponseReturnValue:
    """Ask a colleague to take these over."""
    these = ticked(current.staff())
    return ask(current.staff(), these) if these else nobody_ticked(".choose")


@bp.get("/participants/<uuid:participant_id>/handover")
def one(participant_id: UUID) -> ResponseReturnValue:
    """The form for one participant of mine."""
    return show_form(current.staff(), [participant_id])


@bp.post("/participants/<uuid:participant_id>/handover")
def ask_one(participant_id: UUID) -> ResponseReturnValue:
    """Ask a colleague to take this participant over."""
    return ask(current.staff(), [participant_id])


def ticked(giver: Staff) -> list[UUID]:
    """Whom the form is about: those ticked, or all that may be offered. Others' are found out when they are loaded."""
    if "all" in request.values:
        held = cases.held(session(), [giver.id], clock.today())
        return [case.participant.id for case in held if case.is_free]
    return [UUID(one) for one in request.values.getlist("p") if is_uuid(one)]


def nobody_ticked(back: str) -> ResponseReturnValue:
    """Back to the list, with a word about what to do there."""
    flash("Kryssa i minst en deltagare.", "notice")
    return redirect(url_for(back), code=303)


def show_form(giver: Staff, ids: Sequence[UUID]) -> ResponseReturnValue:
    """What is open in each case, and the form."""
    try:
        these = cases.chosen(session(), giver, ids, clock.today())
    except AlreadyOffered:
        return too_late("offered")
    return _form(giver, these, Typed())


def ask(giver: Staff, ids: Sequence[UUID]) -> ResponseReturnValue:
    """Keep the offers, or show the form again with what was typed."""
    db, typed, now = session(), _typed(), clock.now()
    try:
        these = cases.chosen(db, giver, ids, clock.today())
        made = offering.offer(db, giver, current.staff(), these, typed, now=now)
    except AlreadyOffered as already:
        if is_same(already, typed):
            return redirect(url_for(".offers"), code=303)
        return too_late("offered")
    except Unfit as unfit:
        shown = offering.completed(typed, cases.colleagues(db, clock.today()))
        return _form(giver, these, shown, faults(unfit.faults, named(shown)), status=422)
    flash(f"Frågan är skickad till {made[0].to.name}.", "notice")
    return redirect(url_for(".offers"), code=303)


def named(typed: Typed) -> dict[str, str]:
    """Whom each field of the form names."""
    return {"to": typed.to, **{f"step-{step_id}": name for step_id, name in typed.steps.items()}}


def is_same(already: AlreadyOffered, typed: Typed) -> bool:
    """Whether the same form was sent twice: asked of the same colleague, for the same day, by the same person."""
    offer = already.offer
    return (
        offer.offered_by_id == current.staff().id
        and offer.from_on.isoformat() == typed.from_on.strip()
        and offer.to in cases.matching([offer.to], typed.to)
    )


def too_late(reason: str) -> ResponseReturnValue:
    """A plain page: nothing was done, and why."""
    return page("handover/too_late.html", why=TOO_LATE[reason], status=409)


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _typed() -> Typed:
    fields = {name: request.form.get(name, "") for name in ("to", "from_on", "reason", "note")}
    return Typed(**fields, steps=typed_steps())


def typed_steps() -> dict[UUID, str]:
    """The colleagues named for single steps, by the step's identity."""
    return {
        UUID(name.removeprefix("step-")): value
        for name, value in request.form.items()
        if name.startswith("step-") and is_uuid(name.removeprefix("step-"))
    }


def _form(
    giver: Staff,
    these: Sequence[Case],
    typed: Typed,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    staff, participants = current.staff(), [case.participant for case in these]
    with recording() as db:
        log.record(db, staff, participants, Opened.HANDOVER, now=clock.now())
    if status >= 400:
        keep()  # what was shown stays in the log, although the form was refused
    among = [one for one in cases.colleagues(session(), clock.today()) if one.id != giver.id]
    return page(
        "handover/form.html",
        status=status,
        cases=these,
        open=opened.find(session(), giver, participants),
        giver=giver,
        is_mine=giver.id == staff.id,
        typed=typed,
        faults=wrong or {},
        colleagues=[cases.label(one) for one in among],
        reasons=REASONS,
    )
