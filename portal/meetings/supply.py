"""What decides when people are free between two days, read with four questions whatever the number of weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import quarters
from portal.meetings.days_off import is_holiday
from portal.meetings.models import TakenQuarter
from portal.meetings.supply_models import BookableHours, HoursAway
from portal.people.directory import Directory, directory
from portal.people.models import Absence, Staff

OnDay = tuple[UUID, date]


# Tuples: free times are computed for months at a time, and reading a row's columns took a third of that.
class Hours(NamedTuple):
    """Bookable hours of a member of staff, as `BookableHours` has them."""

    staff_id: UUID
    weekday: int
    starts: int
    ends: int
    place_id: UUID | None
    purposes: list[str]
    break_minutes: int
    from_on: date
    until_on: date | None

    @property
    def is_one_day(self) -> bool:
        """Whether somebody has chosen that one day."""
        return self.from_on == self.until_on

    def holds_on(self, day: date) -> bool:
        """Whether it is among the hours of that day."""
        is_then = self.from_on <= day and (self.until_on is None or day <= self.until_on)
        return is_then and self.weekday == day.weekday()


class Gone(NamedTuple):
    """Days on which a member of staff is away, the last included, and who answers instead."""

    from_on: date
    until_on: date
    stand_in_id: UUID | None

    def holds_on(self, day: date) -> bool:
        """Whether she is away that day."""
        return self.from_on <= day <= self.until_on


class Open(NamedTuple):
    """Quarters of a day in which a member of staff can be met, at one place."""

    staff_id: UUID
    place_id: UUID | None
    bits: int
    rest: int
    """Quarters between two meetings."""


@dataclass(frozen=True)
class Supply:
    """Hours, absences, duty days and meetings of some people between two days."""

    known: Directory
    hours: Mapping[UUID, list[Hours]]
    away: Mapping[OnDay, int]
    taken: Mapping[OnDay, int]
    absences: Mapping[UUID, list[Gone]]
    house: int
    """The quarters in which the house is staffed and open."""
    kept_free: int
    """What the duty officer's day keeps free (ansvarsdag)."""

    def is_absent(self, staff_id: UUID, day: date) -> bool:
        """Whether she is away that whole day, or does not work here any more."""
        staff = self.known.staff.get(staff_id)
        gone = staff is None or staff.has_left(day)
        return gone or any(one.holds_on(day) for one in self.absences.get(staff_id, ()))

    def stand_in(self, staff_id: UUID, day: date) -> UUID | None:
        """Who answers in her place that day, when she is absent and somebody is named who is at work."""
        instead = [one.stand_in_id for one in self.absences.get(staff_id, ()) if one.holds_on(day)]
        return next((one for one in instead if one and not self.is_absent(one, day)), None)

    def has_duty(self, staff_id: UUID, day: date) -> bool:
        """Whether it is her day on duty."""
        staff = self.known.staff.get(staff_id)
        return staff is not None and self.known.duty.get((staff.organisation_id, day)) == staff_id

    def busy(self, person_id: UUID, day: date) -> int:
        """The quarters of meetings that a member of staff or a participant has that day."""
        return self.taken.get((person_id, day), 0)

    def closed(self, staff_id: UUID, day: date) -> int:
        """The quarters in which she cannot be met for other reasons than a meeting."""
        if is_holiday(day) or self.is_absent(staff_id, day):
            return quarters.WHOLE_DAY
        shut = self.away.get((staff_id, day), 0) | quarters.unclear(day)
        return shut | self.kept_free if self.has_duty(staff_id, day) else shut

    def hours_on(self, staff_id: UUID, day: date) -> int:
        """The quarters in which she is bookable that day, whatever else there is in them."""
        bits = 0
        for hours in self.hours.get(staff_id, ()):
            bits |= self.bookable(hours) if hours.holds_on(day) else 0
        return bits

    def bookable(self, hours: Hours) -> int:
        """The quarters of these hours: of every week while the house is staffed, of one extra day all of them."""
        bits = quarters.between(hours.starts, hours.ends)
        return bits if hours.is_one_day else bits & self.house

    def open(self, staff_id: UUID, day: date, purpose: str) -> list[Open]:
        """Where and in which quarters she is free for such a meeting that day."""
        found = []
        for hours in self.hours.get(staff_id, ()):
            if hours.holds_on(day) and (not hours.purposes or purpose in hours.purposes):
                rest = quarters.count(hours.break_minutes)
                bits = self.bookable(hours) & ~self.closed(staff_id, day)
                bits &= ~quarters.widened(self.busy(staff_id, day), rest)
                if bits:
                    found.append(Open(staff_id, hours.place_id, bits, rest))
        return found


def supply(
    db: Session,
    staff: Collection[UUID],
    people: Collection[UUID],
    from_on: date,
    until_on: date,
    *,
    besides: UUID | None = None,
) -> Supply:
    """What decides when these members of staff (and `people`, participants) are free, the last day included.

    `besides` is a meeting whose own time counts as free: the one that is being moved.
    """
    known = directory(db)
    everybody = {*staff, *_stand_ins(known, staff)}
    municipality = known.municipality
    routines = municipality.routines if municipality else {}
    duty = routines.get("duty_officer") or {}
    return Supply(
        known=known,
        hours=_hours(db, everybody, from_on, until_on),
        away=_away(db, everybody, from_on, until_on),
        taken=_taken(db, {*everybody, *people}, from_on, until_on, besides),
        absences=_by_staff(known.absences, from_on, until_on),
        house=_house(routines),
        kept_free=quarters.touching(*_minutes(duty["keeps_free"])) if "keeps_free" in duty else 0,
    )


def _stand_ins(known: Directory, staff: Collection[UUID]) -> set[UUID]:
    return {one.stand_in_id for one in known.absences if one.staff_id in staff and one.stand_in_id}


def _by_staff(absences: Iterable[Absence], from_on: date, until_on: date) -> dict[UUID, list[Gone]]:
    found: dict[UUID, list[Gone]] = defaultdict(list)
    for one in absences:
        if one.from_on <= until_on and from_on <= one.until_on:
            found[one.staff_id].append(Gone(one.from_on, one.until_on, one.stand_in_id))
    return found


def _house(routines: Mapping[str, list[str] | str]) -> int:
    """Staff hours (personalens tider) and the office's closing, as the municipality's file gives them."""
    bits = quarters.WHOLE_DAY
    if hours := routines.get("staff_hours"):
        bits &= quarters.between(*_minutes(hours))
    if closes := routines.get("office_closes"):
        bits &= quarters.between(*_minutes(["00:00", str(closes)]))
    return bits


def _minutes(times: Iterable[str]) -> list[int]:
    return [minutes_of(time.fromisoformat(one)) for one in times]


def minutes_of(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute


def _hours(
    db: Session, staff: Collection[UUID], from_on: date, until_on: date
) -> dict[UUID, list[Hours]]:
    found: dict[UUID, list[Hours]] = defaultdict(list)
    rows = db.execute(
        sa.select(*(getattr(BookableHours, name) for name in Hours._fields))
        .where(
            BookableHours.staff_id.in_(staff),
            BookableHours.from_on <= until_on,
            sa.or_(BookableHours.until_on.is_(None), BookableHours.until_on >= from_on),
        )
        .order_by(BookableHours.weekday, BookableHours.starts)
    )
    for one in rows:
        found[one.staff_id].append(Hours(*one))
    return found


def _away(db: Session, staff: Collection[UUID], from_on: date, until_on: date) -> dict[OnDay, int]:
    found: dict[OnDay, int] = defaultdict(int)
    rows = db.execute(
        sa.select(HoursAway.staff_id, HoursAway.on, HoursAway.starts, HoursAway.ends).where(
            HoursAway.staff_id.in_(staff), HoursAway.on.between(from_on, until_on)
        )
    )
    for staff_id, on, starts, ends in rows:
        found[staff_id, on] |= quarters.touching(starts, ends)
    return found


def _taken(
    db: Session, people: Collection[UUID], from_on: date, until_on: date, besides: UUID | None
) -> dict[OnDay, int]:
    """The quarters of their meetings; a meeting's are read as one row, since they follow one another."""
    asked = (
        sa.select(TakenQuarter.person_id, sa.func.min(TakenQuarter.starts_at), sa.func.count())
        .where(
            TakenQuarter.person_id.in_(people),
            TakenQuarter.starts_at >= _midnight(from_on),
            TakenQuarter.starts_at < _midnight(until_on + timedelta(days=1)),
        )
        .group_by(TakenQuarter.person_id, TakenQuarter.meeting_id)
    )
    if besides:
        asked = asked.where(TakenQuarter.meeting_id != besides)
    found: dict[OnDay, int] = defaultdict(int)
    for person_id, starts_at, number in db.execute(asked):
        day, bits = quarters.on_the_wall(starts_at, number)
        found[person_id, day] |= bits
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.LOCAL)


def at_work(known: Directory, organisation: str, today: date) -> list[Staff]:
    """Everybody who works at the organisation with that key, by name."""
    found = [
        one
        for one in known.staff.values()
        if one.organisation.key == organisation and not one.has_left(today)
    ]
    return sorted(found, key=lambda one: one.name)
