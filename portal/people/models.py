"""Participants, staff, and who is whose contact person."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.municipality.models import Organisation, Role, Stage, Track


class Staff(Base):
    """A named person at the municipality or beside it (handläggare, handledare, chef)."""

    __tablename__ = "staff"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role_id: Mapped[UUID] = mapped_column(sa.ForeignKey("role.id"))
    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    email: Mapped[str | None]
    phone: Mapped[str | None]
    phone_hours: Mapped[str | None]
    languages: Mapped[list[str]]
    ended_on: Mapped[date | None]
    """The last day of the employment; afterwards she is nobody's contact and signs in nowhere."""

    role: Mapped[Role] = relationship()
    organisation: Mapped[Organisation] = relationship()

    @property
    def first_name(self) -> str:
        """What people call her in talk: "ring Karin"."""
        return self.name.split()[0]

    @property
    def initials(self) -> str:
        """One or two letters for the round badge beside her name."""
        words = self.name.split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    def has_left(self, today: date) -> bool:
        """Whether her last day here has passed."""
        return self.ended_on is not None and self.ended_on < today


SWEDISH = "sv"


class Participant(Base):
    """Someone whose plan this is (deltagare). On the page she is "du"."""

    __tablename__ = "participant"

    key: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    language: Mapped[str]
    chosen_language: Mapped[str | None]
    interpreter_language: Mapped[str | None]
    is_protected: Mapped[bool] = mapped_column(default=False)
    stage_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("stage.id"))
    track_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("track.id"))
    created_at: Mapped[datetime]
    moved_on: Mapped[date | None]
    """When the case ended here (she moved away, or is done): nothing new is written for her."""

    stage: Mapped[Stage | None] = relationship()
    track: Mapped[Track | None] = relationship()
    assignments: Mapped[list[Assignment]] = relationship(
        back_populates="participant",
        order_by="Assignment.from_on.desc()",
        cascade="all, delete-orphan",
    )

    @property
    def own_language(self) -> str:
        """The language to write to her in: what she chose, else her case file's.

        Swedish in the menu is a choice for what is on the screen (a helper beside her, or practice): it does not
        say that she no longer needs what we write in her own language.
        """
        if self.chosen_language in (None, SWEDISH):
            return self.language
        return str(self.chosen_language)

    @property
    def shows_swedish_now(self) -> bool:
        """Whether she has chosen to see the portal in Swedish although her own language is another."""
        return self.chosen_language == SWEDISH != self.language

    @property
    def has_demands(self) -> bool:
        """Whether anything may be worded as a demand: not in a track without demands (Linköping 2023)."""
        return self.track is None or self.track.demands

    @property
    def staff_label(self) -> str:
        """What staff lists, titles and searches call her: by reference only, when her data are protected."""
        return self.key if self.is_protected else self.name


class HandoverReason(StrEnum):
    """Why somebody else took over (överlämning)."""

    FIRST_VISIT_DONE = "first-visit-done"
    NEW_SUBJECT = "new-subject"
    STAFF_LEFT = "staff-left"
    ABSENCE = "absence"
    PARTICIPANT_ASKED = "participant-asked"
    REORGANISED = "reorganised"


class Assignment(Base):
    """That a named person is somebody's contact, about what, from when and until when (ansvarig, medhandläggare)."""

    __tablename__ = "assignment"
    __table_args__ = (sa.UniqueConstraint("participant_id", "staff_id", "from_on"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    is_main: Mapped[bool]
    about: Mapped[list[str]]
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    reason: Mapped[HandoverReason | None]
    created_at: Mapped[datetime]

    participant: Mapped[Participant] = relationship(back_populates="assignments")
    staff: Mapped[Staff] = relationship()

    def is_current(self, today: date) -> bool:
        """Whether this person is a contact on that day; the last day counts. Nobody is who does not work here."""
        return self.from_on <= today and (self.last_on is None or today <= self.last_on)

    @property
    def last_on(self) -> date | None:
        """The last day, when it is known: of the assignment, or of her employment when that comes first."""
        return min((day for day in (self.until_on, self.staff.ended_on) if day), default=None)


class AbsenceKind(StrEnum):
    """Why somebody is away (frånvaro). Never shown to a participant."""

    ILL = "ill"
    CARE_OF_CHILD = "care-of-child"
    HOLIDAY = "holiday"
    OTHER = "other"


class Absence(Base):
    """That a member of staff is away, the last day included; `stand_in` answers in her place (ersättare)."""

    __tablename__ = "absence"

    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    stand_in_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date]
    made_at: Mapped[datetime]
    kind: Mapped[AbsenceKind | None]
    entered_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    """Who entered it, or last changed who stands in and when."""

    staff: Mapped[Staff] = relationship(foreign_keys=[staff_id])
    stand_in: Mapped[Staff | None] = relationship(foreign_keys=[stand_in_id])
    entered_by: Mapped[Staff | None] = relationship(foreign_keys=[entered_by_id])

    def is_current(self, today: date) -> bool:
        return self.from_on <= today <= self.until_on


class DutyDay(Base):
    """Who answers for everybody that is away on one day (ansvarsdag); one duty officer for each unit and day."""

    __tablename__ = "duty_day"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "on"),)

    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"))
    on: Mapped[date] = mapped_column(index=True)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))

    staff: Mapped[Staff] = relationship()


class CaseReview(Base):
    """That a case was gone through, twice a year (genomgång två gånger per år)."""

    __tablename__ = "case_review"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))
    done_on: Mapped[date]
