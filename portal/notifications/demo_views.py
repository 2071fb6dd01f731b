"""A demo's outbox: what phones would have got. Only in a demo, where everybody is invented."""

from __future__ import annotations

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from portal.notifications import demo_outbox
from portal.notifications.staff_views import CHANNELS
from portal.notifications.views import settings
from portal.pages import page

bp = Blueprint("demo_outbox", __name__)


@bp.get("/demo/outbox")
def show() -> ResponseReturnValue:
    """The newest fifty; anywhere else there is no such page."""
    if not settings().is_demo:
        abort(404)
    file = settings().notices.outbox_file
    return page("notifications/demo.html", shown=demo_outbox.newest(file), channels=CHANNELS)
