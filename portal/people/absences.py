"""Entering that a member of staff is away and who answers instead (frånvaro, ersättare). Knows nothing of the web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session, joinedload

from portal.db import ONE
from portal.municipality.models import Organisation, OrganisationKind
from portal.people import access, accounts
from portal.people.account_models import Duty
from portal.people.models import Absence, AbsenceKind, Staff

LONGEST = timedelta(days=731)
"""How far ahead an absence may end: two years."""
BACK = timedelta(days=31)
"""How long ago a new absence may have begun."""


class Unfit(Exception):
    """An absence that cannot be kept as it is: by field, what is to be put right."""

    def __init__(self, faults: dict[str, str], overlaps: Absence | None = None) -> None:
        super().__init__(faults)
        self.faults = faults
        self.overlaps = overlaps


@dataclass(frozen=True)
class Typed:
    """The form as it was typed: two dates, the identity of a stand-in or nothing, and why she is away or nothing."""

    from_on: str = ""
    until_on: str = ""
    stand_in: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Period:
    """A form that could be read."""

    from_on: date
    until_on: date
    stand_in: Staff | None
    kind: AbsenceKind | None = None


def those_she_answers_for(db: Session, staff: Staff, today: date) -> list[Staff]:
    """Whose absences she may enter: her own, and as unit manager those of everybody in her unit. By name."""
    if not accounts.may(db, staff, Duty.UNIT_MANAGER):
        return [staff]
    return sorted(colleagues(db, staff, today), key=lambda one: (one.id != staff.id, one.name))


def colleagues(db: Session, staff: Staff, today: date) -> Sequence[Staff]:
    """Everybody at work in the same unit, herself among them, by name."""
    return db.scalars(
        sa.select(Staff)
        .where(Staff.organisation_id == staff.organisation_id, access.is_employed(today))
        .order_by(Staff.name)
    ).all()


def may_name(db: Session, by: Staff, whose: Staff, today: date) -> list[Staff]:
    """Whom `by` may name to answer for somebody: nobody gives herself a colleague's participants."""
    return [
        one
        for one in can_stand_in(db, whose, today)
        if one.id != whose.id and (one.id != by.id or by.id == whose.id)
    ]


def can_stand_in(db: Session, staff: Staff, today: date) -> list[Staff]:
    """Who may answer in somebody's place: everybody in the municipality's own units, those of her unit first.

    A stand-in sees her participants, and so must work under the same secrecy (OSL 26:1).
    """
    found = db.scalars(
        sa.select(Staff)
        .join(Organisation)
        .where(
            Organisation.kind == OrganisationKind.MUNICIPAL_UNIT,
            access.is_employed(today),
        )
        .options(joinedload(Staff.organisation))
    )
    return sorted(found, key=lambda one: (one.organisation_id != staff.organisation_id, one.name))


def coming(db: Session, people: Sequence[Staff], today: date) -> Sequence[Absence]:
    """The absences of these people that have not ended, the first one first."""
    return db.scalars(
        sa.select(Absence)
        .where(Absence.staff_id.in_([one.id for one in people]), Absence.until_on >= today)
        .options(
            joinedload(Absence.staff),
            joinedload(Absence.stand_in),
            joinedload(Absence.entered_by),
        )
        .order_by(Absence.from_on, Absence.id)
    ).all()


def absence(db: Session, staff: Staff, absence_id: UUID, today: date) -> Absence:
    """One that she may change and that has not ended. Raises `NoResultFound` for all others."""
    for one in coming(db, those_she_answers_for(db, staff, today), today):
        if one.id == absence_id:
            return one
    raise NoResultFound


def still(db: Session, staff: Staff, absence_id: UUID, today: date) -> Absence | None:
    """The same for a form about it; None when it has ended or was taken away meanwhile, by a second press perhaps."""
    known = db.get(Absence, absence_id)
    if known is None:
        return None
    if known.staff_id not in {one.id for one in those_she_answers_for(db, staff, today)}:
        raise NoResultFound
    return known if known.until_on >= today else None


def enter(
    db: Session, by: Staff, whose: Staff, typed: Typed, *, today: date, now: datetime
) -> Absence:
    """Keep that somebody is away. The same again changes nothing. Raises `Unfit`."""
    _one_at_a_time(db, whose)
    period = _read(may_name(db, by, whose, today), typed, today)
    for known in coming(db, [whose], today):
        if _is_same(known, period):
            return known
    _check(db, whose, period, None, today)
    made = Absence(
        staff_id=whose.id,
        stand_in_id=period.stand_in.id if period.stand_in else None,
        from_on=period.from_on,
        until_on=period.until_on,
        kind=period.kind,
        made_at=now,
        entered_by_id=by.id,
    )
    db.add(made)
    db.flush()
    return made


def change(db: Session, by: Staff, known: Absence, typed: Typed, *, today: date) -> None:
    """Give an absence other days or another stand-in. Raises `Unfit`."""
    _one_at_a_time(db, known.staff)
    # Whoever stands in already may stay: a manager can move the days of it.
    others = [*may_name(db, by, known.staff, today), *([known.stand_in] if known.stand_in else [])]
    period = _read(others, typed, today, began=known.from_on)
    _check(db, known.staff, period, known, today)
    known.from_on, known.until_on = period.from_on, period.until_on
    known.stand_in, known.kind = period.stand_in, period.kind
    known.entered_by_id = by.id


def end(db: Session, known: Absence, *, today: date) -> None:
    """She is back today: yesterday was the last day. One that had not begun before today is taken away."""
    if known.from_on >= today:
        db.delete(known)
    else:
        known.until_on = today - timedelta(days=1)


def answers_for(db: Session, staff: Staff, period: Absence) -> Sequence[Absence]:
    """The absences in which she is the stand-in during her own: she is to ask somebody else to answer then."""
    return db.scalars(
        sa.select(Absence)
        .where(Absence.stand_in_id == staff.id, _overlaps(period.from_on, period.until_on))
        .options(joinedload(Absence.staff))
        .order_by(Absence.from_on)
    ).all()


def _read(others: Sequence[Staff], typed: Typed, today: date, began: date | None = None) -> Period:
    """The days and the stand-in of the form. A new absence cannot begin long ago; one that has begun keeps its day."""
    first, last = _day(typed.from_on), _day(typed.until_on)
    faults = {
        "from_on": _wrong_first(first, today, began),
        "until_on": _wrong_last(last, first, today),
    }
    stand_in = next((one for one in others if str(one.id) == typed.stand_in), None)
    if typed.stand_in and stand_in is None:
        faults["stand_in"] = "unknown"
    if typed.kind and typed.kind not in set(AbsenceKind):
        faults["kind"] = "unknown"
    found = {field: what for field, what in faults.items() if what}
    if found or first is None or last is None:
        raise Unfit(found)
    return Period(first, last, stand_in, AbsenceKind(typed.kind) if typed.kind else None)


def _wrong_first(first: date | None, today: date, began: date | None) -> str | None:
    if first is None:
        return "no-date"
    return "too-early" if first < today - BACK and first != began else None


def _wrong_last(last: date | None, first: date | None, today: date) -> str | None:
    if last is None:
        return "no-date"
    if first and last < first:
        return "before-from"
    if last < today:
        return "over"
    return "too-late" if last > today + LONGEST else None


def _check(db: Session, whose: Staff, period: Period, itself: Absence | None, today: date) -> None:
    """No second absence at the same time, and nobody stands in who is away or has left by then."""
    others = db.scalars(
        sa.select(Absence).where(
            Absence.staff_id == whose.id, _overlaps(period.from_on, period.until_on)
        )
    )
    overlaps = next((one for one in others if one is not itself), None)
    if overlaps:
        raise Unfit({"from_on": "overlaps"}, overlaps)
    if period.stand_in is None:
        return
    last_day = period.stand_in.ended_on
    if last_day and last_day < period.until_on:
        raise Unfit({"stand_in": "leaves"})
    if db.scalar(
        sa.select(Absence.id)
        .where(
            Absence.staff_id == period.stand_in.id,
            _overlaps(max(period.from_on, today), period.until_on),
        )
        .limit(ONE)
    ):
        raise Unfit({"stand_in": "absent"})


def _is_same(known: Absence, period: Period) -> bool:
    return (known.from_on, known.until_on, known.stand_in_id, known.kind) == (
        period.from_on,
        period.until_on,
        period.stand_in.id if period.stand_in else None,
        period.kind,
    )


def _one_at_a_time(db: Session, whose: Staff) -> None:
    """A second form about the same person waits until this one is kept, so that both cannot be."""
    db.execute(sa.select(Staff.id).where(Staff.id == whose.id).with_for_update())


def _overlaps(first: date, last: date) -> sa.ColumnElement[bool]:
    return sa.and_(Absence.from_on <= last, Absence.until_on >= first)


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return None
