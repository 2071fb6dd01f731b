"""When staff can be booked, and where: what free times are computed from. No free time is ever stored."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import AbsenceKind, Staff
from portal.writing import Writing


class MeetingPlace(Base):
    """Where people meet, and how one finds there in plain words."""

    __tablename__ = "meeting_place"

    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    name: Mapped[Writing]
    address: Mapped[str | None]
    directions: Mapped[Writing | None]


class BookableHours(Base):
    """Hours of one weekday in which a member of staff can be booked (bokningsbara tider).

    An exception, such as one evening, is the same with one day as its first and last.
    """

    __tablename__ = "bookable_hours"
    __table_args__ = (
        sa.CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="in_one_day"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
    )

    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    weekday: Mapped[int]
    """Monday is 0."""
    starts: Mapped[int]
    """Minutes after midnight on the wall's clock; `ends` likewise."""
    ends: Mapped[int]
    place_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("meeting_place.id"))
    """Where visits are; without a place, only by phone or video."""
    purposes: Mapped[list[str]]
    """The keys of the meeting types it is open for; none named means every one."""
    break_minutes: Mapped[int] = mapped_column(default=15)
    """How long a rest she has between two meetings."""
    from_on: Mapped[date]
    until_on: Mapped[date | None]

    staff: Mapped[Staff] = relationship()
    place: Mapped[MeetingPlace | None] = relationship()

    @property
    def is_one_day(self) -> bool:
        """Whether it is an exception: somebody has chosen that day, also when the house is closed."""
        return self.from_on == self.until_on

    def holds_on(self, day: date) -> bool:
        """Whether it is among the hours of that day."""
        return (
            self.weekday == day.weekday()
            and self.from_on <= day
            and (self.until_on is None or day <= self.until_on)
        )


class HoursAway(Base):
    """That a member of staff is away for some hours of a day (borta några timmar). Whole days are an `Absence`."""

    __tablename__ = "hours_away"
    __table_args__ = (
        sa.CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440", name="in_one_day"),
    )

    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    on: Mapped[date]
    starts: Mapped[int]
    ends: Mapped[int]
    kind: Mapped[AbsenceKind]

    staff: Mapped[Staff] = relationship()
