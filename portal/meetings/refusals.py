"""Why a meeting could not be booked, moved or cancelled: each is an answer with a way on."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.meetings.free import FreeTime
    from portal.meetings.models import Meeting
    from portal.plan.models import WeeklyHour


class Why(StrEnum):
    """What is wrong with a time, or with asking for it."""

    PAST = "past"
    NOT_A_QUARTER = "not-a-quarter"
    ACROSS_MIDNIGHT = "across-midnight"
    STAFF_ONLY = "staff-only"
    CASE_ENDED = "case-ended"


class Obstacle(StrEnum):
    """Why a time lies outside what a member of staff has opened; staff may book it anyway."""

    HOLIDAY = "holiday"
    ABSENT = "absent"
    AWAY = "away"
    DUTY = "duty"
    HOURS = "hours"


class NotBookable(Exception):
    """Nobody can meet then, or she cannot book this herself."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class HasOne(Exception):
    """She has a meeting of this purpose already: keep it, or move it."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.meeting = meeting


class TimeTaken(Exception):
    """The time is no longer free; the nearest that are."""

    def __init__(self, nearest: Sequence[FreeTime]) -> None:
        super().__init__()
        self.nearest = nearest


class TooLate(Exception):
    """The limit for moving or cancelling has passed: she calls instead."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.meeting = meeting


class Changed(Exception):
    """Somebody else has moved or cancelled it since she saw it."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__()
        self.meeting = meeting


class Outside(Exception):
    """A member of staff is not open for meetings then, or she has something else; staff may book it anyway."""

    def __init__(self, obstacles: Sequence[Obstacle], hers: Sequence[WeeklyHour] = ()) -> None:
        super().__init__()
        self.obstacles, self.hers = obstacles, hers
