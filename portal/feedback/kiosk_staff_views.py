"""Making a browser a unit's tablet for a round, which signs the member of staff out of it; and ending that."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log
from portal.feedback import kiosk, rounds
from portal.pages import page
from portal.people import cookies, current, sessions
from portal.people.account_models import Duty
from portal.transactions import session

bp = Blueprint("kiosk", __name__, url_prefix="/feedback/kiosk/<uuid:round_id>")


@bp.get("")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def show(round_id: UUID) -> ResponseReturnValue:
    """What happens to this browser, before it does."""
    of = rounds.one(session(), round_id)
    return page(
        "feedback/staff/kiosk.html",
        of=of,
        is_over=of.until_on < clock.today(),
        is_one=kiosk.this_tablets() is not None,
    )


@bp.post("")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def open_it(round_id: UUID) -> ResponseReturnValue:
    """From now on it shows the questions and nothing else; she is signed out of it."""
    of = rounds.one(session(), round_id)
    if of.until_on < clock.today():
        return redirect(url_for(".show", round_id=of.id), code=303)
    hers = current.sign_in()
    if hers:
        sessions.end(session(), hers, now=clock.now())
    cookies.leave()
    log.event("kiosk-opened")
    response: Response = redirect(url_for("public.kiosk.show"), code=303)  # type: ignore[assignment]
    kiosk.open_on(response, of)
    cookies.clear_site_data(response, "cache")
    return response


@bp.post("/close")
@current.needs(Duty.ADMINISTRATOR, Duty.UNIT_MANAGER)
def close(round_id: UUID) -> ResponseReturnValue:
    """It is a browser as any other again."""
    flash("Surfplattan visar inte frågorna längre.")
    response: Response = redirect(url_for("staff.panel.edit", round_id=round_id), code=303)  # type: ignore[assignment]
    kiosk.close_on(response)
    log.event("kiosk-closed")
    return response
