"""Meetings of colleagues who are away: who sees them, and what speaks against taking them over. Knows no web.

Today's duty officer of the unit sees them, the named stand-in, the unit manager, and whoever is away herself. Of
somebody whose data are protected the duty officer sees nothing but that there is a meeting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.meetings import quarters, reading
from portal.meetings.models import Meeting
from portal.meetings.supply import Supply, supply
from portal.people import access, accounts
from portal.people.account_models import Duty
from portal.people.models import Absence, DutyDay, Staff


class Ground(StrEnum):
    """On what ground somebody sees the meetings of a colleague who is away; the closest counts."""

    OWN = "own"
    """She is the one who is away."""
    STAND_IN = "stand-in"
    MANAGER = "manager"
    DUTY = "duty"


class Against(StrEnum):
    """What speaks against taking a meeting over at its time, what weighs most first."""

    PROTECTED = "protected"
    """The participant's data are protected, and she is not named for her."""
    ABSENT = "absent"
    TAKEN = "taken"
    """She has another meeting then."""
    AWAY = "away"
    DUTY = "duty"
    """Her own hours on duty are kept free."""


MAY_STILL = frozenset({Against.AWAY, Against.DUTY})
"""What she may set aside herself (ändå)."""


@dataclass(frozen=True)
class AwayColleague:
    """Somebody who is away, and her meetings meanwhile that are still to come."""

    absence: Absence
    ground: Ground
    knows_why: bool
    """Whether she may know why: the colleague herself, the unit manager and the duty officer."""
    meetings: list[Meeting]
    hidden: int
    """How many more there are, of people whom only the stand-in and the manager may know of."""
    against: dict[UUID, list[Against]]
    """By meeting, what speaks against taking it over; nothing when her own time is free."""

    @property
    def staff(self) -> Staff:
        return self.absence.staff

    @property
    def may_take_over(self) -> bool:
        return self.ground is not Ground.OWN

    @property
    def may_be_set_aside(self) -> bool:
        """Whether what speaks against some of them is for her to decide."""
        return any(MAY_STILL.issuperset(one) for one in self.against.values() if one)

    def meeting(self, meeting_id: UUID) -> Meeting:
        """One of them. Raises `NoResultFound`."""
        for one in self.meetings:
            if one.id == meeting_id:
                return one
        raise NoResultFound


def away_colleagues(db: Session, staff: Staff, now: datetime) -> list[AwayColleague]:
    """Everybody away whose meetings she is to see, who is away first at the top. Queries do not grow with them."""
    today = clock.local(now).date()
    absences = absences_for(db, staff, today)
    if not absences:
        return []
    first = max(today, min(one.from_on for one, *_ in absences))
    last = max(one.until_on for one, *_ in absences)
    people = {one.staff_id for one, *_ in absences}
    known = reading.of_staff(db, people, first, last)
    mine = supply(db, [staff.id], (), first, last)
    hers = _hers(db, staff, known, today)
    found = []
    for absence, ground, knows_why in absences:
        all_of_it = [one for one in known if falls_in(one, absence, now)]
        seen = [one for one in all_of_it if _is_seen(one, ground)]
        against = {one.id: _against(mine, staff, one, hers) for one in seen}
        hidden = len(all_of_it) - len(seen)
        found.append(AwayColleague(absence, ground, knows_why, seen, hidden, against))
    return found


def away_colleague(db: Session, staff: Staff, absence_id: UUID, now: datetime) -> AwayColleague:
    """One of them, by the absence. Raises `NoResultFound` when she has nothing to do with it."""
    for one in away_colleagues(db, staff, now):
        if one.absence.id == absence_id:
            return one
    raise NoResultFound


def counts(db: Session, absences: Sequence[Absence], now: datetime) -> dict[UUID, int]:
    """By absence, how many meetings are still to come while it lasts; nobody's name is read. One query."""
    if not absences:
        return {}
    rows = reading.of_staff(
        db,
        {one.staff_id for one in absences},
        max(clock.local(now).date(), min(one.from_on for one in absences)),
        max(one.until_on for one in absences),
    )
    return {absence.id: sum(falls_in(one, absence, now) for one in rows) for absence in absences}


def absences_for(db: Session, staff: Staff, today: date) -> list[tuple[Absence, Ground, bool]]:
    """Those that she has to do with, on what ground, and whether she may know why."""
    if access.has_left(staff, today):
        return []
    is_manager = accounts.may(db, staff, Duty.UNIT_MANAGER)
    units = set(
        db.scalars(
            sa.select(DutyDay.organisation_id).where(
                DutyDay.on == today, DutyDay.staff_id == staff.id
            )
        )
    )
    rows = db.scalars(
        sa.select(Absence)
        .join(Staff, Staff.id == Absence.staff_id)
        .where(
            Absence.until_on >= today,
            sa.or_(
                Absence.staff_id == staff.id,
                Absence.stand_in_id == staff.id,
                Staff.organisation_id.in_({staff.organisation_id, *units}),
            ),
        )
        .options(joinedload(Absence.staff), joinedload(Absence.stand_in))
        .order_by(Absence.from_on, Staff.name)
    )
    found = []
    for one in rows:
        grounds = _grounds(one, staff, is_manager=is_manager, units=units, today=today)
        if grounds:
            knows_why = grounds != [Ground.STAND_IN]
            found.append((one, grounds[0], knows_why))
    return found


def _grounds(
    absence: Absence, staff: Staff, *, is_manager: bool, units: set[UUID], today: date
) -> list[Ground]:
    """The manager and whoever is away see to it beforehand; the others while it lasts, when they may see her people."""
    unit = absence.staff.organisation_id
    has_begun = absence.is_current(today)
    holds = {
        Ground.OWN: absence.staff_id == staff.id,
        Ground.STAND_IN: has_begun and absence.stand_in_id == staff.id,
        Ground.MANAGER: is_manager and unit == staff.organisation_id,
        Ground.DUTY: has_begun and unit in units,
    }
    return [ground for ground in Ground if holds[ground]]


def falls_in(meeting: Meeting, absence: Absence, now: datetime) -> bool:
    """Whether a meeting of the colleague's is still to come while she is away."""
    day = clock.local(meeting.starts_at).date()
    moved_on = meeting.participant.moved_on
    return (
        absence.is_current(day)
        and meeting.starts_at > now
        and (moved_on is None or moved_on > clock.local(now).date())
        and any(party.staff_id == absence.staff_id for party in meeting.parties)
    )


def _is_seen(meeting: Meeting, ground: Ground) -> bool:
    return not meeting.participant.is_protected or ground is not Ground.DUTY


def _hers(db: Session, staff: Staff, known: Sequence[Meeting], today: date) -> set[UUID]:
    """Those among the protected participants whom she is named for."""
    hidden = {one.participant_id for one in known if one.participant.is_protected}
    if not hidden:
        return set()
    return set(
        db.scalars(
            sa.select(Meeting.participant_id).where(
                Meeting.participant_id.in_(hidden),
                sa.or_(
                    Meeting.participant_id.in_(access.assigned(staff, today)),
                    Meeting.participant_id.in_(access.standing_in(staff, today)),
                ),
            )
        )
    )


def _against(mine: Supply, staff: Staff, meeting: Meeting, hers: set[UUID]) -> list[Against]:
    """What speaks against her taking it over: one thing that forbids it, else what she may set aside.

    Whether she is open for bookings then is not asked: she chooses it herself.
    """
    if any(party.staff_id == staff.id for party in meeting.parties):
        return []
    day, quarter = quarters.place_of(meeting.starts_at)
    bits = ((1 << quarters.count(meeting.minutes)) - 1) << quarter
    holds = {
        Against.TAKEN: bool(mine.busy(staff.id, day) & bits),
        Against.ABSENT: mine.is_absent(staff.id, day),
        Against.AWAY: bool(mine.away.get((staff.id, day), 0) & bits),
        Against.DUTY: mine.has_duty(staff.id, day) and bool(mine.kept_free & bits),
        Against.PROTECTED: meeting.participant.is_protected and meeting.participant_id not in hers,
    }
    found = [one for one in Against if holds[one]]
    return [one for one in found if one not in MAY_STILL][:1] or found
