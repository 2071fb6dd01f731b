"""A question of the unit that is late, or that goes past her contact person, by reference: for the duty officer and
the manager, who may not see whose it is."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.messages import answering, in_time, inbox
from portal.messages.inbox import Place, Row
from portal.messages.models import Thread
from portal.messages.staff_door import bp
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.people.contacts import contacts_of
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import recording, session

BY_REFERENCE = frozenset({Place.LATE, Place.NEW_CONTACT})


@bp.get("/late")
@current.needs(Duty.UNIT_MANAGER)
def late_in_unit() -> ResponseReturnValue:
    """What is late in the manager's unit now, by reference, and how many answers came in time week by week."""
    now, manager = clock.now(), current.staff()
    rows = [row for row in inbox.waiting(session(), manager, now=now) if _is_late_here(row)]
    with recording() as db:
        log.record(db, manager, [row.participant for row in rows], Opened.OVERVIEW, now=now)
    return page(
        "messages/staff/late_in_unit.html",
        rows=rows,
        weeks=in_time.weeks(session(), manager, now),
        staff=manager,
    )


@bp.get("/late/<uuid:thread_id>")
def late(thread_id: UUID) -> ResponseReturnValue:
    """Whose question it is to answer, since when it waits, and to whom it may be given."""
    db, row, now, today = session(), _late(thread_id), clock.now(), clock.today()
    with recording() as own:
        log.record(own, current.staff(), [row.participant], Opened.OVERVIEW, now=now)
    return page(
        "messages/staff/late.html",
        row=row,
        contacts=[
            one.staff for one in contacts_of(db, [row.participant], today)[row.participant.id].now
        ],
        colleagues=answering.may_have(db, row.participant, today),
        staff=current.staff(),
    )


@bp.post("/late/<uuid:thread_id>")
def give_late(thread_id: UUID) -> ResponseReturnValue:
    """Give it to somebody who may see her."""
    thread = session().get_one(Thread, _late(thread_id).thread.id)
    try:
        to = answering.give(session(), thread, UUID(request.form.get("to", "")), now=clock.now())
    except (ValueError, NoResultFound):
        flash("Välj någon som kan svara i dag.")
        return redirect(url_for(".late", thread_id=thread_id), code=303)
    flash(f"{to.name} har frågan nu.")
    return redirect(url_for(".inbox"), code=303)


def _is_late_here(row: Row) -> bool:
    return row.place is Place.LATE or (row.place in inbox.TO_ANSWER and row.late > 0)


def _late(thread_id: UUID) -> Row:
    """One that stands with her as duty officer or manager. Raises `NoResultFound` for every other."""
    for row in inbox.waiting(session(), current.staff(), now=clock.now()):
        if row.thread.id == thread_id and row.place in BY_REFERENCE:
            return row
    raise NoResultFound
