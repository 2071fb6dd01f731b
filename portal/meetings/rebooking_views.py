"""The meetings of colleagues who are away, for whoever answers in their place. Each opening is logged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.caseload.absence_words import KINDS
from portal.meetings import affected, rebooking
from portal.meetings.affected import MAY_STILL, AwayColleague
from portal.meetings.models import Meeting
from portal.meetings.rebooking import Act, How, Result
from portal.meetings.rebooking_words import AGAINST, MODES, said
from portal.pages import page
from portal.people import current
from portal.people.directory import directory
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session
from portal.writing import Writing

bp = Blueprint("rebooking", __name__)
LONGEST_REASON = 500
ACTS = (Act.TAKE_OVER, Act.MOVE, Act.OFFER)
"""What can be done with all of them at once."""


@bp.get("/duty/meetings")
def show() -> ResponseReturnValue:
    """Colleagues who are away, and their meetings meanwhile."""
    return _list()


@bp.post("/duty/meetings/<uuid:absence_id>")
def act(absence_id: UUID) -> ResponseReturnValue:
    """Do the same with one or all of a colleague's meetings, and tell of each what became of it."""
    how = _how()
    away = affected.away_colleague(session(), how.by, absence_id, how.now)
    chosen, wanted = _chosen(), request.form.get("act", "")
    if wanted not in ACTS:
        return _list(fault="Välj vad som ska hända med mötena.", status=422)
    if not chosen:
        return _list(fault="Välj minst ett möte.", status=422)
    found = rebooking.rebook(session(), away, chosen, Act(wanted), how)
    session().flush()
    return _list(found, how=how)


@bp.get("/duty/meetings/<uuid:absence_id>/<uuid:meeting_id>")
def one(absence_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    """One of the meetings, the free times it can be moved to, and calling it off."""
    how = _how()
    away = affected.away_colleague(session(), how.by, absence_id, how.now)
    return _one(away, away.meeting(meeting_id), how)


@bp.post("/duty/meetings/<uuid:absence_id>/<uuid:meeting_id>")
def act_on_one(absence_id: UUID, meeting_id: UUID) -> ResponseReturnValue:
    """Move it to the chosen time, offer the next one, or call it off."""
    how = _how()
    away = affected.away_colleague(session(), how.by, absence_id, how.now)
    version = _number(request.form.get("version", ""))
    meeting = rebooking.meeting_of(session(), away, meeting_id, version, how.by)
    wanted = request.form.get("act", "")
    if wanted == Act.MOVE:
        time = _time(request.form.get("time", ""))
        if time is None:
            return _one(away, meeting, how, fault="Välj en tid.", status=422)
        found = rebooking.move_to(session(), away, meeting, version, time, how)
    elif wanted in set(Act):
        [found] = rebooking.rebook(session(), away, {meeting.id: version}, Act(wanted), how)
    else:
        return _one(away, meeting, how, fault="Välj vad som ska hända med mötet.", status=422)
    session().flush()
    if not found.is_done:
        away = affected.away_colleague(session(), how.by, absence_id, how.now)
        return _one(away, meeting, how, fault=said(found), status=409)
    return _list([found], how=how)


def _list(
    results: Sequence[Result] = (), *, how: How | None = None, fault: str = "", status: int = 200
) -> ResponseReturnValue:
    staff, now = current.staff(), clock.now()
    found = affected.away_colleagues(session(), staff, now)
    _log(
        [
            *(meeting for away in found for meeting in away.meetings),
            *(result.meeting for result in results),
        ],
        now,
        status,
    )
    return page(
        "meetings/staff/rebooking.html",
        status=status,
        colleagues=found,
        results=[(one.meeting, one.is_done, said(one)) for one in results],
        against=AGAINST,
        may_still=MAY_STILL,
        kinds=KINDS,
        modes=MODES,
        fault=fault,
        reason=how.reason.original if how and how.reason else "",
        staff=staff,
    )


def _one(
    away: AwayColleague, meeting: Meeting, how: How, *, fault: str = "", status: int = 200
) -> ResponseReturnValue:
    times = rebooking.choices(session(), away, meeting, how) if meeting in away.meetings else []
    _log([meeting], how.now, status)
    known = directory(session()).staff
    return page(
        "meetings/staff/rebooking_one.html",
        status=status,
        away=away,
        meeting=meeting,
        times=[(one, known[rebooking.whom(one, meeting)]) for one in times],
        modes=MODES,
        fault=fault,
        reason=how.reason.original if how.reason else "",
        staff=how.by,
    )


def _log(meetings: Sequence[Meeting], now: datetime, status: int) -> None:
    """Note whose meetings were opened, each person once."""
    people = {one.participant_id: one.participant for one in meetings}
    if people:
        with recording() as db:
            log.record(db, current.staff(), people.values(), Opened.MEETINGS, now=now)
    if status >= 400:
        keep()  # nothing else was written: the log survives the refusal


def _how() -> How:
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    return How(
        by=current.staff(),
        now=clock.now(),
        anyway="anyway" in request.form,
        reason=Writing.in_("sv", reason) if reason else None,
    )


def _chosen() -> dict[UUID, int]:
    """The meetings of the form, each with the version that was shown: «identity:version»."""
    found = {}
    for typed in request.form.getlist("meeting")[:500]:
        name, _, version = typed.partition(":")
        try:
            found[UUID(name)] = int(version)
        except ValueError:
            abort(400)
    return found


def _time(typed: str) -> tuple[datetime, UUID] | None:
    """A moment with its zone, and a person: «2026-09-08T07:00:00+00:00|identity»."""
    moment, _, person = typed.partition("|")
    try:
        found = datetime.fromisoformat(moment), UUID(person)
    except ValueError:
        return None
    return found if found[0].tzinfo else None


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() else 0
