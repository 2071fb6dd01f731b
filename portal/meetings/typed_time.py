"""A time for a meeting as somebody typed or chose it, and the moment it means."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from portal.meetings import quarters


class Unclear(Exception):
    """No moment can be made of it: which field, and what is to be put right there."""

    def __init__(self, field: str, what: str) -> None:
        super().__init__(field, what)
        self.field, self.what = field, what


@dataclass(frozen=True)
class TypedTime:
    """A time chosen among those shown (`starts_at`, ISO with zone), else a day and a time of one's own."""

    starts_at: str = ""
    on: str = ""
    at: str = ""

    def moment(self, number: str = "") -> datetime:
        """The moment it means; `number` ends the names of its fields. Raises `Unclear`.

        In the hour when the clocks change there may be no such moment, or two.
        """
        day_field, time_field = f"on{number}", f"at{number}"
        if self.starts_at:
            return _chosen(self.starts_at, f"starts_at{number}")
        day = _day(self.on, day_field)
        at = _time(self.at, time_field)
        if at.minute % quarters.MINUTES or at.second or at.microsecond:
            raise Unclear(time_field, "not-a-quarter")
        try:
            return quarters.moment(day, (at.hour * 60 + at.minute) // quarters.MINUTES)
        except quarters.NoSuchTime:
            raise Unclear(time_field, "no-such-time") from None


def _chosen(typed: str, field: str) -> datetime:
    try:
        found = datetime.fromisoformat(typed)
        quarters.place_of(found)
    except (ValueError, OverflowError):
        raise Unclear(field, "no-time") from None
    if found.tzinfo is None:
        raise Unclear(field, "no-time")
    return found


def _day(typed: str, field: str) -> date:
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        raise Unclear(field, "no-day") from None
    if not 2000 <= found.year <= 2100:
        raise Unclear(field, "no-day")
    return found


def _time(typed: str, field: str) -> time:
    try:
        return time.fromisoformat(typed.strip().replace(".", ":"))
    except ValueError:
        raise Unclear(field, "no-time") from None
