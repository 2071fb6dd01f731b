"""Pages for everybody: how the portal works and what it leaves behind, and hours without a booked time."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal import clock
from portal.municipality import reading as facts
from portal.pages import page
from portal.people.sessions import IDLE
from portal.transactions import session

help_pages = Blueprint("help", __name__, url_prefix="/help")
drop_in_pages = Blueprint("drop_in", __name__, url_prefix="/drop-in")


@help_pages.get("")
def show() -> ResponseReturnValue:
    """How the portal works, what it does not do, and honestly what stays on the phone."""
    return page(
        "home/help.html",
        municipality=facts.municipality(session()),
        money=facts.who_decides(session(), "economic-support"),
        minutes=IDLE.seconds // 60,
    )


@drop_in_pages.get("")
def hours() -> ResponseReturnValue:
    """When anybody may come without a booked time, and about what."""
    today = clock.today()
    return page(
        "home/drop_in.html",
        municipality=facts.municipality(session()),
        drop_ins=facts.drop_ins(session(), today),
        day=today,
    )
