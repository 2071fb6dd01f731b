"""Her meetings in her own calendar: one of them as a file, or all of them at a private address."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import Blueprint, Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock, log
from portal.i18n import gettext as _
from portal.meetings import feeds, invitation, reading
from portal.pages import page
from portal.people import cookies, current
from portal.settings import Settings
from portal.transactions import session

bp = Blueprint("meetings_calendar", __name__, url_prefix="/meetings")

TYPE = "text/calendar; charset=utf-8"


@bp.get("/<uuid:meeting_id>.ics")
def file(meeting_id: UUID) -> ResponseReturnValue:
    """One meeting as calendars read it. The name of the file says nothing: it stays in the phone."""
    meeting = reading.one_of_hers(session(), current.participant(), meeting_id)
    body = invitation.published(invitation.of_hers(meeting), clock.now())
    response = Response(body, content_type=f"{TYPE}; method=PUBLISH")
    response.headers["Content-Disposition"] = "attachment; filename=mote.ics"
    return response


@bp.get("/calendar")
def show() -> ResponseReturnValue:
    """How she gets her meetings in her own calendar, and whether a calendar can fetch them now."""
    return _page()


@bp.post("/calendar")
def make() -> ResponseReturnValue:
    """A new private address; it is shown this once."""
    form = request.form.get("key", "")[:64] or uuid4().hex
    participant = current.participant()
    try:
        secret = feeds.make(session(), cookies.secret_key(), participant, form, now=clock.now())
    except feeds.NoFeed:
        return _page(status=422)
    log.event("calendar-address-made", who="participant")
    return _page(address(secret))


@bp.post("/calendar/revoke")
def revoke() -> ResponseReturnValue:
    """The address works no more."""
    feeds.revoke(session(), current.participant())
    log.event("calendar-address-revoked", who="participant")
    flash(_("Adressen är borttagen. Ingen kalender kan hämta dina möten nu."))
    return redirect(url_for(".show"), code=303)


def address(secret: str) -> str:
    """The whole address, as a calendar is given it."""
    settings: Settings = current_app.config["PORTAL"]
    return settings.base_url + url_for("public.calendar.feed", secret=secret)


def _page(made: str | None = None, *, status: int = 200) -> Response:
    participant = current.participant()
    return page(
        "meetings/calendar.html",
        status=status,
        is_possible=not participant.is_protected,
        feed=feeds.of(session(), participant),
        address=made,
        key=uuid4().hex,
    )
