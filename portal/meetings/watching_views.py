"""The unit manager's page about whether there are free times enough. It names no participant."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings.supply import at_work
from portal.meetings.watching import recurring, watch
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.people.directory import directory
from portal.transactions import session

bp = Blueprint("supply", __name__)


@bp.get("/supply")
@current.needs(Duty.UNIT_MANAGER)
def show() -> ResponseReturnValue:
    """Each caseworker of the manager's unit: her free times, who is to be followed up, and who found no time."""
    db, staff, now = session(), current.staff(), clock.now()
    known = directory(db)
    unit = known.organisations[staff.organisation_id]
    people = at_work(known, unit.key, clock.today())
    found = watch(db, [one.id for one in people], now)
    return page(
        "meetings/staff/supply.html",
        rows=[(one, found[one.id]) for one in people if found[one.id].is_asked_for],
        unit=unit,
        purpose=recurring(db),
        staff=staff,
    )
