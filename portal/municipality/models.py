"""What the municipality's file says: all of it is data, so that another municipality needs no other code."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.writing import Writing


class Municipality(Base):
    """The municipality (kommunen) that this installation serves. There is exactly one."""

    __tablename__ = "municipality"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Writing]
    time_zone: Mapped[str]
    phone: Mapped[str | None]
    languages: Mapped[list[str]]
    routines: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(default=0)
    """Moves with each change of the facts and of staff, so that what is kept ready is read again."""

    @property
    def answer_within_working_days(self) -> int:
        """Within how many working days a message or a call is answered (routine; two when the file is silent)."""
        return int(self.routines.get("answer_within_working_days", 2))

    @property
    def delete_minor_messages_after_months(self) -> int | None:
        """After how many months messages of minor importance are deleted; None where that is not decided: never."""
        months = self.routines.get("delete_minor_messages_after_months")
        return int(months) if months else None

    @property
    def first_contact_within_working_days(self) -> int:
        """How soon somebody without a plan hears from her contact person (routine; ten when the file is silent)."""
        return int(self.routines.get("first_contact_within_working_days", 10))

    @property
    def feedback_every_meetings(self) -> int:
        """After every so many meetings she is asked how it went (routine; five when the file is silent)."""
        return int(self.routines.get("feedback_every_meetings", 5))

    @property
    def feedback_quality_month(self) -> int | None:
        """In which month of the year everybody is asked about SKR's quality areas; None where that is not wanted."""
        month = self.routines.get("feedback_quality_month")
        return int(month) if month else None

    @property
    def follow_up_weeks(self) -> tuple[int, int]:
        """A plan is followed up every sixth to eighth week (KPMG's audit of Timrå 2023)."""
        shortest, longest = self.routines.get("follow_up_weeks", [6, 8])
        return int(shortest), int(longest)

    @property
    def progress_rating_months(self) -> int:
        """How often a participant and her caseworker rate how it goes (routine in Linköping; six when the file is
        silent)."""
        return int(self.routines.get("progress_rating_months", 6))


class OrganisationKind(StrEnum):
    """Who runs an organisation."""

    MUNICIPAL_UNIT = "municipal-unit"
    AUTHORITY = "authority"
    HEALTH_CARE = "health-care"
    EDUCATION = "education"
    PROVIDER = "provider"


class Organisation(Base):
    """A unit, an authority or another party around the participant, and what it does and does not do."""

    __tablename__ = "organisation"

    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    kind: Mapped[OrganisationKind]
    name: Mapped[Writing]
    formerly: Mapped[Writing | None]
    does: Mapped[list[Writing]]
    does_not: Mapped[list[Writing]]
    decides_about: Mapped[list[str]]
    role_keys: Mapped[list[str]]
    skr_classes: Mapped[list[int]]
    drop_in: Mapped[DropIn | None] = relationship(
        back_populates="organisation", cascade="all, delete-orphan", passive_deletes=True
    )
    phone: Mapped[str | None]
    address: Mapped[str | None]
    hours: Mapped[Writing | None]


class DropIn(Base):
    """Hours when anybody may come without a booked time (drop-in)."""

    __tablename__ = "drop_in"

    organisation_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("organisation.id", ondelete="CASCADE"), unique=True
    )
    weekday: Mapped[int]
    minutes: Mapped[int | None]
    starts: Mapped[str | None]
    about: Mapped[Writing | None]

    organisation: Mapped[Organisation] = relationship(back_populates="drop_in")

    def next_on(self, today: date) -> date:
        """The next day, today included, that has drop-in hours."""
        return today + timedelta(days=(self.weekday - today.weekday()) % 7)


class Role(Base):
    """A work title (yrkesroll) in the municipality's own words."""

    __tablename__ = "role"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Writing]


class Stage(Base):
    """A stage of the one common process (Individens utvecklingsplan), and the organisation that owns it."""

    __tablename__ = "stage"

    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    name: Mapped[Writing]
    what: Mapped[Writing | None]
    owner_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))

    owner: Mapped[Organisation] = relationship()


class Track(Base):
    """Which way a participant goes (spår). In one without demands nothing is worded as a demand."""

    __tablename__ = "track"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Writing]
    demands: Mapped[bool]


class SkrClass(Base):
    """One of SKR's twelve national classes of measures (insatsklass).

    Never shown to other people: class 6 tells of a disability.
    """

    __tablename__ = "skr_class"

    number: Mapped[int] = mapped_column(unique=True)
    name: Mapped[Writing]


class Measure(Base):
    """A support activity that the municipality offers (insats)."""

    __tablename__ = "measure"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[Writing]
    skr_class: Mapped[int | None]
    provider_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    participants: Mapped[int | None]
    weeks: Mapped[int | None]

    provider: Mapped[Organisation | None] = relationship()


class MeetingType(Base):
    """A purpose for which people meet (mötestyp), as the municipality's file describes it."""

    __tablename__ = "meeting_type"

    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    name: Mapped[Writing]
    minutes: Mapped[int]
    bookable_by: Mapped[str]
    rules: Mapped[dict[str, Any]]
    bring: Mapped[Writing | None]


class RatingIndicator(Base):
    """One of the eleven indicators of progress (BIP)."""

    __tablename__ = "rating_indicator"

    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    name: Mapped[Writing]
    rated_by: Mapped[str]


class Installation(Base):
    """What this database is: a demo may be loaded and signed in to by printed links, a real one never."""

    __tablename__ = "installation"

    is_demo: Mapped[bool]
    made_at: Mapped[datetime]


class ReadyStep(Base):
    """A step that the municipality has written once, in plain words, for many plans (färdigt steg)."""

    __tablename__ = "ready_step"

    key: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    text: Mapped[Writing]
    why: Mapped[Writing | None]
    bring: Mapped[Writing | None]
    place: Mapped[Writing | None]
    measure_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("measure.id"))
    is_participants: Mapped[bool] = mapped_column(default=True)
    """Whether it is usually hers to do."""
    retired_on: Mapped[date | None]
    """No longer offered; plans that have it keep it."""

    measure: Mapped[Measure | None] = relationship()
