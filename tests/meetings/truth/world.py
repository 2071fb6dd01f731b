"""A small town in Christmas week for random tests: three caseworkers, four participants, meetings of four kinds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from portal.meetings.purposes import Purpose
from portal.meetings.supply_models import BookableHours, MeetingPlace
from portal.municipality.models import MeetingType, Municipality
from portal.people.models import Participant, Staff
from tests.cast import Cast, assign, sv
from tests.meetings.conftest import hours

START = datetime(2026, 12, 21, 7, tzinfo=UTC)
"""Monday the 21st of December, 08.00 in Sweden. Thursday and Friday are Christmas Eve and Christmas Day."""
DAYS = [date(2026, 12, number) for number in (21, 22, 23, 24, 28)]
ONE_HOUR = timedelta(hours=1)
CET = timedelta(hours=1)
HOUSE = ("08:00", "16:30")
DUTY = ("13:00", "16:30")


@dataclass
class Town:
    """Who is there, and what each caseworker's time is like; kept beside the database to judge it by."""

    participants: list[Participant]
    staff: list[Staff]
    purposes: list[Purpose]
    contact: dict[Participant, Staff]
    unit: list[Staff]
    place: MeetingPlace
    hours: list[BookableHours] = field(default_factory=list)
    away: list[tuple[Staff, date, int, int]] = field(default_factory=list)
    absent: list[tuple[Staff, date, date, Staff | None]] = field(default_factory=list)
    duty: dict[date, Staff] = field(default_factory=dict)


def moment(day: date, quarter: int) -> datetime:
    """A quarter of a day in winter: no clock changes in these weeks."""
    return datetime.combine(day, time(0), UTC) - CET + quarter * timedelta(minutes=15)


def wall(at: datetime) -> tuple[date, int]:
    """The day and the minute after midnight that the wall shows in winter."""
    local = at + CET
    return local.date(), local.hour * 60 + local.minute


def in_town(db: Session) -> Town:
    """Everybody in place, with hours that overlap in part and rests of different length."""
    cast = Cast.on_stage(db)
    dalia = Participant(
        key="D-1", name="Dalia Haddad", language="sv", stage=cast.amina.stage, track=cast.amina.track,
        is_protected=False, created_at=START,
    )  # fmt: skip
    cast.farid.assignments[0].staff = cast.karin
    assign(db, dalia, cast.karin)
    [municipality] = db.query(Municipality)
    municipality.routines = {
        **municipality.routines,
        "staff_hours": list(HOUSE),
        "duty_officer": {"keeps_free": list(DUTY)},
    }
    place = MeetingPlace(key="town-hall", position=0, name=sv("Kommunhuset"))
    types = [
        _type("follow-up", 45, ["contact-person"], 24, 4),
        _type("call", 15, ["contact-person"], 1, 1),
        _type("joint", 30, ["contact-person", "economic-support"], 4, 2),
        _type("visit", 50, ["economic-support"], 4, 2),
    ]
    db.add_all([dalia, place, *types])
    town = Town(
        participants=[cast.amina, cast.bashir, cast.farid, dalia],
        staff=[cast.karin, cast.lars, cast.sara],
        purposes=[Purpose(one) for one in types],
        contact={cast.amina: cast.karin, cast.bashir: cast.lars, cast.farid: cast.karin, dalia: cast.karin},
        unit=[cast.karin, cast.lars, cast.sara],
        place=place,
    )  # fmt: skip
    for staff, rest in zip(town.staff, (15, 0, 30), strict=True):
        for weekday in range(5):
            for first, last in ((9, 12), (13, 15)):
                one = hours(staff, weekday, first, last, place)
                one.break_minutes = rest
                town.hours.append(one)
    db.add_all(town.hours)
    db.commit()
    return town


def _type(key: str, minutes: int, parties: list[str], shortest: int, until: int) -> MeetingType:
    notice = {"shortest_hours": shortest, "longest_days": 9, "change_until_hours": until}
    return MeetingType(
        key=key, position=minutes, name=sv(key), minutes=minutes, bookable_by="participant",
        rules={"with": parties, "notice": notice},
    )  # fmt: skip
