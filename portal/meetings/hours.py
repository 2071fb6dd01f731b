"""Bookable hours (bokningsbara tider): when a member of staff can be booked, and her hours away. Knows no web.

She sets her own, and the unit manager those of everybody in her unit. A meeting that is booked already stays when
the hours under it change; it is told that it lies outside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, joinedload

from portal.meetings import free, hours_form
from portal.meetings.hours_form import DAYS_A_WEEK, Typed, TypedAway, Unfit
from portal.meetings.supply_models import BookableHours, HoursAway, MeetingPlace
from portal.people import absences
from portal.people.models import Staff

FIELDS = (
    "weekday", "starts", "ends", "place_id", "purposes", "break_minutes", "from_on", "until_on",
)  # fmt: skip


def whose(db: Session, staff: Staff, asked: str, today: date) -> tuple[Staff, list[Staff]]:
    """The one whose hours were asked for, and everybody whose hours she may set. Raises `NoResultFound`."""
    people = absences.those_she_answers_for(db, staff, today)
    found = next((one for one in people if str(one.id) == (asked or str(staff.id))), None)
    if found is None:
        raise NoResultFound
    return found, people


def hours_of(db: Session, person: Staff, today: date) -> Sequence[BookableHours]:
    """Her hours that have not ended, through the week and the day."""
    return db.scalars(
        sa.select(BookableHours)
        .where(
            BookableHours.staff_id == person.id,
            sa.or_(BookableHours.until_on.is_(None), BookableHours.until_on >= today),
        )
        .options(joinedload(BookableHours.place))
        .order_by(BookableHours.weekday, BookableHours.starts, BookableHours.from_on)
    ).all()


def away_of(db: Session, person: Staff, today: date) -> Sequence[HoursAway]:
    """Her hours away that are not over, the next first."""
    return db.scalars(
        sa.select(HoursAway)
        .where(HoursAway.staff_id == person.id, HoursAway.on >= today)
        .order_by(HoursAway.on, HoursAway.starts)
    ).all()


def one(db: Session, staff: Staff, hours_id: UUID, today: date) -> BookableHours:
    """Hours that she may change. Raises `NoResultFound` for all others."""
    return db.scalars(
        sa.select(BookableHours)
        .where(BookableHours.id == hours_id, BookableHours.staff_id.in_(_hers(db, staff, today)))
        .options(joinedload(BookableHours.staff))
    ).one()


def one_away(db: Session, staff: Staff, away_id: UUID, today: date) -> HoursAway:
    """Hours away that she may take back. Raises `NoResultFound` for all others."""
    return db.scalars(
        sa.select(HoursAway)
        .where(HoursAway.id == away_id, HoursAway.staff_id.in_(_hers(db, staff, today)))
        .options(joinedload(HoursAway.staff))
    ).one()


def _hers(db: Session, staff: Staff, today: date) -> list[UUID]:
    return [person.id for person in absences.those_she_answers_for(db, staff, today)]


def add(
    db: Session,
    person: Staff,
    typed: Typed,
    places: Sequence[MeetingPlace],
    purposes: Sequence[str],
    today: date,
) -> BookableHours:
    """Open hours of hers. The same again changes nothing. Raises `Unfit`."""
    free.lock_staff(db, [person.id])
    read = hours_form.read(typed, places, purposes, today)
    read.staff_id = person.id
    for known in hours_of(db, person, today):
        if _same(known, read):
            return known
    _check_overlap(db, person, read, None, today)
    db.add(read)
    db.flush()
    return read


def change(
    db: Session,
    hours: BookableHours,
    typed: Typed,
    places: Sequence[MeetingPlace],
    purposes: Sequence[str],
    today: date,
) -> None:
    """Give hours of hers other times, another place or other purposes. Raises `Unfit`."""
    free.lock_staff(db, [hours.staff_id])
    read = hours_form.read(typed, places, purposes, today, began=hours.from_on)
    _check_overlap(db, hours.staff, read, hours, today)
    for name in FIELDS:
        setattr(hours, name, getattr(read, name))


def _same(known: BookableHours, read: BookableHours) -> bool:
    return all(getattr(known, name) == getattr(read, name) for name in FIELDS)


def add_away(db: Session, person: Staff, typed: TypedAway, today: date) -> HoursAway:
    """Keep that she is away for some hours of a day. The same again changes nothing. Raises `Unfit`."""
    free.lock_staff(db, [person.id])
    read = hours_form.read_away(typed, today)
    for known in away_of(db, person, today):
        if known.on == read.on and known.starts < read.ends and read.starts < known.ends:
            if (known.starts, known.ends, known.kind) == (read.starts, read.ends, read.kind):
                return known
            raise Unfit({"starts": "overlaps"}, known)
    read.staff_id = person.id
    db.add(read)
    db.flush()
    return read


def _check_overlap(
    db: Session, person: Staff, read: BookableHours, itself: BookableHours | None, today: date
) -> None:
    for known in hours_of(db, person, today):
        at_once = known.starts < read.ends and read.starts < known.ends
        if known is not itself and at_once and _same_days(known, read):
            raise Unfit({"starts": "overlaps"}, known)


def _same_days(known: BookableHours, read: BookableHours) -> bool:
    """Whether there is a day on which both hold."""
    first = max(known.from_on, read.from_on)
    lasts = [one for one in (known.until_on, read.until_on) if one]
    first += timedelta(days=(read.weekday - first.weekday()) % DAYS_A_WEEK)
    return known.weekday == read.weekday and all(first <= last for last in lasts)
