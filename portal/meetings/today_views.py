"""Ill or late today: one tap from home, said to those who wait for her, and never judged."""

from __future__ import annotations

from uuid import uuid4

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal import clock
from portal.i18n import gettext as _
from portal.meetings import ahead, today
from portal.meetings.booking_views import LONGEST_KEY
from portal.meetings.calling import whom_to_call
from portal.meetings.door import bp
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.refusal_views import refused, taken
from portal.meetings.refusals import Changed, HasOne, NotBookable, TimeTaken
from portal.meetings.today import Thing
from portal.meetings.wanted import Unfit
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.plan import reading as plans
from portal.plan.models import Step
from portal.transactions import session

ALL = "all"


@bp.get("/today", endpoint="today")
def show_today() -> ResponseReturnValue:
    """What she has today, and what she has said of it."""
    return _page(uuid4().hex)


@bp.post("/today", endpoint="say_today")
def say() -> ResponseReturnValue:
    """Keep her word. Ill frees the meeting's time; `what` is one thing of today, or all of them."""
    db, participant, now = session(), current.participant(), clock.now()
    form = request.form
    what, is_late = form.get("what", ""), form.get("kind") == "late"
    key = form.get("key", "")[:LONGEST_KEY] or uuid4().hex
    try:
        for thing in _meant(what):
            about, own = _about(thing), f"{key}.{thing.id.hex}.{'late' if is_late else 'ill'}"
            if is_late:
                today.say_late(
                    db, participant, about, minutes=form.get("minutes", ""),
                    comment=form.get("comment", ""), key=own, now=now,
                )  # fmt: skip
            else:
                today.say_ill(
                    db, participant, about, comment=form.get("comment", ""), key=own, now=now
                )
    except Unfit as unfit:
        return _page(key, what, unfit.faults)
    except Changed as refusal:
        return refused(refusal)
    # NOTE: After she has said that she is ill or late: you have told us.
    flash(_("Du har sagt till."))
    return redirect(url_for(".today"), code=303)


@bp.post("/today/anyway")
def come_anyway() -> ResponseReturnValue:
    """She can come after all, while her time is still free."""
    db, participant = session(), current.participant()
    for thing in _meant(request.form.get("what", "")):
        try:
            today.come_anyway(db, participant, _about(thing), now=clock.now())
        except TimeTaken as gone:
            assert thing.meeting  # noqa: S101 (an activity has no time that another could take)
            return taken(Purpose(thing.meeting.type), gone.nearest)
        except (Changed, HasOne, NotBookable) as refusal:
            return refused(refusal)
    flash(_("Vi vet nu att du kommer."))
    return redirect(url_for(".today"), code=303)


def _things() -> list[Thing]:
    steps = plans.plans(session(), current.participant()).open_steps
    return today.things(session(), current.participant(), steps, clock.now())


def _meant(what: str) -> list[Thing]:
    """What she means; something that is not hers today is not found."""
    found = [one for one in _things() if what in (ALL, str(one.id))]
    if not found:
        raise NoResultFound
    return found


def _about(thing: Thing) -> Meeting | Step:
    about = thing.meeting or thing.step
    assert about  # noqa: S101 (one of the two, always)
    return about


def _page(key: str, what: str = "", faults: dict[str, str] | None = None) -> ResponseReturnValue:
    db, participant, now = session(), current.participant(), clock.now()
    people, found = contacts(db, participant, clock.today()), _things()
    return page(
        "meetings/today.html",
        status=422 if faults else 200,
        things=found,
        told={one.id: today.told(people, _about(one)) for one in found},
        may_book={
            one.id: ahead.may_book(db, participant, Purpose(one.meeting.type), now)
            for one in found
            if one.meeting
        },
        call=whom_to_call(people),
        municipality=directory(db).municipality,
        key=key,
        what=what,
        typed=request.form,
        faults=faults or {},
        now=now,
    )
