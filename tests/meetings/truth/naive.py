"""When people are free, told without bits: slowly, minute by minute, and from nothing that the portal computes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.meetings.purposes import Purpose
from portal.meetings.supply_models import BookableHours
from portal.people.models import Participant, Staff
from tests.meetings.truth.world import Town, wall

HOLIDAYS = {date(2026, 12, number) for number in (24, 25, 26, 31)}
HOUSE = range(8 * 60, 16 * 60 + 30)
DUTY = range(13 * 60, 16 * 60 + 30)


@dataclass(frozen=True)
class Seen:
    """A meeting as the database has it."""

    id: UUID
    participant: UUID
    staff: tuple[UUID, ...]
    starts_at: datetime
    minutes: int
    state: str
    version: int
    type: UUID

    @property
    def stands(self) -> bool:
        return self.state != "cancelled"

    @property
    def people(self) -> set[UUID]:
        return {self.participant, *self.staff}

    @property
    def takes(self) -> set[int]:
        """The minutes of its day that it takes: whole quarters."""
        return block(self.starts_at, self.minutes)


def block(starts_at: datetime, minutes: int) -> set[int]:
    """The minutes of the day that a meeting takes: whole quarters."""
    first = wall(starts_at)[1]
    return set(range(first, first + -(-minutes // 15) * 15))


@dataclass(frozen=True)
class Judge:
    """What is free at one moment, by the town and the meetings that stand."""

    town: Town
    meetings: Sequence[Seen]
    now: datetime

    def free(
        self,
        person: Participant,
        purpose: Purpose,
        starts_at: datetime,
        moving: Seen | None = None,
    ) -> bool:
        """Whether she could have that time."""
        earliest, latest = self.now + purpose.shortest, self.now + purpose.longest
        if not earliest <= starts_at <= latest:
            return False
        minutes = moving.minutes if moving else purpose.type.minutes
        others = [one for one in self.meetings if moving is None or one.id != moving.id]
        if self.busy(person.id, starts_at, minutes, others):
            return False
        day = wall(starts_at)[0]

        def can(staff: Staff) -> bool:
            return self.is_open(staff, purpose.key, starts_at, minutes, others)

        if moving:
            return self._same_people(moving, day, can)
        if "contact-person" not in purpose.parties:
            return any(can(one) for one in self.town.unit)
        lead = self.answers(self.town.contact[person], day)
        if lead is None or not can(lead):
            return False
        return len(purpose.parties) == 1 or any(
            can(one) for one in self.town.unit if one is not lead
        )

    def _same_people(self, moving: Seen, day: date, can: Callable[[Staff], bool]) -> bool:
        staff = [next(one for one in self.town.staff if one.id == key) for key in moving.staff]
        lead = self.answers(staff[0], day)
        return lead is not None and can(lead) and lead not in staff[1:] and all(map(can, staff[1:]))

    def answers(self, staff: Staff, day: date) -> Staff | None:
        """Who meets people that day in her place, when she is away."""
        if not self.is_absent(staff, day):
            return staff
        for who, first, last, instead in self.town.absent:
            if who is staff and first <= day <= last and instead:
                return None if self.is_absent(instead, day) else instead
        return None

    def is_absent(self, staff: Staff, day: date) -> bool:
        return any(
            who is staff and first <= day <= last for who, first, last, _ in self.town.absent
        )

    def is_open(
        self, staff: Staff, purpose: str, starts_at: datetime, minutes: int, others: Iterable[Seen]
    ) -> bool:
        """Whether she receives people then, has no meeting, and has her rest before and after."""
        day, wanted = wall(starts_at)[0], block(starts_at, minutes)
        if self.speaks_against(staff, day, wanted):
            return False
        for one in self.town.hours:
            is_for_it = not one.purposes or purpose in one.purposes
            if one.staff is staff and is_for_it and self._within(one, day, wanted):
                rest = timedelta(minutes=one.break_minutes)
                around = int(-(-rest.total_seconds() // 900)) * 15
                with_rest = set(range(min(wanted) - around, max(wanted) + 1 + around))
                if not any(
                    with_rest & met.takes
                    for met in others
                    if met.stands and staff.id in met.staff and wall(met.starts_at)[0] == day
                ):
                    return True
        return False

    def in_her_hours(self, staff: Staff, day: date, wanted: set[int]) -> bool:
        """Whether each minute lies in some hours of hers, in those of the house."""
        open_for: set[int] = set()
        for one in self.town.hours:
            if one.staff is staff and one.weekday == day.weekday():
                open_for |= set(range(one.starts, one.ends))
        return wanted <= open_for & set(HOUSE)

    @staticmethod
    def _within(hours: BookableHours, day: date, wanted: set[int]) -> bool:
        there = set(range(hours.starts, hours.ends)) & set(HOUSE)
        return hours.weekday == day.weekday() and wanted <= there

    def speaks_against(self, staff: Staff, day: date, wanted: set[int]) -> bool:
        """Whether she is away, on duty, or nobody works that day."""
        return day in HOLIDAYS or self.is_absent(staff, day) or self.is_away(staff, day, wanted)

    def is_away(self, staff: Staff, day: date, wanted: set[int]) -> bool:
        """Whether she is away or on duty in one of these minutes."""
        if self.town.duty.get(day) is staff and wanted & set(DUTY):
            return True
        return any(
            who is staff and on == day and wanted & set(range(starts // 15 * 15, -(-ends // 15) * 15))
            for who, on, starts, ends in self.town.away
        )  # fmt: skip

    @staticmethod
    def busy(person: UUID, starts_at: datetime, minutes: int, others: Iterable[Seen]) -> bool:
        """Whether somebody has a meeting in one of these minutes."""
        day, wanted = wall(starts_at)[0], block(starts_at, minutes)
        return any(
            one.stands and person in one.people and wall(one.starts_at)[0] == day
            and wanted & one.takes
            for one in others
        )  # fmt: skip

    def has_one(self, person: Participant, purpose: Purpose) -> bool:
        """Whether she has one of this purpose to come."""
        return any(
            one.stands and one.participant == person.id and one.type == purpose.type.id
            and one.starts_at >= self.now
            for one in self.meetings
        )  # fmt: skip
