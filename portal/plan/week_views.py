"""Her word that two things in her week do not fit together; the week itself has meetings (`portal.meetings`)."""

from datetime import date, timedelta
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.people import current
from portal.plan import clashes, reading
from portal.transactions import session

bp = Blueprint("week", __name__, url_prefix="/week")

FURTHEST = timedelta(weeks=53)


@bp.post("/clash")
def report() -> ResponseReturnValue:
    """Tell her main contact that two steps do not fit together."""
    participant = current.participant()
    plans = reading.plans(session(), participant)
    pair = {_uuid(request.form.get("first", "")), _uuid(request.form.get("second", ""))}
    clash = clashes.between(plans.open_steps, pair)
    clashes.report(session(), participant, clash, now=clock.now())
    flash(_("Din kontaktperson får veta det och pratar med dig."))
    back = {"week": ".show", "plan": "participant.plan.show"}.get(
        request.form.get("back", ""), ".show"
    )
    return redirect(url_for(back), code=303)


def around(today: date) -> date:
    """The day asked for, or today when it is no date or too far away to mean anything."""
    try:
        asked = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return today
    return asked if abs(asked - today) < FURTHEST else today


def _uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
