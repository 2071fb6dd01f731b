"""What the unit manager sees: what stays with those who leave, and how often participants change contact."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.handover import cases, counts, leaving
from portal.handover.door import bp
from portal.handover.leaving import Leaver
from portal.handover.offering import Unfit, whole_line
from portal.handover.views import ask, nobody_ticked, show_form, ticked, typed_steps
from portal.handover.wording import faults
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session


@bp.get("/handover/left")
@current.needs(Duty.UNIT_MANAGER)
def left() -> ResponseReturnValue:
    """Who has left or is about to, and what is still theirs."""
    return _left(leaving.leavers(session(), current.staff(), clock.today()))


@bp.get("/handover/left/<uuid:staff_id>")
@current.needs(Duty.UNIT_MANAGER)
def offer_on(staff_id: UUID) -> ResponseReturnValue:
    """The form for what is ticked of hers, or for all."""
    giver = leaving.leaver(session(), current.staff(), staff_id, clock.today()).staff
    these = ticked(giver)
    return show_form(giver, these) if these else nobody_ticked(".left")


@bp.post("/handover/left/<uuid:staff_id>")
@current.needs(Duty.UNIT_MANAGER)
def ask_on(staff_id: UUID) -> ResponseReturnValue:
    """Ask a colleague to take over from somebody who leaves."""
    giver = leaving.leaver(session(), current.staff(), staff_id, clock.today()).staff
    these = ticked(giver)
    return ask(giver, these) if these else nobody_ticked(".left")


@bp.post("/handover/left/<uuid:staff_id>/steps")
@current.needs(Duty.UNIT_MANAGER)
def give_steps(staff_id: UUID) -> ResponseReturnValue:
    """Give her promises in others' cases to somebody who is still here."""
    manager, today = current.staff(), clock.today()
    one, typed = leaving.leaver(session(), manager, staff_id, today), typed_steps()
    try:
        given = leaving.give_stray(session(), one, typed, now=clock.now())
    except Unfit as unfit:
        everybody = leaving.leavers(session(), manager, today)
        among = cases.colleagues(session(), today)
        shown = {step_id: whole_line(name, among) for step_id, name in typed.items()}
        names = {f"step-{step_id}": name for step_id, name in shown.items()}
        return _left(everybody, shown, faults(unfit.faults, names), status=422)
    flash(f"{len(given)} steg har fått någon som gör dem.", "notice")
    return redirect(url_for(".left"), code=303)


@bp.get("/handover/counts")
@current.needs(Duty.UNIT_MANAGER)
def count() -> ResponseReturnValue:
    """How many main contact persons each participant of the unit has had, by reference."""
    manager = current.staff()
    rows = counts.counts(session(), manager, clock.today())
    with recording() as db:
        log.record(db, manager, [row.participant for row in rows], Opened.OVERVIEW, now=clock.now())
    return page("handover/counts.html", rows=rows)


def _left(
    leavers: list[Leaver],
    typed: dict[UUID, str] | None = None,
    wrong: dict[str, str] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    now = clock.now()
    shown = {
        whose.id: whose
        for one in leavers
        for whose in [
            *(case.participant for case in one.cases),
            *(stray.participant for stray in one.stray),
        ]
    }
    with recording() as db:
        log.record(db, current.staff(), shown.values(), Opened.OVERVIEW, now=now)
    if status >= 400:
        keep()  # what was shown stays in the log, although the form was refused
    return page(
        "handover/left.html",
        status=status,
        leavers=leavers,
        typed=typed or {},
        faults=wrong or {},
        colleagues=[cases.label(one) for one in cases.colleagues(session(), clock.today())],
    )
