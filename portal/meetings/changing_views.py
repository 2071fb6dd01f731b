"""Moving and cancelling a meeting of hers, also one that staff booked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.meetings import ahead, changing, free, sending
from portal.meetings.booking_views import day_asked_for, times_page
from portal.meetings.door import bp
from portal.meetings.free import FreeTime
from portal.meetings.models import Meeting, MeetingState
from portal.meetings.overlaps import overlaps
from portal.meetings.purposes import Purpose
from portal.meetings.refusal_views import Refusal, refused, taken
from portal.meetings.refusals import Changed, NotBookable, TimeTaken, TooLate
from portal.meetings.views import hers, version_sent
from portal.meetings.wanted import settle_way, ways
from portal.pages import page
from portal.people import current
from portal.people.directory import directory
from portal.plan import reading as plans
from portal.transactions import session


@bp.get("/<uuid:meeting_id>/move")
def ask_move(meeting_id: UUID) -> ResponseReturnValue:
    """Free times to move to; with `?starts_at=` the question whether it is right."""
    meeting, now = hers(meeting_id), clock.now()
    if refusal := _refusal(meeting):
        return refused(refusal, status=200)
    purpose, participant = Purpose(meeting.type), current.participant()
    starts_at = sending.sent(request.args.get("starts_at", ""), now)
    from_on = None if starts_at else day_asked_for()
    found = free.search(session(), participant, purpose, now=now, from_on=from_on, moving=meeting)
    if starts_at is None:
        return times_page(purpose, found, moving=meeting)
    time = found.at(starts_at)
    if time is None:
        near = free.nearest(found, starts_at)
        return taken(purpose, near, moving=meeting, version=meeting.version, status=200)
    return _move_page(meeting, purpose, time)


@bp.post("/<uuid:meeting_id>/move")
def move(meeting_id: UUID) -> ResponseReturnValue:
    """Move it. Its address stays; the same form sent twice moves it once."""
    meeting, now, version = hers(meeting_id), clock.now(), version_sent()
    purpose = Purpose(meeting.type)
    starts_at = sending.sent(request.form.get("starts_at", ""), now)
    if starts_at is None:
        return redirect(url_for(".ask_move", meeting_id=meeting_id), code=303)
    try:
        changing.move(session(), meeting, starts_at, version=version, now=now)
    except TimeTaken as gone:
        return taken(purpose, gone.nearest, moving=meeting, version=version)
    except (NotBookable, Changed, TooLate) as refusal:
        return refused(refusal)
    settle_way(meeting, purpose)
    flash(_("Din tid är flyttad."))
    return redirect(url_for(".one", meeting_id=meeting_id), code=303)


@bp.get("/<uuid:meeting_id>/cancel")
def ask_cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Whether it is right, once."""
    meeting = hers(meeting_id)
    if refusal := _refusal(meeting):
        return refused(refusal, status=200)
    return page(
        "meetings/cancel.html", meeting=meeting, is_offer=meeting.state is MeetingState.OFFERED
    )


@bp.post("/<uuid:meeting_id>/cancel")
def cancel(meeting_id: UUID) -> ResponseReturnValue:
    """Cancel it, or say no to one that was offered; new times come straight after."""
    meeting, now = hers(meeting_id), clock.now()
    try:
        changing.cancel(session(), meeting, version=version_sent(), now=now)
    except (Changed, TooLate) as refusal:
        return refused(refusal)
    flash(_("Din tid är avbokad."))
    purpose = Purpose(meeting.type)
    if ahead.may_book(session(), current.participant(), purpose, now):
        return redirect(url_for(".book", purpose=purpose.key), code=303)
    return redirect(url_for(".one", meeting_id=meeting_id), code=303)


def _refusal(meeting: Meeting) -> Refusal | None:
    """Why it can be neither moved nor cancelled here."""
    now = clock.now()
    if not meeting.is_standing or meeting.starts_at <= now:
        return Changed(meeting)
    is_offer = meeting.state is MeetingState.OFFERED
    if not is_offer and not Purpose(meeting.type).may_change(meeting.starts_at, now):
        return TooLate(meeting)
    return None


def _move_page(meeting: Meeting, purpose: Purpose, time: FreeTime) -> ResponseReturnValue:
    known = directory(session())
    steps = plans.plans(session(), current.participant()).open_steps
    modes = ways(purpose, time.place_id)
    return page(
        "meetings/move.html",
        meeting=meeting,
        time=time,
        ends_at=time.starts_at + timedelta(minutes=meeting.minutes),
        staff=[known.staff[one] for one in time.staff],
        way=meeting.mode if meeting.mode in modes else modes[0],
        overlaps=overlaps(steps, time.starts_at, meeting.minutes),
    )
