"""Administrators read what people could not use: a report may hold a number to call back, which is for few eyes."""

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.statements import reports as kept
from portal.transactions import session

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("")
@current.needs(Duty.ADMINISTRATOR)
def show() -> ResponseReturnValue:
    """Reports on accessibility, the newest first; `?skip=` shows older ones.

    They name nobody, so no opening is logged.
    """
    skip = max(request.args.get("skip", 0, type=int), 0)
    found = kept.reports(session(), skip=min(skip, 1_000_000))
    return page(
        "statements/reports.html",
        reports=found[: kept.A_PAGE],
        older=skip + kept.A_PAGE if len(found) > kept.A_PAGE else None,
    )


@bp.post("/<uuid:report_id>/answered")
@current.needs(Duty.ADMINISTRATOR)
def answered(report_id: UUID) -> ResponseReturnValue:
    """Somebody has seen to it."""
    kept.answered(session(), report_id, now=clock.now())
    flash("Rapporten väntar inte längre.", url_for(".wait_again", report_id=report_id))
    return redirect(url_for(".show"), code=303)


@bp.post("/<uuid:report_id>/wait-again")
@current.needs(Duty.ADMINISTRATOR)
def wait_again(report_id: UUID) -> ResponseReturnValue:
    """It was marked by mistake."""
    if kept.take_back(session(), report_id, now=clock.now()):
        flash("Rapporten väntar igen.")
    else:
        flash("Det går att ångra i en minut. Nu har det gått längre tid.")
    return redirect(url_for(".show"), code=303)
