"""The caseworker's day, and the acts that need no page of their own: seen to, gone through, and taken back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.caseload.day import day
from portal.caseload.day_lines import sections
from portal.caseload.places import staff_places
from portal.pages import page
from portal.people import current, reviews
from portal.people.account_models import Duty
from portal.people.contacts import of_caseload
from portal.people.day import HER_PAGE
from portal.people.models import Participant
from portal.plan import handled
from portal.plan.handled import Said, TooLate
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import recording, session

bp = Blueprint("day", __name__)
bp.app_template_global()(staff_places)
THINGS = f"/participants/<uuid:participant_id>/<any({', '.join(Said)}):said>/<uuid:thing_id>"


@bp.get("")
def show() -> ResponseReturnValue:
    """My day: what waits for me, the most urgent first."""
    staff, now = current.staff(), clock.now()
    mine = day(session(), staff, now)
    if mine.unlisted:
        with recording() as db:
            log.record(db, staff, mine.unlisted, Opened.OVERVIEW, now=now)
    found = sections(mine, clock.local(now).date())
    return page(
        "caseload/day.html",
        day=mine,
        sections=found,
        staff=staff,
        reads_reports=current.may(Duty.ADMINISTRATOR),
    )


@bp.post(f"{THINGS}/seen-to")
def see_to(participant_id: UUID, said: str, thing_id: UUID) -> ResponseReturnValue:
    """Somebody has talked with her about what she said."""
    hers = _hers(participant_id)
    handled.see_to(session(), hers, Said(said), thing_id, now=clock.now())
    undo = url_for(".wait_again", participant_id=hers.id, said=said, thing_id=thing_id)
    flash("Det väntar inte längre.", undo)
    return _to(hers)


@bp.post(f"{THINGS}/wait-again")
def wait_again(participant_id: UUID, said: str, thing_id: UUID) -> ResponseReturnValue:
    """It was marked by mistake."""
    hers = _hers(participant_id)
    try:
        handled.take_back(session(), hers, Said(said), thing_id, now=clock.now())
        flash("Det väntar igen.")
    except TooLate:
        flash("Det går att ångra i en minut. Nu har det gått längre tid.")
    return _to(hers)


@bp.post("/participants/<uuid:participant_id>/reviews")
def review(participant_id: UUID) -> ResponseReturnValue:
    """The case was gone through today."""
    hers, today = _hers(participant_id), clock.today()
    done = reviews.done(session(), current.staff(), hers, today=today)
    undo = url_for(".take_review_back", participant_id=hers.id, review_id=done.id)
    flash("Genomgången i dag är sparad.", undo)
    return _to(hers)


@bp.post("/participants/<uuid:participant_id>/reviews/<uuid:review_id>/take-back")
def take_review_back(participant_id: UUID, review_id: UUID) -> ResponseReturnValue:
    """The case was not gone through after all."""
    hers, today = _hers(participant_id), clock.today()
    reviews.take_back(session(), current.staff(), hers, review_id, today=today)
    flash("Genomgången är borttagen.")
    return _to(hers)


def _hers(participant_id: UUID) -> Participant:
    """The participant, loaded through the member of staff who is signed in."""
    return of_caseload(session(), current.staff(), participant_id, clock.today())


def _to(hers: Participant) -> ResponseReturnValue:
    return redirect(url_for(HER_PAGE, participant_id=hers.id), code=303)
