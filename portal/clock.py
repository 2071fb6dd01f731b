"""What time it is, in one place."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """Today's date as people in Sweden read it on the wall."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """A moment as the clock on the wall in Sweden shows it."""
    return moment.astimezone(LOCAL)
