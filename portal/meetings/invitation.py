"""Meetings as calendars read them: iCalendar (RFC 5545), by download, by mail (iTIP, RFC 5546) and as a feed.

What lands in a calendar may be seen by whoever looks over her shoulder, and by the company that keeps the calendar. So
the title is «Möte» in her language: no unit, no purpose, no name. Who has protected data has no address in it either.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from portal import clock, i18n
from portal.meetings.models import Meeting, MeetingMode, MeetingState
from portal.people.models import Participant

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

PRODUCT = "-//portal//meetings//EN"
ZONE = str(clock.LOCAL)
ALARM = timedelta(hours=2)
FETCHED_EVERY = timedelta(hours=4)
"""How often a calendar is asked to fetch a feed; most decide for themselves."""
STATUS = {
    MeetingState.OFFERED: "TENTATIVE",
    MeetingState.BOOKED: "CONFIRMED",
    MeetingState.CANCELLED: "CANCELLED",
}


@dataclass(frozen=True)
class Entry:
    """A meeting as it stands in a calendar."""

    uid: str
    sequence: int
    state: MeetingState
    starts_at: datetime
    ends_at: datetime
    title: str
    location: str | None
    changed_at: datetime


def of_hers(meeting: Meeting) -> Entry:
    """Her meeting as her own calendar is given it."""
    is_told = meeting.mode is MeetingMode.VISIT and not meeting.participant.is_protected
    where = meeting.place.address if meeting.place and is_told else None
    return entry(meeting, title(meeting.participant), where)


def entry(meeting: Meeting, name: str, location: str | None) -> Entry:
    """A meeting under another title; its identity and its version stay."""
    return Entry(
        uid=str(meeting.id),
        sequence=meeting.version - 1,
        state=meeting.state,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=name,
        location=location,
        changed_at=meeting.changed_at,
    )


def title(participant: Participant) -> str:
    """What every meeting is called, in the language that she reads."""
    known = i18n.languages()
    wishes = (participant.chosen_language, participant.language)
    code = next((one for one in wishes if one in known), i18n.SOURCE) or i18n.SOURCE
    # NOTE: The title of a meeting in her calendar. It tells others who look at her phone nothing more.
    return i18n.message_catalogue(known[code].babel).gettext("Möte")


def published(one: Entry, now: datetime) -> bytes:
    """The file that she downloads.

    Without an organizer: RFC 5545 (3.8.4.3) has none where nobody is invited, and it would name the municipality.
    """
    return _whole("PUBLISH", [_event(one, now)])


def request(one: Entry, *, organizer: str, attendee: str, now: datetime) -> bytes:
    """The invitation that goes by mail, again with each new version; both are mail addresses."""
    event = _event(one, now)
    is_hers = one.state is MeetingState.BOOKED
    _invite(event, organizer, attendee, "ACCEPTED" if is_hers else "NEEDS-ACTION")
    return _whole("REQUEST", [event])


def cancellation(one: Entry, *, organizer: str, attendee: str, now: datetime) -> bytes:
    """What takes the meeting out of her calendar again, by mail; `one` is the cancelled meeting."""
    event = _event(one, now)
    event["status"] = STATUS[MeetingState.CANCELLED]
    event.subcomponents.clear()
    _invite(event, organizer, attendee, None)
    return _whole("CANCEL", [event])


def feed(entries: Iterable[Entry], name: str) -> bytes:
    """What a calendar fetches again and again. It has no method, so that each meeting's stamp is its last change."""
    calendar = _calendar(_event(one, one.changed_at) for one in entries)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", FETCHED_EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    return bytes(calendar.to_ical())


def _whole(method: str, events: Iterable[Event]) -> bytes:
    calendar = _calendar(events)
    calendar.add("method", method)
    return bytes(calendar.to_ical())


def _calendar(events: Iterable[Event]) -> Calendar:
    from icalendar import Calendar  # megabytes that a process does without until somebody asks

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(_time_zone())
    for event in events:
        calendar.add_component(event)
    return calendar


def _event(one: Entry, stamp: datetime) -> Event:
    from icalendar import Alarm, Event

    event = Event()
    values: dict[str, Any] = {
        "uid": one.uid,
        "sequence": one.sequence,
        "dtstamp": stamp.astimezone(UTC),
        "last-modified": one.changed_at.astimezone(UTC),
        "dtstart": _on_the_wall(one.starts_at),
        "dtend": _on_the_wall(one.ends_at),
        "summary": one.title,
        "location": one.location,
        "status": STATUS[one.state],
        "class": "PRIVATE",
    }
    for name, value in values.items():
        if value is not None:
            event.add(name, value)
    if one.state is not MeetingState.CANCELLED:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", -ALARM)
        event.add_component(alarm)
    return event


def _on_the_wall(at: datetime) -> datetime:
    """The time on the wall in Sweden. Of the hour that comes twice in October it is the first; the second is in UTC."""
    local = clock.local(at)
    return at.astimezone(UTC) if local.fold else local


def _invite(event: Event, organizer: str, attendee: str, answered: str | None) -> None:
    event.add("organizer", f"mailto:{organizer}")
    said = {"cutype": "INDIVIDUAL", "role": "REQ-PARTICIPANT", "rsvp": "FALSE"}
    if answered:
        said["partstat"] = answered
    event.add("attendee", f"mailto:{attendee}", parameters=said)


def _time_zone() -> Timezone:
    """Swedish time by the European Union's rule since 1996 (directive 2000/84/EC): any calendar can count with it."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    winter, summer = timedelta(hours=1), timedelta(hours=2)
    zone = Timezone()
    zone.add("tzid", ZONE)
    for kind, name, before, after, month, hour in (
        (TimezoneDaylight, "CEST", winter, summer, 3, 2),
        (TimezoneStandard, "CET", summer, winter, 10, 3),
    ):
        rule = kind()
        first = datetime(1996, month, 31 if month == 3 else 27, hour)  # noqa: DTZ001 (on the wall)
        rule.add("dtstart", first)
        rule.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        rule.add("tzoffsetfrom", before)
        rule.add("tzoffsetto", after)
        rule.add("tzname", name)
        zone.add_component(rule)
    return zone
