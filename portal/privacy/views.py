"""The participant reads who has opened her data."""

from datetime import datetime

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.pages import page
from portal.people import current
from portal.privacy import log
from portal.transactions import session

bp = Blueprint("access_log", __name__, url_prefix="/me/access-log")


@bp.get("")
def show() -> ResponseReturnValue:
    """Who has opened her data, the newest first; `?before=` shows older lines."""
    lines = log.openings(session(), current.participant(), before=_before())
    shown = lines[: log.A_PAGE]
    return page(
        "privacy/access_log.html",
        rows=log.by_day(shown),
        last=shown[-1] if len(lines) > log.A_PAGE else None,
    )


def _before() -> datetime | None:
    try:
        asked = datetime.fromisoformat(request.args.get("before", ""))
    except ValueError:
        return None
    return asked if asked.tzinfo else None
