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
    """The weeks in which the plan is to be followed up have begun, and no meeting is booked."""
    MESSAGE = "message"
    """Somebody has written to her."""
    STEP_DUE = "step-due"
    """A step that she does herself is due in a few days."""
    FEEDBACK = "feedback"
    """A question about how it went, which she has not answered."""
    CALENDAR = "calendar"
    """A file for her calendar, by mail, when she asked for that. It holds the time of a meeting."""
    ADDRESS_CODE = "address-code"
    """A one-time code to a number or a mail address, which shows that it is hers."""
    MINUTES_PUBLISHED = "minutes-published"
    """What was written of a meeting is there for her to read."""


class Channel(StrEnum):
    """The way a notice takes. `CHOSEN` is settled when it is sent: by her choice and what reaches her."""

    CHOSEN = "chosen"
    PUSH = "push"
    SMS = "sms"
    EMAIL = "email"


class Why(StrEnum):
    """Why a notice was kept back, or given up."""

    READ = "read"
    """She has seen it in the portal, or it no longer holds."""
    MERGED = "merged"
    """Another notice of the same conversation says it already."""
    EXPIRED = "expired"
    NOT_WANTED = "not-wanted"
    """She has turned this kind off, or her data are protected."""
    NO_WAY = "no-way"
    """Nothing reaches her outside the portal."""
    REFUSED = "refused"
    """Whoever was to carry it says that it never will."""
    TRIED_ENOUGH = "tried-enough"
    LET_GO = "let-go"
    """An administrator gave it up."""


IS_WAITING = "sent_at IS NULL AND withdrawn_at IS NULL AND dead_at IS NULL"


class OutboxNotice(Base):
    """One thing to tell one person. It never names what it is about, and is kept back when that no longer holds."""

    __tablename__ = "outbox_notice"
    __table_args__ = (
        sa.UniqueConstraint("subject_id", "version", "kind", "channel", "person_id"),
        sa.Index("ix_outbox_notice_waiting", "not_before", sqlite_where=sa.text(IS_WAITING),
                 postgresql_where=sa.text(IS_WAITING)),
        sa.Index("ix_outbox_notice_sent", "person_id", "sent_at"),
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
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    """What is told of once in a while only, however much happens in it: the conversation of a message."""
    version: Mapped[int]
    """Which version of it: a moved meeting has reminders of its own."""
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    """When it is due; put off further when it would come at night, or too often."""
    happens_at: Mapped[datetime | None]
    """When what it reminds of begins: told only to whoever asked for the time of day."""
    expires_at: Mapped[datetime]
    """When it is no longer worth telling."""
    withdrawn_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    sent_by: Mapped[Channel | None]
    dead_at: Mapped[datetime | None]
    """When it was given up: an administrator sees it, and may have it tried again."""
    why: Mapped[Why | None]
    tries: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    """Until then one worker has it in hand; a worker that dies gives it back by letting the time pass."""
    leased_by: Mapped[str | None]
