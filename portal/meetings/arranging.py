"""Meetings of colleagues who are away that somebody is to arrange: one row of the day for each absence.

Before it begins the unit manager sees to them; while it lasts the stand-in and today's duty officer do, and the
manager where there is neither, or where the duty officer may not know of them. Nobody else's day says anything.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings.affected import Ground, absences_for, falls_in
from portal.meetings.models import Meeting
from portal.meetings.reading import of_staff
from portal.people.access import is_absent
from portal.people.day import DayRow, Waits, morning
from portal.people.directory import Directory, directory
from portal.people.models import Absence, DutyDay, Staff
from portal.writing import Writing

PAGE = "staff.rebooking.show"


def day_rows(db: Session, staff: Staff, now: datetime) -> list[DayRow]:
    """What this member of staff is to arrange, under the day of the first meeting. No name of a participant."""
    today = clock.local(now).date()
    if not _anybody_is_away(directory(db), staff, today):
        return []
    absences = [
        (absence, ground)
        for absence, ground, _ in absences_for(db, staff, today)
        if ground is not Ground.OWN
    ]
    if not absences:
        return []
    known = of_staff(
        db,
        {one.staff_id for one, _ in absences},
        max(today, min(one.from_on for one, _ in absences)),
        max(one.until_on for one, _ in absences),
    )
    found = []
    for absence, ground in absences:
        meetings = [one for one in known if falls_in(one, absence, now)]
        if hers := _to_arrange(db, staff, absence, ground, meetings, now):
            found.append(_row(absence, hers))
    return found


def _anybody_is_away(known: Directory, staff: Staff, today: date) -> bool:
    """Whether anybody is or will be away who could leave her something to arrange. Mostly nobody: no query."""
    units = {unit for (unit, day), who in known.duty.items() if day == today and who == staff.id}
    units.add(staff.organisation_id)
    return any(
        one.until_on >= today
        and one.staff_id != staff.id
        and (one.stand_in_id == staff.id or known.staff[one.staff_id].organisation_id in units)
        for one in known.absences
    )


def _row(absence: Absence, meetings: Sequence[Meeting]) -> DayRow:
    number = len(meetings)
    many = "1 möte att ordna:" if number == 1 else f"{number} möten att ordna, det första"
    words = Writing.in_("sv", f"{absence.staff.name} är borta, {many}")  # and then the day
    first = morning(clock.local(meetings[0].starts_at).date())
    return DayRow(Waits.ARRANGE, first, PAGE, {"_anchor": f"away-{absence.id}"}, about=words)


def _to_arrange(
    db: Session,
    staff: Staff,
    absence: Absence,
    ground: Ground,
    meetings: list[Meeting],
    now: datetime,
) -> list[Meeting]:
    """Those that are hers to arrange on this ground."""
    today = clock.local(now).date()
    if ground is Ground.MANAGER:
        if not meetings or not absence.is_current(today):
            return meetings
        return _left_to_manager(meetings, absence, _at_work(db, staff, absence, today))
    seen = [
        one for one in meetings if ground is not Ground.DUTY or not one.participant.is_protected
    ]
    # Today's stand one by one on the day of whoever answers now.
    return seen if any(clock.local(one.starts_at).date() > today for one in seen) else []


def _left_to_manager(
    meetings: list[Meeting], absence: Absence, at_work: set[UUID]
) -> list[Meeting]:
    if absence.stand_in_id in at_work:
        return []
    return [one for one in meetings if not at_work or one.participant.is_protected]


def _at_work(db: Session, staff: Staff, absence: Absence, today: date) -> set[UUID]:
    """Who but this member of staff answers today: the stand-in and the unit's duty officer, unless away as well."""
    asked = sa.select(DutyDay.staff_id).where(
        DutyDay.on == today, DutyDay.organisation_id == absence.staff.organisation_id
    )
    found = {*db.scalars(asked), absence.stand_in_id} - {None, staff.id}
    gone = sa.select(Absence.staff_id).where(Absence.staff_id.in_(found), is_absent(today))
    return {one for one in found if one} - set(db.scalars(gone))
