"""Free texts are read by an administrator who would know nobody by them, and shown or kept back."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.feedback import free_texts
from portal.feedback.free_texts import Bar, Decision
from portal.feedback.naming import names
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.transactions import session

bp = Blueprint("feedback", __name__, url_prefix="/feedback")
DONE = {
    Decision.SHOW: "Texten får visas.",
    Decision.SHOW_WITHOUT: "Texten får visas utan det som var markerat.",
    Decision.WITHHOLD: "Texten visas inte, och är borttagen.",
}
WHY = {
    Bar.LEADS: "Du är enhetschef.",
    Bar.CONTACT: "Du är någons kontaktperson, eller har varit det de senaste två åren.",
    Bar.STANDS_IN: "Du är ersättare för en kollega i dag.",
}


@bp.get("")
@current.needs(Duty.ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """The texts that wait. They name nobody, so no opening is logged."""
    db = session()
    bar = free_texts.bars(db, current.staff(), clock.today())
    waiting, total = ([], 0) if bar else free_texts.waiting(db)
    return page(
        "feedback/staff/texts.html",
        bar=WHY[bar] if bar else None,
        waiting=waiting,
        total=total,
        names=names(db, [one.text for one in waiting]),
    )


@bp.post("/texts/<uuid:text_id>")
@current.needs(Duty.ADMINISTRATOR)
def decide(text_id: UUID) -> ResponseReturnValue:
    """Show it, show it without what is marked, or keep it back."""
    db, staff = session(), current.staff()
    if free_texts.bars(db, staff, clock.today()):
        abort(404)
    try:
        decision = Decision(request.form.get("decision", ""))
    except ValueError:
        abort(400)
    free_texts.decide(db, staff, text_id, decision)
    flash(DONE[decision])
    return redirect(url_for(".show"), code=303)
