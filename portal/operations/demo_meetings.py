"""The demo's hours and meetings: everything is relative to today, and falls on days when people work.

Given once. What people change on the pages stays as they left it; a meeting is made anew only when the one before it
lies behind, so that an old demo has meetings to come as well.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import booking, free, seats
from portal.meetings.days_off import is_working_day
from portal.meetings.models import Attendance, Meeting, MeetingMode, MeetingState
from portal.meetings.purposes import Purpose, purpose
from portal.meetings.refusals import NotBookable
from portal.meetings.supply_models import BookableHours, MeetingPlace
from portal.municipality.models import Organisation
from portal.people.models import Participant, Staff
from portal.writing import Writing

PREFIX = "demo-"
HOURS = ((9 * 60, 12 * 60), (13 * 60, 15 * 60))
PLACES = {
    "karin": "town-hall",
    "lars": "town-hall",
    "sara": "town-hall",
    "mehdi": "competence-centre",
    "jonas": "competence-centre",
}
"""Who can be booked, and where."""
NOTES = (
    "Vi gick igenom planen. Det går bra på SFI. Ryggen gör ont när du står länge.\n"
    "Lars frågar restaurangen om praktik. Karin bokar tid hos rehabkoordinatorn.\n"
    "Nästa gång pratar vi om hur praktiken kan börja."
)
CARE = "Anna Holm, rehabkoordinator"
FURTHEST = 60
"""Days. Somebody has a time within two months, or the demo does without that meeting."""


@dataclass(frozen=True)
class Line:
    """A meeting of the demo; `days` are working days from today, those behind have a minus."""

    name: str
    whose: str
    purpose: str
    lead: str
    days: int
    nth: int = 0
    """Which of that day's free times."""
    mode: MeetingMode = MeetingMode.VISIT
    minutes: int | None = None
    by_herself: bool = False
    is_offer: bool = False
    attendance: Attendance | None = None
    notes: str | None = None
    outsider: str | None = None


PHONE = MeetingMode.PHONE
BEHIND = (
    Line("amina-last", "P-1001", "follow-up", "karin", -30, attendance=Attendance.CAME, notes=NOTES),
    Line("grace-last", "P-1008", "follow-up", "karin", -5, 1, attendance=Attendance.CAME),
    Line("selam-last", "P-1003", "follow-up", "mehdi", -46, attendance=Attendance.CAME),
    Line("mikael-last", "P-1005", "follow-up", "lars", -35, attendance=Attendance.CAME),
    Line("olena-call", "P-1004", "short-call", "karin", -1, 2, PHONE),
)  # fmt: skip
"""Selam's window has closed; what became of the call with Olena nobody has said yet."""
TO_COME = (
    Line("amina-next", "P-1001", "follow-up", "karin", 3, 1, by_herself=True),
    Line("bashir-offer", "P-1002", "fia-interview", "sara", 5, minutes=105, is_offer=True),
    Line("olena-first", "P-1004", "first-visit", "karin", 1),
    Line("amina-care", "P-1001", "three-party", "karin", 7, 2, outsider=CARE),
    Line("olena-call-next", "P-1004", "short-call", "karin", 4, 4, PHONE),
    Line("olena-fia", "P-1004", "fia-interview", "karin", 8, minutes=105),
    Line("mikael-next", "P-1005", "follow-up", "lars", 5, 2),
    Line("farid-call", "P-1006", "short-call", "sara", 3, 3, PHONE),
    Line("ali-training", "P-1007", "plan-training", "mehdi", 6, 1, by_herself=True),
)


def add(db: Session, now: datetime) -> None:
    """Give the demo its hours, what lies behind and what is to come, wherever something is missing."""
    is_first = not db.scalar(sa.select(_is_ours()).limit(1))
    if is_first:
        _give_hours(db, clock.local(now).date())
        for line in BEHIND:
            _add_behind(db, line, now)
    for line in TO_COME:
        _add_to_come(db, line, now)


def _is_ours() -> sa.ColumnElement[bool]:
    return Meeting.form_key.startswith(PREFIX)


def working_day(today: date, days: int) -> date:
    """The working day that lies so many working days ahead, or behind."""
    step, left, day = timedelta(days=1 if days > 0 else -1), abs(days), today
    while left:
        day += step
        left -= is_working_day(day)
    return day


def _give_hours(db: Session, today: date) -> None:
    places = {one.key: one for one in db.scalars(sa.select(MeetingPlace))}
    has_hours = set(db.scalars(sa.select(BookableHours.staff_id)))
    for staff in db.scalars(sa.select(Staff).where(Staff.key.in_(PLACES))):
        if staff.id not in has_hours:
            db.add_all(
                BookableHours(
                    staff=staff, weekday=weekday, starts=starts, ends=ends,
                    place=places.get(PLACES[staff.key]), purposes=[], from_on=today - timedelta(weeks=26),
                )
                for weekday in range(5) for starts, ends in HOURS
            )  # fmt: skip
    db.flush()


def _add_behind(db: Session, line: Line, now: datetime) -> None:
    whose, lead, what = _found(db, line)
    if not (whose and lead and what):
        return
    day = working_day(clock.local(now).date(), line.days)
    starts_at = datetime.combine(day, time(9 + line.nth), clock.LOCAL)
    booked_at = starts_at - timedelta(days=14)
    meeting = Meeting(
        participant_id=whose.id, type_id=what.type.id, state=MeetingState.BOOKED, starts_at=starts_at,
        minutes=what.type.minutes, mode=line.mode, place_id=_place(db, lead),
        form_key=f"{PREFIX}{line.name}", version=1, seen_version=1, booked_by_id=lead.id,
        booked_at=booked_at, changed_at=booked_at, changed_by_id=lead.id,
    )  # fmt: skip
    if line.notes:
        meeting.notes, meeting.notes_by_id = Writing.in_("sv", line.notes), lead.id
        meeting.notes_published_at = meeting.ends_at + timedelta(hours=3)
        meeting.notes_seen_at = meeting.ends_at + timedelta(hours=8)
    try:
        seats.write(db, meeting, [lead.id], [])
    except seats.Taken:
        return
    meeting.hers.attendance = line.attendance
    meeting.hers.attendance_by_id = lead.id if line.attendance else None


def _add_to_come(db: Session, line: Line, now: datetime) -> None:
    whose, lead, what = _found(db, line)
    if not (whose and lead and what) or _has_one(db, line, whose, what, now):
        return
    key = f"{PREFIX}{line.name}-{clock.local(now).date()}"
    found = _free(db, line, whose, lead, what, now)
    if found is None:
        return
    details = booking.Details(
        mode=line.mode,
        minutes=line.minutes,
        place_id=found.place_id,
        outsiders=[_outsider(db, line.outsider)] if line.outsider else [],
    )
    with suppress(NotBookable):  # her case has ended here
        if line.by_herself:
            booking.book(db, whose, what, found.starts_at, details, key=key, now=now)
        else:
            booking.book_for(
                db, lead, whose, what, found.starts_at, found.staff, details,
                key=key, now=now, is_offer=line.is_offer,
            )  # fmt: skip


def _has_one(db: Session, line: Line, whose: Participant, what: Purpose, now: datetime) -> bool:
    """Whether it lies ahead still, cancelled or moved though it be, or she has another of its purpose."""
    ahead = db.scalar(
        sa.select(Meeting.id)
        .where(Meeting.form_key.like(f"{PREFIX}{line.name}-2%"), Meeting.starts_at >= now)
        .limit(1)
    )
    return bool(ahead or booking.coming(db, whose, what, now))


def _free(
    db: Session, line: Line, whose: Participant, lead: Staff, what: Purpose, now: datetime
) -> free.FreeTime | None:
    first = working_day(clock.local(now).date(), line.days)
    found = free.search(db, whose, what, now=now, from_on=first)
    if not line.by_herself:
        found = replace(found, fixed=[lead.id], minutes=line.minutes or what.type.minutes)
    for number in range(FURTHEST):
        times = list(found.on(first + timedelta(days=number)))
        if times:
            return times[line.nth % len(times)]
    return None


def _found(db: Session, line: Line) -> tuple[Participant | None, Staff | None, Purpose | None]:
    whose = db.scalar(sa.select(Participant).where(Participant.key == line.whose))
    lead = db.scalar(sa.select(Staff).where(Staff.key == line.lead))
    return whose, lead, purpose(db, line.purpose)


def _place(db: Session, staff: Staff) -> UUID | None:
    return db.scalar(sa.select(MeetingPlace.id).where(MeetingPlace.key == PLACES[staff.key]))


def _outsider(db: Session, name: str) -> seats.Outsider:
    care = db.scalar(sa.select(Organisation.id).where(Organisation.key == "health-care"))
    return seats.Outsider(name, care)
