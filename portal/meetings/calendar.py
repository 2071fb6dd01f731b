"""A member of staff's days (kalender): meetings, hours away, duty day, and the gaps in which she can be booked.

Colleagues in a unit see each other's days. Whom a meeting is with they see only when they may see the person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import quarters, reading
from portal.meetings.days_off import is_holiday, named
from portal.meetings.models import Meeting
from portal.meetings.supply import Supply, supply
from portal.people import absences, access
from portal.people.models import Absence, DutyDay, Participant, Staff
from portal.privacy import log
from portal.privacy.models import AccessLog, Opened

LAST_WORKDAY = 4


class Kind(StrEnum):
    """What a part of a day is for."""

    MEETING = "meeting"
    AWAY = "away"
    DUTY = "duty"
    """Kept free for what comes up, on her day on duty."""
    FREE = "free"
    """Bookable, and nobody has booked it."""


@dataclass(frozen=True)
class Span:
    """A part of a day, in minutes after midnight on the clock in Sweden."""

    kind: Kind
    starts: int
    ends: int
    meeting: Meeting | None = None
    is_named: bool = True
    """Whether the one who looks may know whom the meeting is with."""
    is_open: bool = True
    """Whether she may open the meeting's page."""

    @property
    def words(self) -> str:
        """«09:00–09:45»."""
        return f"{wall(self.starts)}–{wall(self.ends)}"

    @property
    def first(self) -> int:
        return self.starts // quarters.MINUTES

    @property
    def length(self) -> int:
        """In quarters, at least one."""
        return max(1, quarters.count(self.ends) - self.first)


@dataclass(frozen=True)
class CalendarDay:
    """One day as the calendar shows it."""

    on: date
    spans: list[Span]
    absence: Absence | None
    holiday: str
    """Its name, when offices are closed; else nothing."""
    has_duty: bool


@dataclass(frozen=True)
class Calendar:
    """Somebody's days, in a row."""

    whose: Staff
    days: list[CalendarDay]
    shown: list[Participant]
    """Those whose names or references stand in it, for the log."""


def wall(minutes: int) -> str:
    """Minutes after midnight as a clock shows them."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def may_look_at(db: Session, staff: Staff, today: date) -> list[Staff]:
    """Whose calendars she may open: her own first, then those of everybody in her unit, by name."""
    people = absences.colleagues(db, staff, today)
    return sorted(people, key=lambda one: (one.id != staff.id, one.name))


def whose(people: Sequence[Staff], asked: str, staff: Staff) -> Staff:
    """The one whose calendar was asked for, her own when nobody's was. Raises `NoResultFound` for anybody else."""
    if not asked:
        return staff
    found = next((one for one in people if str(one.id) == asked), None)
    if found is None:
        raise NoResultFound
    return found


def calendar(
    db: Session, looks: Staff, person: Staff, from_on: date, until_on: date, now: datetime
) -> Calendar:
    """The days of one member of staff as a colleague or she herself may see them, the last day included."""
    meetings = reading.of_staff(db, [person.id], from_on, until_on)
    seen = may_see(db, looks, meetings, clock.local(now).date())
    known = supply(db, [person.id], (), from_on, until_on)
    away = _absences(db, person, from_on, until_on)
    duty = _duty(db, person, from_on, until_on)
    by_day: dict[date, list[Span]] = {}
    for one in meetings:
        by_day.setdefault(clock.local(one.starts_at).date(), []).append(_meeting(one, looks, seen))
    days = [
        CalendarDay(
            on=on,
            spans=sorted(
                [*by_day.get(on, ()), *_rest(known, person.id, on, now)],
                key=lambda span: span.starts,
            ),
            absence=next((one for one in away if one.is_current(on)), None),
            holiday=named(on.year).get(on, ""),
            has_duty=on in duty,
        )
        for on in _every(from_on, until_on)
    ]
    return Calendar(person, days, _shown(days))


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week that a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def without_empty_weekend(days: Sequence[CalendarDay]) -> list[CalendarDay]:
    """The same without the days after Friday on which nothing stands."""
    last = max((one.on.weekday() for one in days if one.spans), default=0)
    return [one for one in days if one.on.weekday() <= max(last, LAST_WORKDAY)]


def read(db: Session, staff: Staff, participants: Sequence[Participant], now: datetime) -> None:
    """Write in each one's log that her meetings were read, once a day whatever the number of readings."""
    noted = set(
        db.scalars(
            sa.select(AccessLog.participant_id).where(
                AccessLog.staff_id == staff.id,
                AccessLog.opened == Opened.MEETINGS,
                AccessLog.opened_at >= log.midnight(now),
            )
        )
    )
    unread = [one for one in participants if one.id not in noted]
    log.record(db, staff, unread, Opened.MEETINGS, now=now)


def _every(from_on: date, until_on: date) -> Iterator[date]:
    for number in range((until_on - from_on).days + 1):
        yield from_on + timedelta(days=number)


def may_see(db: Session, looks: Staff, meetings: Sequence[Meeting], today: date) -> set[UUID]:
    """The participants in these meetings whom she may see today."""
    asked = {one.participant_id for one in meetings}
    return set(
        db.scalars(
            sa.select(Participant.id).where(Participant.id.in_(asked), access.may_see(looks, today))
        )
    )


def _meeting(one: Meeting, looks: Staff, seen: set[UUID]) -> Span:
    starts = clock.local(one.starts_at)
    minute = starts.hour * 60 + starts.minute
    takes_part = looks.id in {staff.id for staff in one.staff}
    is_hers_to_see = one.participant_id in seen
    return Span(
        Kind.MEETING,
        minute,
        minute + one.minutes,
        one,
        is_named=is_hers_to_see or takes_part,
        is_open=is_hers_to_see or (takes_part and not one.participant.is_protected),
    )


def _rest(known: Supply, staff_id: UUID, on: date, now: datetime) -> Iterator[Span]:
    """The hours away; and from now on what is kept free and what can be booked."""
    busy = known.busy(staff_id, on)
    away = known.away.get((staff_id, on), 0) & ~busy
    yield from _spans(Kind.AWAY, away)
    today, quarter = quarters.place_of(now)
    if on < today or is_holiday(on) or known.is_absent(staff_id, on):
        return
    left = quarters.WHOLE_DAY & ~busy & ~away
    if on == today:
        left &= ~((1 << (quarter + 1)) - 1)
    duty = known.kept_free & left if known.has_duty(staff_id, on) else 0
    yield from _spans(Kind.DUTY, duty)
    yield from _spans(Kind.FREE, known.hours_on(staff_id, on) & left & ~duty)


def _spans(kind: Kind, bits: int) -> Iterator[Span]:
    """One span for each row of quarters without a gap."""
    while bits:
        first = (bits & -bits).bit_length() - 1
        length = (~(bits >> first) & ((bits >> first) + 1)).bit_length() - 1
        yield Span(kind, first * quarters.MINUTES, (first + length) * quarters.MINUTES)
        bits &= ~(((1 << length) - 1) << first)


def _absences(db: Session, person: Staff, from_on: date, until_on: date) -> Sequence[Absence]:
    return db.scalars(
        sa.select(Absence).where(
            Absence.staff_id == person.id,
            Absence.from_on <= until_on,
            Absence.until_on >= from_on,
        )
    ).all()


def _duty(db: Session, person: Staff, from_on: date, until_on: date) -> set[date]:
    return set(
        db.scalars(
            sa.select(DutyDay.on).where(
                DutyDay.staff_id == person.id, DutyDay.on.between(from_on, until_on)
            )
        )
    )


def _shown(days: Sequence[CalendarDay]) -> list[Participant]:
    found = {
        span.meeting.participant_id: span.meeting.participant
        for day in days
        for span in day.spans
        if span.meeting and span.is_named
    }
    return list(found.values())
