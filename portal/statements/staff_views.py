"""Staff read what people could not use."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.pages import page
from portal.statements import reports as kept
from portal.transactions import session

bp = Blueprint("reports", __name__, url_prefix="/reports")


@bp.get("")
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
