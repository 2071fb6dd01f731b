"""Booking a time in three taps: for what, when, and yes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import uuid4

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.meetings import ahead, booking, free, interpreters, purposes, reading, sending
from portal.meetings.days import Days, days
from portal.meetings.door import bp
from portal.meetings.free import FreeTime, Search
from portal.meetings.models import Meeting, MeetingMode
from portal.meetings.overlaps import overlaps
from portal.meetings.purposes import Purpose
from portal.meetings.refusal_views import refused, taken
from portal.meetings.refusals import HasOne, NotBookable, TimeTaken, Why
from portal.meetings.supply_models import MeetingPlace
from portal.meetings.wanted import Unfit, Wanted, settle_way, ways
from portal.pages import page
from portal.people import current
from portal.people.directory import directory
from portal.people.models import Staff
from portal.plan import reading as plans
from portal.transactions import session

FURTHEST = timedelta(days=400)
LONGEST_KEY = 64


@bp.get("/book")
def book() -> ResponseReturnValue:
    """For what; with `?purpose=` the free times, and with `&starts_at=` the question whether it is right."""
    if "purpose" not in request.args:
        return _choose()
    purpose, participant, now = (
        asked_for(request.args["purpose"]),
        current.participant(),
        clock.now(),
    )
    if (why := _why_not(purpose, now)) is not None:
        return refused(NotBookable(why), status=200)
    if one := booking.coming(session(), participant, purpose, now):
        return refused(HasOne(reading.one_of_hers(session(), participant, one.id)), status=200)
    starts_at = sending.sent(request.args.get("starts_at", ""), now)
    from_on = None if starts_at else day_asked_for()
    found = free.search(session(), participant, purpose, now=now, from_on=from_on)
    if starts_at is None:
        return times_page(purpose, found)
    time = found.at(starts_at)
    if time is None:
        return taken(purpose, free.nearest(found, starts_at), status=200)
    return _confirm_page(purpose, time, Wanted(), uuid4().hex)


@bp.post("/book")
def confirm() -> ResponseReturnValue:
    """Book it. The same form sent twice is one meeting; what she typed stays whatever is answered."""
    db, participant, now = session(), current.participant(), clock.now()
    purpose, wanted = asked_for(request.form.get("purpose", "")), typed()
    key = request.form.get("key", "")[:LONGEST_KEY] or uuid4().hex
    starts_at = sending.sent(request.form.get("starts_at", ""), now)
    if starts_at is None:
        found = free.search(db, participant, purpose, now=now)
        return times_page(purpose, found, wanted=wanted, status=422)
    try:
        known = interpreters.remembered(db, participant)
        details = wanted.details(purpose.modes, known.interpreter)
        meeting = booking.book(
            db, participant, purpose, starts_at, details, key=key, now=now,
            may_book=ahead.may_book(db, participant, purpose, now),
        )  # fmt: skip
    except Unfit as unfit:
        return _again(purpose, starts_at, wanted, key, unfit.faults, now)
    except TimeTaken as gone:
        return taken(purpose, gone.nearest, wanted=wanted, key=key)
    except (NotBookable, HasOne) as refusal:
        return refused(refusal, wanted)
    settle_way(meeting, purpose)
    if wanted.interpreter is not None:
        interpreters.remember(db, participant, details.interpreter)
    flash(_("Din tid är bokad."))
    return redirect(url_for(".one", meeting_id=meeting.id), code=303)


def asked_for(key: str) -> Purpose:
    """The purpose with that key; one that is not there is not found."""
    return purposes.purpose(session(), key) or abort(404)


def day_asked_for() -> date | None:
    """The day from which she wants to see times; None when it is no date, or too far away to mean anything."""
    try:
        asked = date.fromisoformat(request.args.get("from", ""))
    except ValueError:
        return None
    return asked if abs(asked - clock.today()) < FURTHEST else None


def typed() -> Wanted:
    """What she typed in the form that was sent."""
    form = request.form
    return Wanted(
        mode=form.get("mode", ""),
        interpreter=form.get("interpreter"),
        **{name: form.get(name, "") for name in ("dialect", "wish", "topic", "company")},
    )


def times_page(
    purpose: Purpose,
    found: Search,
    *,
    moving: Meeting | None = None,
    wanted: Wanted | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Free times by day, the next one first; without any, the way to say when she could."""
    shown = days(found, besides=moving.starts_at if moving else None)
    return page(
        "meetings/times.html",
        status=status,
        purpose=purpose,
        shown=shown,
        by=_everybody(shown),
        ways=[moving.mode] if moving else _ways(purpose, shown),
        names=directory(session()).staff,
        moving=moving,
        wanted=wanted,
        key=uuid4().hex,
        faults={},
        could="",
        municipality=directory(session()).municipality,
    )


def _everybody(shown: Days) -> list[Staff]:
    """Who takes part, when it is the same people at every time; else nobody, and each time says whom it is with."""
    found = {time.staff for _, times in shown.days for time in times}
    known = directory(session()).staff
    return [known[one] for one in found.pop()] if len(found) == 1 else []


def _ways(purpose: Purpose, shown: Days) -> list[MeetingMode]:
    """The ways to meet that any of the times leaves her."""
    places = {time.place_id for _, times in shown.days for time in times}
    return list(dict.fromkeys(way for one in places for way in ways(purpose, one)))


def _choose() -> ResponseReturnValue:
    db, participant = session(), current.participant()
    hers = plans.plans(db, participant).plans
    return page("meetings/purposes.html", ahead=ahead.ahead(db, participant, hers, clock.now()))


def _why_not(purpose: Purpose, now: datetime) -> Why | None:
    participant = current.participant()
    if ahead.has_ended(participant, now):
        return Why.CASE_ENDED
    return None if ahead.may_book(session(), participant, purpose, now) else Why.STAFF_ONLY


def _place(time: FreeTime) -> MeetingPlace | None:
    """Where a visit is; it is not shown to somebody whose data are protected."""
    if time.place_id is None or current.participant().is_protected:
        return None
    return session().get(MeetingPlace, time.place_id)


def _again(
    purpose: Purpose,
    starts_at: datetime,
    wanted: Wanted,
    key: str,
    faults: dict[str, str],
    now: datetime,
) -> ResponseReturnValue:
    """The same question, with what is to be put right; when the time is gone meanwhile, others."""
    found = free.search(session(), current.participant(), purpose, now=now)
    time = found.at(starts_at)
    if time is None:
        return taken(purpose, free.nearest(found, starts_at), wanted=wanted, key=key)
    return _confirm_page(purpose, time, wanted, key, faults, status=422)


def _confirm_page(
    purpose: Purpose,
    time: FreeTime,
    wanted: Wanted,
    key: str,
    faults: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    db, participant = session(), current.participant()
    known = directory(db)
    steps = plans.plans(db, participant).open_steps
    remembered = interpreters.remembered(db, participant)
    return page(
        "meetings/confirm.html",
        status=status,
        purpose=purpose,
        time=time,
        ends_at=time.starts_at + timedelta(minutes=purpose.type.minutes),
        staff=[known.staff[one] for one in time.staff],
        ways=ways(purpose, time.place_id),
        place_to_meet=_place(time),
        overlaps=overlaps(steps, time.starts_at, purpose.type.minutes),
        wanted=wanted,
        known=remembered,
        interpreter=wanted.needs(remembered.interpreter),
        key=key,
        faults=faults or {},
    )
