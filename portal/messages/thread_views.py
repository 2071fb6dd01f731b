"""Staff: one thread as it is kept, what becomes of it, and taking it or some days of the conversation out.

Each opening is logged, also that of a file.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.messages import classifying, exporting
from portal.messages.classifying import FINAL, StillWaits, TooLate
from portal.messages.exporting import Extract, Span
from portal.messages.extract_words import CLASSES, classified, trouble
from portal.messages.models import Classification, Thread
from portal.messages.staff_door import bp
from portal.pages import page
from portal.people import current
from portal.people.contacts import of_caseload
from portal.people.models import Participant
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import keep, recording, session

bp.app_template_filter("thread_class")(classified)
THREAD = "/<uuid:participant_id>/threads/<uuid:thread_id>"
FILE = "<any(txt, pdf):ending>"


@bp.get("/to-classify")
def to_classify() -> ResponseReturnValue:
    """Old threads of my participants of which nobody has said what becomes of them."""
    staff, now = current.staff(), clock.now()
    found = classifying.undecided(session(), staff, now)
    whose = {one.thread.participant_id: one.thread.participant for one in found}
    with recording() as db:
        log.record(db, staff, whose.values(), Opened.OVERVIEW, now=now)
    return page("messages/staff/to_classify.html", found=found, staff=staff)


@bp.get(THREAD)
def thread(participant_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """All of one thread, and what becomes of it."""
    return _thread_page(*_one(participant_id, thread_id))


@bp.post(THREAD)
def classify(participant_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """It belongs in her case file, or is of minor importance. Not while she waits for an answer."""
    hers, found = _one(participant_id, thread_id)
    what = request.form.get("what", "")
    if what not in FINAL:
        return _thread_page(hers, found, fault=trouble("missing"), status=422)
    try:
        classifying.classify(
            session(), current.staff(), found, Classification(what), now=clock.now()
        )
    except StillWaits:
        return _thread_page(hers, found, fault=trouble("waits"), status=409)
    ids: dict[str, Any] = {"participant_id": hers.id, "thread_id": found.id}
    flash(f"Tråden är klassad: {CLASSES[found.classification]}.", url_for(".take_back", **ids))
    return redirect(url_for(".thread", **ids), code=303)


@bp.post(f"{THREAD}/take-back")
def take_back(participant_id: UUID, thread_id: UUID) -> ResponseReturnValue:
    """It was classified by mistake."""
    hers, found = _one(participant_id, thread_id)
    try:
        classifying.take_back(session(), current.staff(), found, now=clock.now())
        flash("Tråden är inte klassad längre.")
    except TooLate:
        flash(trouble("too-late"))
    return redirect(url_for(".thread", participant_id=hers.id, thread_id=found.id), code=303)


@bp.get(f"{THREAD}/{FILE}")
def thread_file(participant_id: UUID, thread_id: UUID, ending: str) -> ResponseReturnValue:
    """One thread as a file for the case file."""
    hers, found = _one(participant_id, thread_id)
    _log(hers)
    now = clock.now()
    return _file(exporting.of_thread(session(), current.staff(), found, now=now), ending)


@bp.get("/<uuid:participant_id>/extract")
def extract(participant_id: UUID) -> ResponseReturnValue:
    """All of the conversation, or some days of it (`?first=`, `?last=`), as it is taken out."""
    hers, span = _hers(participant_id), _span()
    _log(hers)
    found = exporting.of_span(session(), current.staff(), hers, span, now=clock.now())
    return page(
        "messages/staff/extract.html",
        participant=hers,
        extract=found,
        first=span.first,
        last=span.last,
        staff=current.staff(),
    )


@bp.get(f"/<uuid:participant_id>/extract/{FILE}")
def extract_file(participant_id: UUID, ending: str) -> ResponseReturnValue:
    """The same as a file."""
    hers, now = _hers(participant_id), clock.now()
    _log(hers)
    return _file(exporting.of_span(session(), current.staff(), hers, _span(), now=now), ending)


def _thread_page(
    hers: Participant, found: Thread, *, fault: str = "", status: int = 200
) -> ResponseReturnValue:
    _log(hers)
    if status >= 400:
        keep()  # nothing else was written: the log survives the refusal
    now, staff = clock.now(), current.staff()
    return page(
        "messages/staff/thread.html",
        status=status,
        participant=hers,
        thread=found,
        extract=exporting.of_thread(session(), staff, found, now=now),
        choices=[(one.value, CLASSES[one]) for one in FINAL],
        can_take_back=classifying.can_take_back(found, staff.id, now),
        fault=fault,
        staff=staff,
    )


def _file(extract: Extract, ending: str) -> Response:
    if ending == "txt":
        response = Response(exporting.as_text(extract), content_type="text/plain; charset=utf-8")
    else:
        from portal.messages.extract_pdf import as_pdf  # loads a library that few need

        response = Response(as_pdf(extract, now=clock.now()), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{extract.name}.{ending}"'
    return response


def _hers(participant_id: UUID) -> Participant:
    return of_caseload(session(), current.staff(), participant_id, clock.today())


def _one(participant_id: UUID, thread_id: UUID) -> tuple[Participant, Thread]:
    hers = _hers(participant_id)
    return hers, classifying.thread_of(session(), hers, thread_id)


def _log(hers: Participant) -> None:
    with recording() as db:
        log.record(db, current.staff(), [hers], Opened.MESSAGES, now=clock.now())


def _span() -> Span:
    return Span(_day(request.args.get("first", "")), _day(request.args.get("last", "")))


def _day(typed: str) -> date | None:
    """A day as ISO writes it; nothing for anything else."""
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None
