"""Karin can be booked, at the town hall; it is a Monday morning in a week without holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.meetings.purposes import Purpose
from portal.meetings.supply_models import BookableHours, MeetingPlace
from portal.municipality.models import MeetingType
from portal.people.models import Staff
from tests.cast import Cast, sv

NOW = datetime(2026, 9, 7, 6, 0, tzinfo=UTC)
"""Monday the seventh of September 2026, 08.00 in Sweden."""
TODAY = NOW.date()


@dataclass(frozen=True)
class Town:
    """What meetings need: a place, and meeting types as Timrå's file has them."""

    place: MeetingPlace
    follow_up: Purpose
    call: Purpose
    long: Purpose
    first_visit: Purpose


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    """The cast is on stage after this, so that everything stands at one moment."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town(db: Session, cast: Cast) -> Town:
    """Karin and Lars receive Monday to Friday 9–12 and 13–15."""
    place = MeetingPlace(
        key="town-hall", position=0, name=sv("Kommunhuset"), address="Köpmangatan 14",
        directions=sv("Gå in genom stora dörren. Säg ditt namn i receptionen."),
    )  # fmt: skip
    notice = {"shortest_hours": 24, "longest_days": 60, "change_until_hours": 4}
    types = [
        _type("follow-up", "Uppföljning", 45, "participant", every_weeks=[6, 8], notice=notice),
        _type("short-call", "Kort telefonsamtal", 15, "participant", modes=["phone"]),
        _type("fia-interview", "FIA-samtal", 210, "staff", sittings=2),
        _type("first-visit", "Nybesök", 60, "staff", **{"with": ["economic-support"]}),
    ]
    db.add_all([place, *types])
    for staff in (cast.karin, cast.lars):
        for weekday in range(5):
            db.add_all([hours(staff, weekday, 9, 12, place), hours(staff, weekday, 13, 15, place)])
    db.commit()
    return Town(place, *(Purpose(one) for one in types))


def _type(key: str, name: str, minutes: int, by: str, **rules: object) -> MeetingType:
    rules.setdefault("with", ["contact-person"])
    return MeetingType(
        key=key, position=len(key), name=sv(name), minutes=minutes, bookable_by=by, rules=rules
    )


def hours(
    staff: Staff, weekday: int, starts: int, ends: int, place: MeetingPlace | None = None
) -> BookableHours:
    """Bookable hours from `starts` to `ends` o'clock, since long ago."""
    return BookableHours(
        staff=staff, weekday=weekday, starts=starts * 60, ends=ends * 60, place=place,
        purposes=[], break_minutes=15, from_on=date(2020, 1, 1),
    )  # fmt: skip


def at(day: date | int, hour: int, minute: int = 0) -> datetime:
    """That time on a day in September 2026, on the clock in Sweden (summer time)."""
    on = day if isinstance(day, date) else date(2026, 9, day)
    return datetime(on.year, on.month, on.day, hour, minute, tzinfo=UTC) - timedelta(hours=2)
