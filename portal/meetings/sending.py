"""A time as links and forms carry it: ISO 8601 with its zone, so that it is the same moment on every clock."""

from __future__ import annotations

from datetime import UTC, datetime


def as_sent(at: datetime) -> str:
    """The time for a link or a form's field."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}"


def sent(typed: str, now: datetime) -> datetime | None:
    """The time that was sent, in UTC; None when it is none, says no zone, or lies years away."""
    try:
        found = datetime.fromisoformat(
            typed.strip().replace(" ", "+")
        )  # a plus that no link escaped
    except ValueError:
        return None
    if found.tzinfo is None or abs(found.year - now.year) > 2:
        return None
    return found.astimezone(UTC)
