"""Meetings, who takes part in them, and the quarters of an hour that they take."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.meetings.supply_models import MeetingPlace
from portal.municipality.models import MeetingType, Organisation
from portal.people.models import Participant, Staff
from portal.writing import Writing

QUARTER = timedelta(minutes=15)


class MeetingMode(StrEnum):
    """The way in which people meet."""

    VISIT = "visit"
    PHONE = "phone"
    VIDEO = "video"


class MeetingState(StrEnum):
    """Whether a meeting is to take place."""

    OFFERED = "offered"
    """Staff keep a time for her; she has not answered yet."""
    BOOKED = "booked"
    CANCELLED = "cancelled"


class Attendance(StrEnum):
    """What became of one person's part in a meeting. It belongs to her, not to the meeting."""

    CAME = "came"
    EXCUSED = "excused"
    """She said beforehand that she could not come."""
    CANCELLED_BY_US = "cancelled-by-us"
    """We called it off: never counted against her."""
    DID_NOT_COME = "did-not-come"


class InterpreterWish(StrEnum):
    """Whether she wants an interpreter of a certain gender."""

    ANY = "any"
    WOMAN = "woman"
    MAN = "man"


class Meeting(Base):
    """A time at which a participant meets somebody (möte). Its identity survives a move."""

    __tablename__ = "meeting"
    __table_args__ = (
        sa.UniqueConstraint("participant_id", "form_key"),
        sa.Index("ix_meeting_participant_id_starts_at", "participant_id", "starts_at"),
        sa.CheckConstraint("minutes > 0", name="minutes"),
    )

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    type_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meeting_type.id"), index=True)
    state: Mapped[MeetingState]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    minutes: Mapped[int]
    mode: Mapped[MeetingMode]
    place_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("meeting_place.id"))
    video_link: Mapped[str | None]
    sitting_of_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("meeting.id", ondelete="CASCADE")
    )
    """The first sitting, when a long interview is held in two."""
    topic: Mapped[Writing | None]
    """What she wants to talk about, in her own words."""
    company: Mapped[str | None]
    """Who else comes with her."""
    interpreter_language: Mapped[str | None]
    interpreter_dialect: Mapped[str | None]
    interpreter_wish: Mapped[InterpreterWish | None]
    form_key: Mapped[str]
    """The form it was booked with: the same form sent twice is one meeting."""
    version: Mapped[int] = mapped_column(default=1)
    """Counts its moves and its cancelling: what a calendar calls SEQUENCE."""
    booked_at: Mapped[datetime]
    booked_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    """The member of staff who booked it; nobody when she did it herself."""
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    outsiders_wait_since: Mapped[datetime | None]
    """When she moved or cancelled it although others from outside take part: somebody has to tell them."""
    outsiders_told_at: Mapped[datetime | None]
    outsiders_told_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    seen_version: Mapped[int] = mapped_column(default=0)
    """The newest version that she knows of: what is newer is told on her home."""
    reason: Mapped[Writing | None]
    """Why it was cancelled or moved, when somebody said."""
    notes: Mapped[Writing | None]
    """The minutes (minnesanteckning): hers to read only when they are published."""
    notes_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    notes_published_at: Mapped[datetime | None]
    notes_seen_at: Mapped[datetime | None]
    """When she said that she has read them; what is published anew after that is news again."""
    sip: Mapped[dict[str, Any] | None]
    """A joint plan's four questions (10 kap. 8 § socialtjänstlagen): what, who does it, what others do, who leads."""

    participant: Mapped[Participant] = relationship()
    type: Mapped[MeetingType] = relationship()
    place: Mapped[MeetingPlace | None] = relationship()
    parties: Mapped[list[MeetingParty]] = relationship(
        back_populates="meeting", order_by="MeetingParty.position", cascade="all, delete-orphan"
    )

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def is_standing(self) -> bool:
        """Whether the time is taken: booked, or kept for her answer."""
        return self.state is not MeetingState.CANCELLED

    @property
    def outsiders(self) -> list[MeetingParty]:
        """Those without an account who take part."""
        return [party for party in self.parties if party.name]

    @property
    def has_untold_outsiders(self) -> bool:
        """Whether those from outside are still to be told of what she changed."""
        since, told = self.outsiders_wait_since, self.outsiders_told_at
        return since is not None and (told is None or told < since)

    @property
    def has_unread_notes(self) -> bool:
        """Whether minutes are there for her that she has not said she has read."""
        published, seen = self.notes_published_at, self.notes_seen_at
        return published is not None and (seen is None or seen < published)

    @property
    def staff(self) -> list[Staff]:
        """The members of staff who take part, the one who leads it first."""
        return [party.staff for party in self.parties if party.staff]

    @property
    def hers(self) -> MeetingParty:
        """Her own part in it."""
        return next(party for party in self.parties if party.participant_id == self.participant_id)


class MeetingParty(Base):
    """One person's part in a meeting: the participant, a member of staff, or somebody from outside by name."""

    __tablename__ = "meeting_party"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "participant_id"),
        sa.UniqueConstraint("meeting_id", "staff_id"),
        sa.CheckConstraint(
            "(CASE WHEN participant_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN staff_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN name IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_person",
        ),
    )

    meeting_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meeting.id", ondelete="CASCADE"))
    position: Mapped[int]
    participant_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    name: Mapped[str | None]
    """Somebody without an account here: a rehabilitation coordinator, an employer."""
    organisation_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("organisation.id"))
    attendance: Mapped[Attendance | None]
    attendance_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))

    meeting: Mapped[Meeting] = relationship(back_populates="parties")
    staff: Mapped[Staff | None] = relationship(foreign_keys=[staff_id])
    organisation: Mapped[Organisation | None] = relationship()


class TakenQuarter(Base):
    """A quarter of an hour that somebody spends in a meeting. The database lets nobody have one twice."""

    __tablename__ = "taken_quarter"
    __table_args__ = (sa.UniqueConstraint("person_id", "starts_at"),)

    meeting_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("meeting.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[UUID]
    """A member of staff or a participant."""
    starts_at: Mapped[datetime]


class InterpreterNeed(Base):
    """Which interpreter she needs (tolk): asked once, and remembered for the next booking."""

    __tablename__ = "interpreter_need"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    language: Mapped[str | None]
    """Nothing when she said that she needs none."""
    dialect: Mapped[str | None]
    wish: Mapped[InterpreterWish] = mapped_column(default=InterpreterWish.ANY)


class EarlierWish(Base):
    """That she would take an earlier time than the one she has (väntelista för tidigare tid)."""

    __tablename__ = "earlier_wish"

    meeting_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("meeting.id", ondelete="CASCADE"), unique=True
    )
    since: Mapped[datetime]
    told: Mapped[int] = mapped_column(default=0)
    """How many times she was told of one; three at most."""
    told_at: Mapped[datetime | None]


class NoTimeFits(Base):
    """That she looked for a time and found none that suits her («ingen tid passar»), and when she could."""

    __tablename__ = "no_time_fits"
    __table_args__ = (sa.UniqueConstraint("participant_id", "form_key"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    type_id: Mapped[UUID] = mapped_column(sa.ForeignKey("meeting_type.id"))
    times_shown: Mapped[int]
    """How many free times she was shown: none means that there was no supply."""
    could: Mapped[Writing | None]
    form_key: Mapped[str]
    made_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))

    type: Mapped[MeetingType] = relationship()


class TodayKind(StrEnum):
    """What she says of today."""

    ILL = "ill"
    LATE = "late"


class TodayWord(Base):
    """Her word that she is ill or late today, for a meeting or an activity (sjuk eller sen idag). Never judged."""

    __tablename__ = "today_word"
    __table_args__ = (sa.UniqueConstraint("participant_id", "form_key"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[TodayKind]
    meeting_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("meeting.id", ondelete="CASCADE"))
    step_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("step.id", ondelete="SET NULL"))
    minutes_late: Mapped[int | None]
    comment: Mapped[Writing | None]
    form_key: Mapped[str]
    made_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))


class CalendarFeed(Base):
    """A secret address from which her own calendar fetches her meetings; she can take it back at any time."""

    __tablename__ = "calendar_feed"

    participant_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    staff_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("staff.id", ondelete="CASCADE"), unique=True
    )
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
