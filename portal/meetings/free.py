"""Free times: computed each time they are asked for, from hours, absences, duty days, holidays and meetings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import lock as wait_for
from portal.meetings import quarters
from portal.meetings.days_off import is_holiday
from portal.meetings.leads import Lead, leads
from portal.meetings.models import Meeting
from portal.meetings.purposes import CONTACT_PERSON, Purpose
from portal.meetings.refusals import Obstacle
from portal.meetings.supply import Open, Supply, at_work, supply
from portal.meetings.supply_rows import A_DAY
from portal.municipality.models import OrganisationKind
from portal.people.directory import Directory, at_hand
from portal.people.models import Participant, Staff

NEAREST = 3
A_WEEK = timedelta(weeks=1)
STRETCH = timedelta(days=12)
"""How far ahead meetings are read at first: the next free times are seldom further away."""


@dataclass(frozen=True)
class FreeTime:
    """A time at which everybody can meet her."""

    starts_at: datetime
    staff: tuple[UUID, ...]
    """Who takes part, the one who leads it first."""
    place_id: UUID | None

    @property
    def day(self) -> date:
        return clock.local(self.starts_at).date()


@dataclass(frozen=True)
class Search:
    """A participant's search for a time: for what, and between which moments."""

    participant: Participant
    purpose: Purpose
    earliest: datetime
    latest: datetime
    minutes: int
    leads: Sequence[Lead]
    supply: Supply
    units: Sequence[Sequence[UUID]]
    """For each unit that is to take part, who of it could."""
    fixed: Sequence[UUID] = ()
    """Who takes part in the meeting that is moved: she keeps the people that she has."""
    _begin: dict[tuple[UUID, date], list[Open]] = field(default_factory=dict)
    _lead: dict[date, list[UUID]] = field(default_factory=dict)

    def on(self, day: date) -> Iterator[FreeTime]:
        """The free times of one day, one after the other, as the meeting's length and rests cut it."""
        length = quarters.count(self.minutes)
        step = length + max((one.rest for one in self._leading(day)), default=0)
        for quarter in quarters.cut(self._starts(day), step):
            if found := self._at(day, quarter):
                yield found

    def at(self, starts_at: datetime) -> FreeTime | None:
        """The free time that begins then, whether or not the cut shows it; None when it is not free."""
        if not quarters.begins_one(starts_at) or not self.earliest <= starts_at <= self.latest:
            return None
        return self._at(*quarters.place_of(starts_at))

    def everything(self) -> Iterator[FreeTime]:
        """All free times, the next one first."""
        day, last = clock.local(self.earliest).date(), clock.local(self.latest).date()
        while day <= last:
            yield from self.on(day)
            day += timedelta(days=1)

    def _leading(self, day: date) -> list[Open]:
        return [hours for staff_id in self._leaders(day) for hours in self._open(staff_id, day)]

    def _open(self, staff_id: UUID, day: date) -> list[Open]:
        """Where a meeting with that member of staff could begin: those quarters, not all that are free."""
        found = self._begin.get((staff_id, day))
        if found is None:
            hers = ~self.supply.busy(self.participant.id, day)
            length = quarters.count(self.minutes)
            found = self._begin[staff_id, day] = [
                one._replace(bits=starts)
                for one in self.supply.open(staff_id, day, self.purpose.key)
                if (starts := quarters.starts_of(one.bits & hers, length))
            ]
        return found

    def _leaders(self, day: date) -> list[UUID]:
        if day not in self._lead:
            self._lead[day] = self._who_leads(day)
        return self._lead[day]

    def _who_leads(self, day: date) -> list[UUID]:
        """Who leads it that day: her contact person, else who stands in; for a unit's meeting, anybody there."""
        if not self.fixed and CONTACT_PERSON not in self.purpose.parties:
            return list(self.units[0]) if self.units else []
        main = self.fixed[0] if self.fixed else self._contact(day)
        if main is None or not self.supply.is_absent(main, day):
            return [main] if main else []
        instead = self.supply.stand_in(main, day)
        return [instead] if instead else []

    def _contact(self, day: date) -> UUID | None:
        then = (one.staff_id for one in self.leads if one.holds_on(day))
        return next((one for one in then if self.supply.works(one, day)), None)

    def _others(self) -> Sequence[Sequence[UUID]]:
        if self.fixed:
            return [[one] for one in self.fixed[1:]]
        return self.units if CONTACT_PERSON in self.purpose.parties else self.units[1:]

    def _starts(self, day: date) -> int:
        starts = 0
        for hours in self._leading(day):
            starts |= hours.bits
        for unit in self._others():
            free = 0
            for staff_id in unit:
                for hours in self._open(staff_id, day):
                    free |= hours.bits
            starts &= free
        return starts

    def _at(self, day: date, quarter: int) -> FreeTime | None:
        try:
            starts_at = quarters.moment(day, quarter)
        except quarters.NoSuchTime:
            return None
        if not self.earliest <= starts_at <= self.latest:
            return None
        lead = self._who_can(self._leaders(day), day, quarter)
        if lead is None:
            return None
        people = [lead.staff_id]
        for unit in self._others():
            other = self._who_can([one for one in unit if one not in people], day, quarter)
            if other is None:
                return None
            people.append(other.staff_id)
        return FreeTime(starts_at, tuple(people), lead.place_id)

    def _who_can(self, staff: Sequence[UUID], day: date, quarter: int) -> Open | None:
        """Who of these is free then: whoever has the fewest meetings that day."""
        can = [
            hours
            for staff_id in staff
            for hours in self._open(staff_id, day)
            if hours.bits >> quarter & 1
        ]
        return min(
            can, key=lambda one: self.supply.busy(one.staff_id, day).bit_count(), default=None
        )


def search(
    db: Session,
    participant: Participant,
    purpose: Purpose,
    *,
    now: datetime,
    from_on: date | None = None,
    only_on: date | None = None,
    weeks: int | None = None,
    moving: Meeting | None = None,
    lock: bool = False,
) -> Search:
    """Everything needed to find her a time, so many `weeks` ahead or `only_on` one day; `moving` is what she has.

    The bounds are those of the purpose: its shortest notice, and its longest. `lock` lets others who book for the
    same staff wait until this transaction is over.
    """
    earliest, latest = now + purpose.shortest, now + purpose.longest
    if from_on and from_on > clock.local(earliest).date():
        earliest = quarters.moment(from_on, 0)
    if weeks is not None:
        latest = min(latest, earliest + weeks * A_WEEK)
    first = clock.local(earliest).date()
    known = at_hand(db)
    contacts = leads(db, participant, first)
    units = [
        [one.id for one in at_work(known, key, first)]
        for key in purpose.parties
        if _is_unit(known, key)
    ]
    fixed = [one.id for one in moving.staff] if moving else []
    if any(known.staff[one].has_left(first) for one in fixed):
        fixed = []
    staff = {*fixed} or {one.staff_id for one in contacts}.union(*units)
    if lock:
        lock_staff(db, staff)
    if only_on:
        earliest = max(earliest, quarters.moment(only_on, 0))
        latest = min(latest, quarters.moment(only_on, quarters.A_DAY - 1))
    return Search(
        participant=participant,
        purpose=purpose,
        earliest=earliest,
        latest=latest,
        minutes=moving.minutes if moving else purpose.type.minutes,
        leads=contacts,
        supply=supply(
            db,
            staff,
            {participant.id},
            clock.local(earliest).date(),
            clock.local(latest).date(),
            besides=moving.id if moving else None,
            stretch=STRETCH,
        ),
        units=units,
        fixed=fixed,
    )


def nearest(found: Search, wanted: datetime) -> list[FreeTime]:
    """The free times closest to one that was not to be had; in their order."""
    times: list[FreeTime] = []
    is_enough = False
    for days in _around(found, clock.local(wanted).date()):
        times += (time for day in days for time in found.on(day))
        if is_enough:
            break  # no time of a day further away is nearer than these
        is_enough = len(times) >= NEAREST
    closest = sorted(times, key=lambda one: (abs(one.starts_at - wanted), one.starts_at))[:NEAREST]
    return sorted(closest, key=lambda one: one.starts_at)


def _around(found: Search, middle: date) -> Iterator[list[date]]:
    """The days of a search by their distance from one: that day itself, the two beside it, and so on."""
    first, last = clock.local(found.earliest).date(), clock.local(found.latest).date()
    furthest = max(abs((middle - first).days), abs((last - middle).days))
    for distance in range(furthest + 1):
        days = {middle - distance * A_DAY, middle + distance * A_DAY}
        yield sorted(day for day in days if first <= day <= last)


def outside(
    db: Session, staff: Collection[UUID], starts_at: datetime, minutes: int
) -> list[Obstacle]:
    """What speaks against these members of staff meeting then, meetings of theirs apart."""
    day, quarter = quarters.place_of(starts_at)
    bits = ((1 << quarters.count(minutes)) - 1) << quarter
    known = supply(db, staff, (), day, day)
    found = {one for staff_id in staff for one in obstacles(known, staff_id, day, bits)}
    return [one for one in Obstacle if one in found]


def obstacles(known: Supply, staff_id: UUID, day: date, bits: int) -> Iterator[Obstacle]:
    """What speaks against one of them meeting in these quarters of a day."""
    if is_holiday(day):
        yield Obstacle.HOLIDAY
    if known.is_absent(staff_id, day):
        yield Obstacle.ABSENT
    if known.away.get((staff_id, day), 0) & bits:
        yield Obstacle.AWAY
    if known.has_duty(staff_id, day) and known.kept_free & bits:
        yield Obstacle.DUTY
    if bits & ~(known.hours_on(staff_id, day) & ~quarters.unclear(day)):
        yield Obstacle.HOURS


THEM = (
    sa.select(Staff.id)
    .where(Staff.id.in_(sa.bindparam("staff", expanding=True)))
    .order_by(Staff.id)
    .with_for_update(key_share=True)
)


def lock_staff(db: Session, staff: Collection[UUID]) -> None:
    """Let others who book for these members of staff wait; always in one order, so that nobody waits in a ring.

    Whoever only writes a row that names one of them (`key_share`) does not wait.
    """
    if staff:
        wait_for(db, THEM, staff=list(staff))


def _is_unit(known: Directory, key: str) -> bool:
    """Whether it is one of the municipality's own, whose calendars are here; others are invited by name."""
    return any(
        one.key == key and one.kind is OrganisationKind.MUNICIPAL_UNIT
        for one in known.organisations.values()
    )
