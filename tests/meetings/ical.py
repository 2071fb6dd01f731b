"""Reading a calendar file as strictly as RFC 5545 asks, and whether its time zone says what the clock does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

LONGEST = 75
"""Octets on a line, the break not counted (RFC 5545, 3.1)."""


def checked(file: bytes) -> Any:
    """The calendar in a file, after every rule that holds for all of ours has been checked."""
    lines = file.split(b"\r\n")
    assert lines.pop() == b"", "the last line ends too"
    for line in lines:
        assert b"\n" not in line and b"\r" not in line, "lines end with CRLF"
        assert len(line) <= LONGEST, f"{len(line)} octets: {line!r}"
        line.decode()  # no letter is torn in two
    calendar = Calendar.from_ical(file)
    assert not calendar.errors
    assert calendar["version"] == "2.0" and calendar["prodid"]
    [zone] = calendar.walk("VTIMEZONE")
    for event in calendar.walk("VEVENT"):
        assert not event.errors
        for name in ("uid", "dtstamp", "dtstart", "dtend", "sequence", "status", "last-modified"):
            assert name in event and not isinstance(event[name], list), name
        for name in ("dtstamp", "last-modified"):
            assert event.decoded(name).utcoffset() == UTC.utcoffset(None), name
        for name in ("dtstart", "dtend"):
            named = event[name].params.get("TZID")
            is_utc = event.decoded(name).utcoffset() == UTC.utcoffset(None)
            assert named == zone["tzid"] if named else is_utc
        assert event.decoded("dtstart") < event.decoded("dtend")
    return calendar


def only_event(file: bytes) -> Any:
    """The one meeting of a file."""
    [event] = checked(file).walk("VEVENT")
    return event


def moments(event: Any) -> tuple[datetime, datetime]:
    """When it begins and ends, in UTC, as the file's own time zone says."""
    return event.decoded("dtstart").astimezone(UTC), event.decoded("dtend").astimezone(UTC)
