"""Whether there are free times enough (utbud): for follow-ups that must be held, and for those who found none.

Computed each time it is asked for, never stored, with as many questions for one caseworker as for a whole unit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from babel.dates import format_date
from sqlalchemy.orm import Session, aliased

from portal import clock
from portal.db import Moment
from portal.meetings import quarters
from portal.meetings.follow_up import EARLY
from portal.meetings.models import Attendance, Meeting, MeetingParty, MeetingState, NoTimeFits
from portal.meetings.purposes import Purpose
from portal.meetings.supply import Supply, supply
from portal.people import access
from portal.people.day import TODAY, DayRow, Waits, morning
from portal.people.directory import directory
from portal.people.models import Assignment, Participant, Staff
from portal.plan.models import Plan
from portal.writing import Writing

SOON, AHEAD = timedelta(weeks=2), timedelta(weeks=8)
SEARCHED_WITHIN = timedelta(weeks=4)
LATE_WITHIN = timedelta(weeks=2)
"""Within what time somebody whose window has closed should still find one."""
HOURS = "staff.calendar.hours"


# Written once, with places for who asks and when: on every day of every caseworker, to write it takes longer than
# to answer it.
NOW = sa.bindparam("now", type_=Moment)
TYPE = sa.bindparam("type", type_=sa.Uuid)
WAS, HERS = aliased(Meeting), aliased(MeetingParty)
LAST = (
    sa.select(sa.func.max(WAS.starts_at))
    .join(HERS, sa.and_(HERS.meeting_id == WAS.id, HERS.participant_id == WAS.participant_id))
    .where(
        WAS.participant_id == Plan.participant_id,
        WAS.type_id == TYPE,
        WAS.state == MeetingState.BOOKED,
        WAS.starts_at < NOW,
        sa.or_(HERS.attendance.is_(None), HERS.attendance == Attendance.CAME),
    )
    .correlate(Plan)
    .scalar_subquery()
)
"""When the last one was held, as in `follow_up`."""
HAS_ONE = sa.exists().where(
    Meeting.participant_id == Plan.participant_id,
    Meeting.type_id == TYPE,
    Meeting.state != MeetingState.CANCELLED,
    Meeting.starts_at >= NOW,
)
TO_BE_FOLLOWED_UP = (
    sa.select(
        Assignment.staff_id,
        Plan.participant_id,
        Plan.agreed_on,
        Plan.created_at,
        LAST.label("last"),
    )
    .join(Plan, Plan.participant_id == Assignment.participant_id)
    .join(Participant, Participant.id == Assignment.participant_id)
    .where(
        Assignment.staff_id.in_(sa.bindparam("staff", expanding=True)),
        Assignment.is_main,
        access.is_current_contact(TODAY),  # type: ignore[arg-type]  # a place for the day
        access.is_here(TODAY),  # type: ignore[arg-type]
        Plan.finished_on.is_(None),
        ~HAS_ONE,
    )
)


@dataclass(frozen=True)
class Window:
    """When somebody's plan is to be followed up, for which she has no time yet."""

    participant_id: UUID
    opens_on: date
    closes_on: date

    def until(self, today: date) -> date:
        """The last day on which she should find a time: when it is late already, two weeks from now."""
        return self.closes_on if self.closes_on >= today else today + LATE_WITHIN


@dataclass
class Watched:
    """How a caseworker's free times stand beside what is asked of them."""

    staff_id: UUID
    people: int = 0
    """Whose main contact she is."""
    soon: int = 0
    """Free times for a follow-up within two weeks; `ahead` within eight."""
    ahead: int = 0
    windows: list[Window] = field(default_factory=list)
    """Those who are to book a follow-up now."""
    without: list[Window] = field(default_factory=list)
    """Those among them who find no free time inside their window."""
    searches: int = 0
    """How often somebody has said that no time suits her, the last four weeks."""
    seekers: int = 0
    """How many people that was."""
    empty: int = 0
    """How often there was no free time at all."""

    @property
    def is_asked_for(self) -> bool:
        """Whether anybody could want to meet her: a manager without participants or hours is not looked at."""
        return bool(self.people or self.ahead)


def recurring(db: Session) -> Purpose | None:
    """The purpose that comes again every so many weeks (uppföljning), when the municipality has one."""
    known = map(Purpose, directory(db).meeting_types.values())
    return next((one for one in known if one.every_weeks), None)


def watch(db: Session, staff: Collection[UUID], now: datetime) -> dict[UUID, Watched]:
    """Each of these caseworkers, by identity. As many queries for all of them as for one."""
    found = {one: Watched(one) for one in staff}
    _count_people(db, found, now)
    _count_searches(db, found, now)
    purpose = recurring(db)
    if purpose is None:
        return found
    today = clock.local(now).date()
    for staff_id, window in _windows(db, staff, purpose, now):
        found[staff_id].windows.append(window)
    around = supply(db, staff, (), today, today + AHEAD)
    for one in found.values():
        free = _free(around, one.staff_id, purpose, now)
        one.ahead = sum(free.values())
        one.soon = sum(number for day, number in free.items() if day <= today + SOON)
        one.without = _without(one.windows, free, today)
    return found


def without_time(db: Session, staff: Staff, now: datetime) -> list[Window]:
    """Those of her people who are to be followed up and find no free time of hers inside their window."""
    purpose = recurring(db)
    if purpose is None:
        return []
    windows = [window for _, window in _windows(db, {staff.id}, purpose, now)]
    if not windows:
        return []
    today = clock.local(now).date()
    around = supply(db, {staff.id}, (), today, today + AHEAD)
    return _without(windows, _free(around, staff.id, purpose, now), today)


def day_rows(db: Session, staff: Staff, now: datetime) -> Iterator[DayRow]:
    """One row for all of them, for the caseworker's day: it leads to her hours."""
    found = without_time(db, staff, now)
    if not found:
        return
    today = clock.local(now).date()
    people = "1 person" if len(found) == 1 else f"{len(found)} personer"
    last = format_date(max(one.until(today) for one in found), "d MMMM", locale="sv")
    words = f"Du har ingen ledig tid för uppföljning av {people} före {last}"
    due = morning(min(one.closes_on for one in found))
    yield DayRow(Waits.NO_SUPPLY, due, HOURS, {}, None, Writing.in_("sv", words))


def _without(windows: list[Window], free: dict[date, int], today: date) -> list[Window]:
    return [
        one for one in windows if not any(one.opens_on <= day <= one.until(today) for day in free)
    ]


def _free(around: Supply, staff_id: UUID, purpose: Purpose, now: datetime) -> dict[date, int]:
    """How many free times she has on each day of the coming weeks that has any, as they are cut for a booking."""
    first, quarter = quarters.place_of(now + purpose.shortest)
    last = clock.local(now).date() + AHEAD
    length = quarters.count(purpose.type.minutes)
    found = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        hours = around.open(staff_id, day, purpose.key)
        starts = 0
        for one in hours:
            starts |= quarters.starts_of(one.bits, length)
        if day == first:
            starts &= quarters.WHOLE_DAY << (quarter + 1)
        step = length + max((one.rest for one in hours), default=0)
        if count := sum(1 for _ in quarters.cut(starts, step)):
            found[day] = count
    return found


def _windows(
    db: Session, staff: Collection[UUID], purpose: Purpose, now: datetime
) -> Iterator[tuple[UUID, Window]]:
    """Whose main contact each of them is, and who is to book now: the same as `follow_up` says of one. One query."""
    today = clock.local(now).date()
    asked = {"staff": list(staff), "today": today, "now": now, "type": purpose.type.id}
    plans: dict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
    for row in db.connection().execute(TO_BE_FOLLOWED_UP, asked):
        plans[row.staff_id, row.participant_id].append(row)
    shortest, longest = purpose.every_weeks or (0, 0)
    for (staff_id, participant_id), rows in plans.items():
        begun = min(row.agreed_on or clock.local(row.created_at).date() for row in rows)
        was = rows[0].last
        since = max(begun, clock.local(was).date()) if was else begun
        window = Window(
            participant_id,
            since + timedelta(weeks=shortest),
            since + timedelta(weeks=longest),
        )
        if today >= window.opens_on - EARLY:
            yield staff_id, window


def _count_people(db: Session, found: dict[UUID, Watched], now: datetime) -> None:
    today = clock.local(now).date()
    asked = (
        sa.select(Assignment.staff_id, sa.func.count(sa.distinct(Participant.id)))
        .join(Participant, Participant.id == Assignment.participant_id)
        .where(
            Assignment.staff_id.in_(found),
            Assignment.is_main,
            access.is_current_contact(today),
            access.is_here(today),
        )
        .group_by(Assignment.staff_id)
    )
    for staff_id, number in db.execute(asked):
        found[staff_id].people = number


def _count_searches(db: Session, found: dict[UUID, Watched], now: datetime) -> None:
    today = clock.local(now).date()
    asked = (
        sa.select(
            Assignment.staff_id,
            sa.func.count(sa.distinct(NoTimeFits.id)),
            sa.func.count(sa.distinct(NoTimeFits.participant_id)),
            sa.func.count(sa.distinct(sa.case((NoTimeFits.times_shown == 0, NoTimeFits.id)))),
        )
        .join(NoTimeFits, NoTimeFits.participant_id == Assignment.participant_id)
        .where(
            Assignment.staff_id.in_(found),
            Assignment.is_main,
            access.is_current_contact(today),
            NoTimeFits.made_at >= now - SEARCHED_WITHIN,
        )
        .group_by(Assignment.staff_id)
    )
    for staff_id, searches, seekers, empty in db.execute(asked):
        one = found[staff_id]
        one.searches, one.seekers, one.empty = searches, seekers, empty
