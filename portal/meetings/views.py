"""Her meetings: all of them, one of them, what staff did with them, and what she wants to talk about."""

from __future__ import annotations

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.i18n import gettext as _
from portal.meetings import ahead, changing, earlier, overlaps, reading, reminders, wanted
from portal.meetings.ahead import is_news
from portal.meetings.booking_views import typed
from portal.meetings.calling import whom_to_call
from portal.meetings.door import bp
from portal.meetings.models import EarlierWish, Meeting, MeetingState
from portal.meetings.purposes import Purpose
from portal.meetings.refusal_views import refused
from portal.meetings.refusals import Changed, NotBookable
from portal.meetings.wanted import Unfit, Wanted
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.plan import reading as plans
from portal.transactions import session


@bp.get("")
def show() -> ResponseReturnValue:
    """Times to answer, what was changed, what is to come, and folded together what has been."""
    db, participant, now = session(), current.participant(), clock.now()
    hers = plans.plans(db, participant).plans
    return page(
        "meetings/show.html",
        ahead=ahead.ahead(db, participant, hers, now),
        behind=reading.behind(db, participant, now),
        now=now,
    )


@bp.get("/<uuid:meeting_id>")
def one(meeting_id: UUID) -> ResponseReturnValue:
    """One meeting: when, with whom, how, where, what to bring, and what can be done with it."""
    return meeting_page(hers(meeting_id))


@bp.post("/<uuid:meeting_id>/seen")
def seen(meeting_id: UUID) -> ResponseReturnValue:
    """She knows what staff did with it; it is not told again."""
    wanted.saw(hers(meeting_id), version_sent())
    back = "public.home.show" if request.form.get("back") == "home" else ".show"
    return redirect(url_for(back), code=303)


@bp.post("/<uuid:meeting_id>/notes/seen")
def notes_seen(meeting_id: UUID) -> ResponseReturnValue:
    """She has read what was written after the meeting; it is news no more."""
    reminders.minutes_are_read(session(), hers(meeting_id), now=clock.now())
    return redirect(url_for(".one", meeting_id=meeting_id, _anchor="notes"), code=303)


@bp.post("/<uuid:meeting_id>/accept")
def accept(meeting_id: UUID) -> ResponseReturnValue:
    """Yes to a time that staff keep for her."""
    try:
        changing.accept(session(), hers(meeting_id), version=version_sent(), now=clock.now())
    except Changed as refusal:
        return refused(refusal)
    flash(_("Din tid är bokad."))
    return redirect(url_for(".one", meeting_id=meeting_id), code=303)


@bp.post("/<uuid:meeting_id>/words")
def say(meeting_id: UUID) -> ResponseReturnValue:
    """Keep what she wants to talk about, and who comes along."""
    meeting, given = hers(meeting_id), typed()
    try:
        wanted.say(session(), meeting, given, now=clock.now())
    except Unfit as unfit:
        return meeting_page(meeting, given, unfit.faults, status=422)
    except (Changed, NotBookable) as refusal:
        return refused(refusal, given)
    flash(_("Det är sparat."))
    return redirect(url_for(".one", meeting_id=meeting_id), code=303)


@bp.post("/<uuid:meeting_id>/earlier")
def earlier_time(meeting_id: UUID) -> ResponseReturnValue:
    """Whether she is to be told when an earlier time becomes free."""
    meeting, now = hers(meeting_id), clock.now()
    if request.form.get("wish") != "yes":
        earlier.unwish(session(), meeting, now)
        flash(_("Vi säger inte till om tidigare tider."))
    elif meeting.state is not MeetingState.BOOKED or meeting.starts_at <= now:
        return refused(Changed(meeting))
    else:
        earlier.wish(session(), meeting, now)
        flash(_("Vi säger till om en tidigare tid blir ledig."))
    return redirect(url_for(".one", meeting_id=meeting_id), code=303)


def hers(meeting_id: UUID) -> Meeting:
    """A meeting of hers; anybody else's is not there."""
    return reading.one_of_hers(session(), current.participant(), meeting_id)


def version_sent() -> int:
    """The version that she was shown; one that no meeting has when it was not sent."""
    return request.form.get("version", -1, type=int)


def meeting_page(
    meeting: Meeting,
    given: Wanted | None = None,
    faults: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    """The page of one meeting, with what she typed when it could not be kept."""
    db, participant, now = session(), current.participant(), clock.now()
    purpose, people = Purpose(meeting.type), contacts(db, participant, clock.today())
    is_offer = meeting.state is MeetingState.OFFERED
    is_to_come = meeting.is_standing and meeting.starts_at > now
    return page(
        "meetings/one.html",
        status=status,
        meeting=meeting,
        purpose=purpose,
        participant=participant,
        is_news=is_news(meeting, now),
        overlaps=overlaps.of_meeting(db, meeting) if is_to_come else (),
        is_over=meeting.ends_at <= now,
        has_begun=meeting.starts_at <= now,
        may_change=meeting.starts_at > now and (is_offer or purpose.may_change(meeting.starts_at, now)),
        may_book=ahead.may_book(db, participant, purpose, now),
        waits=db.query(EarlierWish).filter_by(meeting_id=meeting.id).first() is not None,
        call=whom_to_call(people, meeting),
        municipality=directory(db).municipality,
        given=given or Wanted(
            topic=meeting.topic.original if meeting.topic else "", company=meeting.company or ""
        ),
        faults=faults or {},
    )  # fmt: skip
