"""What she has said of today, and that no time suits her: read by staff, marked as seen, and taken back in a minute."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings import heard, reading, translating
from portal.meetings.models import Meeting, NoTimeFits, TodayWord
from portal.pages import page
from portal.people import current
from portal.people.models import Participant
from portal.plan.handled import TooLate
from portal.privacy import log
from portal.privacy.models import Opened
from portal.transactions import recording, session

bp = Blueprint("heard", __name__)
COMING = 5
"""How many meetings to come stand on a participant's page."""


@bp.get("/said-today/<uuid:word_id>")
def word(word_id: UUID) -> ResponseReturnValue:
    """That she is ill or late today."""
    said, hers = _word(word_id)
    _log(hers)
    about = heard.about(session(), said)
    return page(
        "meetings/staff/said_today.html",
        word=said,
        participant=hers,
        meeting=about if isinstance(about, Meeting) else None,
        step=None if isinstance(about, Meeting) else about,
        may_open=_may_open(hers),
        staff=current.staff(),
    )


@bp.post("/said-today/<uuid:word_id>/seen")
def see_word(word_id: UUID) -> ResponseReturnValue:
    """I have seen it."""
    said, _ = _word(word_id)
    return _see(said, url_for(".word_waits_again", word_id=word_id))


@bp.post("/said-today/<uuid:word_id>/wait-again")
def word_waits_again(word_id: UUID) -> ResponseReturnValue:
    """It was marked by mistake."""
    return _take_back(*_word(word_id))


@bp.get("/no-time/<uuid:told_id>")
def no_time(told_id: UUID) -> ResponseReturnValue:
    """That no time suits her, and when she could."""
    told, hers = _no_time(told_id)
    _log(hers)
    return page("meetings/staff/no_time.html", told=told, participant=hers, staff=current.staff())


@bp.post("/no-time/<uuid:told_id>/seen")
def see_no_time(told_id: UUID) -> ResponseReturnValue:
    """It is dealt with in another way than by booking a time."""
    told, _ = _no_time(told_id)
    return _see(told, url_for(".no_time_waits_again", told_id=told_id))


@bp.post("/no-time/<uuid:told_id>/wait-again")
def no_time_waits_again(told_id: UUID) -> ResponseReturnValue:
    """It was marked by mistake."""
    return _take_back(*_no_time(told_id))


@bp.app_template_global()
def meetings_of(participant: Participant) -> list[Meeting]:
    """The next meetings of a participant whose page a member of staff has opened."""
    return reading.to_come(session(), participant, clock.now())[:COMING]


@bp.app_template_global()
def last_word_of(participant: Participant) -> TodayWord | None:
    """What she last said of a day, for her page on the staff's side."""
    return heard.last_word(session(), participant)


def _see(said: TodayWord | NoTimeFits, undo: str) -> ResponseReturnValue:
    heard.see(said, current.staff(), now=clock.now())
    translating.seen(session(), said)
    flash("Det väntar inte längre.", undo)
    return redirect(url_for("staff.day.show"), code=303)


def _take_back(said: TodayWord | NoTimeFits, hers: Participant) -> ResponseReturnValue:
    try:
        heard.take_back(said, now=clock.now())
        translating.waits_again(session(), hers, said, clock.now())
        flash("Det väntar igen.")
    except TooLate:
        flash("Det går att ångra i en minut. Nu har det gått längre tid.")
    return redirect(url_for("staff.day.show"), code=303)


def _word(word_id: UUID) -> tuple[TodayWord, Participant]:
    return heard.word(session(), current.staff(), word_id, clock.today())


def _no_time(told_id: UUID) -> tuple[NoTimeFits, Participant]:
    return heard.no_time(session(), current.staff(), told_id, clock.today())


def _may_open(hers: Participant) -> bool:
    """Whether her own page is there for the one who reads, and not only her word."""
    return heard.may_open(session(), current.staff(), hers, clock.today())


def _log(hers: Participant) -> None:
    with recording() as db:
        log.record(db, current.staff(), [hers], Opened.MEETINGS, now=clock.now())
