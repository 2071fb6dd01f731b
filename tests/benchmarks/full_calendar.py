"""A full calendar for the benchmark of free times: one caseworker, three hundred meetings and forty absences."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import Base
from portal.meetings.days_off import is_working_day
from portal.meetings.models import Meeting, MeetingMode, MeetingParty, MeetingState, TakenQuarter
from portal.meetings.supply_models import BookableHours, HoursAway
from portal.municipality.models import MeetingType
from portal.people.models import Absence, AbsenceKind, Participant, Staff

WEEKS = 8
MEETINGS = 300
HOURS_AWAY, ABSENCES = 30, 10
OPENS, CLOSES, LENGTH = 8, 17, 30
"""From when to when she receives people, and the minutes of each meeting."""

Rows = dict[type[Base], list[dict[str, Any]]]


def full_calendar(db: Session, staff: Staff, *, now: datetime, weeks: int = WEEKS) -> None:
    """Give her hours on every working day, and meetings and absences as dense as three hundred in eight weeks."""
    today = clock.local(now).date()
    people = db.scalars(sa.select(Participant.id).order_by(Participant.key)).all()
    kind = db.scalars(sa.select(MeetingType.id).order_by(MeetingType.position).limit(1)).one()
    rows: Rows = {
        one: [] for one in (BookableHours, HoursAway, Absence, Meeting, MeetingParty, TakenQuarter)
    }
    for weekday in range(5):
        rows[BookableHours].append({
            "id": uuid4(), "staff_id": staff.id, "weekday": weekday, "starts": OPENS * 60,
            "ends": CLOSES * 60, "purposes": [], "break_minutes": 0, "from_on": today,
        })  # fmt: skip
    days = [today + timedelta(days=number) for number in range(1, weeks * 7 + 1)]
    days = [one for one in days if is_working_day(one)]
    times = [(day, number) for number in range((CLOSES - OPENS) * 2) for day in days]
    for number, (day, half) in enumerate(times[: MEETINGS * weeks // WEEKS]):
        starts_at = datetime.combine(day, time(OPENS), clock.LOCAL) + timedelta(minutes=30 * half)
        _meeting(rows, staff, people[number % len(people)], kind, starts_at, now, number)
    _away(rows, staff, days, now, weeks)
    for model, found in rows.items():
        db.execute(sa.insert(model), found)


def _meeting(
    rows: Rows, staff: Staff, person: Any, kind: Any, starts_at: datetime, now: datetime, number: int
) -> None:  # fmt: skip
    meeting = uuid4()
    rows[Meeting].append({
        "id": meeting, "participant_id": person, "type_id": kind, "state": MeetingState.BOOKED,
        "starts_at": starts_at, "minutes": LENGTH, "mode": MeetingMode.PHONE, "version": 1,
        "seen_version": 1, "form_key": f"calendar {number}", "booked_at": now, "changed_at": now,
    })  # fmt: skip
    for position, party in enumerate(("participant_id", "staff_id")):
        both: dict[str, Any] = {"participant_id": None, "staff_id": None}
        both[party] = person if position == 0 else staff.id
        rows[MeetingParty].append(
            {"id": uuid4(), "meeting_id": meeting, "position": position, **both}
        )
    for quarter in range(LENGTH // 15):
        rows[TakenQuarter].append({
            "id": uuid4(), "meeting_id": meeting, "person_id": staff.id,
            "starts_at": starts_at + timedelta(minutes=15 * quarter),
        })  # fmt: skip


def _away(rows: Rows, staff: Staff, days: list[date], now: datetime, weeks: int) -> None:
    for number in range(HOURS_AWAY * weeks // WEEKS):
        rows[HoursAway].append({
            "id": uuid4(), "staff_id": staff.id, "on": days[number % len(days)], "starts": 15 * 60,
            "ends": 16 * 60, "kind": AbsenceKind.OTHER,
        })  # fmt: skip
    for number in range(ABSENCES * weeks // WEEKS):
        on = days[(3 + 4 * number) % len(days)]
        rows[Absence].append({
            "id": uuid4(), "staff_id": staff.id, "from_on": on, "until_on": on, "made_at": now,
            "kind": AbsenceKind.OTHER,
        })  # fmt: skip
