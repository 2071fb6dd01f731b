"""Where calendars fetch meetings: no sign-in and no cookie, the address itself is the key."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from portal import clock, log, transactions
from portal.meetings import feeds, invitation
from portal.meetings.calendar_views import TYPE
from portal.people import attempts, cookies
from portal.people.attempts import Limit

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

WRONG = Limit("calendar", 30)
"""Wrong addresses from one place: many may share it, and a calendar asks on when its address was taken back."""


@bp.get("/<secret>.ics")
def feed(secret: str) -> ResponseReturnValue:
    """The meetings of whoever made the address; when nothing has changed, nothing but that is answered (304)."""
    db, now = transactions.session(), clock.now()
    person = feeds.find(db, secret, clock.local(now).date())
    if person is None:
        return _nothing()
    found = feeds.entries(db, person, now)
    response = Response(content_type=TYPE)
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(feeds.mark(found))
    response.last_modified = feeds.changed_at(found, now)
    response.make_conditional(request)
    if response.status_code == 200:
        response.set_data(invitation.feed(found, feeds.name(person)))
    return response


def _nothing() -> Response:
    """Nobody's address. No page, which would repeat it. Wrong ones are counted, also those that must wait."""
    with transactions.recording() as db:
        place = request.remote_addr or ""
        wait = attempts.count(db, cookies.secret_key(), WRONG, place, now=clock.now())
    if not wait:
        return Response(status=404, content_type="text/plain")
    log.event("rate-limited", kind=WRONG.purpose)
    response = Response(status=429, content_type="text/plain")
    response.retry_after = ceil(wait.total_seconds())
    return response
