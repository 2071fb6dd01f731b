"""Staff: when I can be booked, my hours away, and the same for my unit when I manage it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.addresses import url_for
from portal.meetings import calendar, hours, hours_form, outside
from portal.meetings.hours_form import Typed, TypedAway, Unfit
from portal.meetings.purposes import purposes
from portal.meetings.staff_door import bp
from portal.meetings.staff_words import KINDS, OBSTACLES, hours_faults
from portal.meetings.supply_models import MeetingPlace
from portal.pages import page
from portal.people import current
from portal.people.models import Staff
from portal.transactions import keep, recording, session


@bp.get("/hours", endpoint="hours")
def show() -> ResponseReturnValue:
    """My hours, or with `?whose=` those of somebody in the unit that I manage."""
    return _list(request.args.get("whose", ""), TypedAway())


@bp.get("/hours/new")
def new_hours() -> ResponseReturnValue:
    """The form for hours of every week, or with `?kind=day` of one day."""
    person, _ = hours.whose(
        session(), current.staff(), request.args.get("whose", ""), clock.today()
    )
    return _form(person, Typed(), is_day=request.args.get("kind") == "day")


@bp.post("/hours/new")
def add_hours() -> ResponseReturnValue:
    """Open them."""
    today, is_day = clock.today(), request.form.get("kind") == "day"
    person, _ = hours.whose(session(), current.staff(), request.form.get("whose", ""), today)
    try:
        hours.add(session(), person, _typed(is_day), _places(), _purpose_keys(), today)
    except Unfit as unfit:
        return _form(person, _typed(is_day), hours_faults(unfit), is_day=is_day)
    return _done(person, "Tiderna är öppna för bokning.")


@bp.get("/hours/<uuid:hours_id>")
def one_of_hours(hours_id: UUID) -> ResponseReturnValue:
    """The form for changing or closing them."""
    found = hours.one(session(), current.staff(), hours_id, clock.today())
    return _form(
        found.staff, hours_form.as_typed(found), is_day=hours_form.is_one_day(found), which=found.id
    )


@bp.post("/hours/<uuid:hours_id>")
def change_hours(hours_id: UUID) -> ResponseReturnValue:
    """Keep other times. Meetings that are booked stay."""
    today = clock.today()
    found = hours.one(session(), current.staff(), hours_id, today)
    is_day = hours_form.is_one_day(found)
    typed = _typed(is_day)
    try:
        hours.change(session(), found, typed, _places(), _purpose_keys(), today)
    except Unfit as unfit:
        return _form(found.staff, typed, hours_faults(unfit), is_day=is_day, which=hours_id)
    return _done(found.staff, "Tiderna är ändrade.")


@bp.post("/hours/<uuid:hours_id>/remove")
def remove_hours(hours_id: UUID) -> ResponseReturnValue:
    """Nobody can book them any more. Meetings that are booked stay."""
    found = hours.one(session(), current.staff(), hours_id, clock.today())
    person = found.staff
    session().delete(found)
    return _done(person, "Tiderna är borttagna.")


@bp.post("/hours/away")
def add_hours_away() -> ResponseReturnValue:
    """Keep that somebody is away for some hours."""
    today, form = clock.today(), request.form
    person, _ = hours.whose(session(), current.staff(), form.get("whose", ""), today)
    typed = TypedAway(*(form.get(name, "")[:20] for name in ("on", "starts", "ends", "kind")))
    try:
        hours.add_away(session(), person, typed, today)
    except Unfit as unfit:
        return _list(form.get("whose", ""), typed, hours_faults(unfit))
    return _done(person, "Timmarna borta är sparade.")


@bp.post("/hours/away/<uuid:away_id>/remove")
def remove_hours_away(away_id: UUID) -> ResponseReturnValue:
    """She is there after all."""
    found = hours.one_away(session(), current.staff(), away_id, clock.today())
    person = found.staff
    session().delete(found)
    return _done(person, "Timmarna borta är borttagna.")


def _list(
    asked: str, typed: TypedAway, faults: dict[str, str] | None = None
) -> ResponseReturnValue:
    db, staff, now, today = session(), current.staff(), clock.now(), clock.today()
    person, people = hours.whose(db, staff, asked, today)
    left = outside.outside(db, staff, person, now)
    with recording() as own:
        calendar.read(own, staff, left.shown, now)
    if faults:
        keep()  # nothing else was written: the log survives the refusal
    found = hours.hours_of(db, person, today)
    return page(
        "meetings/staff/hours.html",
        status=422 if faults else 200,
        person=person,
        people=people,
        weekly=[one for one in found if not hours_form.is_one_day(one)],
        days=sorted(
            (one for one in found if hours_form.is_one_day(one)), key=lambda one: one.from_on
        ),
        away=hours.away_of(db, person, today),
        purpose_names={one.key: one.type.name.original for one in purposes(db)},
        outside=left,
        against=OBSTACLES,
        kinds=KINDS,
        holidays=outside.holidays_ahead(today),
        typed=typed,
        faults=faults or {},
        wall=calendar.wall,
        staff=staff,
    )


def _form(
    person: Staff,
    typed: Typed,
    faults: dict[str, str] | None = None,
    *,
    is_day: bool,
    which: UUID | None = None,
) -> ResponseReturnValue:
    return page(
        "meetings/staff/hours_form.html",
        status=422 if faults else 200,
        person=person,
        typed=typed,
        is_day=is_day,
        which=which,
        places=_places(),
        purposes=purposes(session()),
        rests=hours_form.RESTS,
        faults=faults or {},
        staff=current.staff(),
    )


def _done(person: Staff, said: str) -> ResponseReturnValue:
    flash(said)
    mine = {} if person.id == current.staff().id else {"whose": person.id}
    return redirect(url_for(".hours", **mine), code=303)


def _typed(is_day: bool) -> Typed:
    form = request.form
    return Typed(
        weekday="" if is_day else form.get("weekday", ""),
        on=form.get("on", "")[:20] or "-" if is_day else "",
        starts=form.get("starts", "")[:20],
        ends=form.get("ends", "")[:20],
        place=form.get("place", ""),
        purposes=form.getlist("purpose"),
        rest=form.get("rest", "15"),
        from_on="" if is_day else form.get("from_on", "")[:20],
        until_on="" if is_day else form.get("until_on", "")[:20],
    )


def _places() -> Sequence[MeetingPlace]:
    return session().scalars(sa.select(MeetingPlace).order_by(MeetingPlace.position)).all()


def _purpose_keys() -> list[str]:
    return [one.key for one in purposes(session())]
