"""«No time fits»: when she could, told to staff, and whom she may call meanwhile."""

from __future__ import annotations

from uuid import uuid4

from babel import Locale
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings import none_fits
from portal.meetings.booking_views import LONGEST_KEY, asked_for
from portal.meetings.calling import whom_to_call
from portal.meetings.door import bp
from portal.meetings.wanted import Unfit
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.transactions import session

WEEKDAYS = range(5)
SWEDISH: dict[int, str] = Locale("sv").days["format"]["wide"]
"""Her ticked weekdays are kept as staff read them."""


@bp.get("/none-fits")
def ask_none_fits() -> ResponseReturnValue:
    """The form: when could she?"""
    return _form(request.args.get("purpose", ""), uuid4().hex)


@bp.post("/none-fits")
def none_fit() -> ResponseReturnValue:
    """Keep it; the same form sent twice is told once."""
    purpose = asked_for(request.form.get("purpose", ""))
    key = request.form.get("key", "")[:LONGEST_KEY] or uuid4().hex
    could = request.form.get("could", "")
    ticked = [day for day in WEEKDAYS if str(day) in request.form.getlist("day")]
    try:
        none_fits.tell(
            session(), current.participant(), purpose, could, key=key, now=clock.now(),
            days=", ".join(SWEDISH[day] for day in ticked),
        )  # fmt: skip
    except Unfit as unfit:
        return _form(purpose.key, key, could, ticked, unfit.faults)
    return redirect(url_for(".none_fits_told"), code=303)


@bp.get("/none-fits/told")
def none_fits_told() -> ResponseReturnValue:
    """What happens now, and the number to call."""
    people = contacts(session(), current.participant(), clock.today())
    return page(
        "meetings/told.html",
        call=whom_to_call(people),
        main=people.main,
        municipality=directory(session()).municipality,
    )


def _form(
    key_of_purpose: str,
    key: str,
    could: str = "",
    ticked: list[int] | None = None,
    faults: dict[str, str] | None = None,
) -> ResponseReturnValue:
    return page(
        "meetings/none_fits.html",
        status=422 if faults else 200,
        purpose=asked_for(key_of_purpose),
        key=key,
        could=could,
        ticked=ticked or [],
        faults=faults or {},
    )
