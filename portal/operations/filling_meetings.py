"""Made-up hours and meetings for load tests, in shares as a municipality has them. Nobody in them exists.

Everybody is followed up every sixth to eighth week (KPMG's audit of Timrå 2023); the shares below are chosen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from portal import clock
from portal.db import Base
from portal.meetings import quarters
from portal.meetings.days_off import is_working_day
from portal.meetings.models import (
    Attendance,
    Meeting,
    MeetingMode,
    MeetingParty,
    MeetingState,
    TakenQuarter,
)

HOURS = ((9 * 60, 12 * 60), (13 * 60, 15 * 60))
BEGINS = (time(9), time(10), time(11), time(13), time(14))
"""When meetings begin: three quarters each, and one to rest."""
DAYS = 56
MINUTES = 45
HAD_ONE, HAS_ONE = 0.8, 0.55
MODES = {MeetingMode.VISIT: 75, MeetingMode.PHONE: 25}
STATES = {MeetingState.BOOKED: 88, MeetingState.OFFERED: 4, MeetingState.CANCELLED: 8}
BECAME = {Attendance.CAME: 84, Attendance.DID_NOT_COME: 9, None: 7}

Row = tuple[type[Base], dict[str, Any]]


class FilledMeetings:
    """Invents the hours of each member of staff, and meetings that do not overlap."""

    def __init__(
        self, random: Random, today: date, now: datetime, kind: UUID, place: UUID | None
    ) -> None:
        self._random, self._now, self._kind, self._place = random, now, kind, place
        self._today = today
        days = [today + timedelta(days=number) for number in range(-DAYS, DAYS + 1)]
        times = [
            datetime.combine(day, begins, clock.LOCAL)
            for day in days
            if is_working_day(day)
            for begins in BEGINS
        ]
        self._behind = [one for one in times if one < now - timedelta(hours=1)]
        self._ahead = [one for one in times if one > now]
        self._left: dict[UUID, tuple[list[datetime], list[datetime]]] = {}

    def hours(self, staff: UUID) -> list[dict[str, Any]]:
        """Monday to Friday, as the demo's caseworkers have."""
        return [
            {
                "id": self._id(), "staff_id": staff, "weekday": weekday, "starts": starts,
                "ends": ends, "place_id": self._place, "purposes": [], "break_minutes": 15,
                "from_on": self._today - timedelta(days=400),
            }
            for weekday in range(5) for starts, ends in HOURS
        ]  # fmt: skip

    def of(self, participant: UUID, staff: UUID) -> Iterator[Row]:
        """A meeting that was and one that is to come, as often as people have them."""
        behind, ahead = self._times(staff)
        if behind and self._random.random() < HAD_ONE:
            yield from self._meeting(participant, staff, behind.pop())
        if ahead and self._random.random() < HAS_ONE:
            yield from self._meeting(participant, staff, ahead.pop())

    def _times(self, staff: UUID) -> tuple[list[datetime], list[datetime]]:
        """Times that this member of staff has left, in no order."""
        if staff not in self._left:
            behind, ahead = list(self._behind), list(self._ahead)
            self._random.shuffle(behind)
            self._random.shuffle(ahead)
            self._left[staff] = behind, ahead
        return self._left[staff]

    def _meeting(self, participant: UUID, staff: UUID, starts_at: datetime) -> Iterator[Row]:
        meeting, is_behind = self._id(), starts_at < self._now
        state = self._chosen(STATES)
        if is_behind and state is MeetingState.OFFERED:
            state = MeetingState.BOOKED
        became = self._chosen(BECAME) if is_behind and state is MeetingState.BOOKED else None
        if state is MeetingState.CANCELLED:
            became = Attendance.EXCUSED
        booked_at = min(self._now, starts_at) - timedelta(days=self._random.randint(1, 30))
        version = 2 if state is MeetingState.CANCELLED else 1
        yield Meeting, {
            "id": meeting, "participant_id": participant, "type_id": self._kind, "state": state,
            "starts_at": starts_at, "minutes": MINUTES, "mode": self._chosen(MODES),
            "place_id": self._place, "form_key": meeting.hex, "version": version,
            "seen_version": version, "booked_at": booked_at, "changed_at": booked_at,
        }  # fmt: skip
        yield MeetingParty, self._party(meeting, 0, participant_id=participant, attendance=became)
        yield MeetingParty, self._party(meeting, 1, staff_id=staff)
        if state is not MeetingState.CANCELLED:
            for person in (participant, staff):
                for at in quarters.of_meeting(starts_at.astimezone(UTC), MINUTES):
                    yield TakenQuarter, {
                        "id": self._id(), "meeting_id": meeting, "person_id": person, "starts_at": at,
                    }  # fmt: skip

    def _party(self, meeting: UUID, position: int, **who: Any) -> dict[str, Any]:
        return {
            "id": self._id(), "meeting_id": meeting, "position": position,
            "participant_id": None, "staff_id": None, "attendance": None, **who,
        }  # fmt: skip

    def _chosen(self, shares: dict[Any, int]) -> Any:
        return self._random.choices(list(shares), list(shares.values()))[0]

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)
