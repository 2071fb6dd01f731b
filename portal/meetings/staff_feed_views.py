"""Staff: my meetings in my own calendar, with initials only."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log
from portal.meetings import feeds
from portal.meetings.calendar_views import address
from portal.pages import page
from portal.people import cookies, current
from portal.transactions import session

bp = Blueprint("calendar_feed", __name__, url_prefix="/calendar/feed")


@bp.get("")
def show() -> ResponseReturnValue:
    """How a calendar fetches her meetings, and whether one can now."""
    return _page()


@bp.post("")
def make() -> ResponseReturnValue:
    """A new private address; it is shown this once."""
    form = request.form.get("key", "")[:64] or uuid4().hex
    secret = feeds.make(session(), cookies.secret_key(), current.staff(), form, now=clock.now())
    log.event("calendar-address-made", who="staff")
    return _page(address(secret))


@bp.post("/revoke")
def revoke() -> ResponseReturnValue:
    """The address works no more."""
    feeds.revoke(session(), current.staff())
    log.event("calendar-address-revoked", who="staff")
    flash("Adressen är borttagen. Ingen kalender kan hämta dina möten nu.")
    return redirect(url_for(".show"), code=303)


def _page(made: str | None = None) -> Response:
    return page(
        "meetings/staff/feed.html",
        feed=feeds.of(session(), current.staff()),
        address=made,
        key=uuid4().hex,
    )
