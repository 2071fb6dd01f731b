"""What decides when people are free between two days, read with a few questions whatever the number of weeks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from portal.meetings import quarters, supply_rows
from portal.meetings.days_off import is_holiday
from portal.meetings.supply_rows import A_DAY, Gone, Hours, OnDay
from portal.people.directory import Directory, at_hand
from portal.people.models import Absence, Staff


class Open(NamedTuple):
    """Quarters of a day in which a member of staff can be met, at one place."""

    staff_id: UUID
    place_id: UUID | None
    bits: int
    rest: int
    """Quarters between two meetings."""


@dataclass
class TakenTimes:
    """The quarters of people's meetings, read as far as somebody looks: first one stretch of days, then the rest.

    A page of free times shows the next few days; to read two months of a full calendar for it took half of its time.
    """

    read: Callable[[date, date], Mapping[OnDay, int]]
    """The meetings between two days, the last included."""
    next: date
    """The first day that has not been read."""
    last: date
    stretch: timedelta | None = None
    _found: dict[OnDay, int] = field(default_factory=dict)

    def on(self, person_id: UUID, day: date) -> int:
        """The quarters that somebody's meetings take that day."""
        if self.next <= day <= self.last:
            until = self.next + self.stretch if self.stretch else self.last
            until = min(until, self.last) if day <= until else self.last
            self._found.update(self.read(self.next, until))
            self.next, self.stretch = until + A_DAY, None
        return self._found.get((person_id, day), 0)


@dataclass(frozen=True)
class Supply:
    """Hours, absences, duty days and meetings of some people between two days."""

    known: Directory
    hours: Mapping[UUID, list[Hours]]
    away: Mapping[OnDay, int]
    taken: TakenTimes
    absences: Mapping[UUID, list[Gone]]
    house: int
    """The quarters in which the house is staffed and open."""
    kept_free: int
    """What the duty officer's day keeps free (ansvarsdag)."""

    def is_absent(self, staff_id: UUID, day: date) -> bool:
        """Whether she is away that whole day, or does not work here any more."""
        away = any(one.holds_on(day) for one in self.absences.get(staff_id, ()))
        return away or not self.works(staff_id, day)

    def works(self, staff_id: UUID, day: date) -> bool:
        """Whether she is employed here that day, at work or not."""
        staff = self.known.staff.get(staff_id)
        return staff is not None and not staff.has_left(day)

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
        return self.taken.on(person_id, day)

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
    stretch: timedelta | None = None,
) -> Supply:
    """What decides when these members of staff (and `people`, participants) are free, the last day included.

    `besides` is a meeting whose own time counts as free: the one that is being moved. `stretch` is how far meetings
    are read at first.
    """
    known = at_hand(db)
    everybody = {*staff, *_stand_ins(known, staff)}

    def taken(first: date, last: date) -> Mapping[OnDay, int]:
        return supply_rows.taken(db, {*everybody, *people}, first, last, besides)

    hours, away = supply_rows.hours(db, everybody, from_on, until_on)
    municipality = known.municipality
    routines = municipality.routines if municipality else {}
    duty = routines.get("duty_officer") or {}
    return Supply(
        known=known,
        hours=hours,
        away=away,
        taken=TakenTimes(taken, from_on, until_on, stretch),
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


def at_work(known: Directory, organisation: str, today: date) -> list[Staff]:
    """Everybody who works at the organisation with that key, by name."""
    found = [
        one
        for one in known.staff.values()
        if one.organisation.key == organisation and not one.has_left(today)
    ]
    return sorted(found, key=lambda one: one.name)
