"""Plain words for ways to meet, for what stands in the way, and how a meeting's time is written."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from markupsafe import Markup

from portal import clock, i18n
from portal.i18n import gettext as _
from portal.i18n import marked
from portal.meetings import sending
from portal.meetings.follow_up import as_booked
from portal.meetings.models import InterpreterWish, Meeting, MeetingMode
from portal.meetings.refusals import Why
from portal.meetings.wanted import NONE
from portal.people.directory import directory
from portal.people.models import Participant, Staff
from portal.plan.progress import FollowUp
from portal.shown import day
from portal.transactions import session


def way(mode: MeetingMode) -> Markup:
    """The way to meet."""
    words: dict[object, str] = {
        # NOTE: A way to meet: she comes to a place. A noun, in a list of choices.
        MeetingMode.VISIT: _("Besök"),
        # NOTE: A way to meet: on the phone.
        MeetingMode.PHONE: _("På telefon"),
        # NOTE: A way to meet: a video call.
        MeetingMode.VIDEO: _("På video"),
    }
    return marked(words[mode])


def interpreter_wish(wish: InterpreterWish) -> Markup:
    """Whom she wants as an interpreter."""
    words: dict[object, str] = {
        # NOTE: Choice: it does not matter whether the interpreter is a woman or a man.
        InterpreterWish.ANY: _("Det spelar ingen roll"),
        # NOTE: Choice: she wants a woman as interpreter.
        InterpreterWish.WOMAN: _("En kvinna"),
        # NOTE: Choice: she wants a man as interpreter.
        InterpreterWish.MAN: _("En man"),
    }
    return marked(words[wish])


def why_not(why: Why) -> Markup:
    """Why a time cannot be booked, with what to do instead."""
    words: dict[object, str] = {
        Why.PAST: _("Den tiden har redan varit. Välj en tid som kommer."),
        Why.NOT_A_QUARTER: _("Den tiden går inte att boka. Välj en av tiderna."),
        Why.ACROSS_MIDNIGHT: _("Den tiden går inte att boka. Välj en av tiderna."),
        Why.STAFF_ONLY: _("Den här tiden bokar vi tillsammans med dig. Ring, så hjälper vi dig."),
        Why.CASE_ENDED: _("Du kan inte boka tider här längre. Ring om du behöver hjälp."),
    }
    return marked(words[why])


def meeting_trouble(reason: str) -> Markup:
    """What to do about something that could not be kept as it was written."""
    words = {
        "too-long": _("Det blev för långt. Skriv lite kortare."),
        # NOTE: Beside a field: she chose "another language" and is to write which.
        "missing": _("Skriv vilket språk."),
        "no-days": _("Säg när du kan. Vi ser det och försöker hitta en tid."),
        "no-number": _("Skriv antal minuter med siffror, eller lämna tomt."),
    }
    return marked(words[reason])


def span(meeting: Meeting) -> Markup:
    """A meeting's day and times: «tisdag 8 september 10:00–10:45», the times in one piece in right-to-left text."""
    return span_of(meeting.starts_at, meeting.ends_at)


def span_of(starts_at: datetime, ends_at: datetime) -> Markup:
    """The same for a time that is not booked yet."""
    begins, ends = clock.local(starts_at), clock.local(ends_at)
    return Markup("{} <bdi dir=ltr class=when>{:%H:%M}–{:%H:%M}</bdi>").format(
        day(begins.date()), begins, ends
    )


def span_today(meeting: Meeting) -> Markup:
    """A meeting's times without the day."""
    begins, ends = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    return Markup("<bdi dir=ltr class=when>{:%H:%M}–{:%H:%M}</bdi>").format(begins, ends)


def changed_by(meeting: Meeting) -> Staff | None:
    """The member of staff who last changed it; None when she did it herself."""
    known = directory(session())
    return known.staff.get(meeting.changed_by_id) if meeting.changed_by_id else None


def clock_time(at: datetime) -> Markup:
    """A time of day on the wall in Sweden."""
    return Markup(f"<bdi dir=ltr>{clock.local(at):%H:%M}</bdi>")  # noqa: S704 (digits alone)


def interpreter_choices(chosen: str) -> list[tuple[str, str]]:
    """The languages to choose an interpreter in, by code: the portal's own, and one that was chosen before."""
    found = [(code, one.endonym) for code, one in i18n.languages().items() if code != i18n.SOURCE]
    if chosen and chosen != NONE and chosen not in dict(found):
        found.append((chosen, i18n.endonym(chosen)))
    return found


def followed_up(participant: Participant, planned: FollowUp | None) -> FollowUp | None:
    """When her plan is followed up, for pages of the plan, which know no meetings."""
    return as_booked(session(), participant, planned, clock.now())


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        way_to_meet=way, interpreter_wish=interpreter_wish, why_not=why_not, meeting_trouble=meeting_trouble,
        span=span, span_until=span_of, span_today=span_today, changed_by=changed_by,
        clock_time=clock_time, as_sent=sending.as_sent,
    )  # fmt: skip
    app.jinja_env.globals.update(
        followed_up=followed_up,
        interpreter_choices=interpreter_choices,
        interpreter_wishes=tuple(InterpreterWish),
    )
