"""The outbox: what a person is to be told outside the portal. Written with what it tells of, sent later."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class NoticeKind(StrEnum):
    """What a notice is about. What is sent never says it: notices carry no content."""

    MEETING_BOOKED = "meeting-booked"
    MEETING_MOVED = "meeting-moved"
    MEETING_CANCELLED = "meeting-cancelled"
    MEETING_OFFERED = "meeting-offered"
    REMINDER_DAY = "reminder-day"
    """The day before."""
    REMINDER_HOURS = "reminder-hours"
    """Two hours before."""
    EARLIER_TIME = "earlier-time"
    FOLLOW_UP_WINDOW = "follow-up-window"
    MINUTES_PUBLISHED = "minutes-published"
    """What was written of a meeting is there for her to read."""


class Channel(StrEnum):
    """The way a notice takes. `CHOSEN` is settled when it is sent: by her choice and what reaches her."""

    CHOSEN = "chosen"
    PUSH = "push"
    SMS = "sms"
    EMAIL = "email"


class OutboxNotice(Base):
    """One thing to tell one person. It never names what it is about, and is kept back when that no longer holds."""

    __tablename__ = "outbox_notice"
    __table_args__ = (
        sa.UniqueConstraint("subject_id", "version", "kind", "channel", "person_id"),
        sa.Index("ix_outbox_notice_waiting", "not_before", sqlite_where=sa.text("sent_at IS NULL"),
                 postgresql_where=sa.text("sent_at IS NULL")),
    )  # fmt: skip

    person_id: Mapped[UUID]
    """Whom it tells: the participant or the member of staff below."""
    participant_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id", ondelete="CASCADE"))
    kind: Mapped[NoticeKind]
    channel: Mapped[Channel] = mapped_column(default=Channel.CHOSEN)
    subject_id: Mapped[UUID] = mapped_column(index=True)
    """The meeting (or other thing) it tells of."""
    version: Mapped[int]
    """Which version of it: a moved meeting has reminders of its own."""
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    """When it is no longer worth telling."""
    withdrawn_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
