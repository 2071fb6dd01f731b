"""Giving a contact person to a participant who has none."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.handover import alone as nobody
from portal.handover import cases
from portal.handover.door import bp
from portal.handover.offering import Unfit
from portal.handover.wording import faults
from portal.pages import page
from portal.people import current
from portal.people.models import Participant
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session

DAY = "staff.day.show"


@bp.get("/handover/alone/<uuid:participant_id>")
def alone(participant_id: UUID) -> ResponseReturnValue:
    """The form for one who has nobody: by reference, and who is to be there for her."""
    whose = nobody.one(session(), current.staff(), participant_id, clock.today())
    return _form(whose)


@bp.post("/handover/alone/<uuid:participant_id>")
def give_contact(participant_id: UUID) -> ResponseReturnValue:
    """Give her a contact from today. By a second press she has one already, and nothing more happens."""
    db, staff, typed = session(), current.staff(), request.form.get("to", "")[:200]
    try:
        made = nobody.give(db, staff, participant_id, typed, now=clock.now())
    except Unfit as unfit:
        whose = nobody.one(db, staff, participant_id, clock.today())
        return _form(whose, typed, faults(unfit.faults), status=422)
    if made is None:
        flash("Deltagaren har redan en kontaktperson.", "notice")
        return redirect(url_for(DAY), code=303)
    log.record(db, staff, [made.participant], Opened.HANDOVER, now=clock.now())
    flash(f"{made.staff.name} är kontaktperson från och med i dag.", "notice")
    return redirect(url_for(DAY), code=303)


def _form(
    whose: Participant, typed: str = "", wrong: dict[str, str] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    db, staff = session(), current.staff()
    with recording() as own:
        log.record(own, staff, [whose], Opened.HANDOVER, now=clock.now())
    if status >= 400:
        keep()  # what was shown stays in the log, although the form was refused
    found = nobody.colleagues(db, staff, clock.today())
    return page(
        "handover/alone.html",
        status=status,
        reference=whose.key,
        typed=typed,
        faults=wrong or {},
        colleagues=[cases.label(one) for one in found],
    )
