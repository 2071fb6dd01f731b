"""Staff: rating beside the participant, and reading what she has said. Each opening is logged.

The form comes first and hers lies folded below it until the member of staff has saved her own: who has read another's
answers first moves towards them. It is one tap away all the same, since it is there to be talked about.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.pages import page
from portal.people import current
from portal.people.contacts import of_caseload
from portal.people.models import Participant, Staff
from portal.privacy import log
from portal.privacy.models import Opened
from portal.progress import beside, changes, due, rating
from portal.progress.beside import Beside
from portal.progress.changes import Way
from portal.progress.models import Level
from portal.progress.rating import NothingAnswered
from portal.progress.staff_words import is_for_staff_only, staff_name
from portal.transactions import keep, recording, session

bp = Blueprint("progress", __name__)
bp.app_template_filter("staff_indicator_name")(staff_name)
bp.app_template_test("for_staff_only")(is_for_staff_only)
SHOWN = 8
"""How many ratings stand here at most, of hers and of staff's."""


@bp.get("/participants/<uuid:participant_id>/progress")
def show(participant_id: UUID) -> ResponseReturnValue:
    """My rating, and beside it what she has said and what has changed."""
    return _page(_whom(participant_id))


@bp.post("/participants/<uuid:participant_id>/progress")
def save(participant_id: UUID) -> ResponseReturnValue:
    """Keep what I think today."""
    hers, db = _whom(participant_id), session()
    given = {one.key: _level(f"level-{one.key}") for one in rating.indicators(db)}
    try:
        beside.save(db, current.staff(), hers, given, now=clock.now())
    except NothingAnswered:
        return _page(hers, faults={"answers": "Svara på minst en fråga."}, status=422)
    flash("Din skattning är sparad. Du kan rätta den i dag.")
    return redirect(url_for(".show", participant_id=participant_id), code=303)


@bp.app_template_global("progress_seen_by_staff")
def her_way(participant: Participant) -> Way:
    """What a participant, whose page a member of staff has opened, has said and is done with."""
    db = session()
    return changes.way(rating.hers(db), rating.done(db, participant, SHOWN))


def _whom(participant_id: UUID) -> Participant:
    return of_caseload(session(), current.staff(), participant_id, clock.today())


def _page(
    hers: Participant, *, faults: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    db, staff, today = session(), current.staff(), clock.today()
    with recording() as own:
        log.record(own, staff, [hers], Opened.PARTICIPANT, now=clock.now())
    if status >= 400:
        keep()  # nothing else was written: the log survives the refusal
    mine, way = beside.of_today(db, staff, hers, today), her_way(hers)
    theirs = beside.by_person(beside.ratings(db, hers, SHOWN))
    return page(
        "progress/staff/show.html",
        status=status,
        participant=hers,
        indicators=rating.indicators(db),
        mine=mine,
        answers=mine.answers if mine else {},
        way=way,
        courses={one.indicator.key: one for one in way.courses},
        theirs=theirs,
        has_answered=_has_answered(staff, theirs, way),
        due_on=due.staff_due_on(db, hers),
        faults=faults or {},
        staff=staff,
    )


def _has_answered(staff: Staff, theirs: list[Beside], way: Way) -> bool:
    """Whether I have rated since she last did, so that her answers can no longer lead mine."""
    said_on = way.last.rated_on if way.last else None
    return any(
        one.staff.id == staff.id and (said_on is None or one.rated_on >= said_on) for one in theirs
    )


def _level(field: str) -> Level | None:
    typed = request.form.get(field, type=int)
    return Level(typed) if typed in set(Level) else None
