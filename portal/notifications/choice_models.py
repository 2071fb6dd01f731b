"""Her choice: by which ways she is told outside the portal, and about what. Without a choice nothing is sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.notifications.models import Channel


class NoticeChoice(Base):
    """What she wants to be told of (hennes val). Nothing is sent by a way that she has not opened herself."""

    __tablename__ = "notice_choice"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    turned_off: Mapped[list[str]]
    """The groups of notices that she does not want (`portal.notifications.groups`)."""
    says_time: Mapped[bool] = mapped_column(default=False)
    """Whether the time of a meeting may stand in a reminder: whoever holds the phone reads it."""
    mails_calendar: Mapped[bool] = mapped_column(default=False)
    """Whether her meetings are mailed as files for her calendar."""
    offer_closed_at: Mapped[datetime | None]
    """When she answered the question on her first page: it is not asked again."""


class NoticeAddress(Base):
    """A number or a mail address that she has shown to be hers (nummer, adress). Sealed; two may share one."""

    __tablename__ = "notice_address"
    __table_args__ = (sa.UniqueConstraint("participant_id", "channel"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    channel: Mapped[Channel]
    sealed: Mapped[str]
    hint: Mapped[str]
    """What a page shows of it: «…22»."""
    confirmed_at: Mapped[datetime]


class NoticeAddressTrial(Base):
    """A number or an address to which a code was sent, so that she shows that it is hers (bekräftelse)."""

    __tablename__ = "notice_address_trial"
    __table_args__ = (sa.UniqueConstraint("participant_id", "channel"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    channel: Mapped[Channel]
    sealed: Mapped[str]
    """The address and the code together: the worker needs both."""
    hint: Mapped[str]
    code_hash: Mapped[str]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)


class PushSubscription(Base):
    """That a phone of hers takes notices (notis på telefonen). It outlives signing out; forgetting it does not."""

    __tablename__ = "push_subscription"
    __table_args__ = (sa.UniqueConstraint("participant_id", "endpoint_hash"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    device_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("device.id", ondelete="CASCADE"), index=True
    )
    endpoint_hash: Mapped[str] = mapped_column(index=True)
    """A keyed hash of the address at the push service, to find it again; the address opens the way to her phone."""
    sealed: Mapped[str]
    """The address and the phone's two keys, as JSON."""
    made_for: Mapped[str]
    """The public key of ours that it was made for; with another one it must be made again."""
    made_at: Mapped[datetime]
    failed_at: Mapped[datetime | None]
    """When the push service last could not take a notice for it."""
