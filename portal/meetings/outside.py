"""Booked meetings that lie outside what a member of staff has opened: they stay, and she is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import calendar, free, quarters, reading
from portal.meetings.days_off import named
from portal.meetings.models import Meeting
from portal.meetings.refusals import Obstacle
from portal.meetings.supply import supply
from portal.meetings.supply_models import BookableHours
from portal.people.models import Participant, Staff

A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class OutsideMeeting:
    """A meeting to come, and what speaks against its time now."""

    meeting: Meeting
    obstacles: Sequence[Obstacle]
    may_open: bool
    """Whether the one who looks may see whom it is with, and move it."""


@dataclass(frozen=True)
class Outside:
    """The meetings of a year that lie outside, and when the house is staffed."""

    meetings: list[OutsideMeeting]
    house: int
    """Quarters of a day, as bits."""

    @property
    def shown(self) -> list[Participant]:
        """Those whose names or references stand there, for the log."""
        found = {
            one.meeting.participant_id: one.meeting.participant
            for one in self.meetings
            if one.may_open
        }
        return list(found.values())

    def is_unstaffed(self, hours: BookableHours) -> bool:
        """Whether some of these hours cannot be booked, since the house is not staffed or closed then."""
        whole = quarters.between(hours.starts, hours.ends)
        return not hours.is_one_day and bool(whole & ~self.house)


def outside(db: Session, looks: Staff, person: Staff, now: datetime) -> Outside:
    """A year of her meetings, each held against her hours, absences and holidays. A constant number of questions."""
    today = clock.local(now).date()
    rows = reading.of_staff(db, [person.id], today, today + A_YEAR)
    meetings = [one for one in rows if one.starts_at > now]
    last = clock.local(meetings[-1].starts_at).date() if meetings else today
    known = supply(db, [person.id], (), today, last)
    seen = calendar.may_see(db, looks, meetings, today)
    found = []
    for one in meetings:
        day, quarter = quarters.place_of(one.starts_at)
        bits = ((1 << quarters.count(one.minutes)) - 1) << quarter
        against = set(free.obstacles(known, person.id, day, bits))
        is_mine = looks.id == person.id and not one.participant.is_protected
        if against:
            found.append(
                OutsideMeeting(
                    one,
                    [what for what in Obstacle if what in against],
                    one.participant_id in seen or is_mine,
                )
            )
    return Outside(found, known.house)


def holidays_ahead(today: date) -> list[tuple[date, str]]:
    """The public holidays and eves of the coming year, the next first."""
    days = {**named(today.year), **named(today.year + 1)}
    return sorted((on, name) for on, name in days.items() if today <= on < today + A_YEAR)
