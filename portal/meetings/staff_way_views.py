"""Staff: change how and where they meet, without moving the meeting."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings import way
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import Changed, NotBookable
from portal.meetings.staff_change_views import (
    changed_since,
    form_page,
    reason_faults,
    reason_typed,
    version_sent,
)
from portal.meetings.staff_door import bp
from portal.meetings.staff_meeting_views import one_for_me
from portal.meetings.staff_words import BOOKING_FAULTS, WHY
from portal.people import current
from portal.transactions import session


@bp.get("/meetings/<uuid:meeting_id>/way")
def ask_way(meeting_id: UUID) -> ResponseReturnValue:
    """Visit, call or video, and where."""
    return _way_page(one_for_me(meeting_id))


@bp.post("/meetings/<uuid:meeting_id>/way")
def change_way(meeting_id: UUID) -> ResponseReturnValue:
    """Meet in that way from now on."""
    found, form = one_for_me(meeting_id), request.form
    if faults := reason_faults():
        return _way_page(found, faults)
    try:
        chosen = way.read(
            session(), found, *(form.get(name, "") for name in ("mode", "place", "video_link"))
        )
        way.change(
            session(), current.staff(), found, chosen,
            version=version_sent(), now=clock.now(), reason=reason_typed(),
        )  # fmt: skip
    except way.Unfit as unfit:
        faults = {field: BOOKING_FAULTS[field, what] for field, what in unfit.faults.items()}
        return _way_page(found, faults)
    except NotBookable as refused:
        return _way_page(found, {"mode": WHY[refused.why]})
    except Changed:
        return changed_since(meeting_id)
    flash("Sparat. Deltagaren får veta det en gång.")
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)


def _way_page(found: Meeting, faults: dict[str, str] | None = None) -> ResponseReturnValue:
    return form_page(
        "meetings/staff/way.html", found, faults, (),
        modes=Purpose(found.type).modes, places=way.places(session(), found),
    )  # fmt: skip
