"""Staff say when they are away and who answers instead, and who is on duty for those who are."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.caseload.absence_words import (
    DUTY_WORDS,
    KINDS,
    faults_in_words,
    said_of_stand_ins,
    seen_by_participants,
)
from portal.meetings import affected
from portal.pages import page
from portal.people import absences, current, duty_days
from portal.people.absences import Typed, Unfit
from portal.people.account_models import Duty
from portal.people.models import Absence, Staff
from portal.transactions import session

bp = Blueprint("absence", __name__)


@bp.get("/absence")
def show() -> ResponseReturnValue:
    """The absences that I answer for, and the form for a new one."""
    return _list(Typed(), whose=request.args.get("whose", ""))


@bp.post("/absence")
def enter() -> ResponseReturnValue:
    """Keep a new absence."""
    typed, whose, today = _typed(), request.form.get("whose", ""), clock.today()
    people = absences.those_she_answers_for(session(), current.staff(), today)
    person = next((one for one in people if str(one.id) == whose), None)
    if person is None:
        return _list(typed, {"whose": "Välj vem det gäller."}, whose=whose, status=422)
    try:
        made = absences.enter(
            session(), current.staff(), person, typed, today=today, now=clock.now()
        )
    except Unfit as unfit:
        return _list(typed, faults_in_words(unfit), whose=whose, status=422)
    flash(f"Frånvaron är sparad. {seen_by_participants(made.from_on, today)}")
    _tell_of_stand_ins(person, made)
    return _to_meetings(made)


@bp.get("/absence/<uuid:absence_id>")
def ask(absence_id: UUID) -> ResponseReturnValue:
    """The form for changing an absence or ending it earlier."""
    found = absences.absence(session(), current.staff(), absence_id, clock.today())
    typed = Typed(
        found.from_on.isoformat(),
        found.until_on.isoformat(),
        str(found.stand_in_id or ""),
        found.kind or "",
    )
    return _one(found, typed)


@bp.post("/absence/<uuid:absence_id>")
def change(absence_id: UUID) -> ResponseReturnValue:
    """Keep other days or another stand-in."""
    typed, today = _typed(), clock.today()
    found = absences.still(session(), current.staff(), absence_id, today)
    if found is None:
        return _over()
    first = found.from_on
    try:
        absences.change(session(), current.staff(), found, typed, today=today)
    except Unfit as unfit:
        return _one(found, typed, faults_in_words(unfit), status=422)
    flash(f"Frånvaron är ändrad. {seen_by_participants(found.from_on, today, before=first)}")
    _tell_of_stand_ins(found.staff, found)
    return _to_meetings(found)


@bp.post("/absence/<uuid:absence_id>/end")
def end(absence_id: UUID) -> ResponseReturnValue:
    """She is back, or will not be away."""
    found = absences.still(session(), current.staff(), absence_id, clock.today())
    if found is None:
        return _over()
    absences.end(session(), found, today=clock.today())
    flash("Frånvaron är slut.")
    return redirect(url_for(".show"), code=303)


def _over() -> ResponseReturnValue:
    flash("Frånvaron var redan slut eller borttagen.")
    return redirect(url_for(".show"), code=303)


@bp.get("/duty")
def duty() -> ResponseReturnValue:
    """Who is on duty in my unit in the coming two weeks."""
    return _duty({}, {})


@bp.post("/duty")
@current.needs(Duty.UNIT_MANAGER)
def set_duty() -> ResponseReturnValue:
    """The unit manager's choice for each day."""
    today = clock.today()
    chosen = {
        on: request.form[on.isoformat()]
        for on in duty_days.working_days(today)
        if on.isoformat() in request.form
    }
    try:
        duty_days.set_days(session(), current.staff(), chosen, today=today)
    except duty_days.Unfit as unfit:
        faults = {day: DUTY_WORDS[what] for day, what in unfit.faults.items()}
        return _duty({on.isoformat(): who for on, who in chosen.items()}, faults, status=422)
    flash("Ansvarsdagarna är sparade.")
    return redirect(url_for(".duty"), code=303)


def _typed() -> Typed:
    return Typed(
        *(request.form.get(name, "")[:40] for name in ("from_on", "until_on", "stand_in", "kind"))
    )


def _tell_of_stand_ins(person: Staff, made: Absence) -> None:
    said = said_of_stand_ins(absences.answers_for(session(), person, made))
    if said:
        flash(said)


def _to_meetings(made: Absence) -> ResponseReturnValue:
    """To the meetings that are booked while she is away, when there are any; else to the absences."""
    session().flush()
    number = affected.counts(session(), [made], clock.now())[made.id]
    if not number:
        return redirect(url_for(".show"), code=303)
    booked = "Ett möte är bokat" if number == 1 else f"{number} möten är bokade"
    flash(f"{booked} då. Välj vad som ska hända.")
    return redirect(url_for("staff.rebooking.show", _anchor=f"away-{made.id}"), code=303)


def _list(
    typed: Typed, faults: dict[str, str] | None = None, *, whose: str, status: int = 200
) -> ResponseReturnValue:
    db, staff, today = session(), current.staff(), clock.today()
    people = absences.those_she_answers_for(db, staff, today)
    found = absences.coming(db, people, today)
    return page(
        "caseload/absence.html",
        status=status,
        absences=found,
        meetings=affected.counts(db, found, clock.now()),
        people=people,
        stand_ins=[one for one in absences.can_stand_in(db, staff, today) if one.id != staff.id],
        whose=whose or str(staff.id),
        kinds=KINDS,
        typed=typed,
        faults=faults or {},
        staff=staff,
    )


def _one(
    found: Absence, typed: Typed, faults: dict[str, str] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    return page(
        "caseload/absence_change.html",
        status=status,
        absence=found,
        stand_ins=absences.may_name(session(), current.staff(), found.staff, clock.today()),
        kinds=KINDS,
        typed=typed,
        faults=faults or {},
        staff=current.staff(),
    )


def _duty(
    chosen: dict[str, str], faults: dict[str, str], *, status: int = 200
) -> ResponseReturnValue:
    db, staff, today = session(), current.staff(), clock.today()
    return page(
        "caseload/duty.html",
        status=status,
        days=duty_days.days(db, staff, today),
        chosen=chosen,
        colleagues=absences.colleagues(db, staff, today),
        may_set=current.may(Duty.UNIT_MANAGER),
        faults=faults,
        staff=staff,
    )
