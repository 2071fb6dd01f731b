"""The forms for bookable hours and hours away: what was typed, and what it means. Knows no web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from portal.meetings import quarters
from portal.meetings.days_off import is_holiday
from portal.meetings.supply import minutes_of
from portal.meetings.supply_models import BookableHours, HoursAway, MeetingPlace
from portal.people.models import AbsenceKind

RESTS = (0, 15, 30, 45, 60)
"""How long a rest between two meetings may be, in minutes."""
FARTHEST = timedelta(days=731)
DAYS_A_WEEK = 7


class Unfit(Exception):
    """Hours that cannot be kept as they are: by field, what is to be put right; and the ones they overlap."""

    def __init__(
        self, faults: dict[str, str], overlaps: BookableHours | HoursAway | None = None
    ) -> None:
        super().__init__(faults)
        self.faults, self.overlaps = faults, overlaps


@dataclass(frozen=True)
class Typed:
    """The form as it was typed: `on` for one day, else `weekday`, `from_on` and `until_on`."""

    weekday: str = ""
    on: str = ""
    starts: str = ""
    ends: str = ""
    place: str = ""
    purposes: Sequence[str] = ()
    rest: str = "15"
    from_on: str = ""
    until_on: str = ""


@dataclass(frozen=True)
class TypedAway:
    """The form for hours away, as it was typed."""

    on: str = ""
    starts: str = ""
    ends: str = ""
    kind: str = ""


def is_one_day(hours: BookableHours) -> bool:
    """Whether they are an exception, such as one evening more."""
    return hours.from_on == hours.until_on


def as_typed(hours: BookableHours) -> Typed:
    """The form as what is kept fills it."""
    is_day = is_one_day(hours)
    return Typed(
        weekday="" if is_day else str(hours.weekday),
        on=hours.from_on.isoformat() if is_day else "",
        starts=clock_words(hours.starts),
        ends=clock_words(hours.ends),
        place=str(hours.place_id or ""),
        purposes=hours.purposes,
        rest=str(hours.break_minutes),
        from_on="" if is_day else hours.from_on.isoformat(),
        until_on="" if is_day or hours.until_on is None else hours.until_on.isoformat(),
    )


def clock_words(minutes: int) -> str:
    """Minutes after midnight as a field for a time takes them; the end of the day as its last minute."""
    return f"{minutes // 60:02}:{minutes % 60:02}" if minutes < quarters.A_DAY * 15 else "23:59"


def read(
    typed: Typed,
    places: Sequence[MeetingPlace],
    purposes: Sequence[str],
    today: date,
    *,
    began: date | None = None,
) -> BookableHours:
    """The hours that the form means, nobody's yet; hours that have begun keep their first day. Raises `Unfit`."""
    faults: dict[str, str] = {}
    first, last, weekday = _days(typed, faults, today, began)
    starts, ends = _times(typed.starts, typed.ends, faults, step=quarters.MINUTES)
    place = next((one.id for one in places if str(one.id) == typed.place), None)
    if typed.place and place is None:
        faults["place"] = "unknown"
    if typed.rest not in {str(one) for one in RESTS}:
        faults["rest"] = "unknown"
    if faults:
        raise Unfit(faults)
    return BookableHours(
        weekday=weekday, starts=starts, ends=ends, place_id=place,
        purposes=[one for one in purposes if one in typed.purposes],
        break_minutes=int(typed.rest), from_on=first, until_on=last,
    )  # fmt: skip


def _days(
    typed: Typed, faults: dict[str, str], today: date, began: date | None
) -> tuple[date, date | None, int]:
    """The first day, the last one if there is one, and the weekday."""
    if typed.on:
        day = _day(typed.on, "on", faults, today, began) or today
        if is_holiday(day):
            faults["on"] = "holiday"
        return day, day, day.weekday()
    weekday = int(typed.weekday) if typed.weekday in set("0123456") else DAYS_A_WEEK
    if weekday == DAYS_A_WEEK:
        faults["weekday"] = "unknown"
    first = _day(typed.from_on, "from_on", faults, today, began) if typed.from_on else today
    last = _day(typed.until_on, "until_on", faults, today) if typed.until_on else None
    if first and last and last < first:
        faults["until_on"] = "before-from"
    return first or today, last, weekday


def _day(
    typed: str, field: str, faults: dict[str, str], today: date, began: date | None = None
) -> date | None:
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        faults[field] = "no-day"
        return None
    if found < today and found != began:
        faults[field] = "past"
    elif found > today + FARTHEST:
        faults[field] = "too-far"
    return found


def _times(starts: str, ends: str, faults: dict[str, str], *, step: int) -> tuple[int, int]:
    found = {}
    for field, typed in (("starts", starts), ("ends", ends)):
        try:
            found[field] = minutes_of(time.fromisoformat(typed.strip().replace(".", ":")))
        except ValueError:
            faults[field] = "no-time"
            continue
        if found[field] % step:
            faults[field] = "not-a-quarter"
    if not {"starts", "ends"} & set(faults) and found["ends"] <= found["starts"]:
        faults["ends"] = "before-starts"
    return found.get("starts", 0), found.get("ends", 0)


def read_away(typed: TypedAway, today: date) -> HoursAway:
    """The hours away that the form means, nobody's yet. Raises `Unfit`."""
    faults: dict[str, str] = {}
    on = _day(typed.on, "on", faults, today)
    starts, ends = _times(typed.starts, typed.ends, faults, step=1)
    if typed.kind not in set(AbsenceKind):
        faults["kind"] = "unknown"
    if faults or on is None:
        raise Unfit(faults)
    return HoursAway(on=on, starts=starts, ends=ends, kind=AbsenceKind(typed.kind))
