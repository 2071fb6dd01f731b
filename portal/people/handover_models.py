"""Giving a participant to a colleague: offered, then accepted or declined (överlämning)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import Assignment, HandoverReason, Participant, Staff


class HandoverOffer(Base):
    """One contact person's question to a colleague to take over; nothing moves until it is accepted."""

    __tablename__ = "handover_offer"
    __table_args__ = (
        sa.Index(
            "uq_handover_offer_open",
            "assignment_id",
            unique=True,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        ),
    )

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    assignment_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("assignment.id", ondelete="CASCADE"), index=True
    )
    offered_by_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))
    """The contact person herself, or her manager when she has left."""
    to_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"), index=True)
    from_on: Mapped[date]
    """The first day of the new contact person."""
    reason: Mapped[HandoverReason]
    note: Mapped[str | None] = mapped_column(sa.Text)
    """For the colleague; the participant does not see it."""
    offered_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    is_accepted: Mapped[bool | None]
    """None while it waits, and when it was taken back."""
    answer: Mapped[str | None] = mapped_column(sa.Text)
    """Why the colleague declined."""

    participant: Mapped[Participant] = relationship()
    assignment: Mapped[Assignment] = relationship()
    offered_by: Mapped[Staff] = relationship(foreign_keys=[offered_by_id])
    to: Mapped[Staff] = relationship(foreign_keys=[to_id])
    items: Mapped[list[HandoverItem]] = relationship(
        back_populates="offer", cascade="all, delete-orphan", order_by="HandoverItem.position"
    )


class HandoverItem(Base):
    """One open thing of the old contact person's (a step of her own), and to whom it goes."""

    __tablename__ = "handover_item"

    offer_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("handover_offer.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    step_id: Mapped[UUID] = mapped_column(sa.ForeignKey("step.id", ondelete="CASCADE"))
    to_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))

    offer: Mapped[HandoverOffer] = relationship(back_populates="items")
    to: Mapped[Staff] = relationship()
