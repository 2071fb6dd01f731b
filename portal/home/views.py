"""The first address: home for a participant, my people for staff, and what this is for everybody else."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.feedback import answering, told_to
from portal.home.screen import screen
from portal.municipality import reading as facts
from portal.notifications import views as notice_views
from portal.pages import page
from portal.people import current
from portal.transactions import session

bp = Blueprint("home", __name__)


@bp.get("/")
def show() -> ResponseReturnValue:
    """Her next step when she is signed in; signed out, what this is, what it is not, and the way in."""
    if current.staff_or_none():
        return redirect(url_for("staff.day.show"), code=303)
    participant = current.participant_or_none()
    if participant is None:
        return landing()
    sign_in = current.sign_in()
    shown = screen(
        session(), participant, now=clock.now(), since=sign_in.news_since if sign_in else None
    )
    return page(
        "home/show.html",
        screen=shown,
        participant=participant,
        asks_notices=bool(shown.meetings.booked or shown.meetings.offered)
        and notice_views.is_to_be_asked(participant),
        # Not of the screen, which staff may look at as she sees it: whether she is asked is not theirs to know.
        asked=answering.asked(session(), participant, clock.today()),
        is_told=told_to.is_anything(session(), participant),
    )


def landing() -> ResponseReturnValue:
    """What is shown to somebody signed out."""
    today = clock.today()
    return page(
        "home/landing.html",
        municipality=facts.municipality(session()),
        drop_ins=facts.drop_ins(session(), today),
        money=facts.who_decides(session(), "economic-support"),
    )
