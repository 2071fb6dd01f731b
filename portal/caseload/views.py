"""The people I may see, and one of them as she stands. Each opening is logged."""

from uuid import UUID

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.caseload import preview
from portal.caseload.opening import may_ask
from portal.caseload.overview import LONGEST_SEARCH, grouped, overview
from portal.caseload.whole import is_mine, whole
from portal.pages import page
from portal.people import current
from portal.people.contacts import of_caseload
from portal.people.models import Participant
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import recording, session

bp = Blueprint("caseload", __name__)


@bp.get("/participants")
def participants() -> ResponseReturnValue:
    """My participants, what is next and what waits; `?q=` keeps those whose name or reference holds these words.

    What was searched for is written nowhere.
    """
    staff, now = current.staff(), clock.now()
    search = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    rows = overview(session(), staff, today=clock.today(), search=search)
    with recording() as db:
        log.record(db, staff, [row.participant for row in rows], Opened.OVERVIEW, now=now)
    return page(
        "caseload/participants.html",
        groups=grouped(rows),
        search=search,
        staff=staff,
        may_open=may_ask(session(), staff),
    )


@bp.get("/participants/<uuid:participant_id>")
def participant(participant_id: UUID) -> ResponseReturnValue:
    """One participant as she stands: what she sees, and what staff need beside it."""
    found, db = _opened(participant_id), session()
    shown = whole(db, found, today=clock.today(), now=clock.now())
    return page(
        "caseload/participant.html",
        whole=shown,
        waiting=shown.waiting,
        participant=found,
        is_mine=is_mine(db, current.staff(), found, today=clock.today()),
        tab="staff",
        staff=current.staff(),
    )


@bp.get("/participants/<uuid:participant_id>/as-she-sees")
def as_she_sees(participant_id: UUID) -> ResponseReturnValue:
    """Her home, or with `?page=plan` her plan, as it stands on her phone in her language; nothing in it can be done."""
    found = _opened(participant_id)
    which = "plan" if request.args.get("page") == "plan" else "home"
    language = preview.language_of(found)
    return page(
        "caseload/as_she_sees.html",
        shown=preview.shown(session(), found, which, today=clock.today()),
        read_in=language,
        which=which,
        participant=found,
        tab="hers",
        staff=current.staff(),
    )


def _opened(participant_id: UUID) -> Participant:
    """One whom I may see, and a line in her log."""
    staff = current.staff()
    found = of_caseload(session(), staff, participant_id, clock.today())
    with recording() as db:
        log.record(db, staff, [found], Opened.PARTICIPANT, now=clock.now())
    return found
