"""Staff: one meeting, who came to it, and what was written of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import held, minutes, reading
from portal.meetings.models import Attendance, Meeting
from portal.meetings.staff_door import bp
from portal.meetings.staff_words import ATTENDANCE, MINUTES_FAULTS, SIP_WORDS
from portal.pages import page
from portal.people import current
from portal.people.contacts import of_caseload
from portal.people.directory import directory
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session


@bp.get("/meetings/<uuid:meeting_id>")
def meeting(meeting_id: UUID) -> ResponseReturnValue:
    """The meeting as it stands, and what can be done with it."""
    return _page(meeting_id)


@bp.post("/meetings/<uuid:meeting_id>/attendance")
def attend(meeting_id: UUID) -> ResponseReturnValue:
    """Who came; only when it has begun."""
    found = one_for_me(meeting_id)
    said = {
        party.id: Attendance(typed) if typed in ATTENDANCE else None
        for party in found.parties
        if (typed := request.form.get(f"party-{party.id}")) is not None
    }
    try:
        held.attend(found, current.staff(), said, now=clock.now())
    except held.NotYet:
        return _page(meeting_id, {"attendance": "Mötet har inte börjat än."}, status=422)
    flash("Närvaron är sparad.")
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)


@bp.post("/meetings/<uuid:meeting_id>/notes")
def write(meeting_id: UUID) -> ResponseReturnValue:
    """Keep what was written, hidden or published to her."""
    found = one_for_me(meeting_id)
    publish = request.form.get("act") == "publish"
    typed = minutes.Typed(
        request.form.get("notes", "").replace("\r\n", "\n"),
        {one: request.form.get(f"sip-{one}", "") for one in minutes.SIP_QUESTIONS},
        request.form.get("before", ""),
    )
    try:
        minutes.keep(session(), current.staff(), found, typed, publish=publish, now=clock.now())
    except minutes.Unfit as unfit:
        faults = {field: MINUTES_FAULTS[what] for field, what in unfit.faults.items()}
        return _page(meeting_id, faults, typed, status=422)
    except minutes.WrittenSince:
        typed = minutes.Typed(typed.notes, typed.sip, minutes.mark(found))
        return _page(meeting_id, {}, typed, has_changed=True, status=409)
    is_hers = found.notes_published_at is not None
    flash(
        "Publicerad. Deltagaren kan läsa nu." if is_hers else "Sparad. Deltagaren ser den inte än."
    )
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)


@bp.post("/meetings/<uuid:meeting_id>/notes/back")
def take_notes_back(meeting_id: UUID) -> ResponseReturnValue:
    """What was published is hidden from her again, until she has read it."""
    try:
        minutes.take_back(session(), one_for_me(meeting_id), now=clock.now())
    except minutes.IsRead:
        flash("Deltagaren har redan läst texten. Rätta den i stället.")
    else:
        flash("Texten är tillbakatagen. Deltagaren ser den inte längre.")
    return redirect(url_for(".meeting", meeting_id=meeting_id), code=303)


@bp.get("/meetings/<uuid:meeting_id>/paper")
def paper(meeting_id: UUID) -> ResponseReturnValue:
    """The meeting and what was written of it, to print."""
    found = one_for_me(meeting_id)
    _read(found)
    return page("meetings/staff/paper.html", **_shown(found))


def one_for_me(meeting_id: UUID) -> Meeting:
    """The meeting, loaded through the member of staff who is signed in."""
    return reading.one_for_staff(session(), current.staff(), meeting_id, clock.today())


def may_see_her(db: Session, found: Meeting) -> bool:
    """Whether her whole page may be opened too, and not only this meeting of hers."""
    try:
        of_caseload(db, current.staff(), found.participant_id, clock.today())
    except NoResultFound:
        return False
    return True


def _read(found: Meeting) -> None:
    with recording() as db:
        log.record(db, current.staff(), [found.participant], Opened.MEETINGS, now=clock.now())


def _page(
    meeting_id: UUID,
    faults: dict[str, str] | None = None,
    typed: minutes.Typed | None = None,
    *,
    has_changed: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    found, now = one_for_me(meeting_id), clock.now()
    _read(found)
    if status >= 400:
        keep()  # nothing else was written: the log survives the refusal
    return page(
        "meetings/staff/meeting.html",
        status=status,
        has_begun=held.has_begun(found, now),
        next_due=held.next_due(session(), found, now),
        typed=typed or minutes.typed(found),
        faults=faults or {},
        has_changed=has_changed,
        may_take_back=minutes.may_take_back(found),
        **_shown(found),
    )


def _shown(found: Meeting) -> dict[str, Any]:
    known = directory(session()).staff
    return {
        "meeting": found,
        "day": clock.local(found.starts_at).date(),
        "participant": found.participant,
        "may_see_her": may_see_her(session(), found),
        "is_sip": minutes.is_sip(found),
        "sip_words": SIP_WORDS,
        "attendance_words": ATTENDANCE,
        "booked_by": known.get(found.booked_by_id) if found.booked_by_id else None,
        "changed_by": known.get(found.changed_by_id) if found.changed_by_id else None,
        "notes_by": known.get(found.notes_by_id) if found.notes_by_id else None,
        "staff": current.staff(),
    }
