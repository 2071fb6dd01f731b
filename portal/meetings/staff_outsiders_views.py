"""Staff: that those from outside have been told what she changed."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings import outsiders
from portal.meetings.staff_door import bp
from portal.meetings.staff_meeting_views import one_for_me
from portal.people import current
from portal.plan.handled import TooLate


@bp.post("/meetings/<uuid:meeting_id>/outsiders/told")
def outsiders_told(meeting_id: UUID) -> ResponseReturnValue:
    """I have told them."""
    outsiders.told(one_for_me(meeting_id), current.staff(), now=clock.now())
    flash("Det väntar inte längre.", url_for(".outsiders_wait", meeting_id=meeting_id))
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)


@bp.post("/meetings/<uuid:meeting_id>/outsiders/wait-again")
def outsiders_wait(meeting_id: UUID) -> ResponseReturnValue:
    """It was marked by mistake."""
    try:
        outsiders.take_back(one_for_me(meeting_id), now=clock.now())
        flash("Det väntar igen.")
    except TooLate:
        flash("Det går att ångra i en minut. Nu har det gått längre tid.")
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)
