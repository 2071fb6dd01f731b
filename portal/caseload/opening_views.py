"""The form with which staff open the page of somebody for whom they are not there."""

from __future__ import annotations

from math import ceil

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import TooManyRequests

from portal import clock, log, transactions
from portal.caseload import opening
from portal.caseload.opening import Typed, Unfit
from portal.pages import page
from portal.people import attempts, cookies, current
from portal.people.attempts import Limit

bp = Blueprint("opening", __name__, url_prefix="/participants/open")


@bp.before_request
def caseworkers_only() -> None:
    """Not for a translator from outside, nor for another authority's people: they work under another secrecy."""
    if not opening.may_ask(transactions.session(), current.staff()):
        abort(404)


OPENINGS = Limit("opening", 10)
WORDS = {
    ("reference", "missing"): "Skriv beteckningen på ärendet.",
    ("reference", "too-long"): "Beteckningen är för lång. Skriv bara ärendets beteckning.",
    ("reference", "unknown"): "Inget ärende med den beteckningen kan öppnas här.",
    ("reason", "too-short"): "Skriv varför, med minst 10 tecken.",
    ("reason", "too-long"): "Skälet är för långt. Skriv högst 500 tecken.",
}


@bp.get("")
def ask() -> ResponseReturnValue:
    """The form: the exact reference, and why."""
    return _form(Typed())


@bp.post("")
def open_page() -> ResponseReturnValue:
    """Open her page for today, or say what is to be put right."""
    staff, typed = current.staff(), _typed()
    _limit(str(staff.id))
    db = transactions.session()
    try:
        found = opening.open_for_today(db, staff, typed, today=clock.today(), now=clock.now())
    except Unfit as unfit:
        faults = {field: WORDS[field, what] for field, what in unfit.faults.items()}
        return _form(typed, faults, status=422)
    except NoResultFound:
        faults = {"reference": WORDS["reference", "unknown"]}
        return _form(typed, faults, status=404)
    return redirect(url_for("staff.caseload.participant", participant_id=found.id), code=303)


def _form(
    typed: Typed, faults: dict[str, str] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    return page(
        "caseload/open.html",
        status=status,
        typed=typed,
        faults=faults or {},
        staff=current.staff(),
    )


def _typed() -> Typed:
    return Typed(request.form.get("reference", ""), request.form.get("reason", ""))


def _limit(who: str) -> None:
    """Count a try of this member of staff: a whole office shares one address, so the person is counted."""
    db, now = transactions.session(), clock.now()
    wait = attempts.count(db, cookies.secret_key(), OPENINGS, who, now=now)
    transactions.keep()
    if wait:
        log.event("rate-limited", kind=OPENINGS.purpose)
        raise TooManyRequests(retry_after=ceil(wait.total_seconds()))
