"""The staff's first pages: whom I am there for, and one participant as she stands. Each opening is logged."""

from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.caseload.overview import overview, whole
from portal.pages import page
from portal.people import current
from portal.people.contacts import of_caseload
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import recording, session

bp = Blueprint("caseload", __name__)


@bp.get("")
def day() -> ResponseReturnValue:
    """The way in for staff."""
    return redirect(url_for(".participants"), code=303)


@bp.get("/participants")
def participants() -> ResponseReturnValue:
    """My participants, and what each waits for."""
    staff, now = current.staff(), clock.now()
    rows = overview(session(), staff, today=clock.today())
    with recording() as db:
        log.record(db, staff, [row.participant for row in rows], Opened.OVERVIEW, now=now)
    return page("caseload/participants.html", rows=rows, staff=staff)


@bp.get("/participants/<uuid:participant_id>")
def participant(participant_id: UUID) -> ResponseReturnValue:
    """One participant of mine, read only."""
    staff, today = current.staff(), clock.today()
    found = of_caseload(session(), staff, participant_id, today)
    with recording() as db:
        log.record(db, staff, [found], Opened.PARTICIPANT, now=clock.now())
    return page(
        "caseload/participant.html", whole=whole(session(), found, today=today), participant=found
    )
