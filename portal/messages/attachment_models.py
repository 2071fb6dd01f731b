"""Papers that somebody has photographed and sent with a message."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.messages.models import Message


class AttachmentState(StrEnum):
    """Whether a paper can be opened."""

    CHECKING = "checking"
    """It waits for the scanner."""
    READY = "ready"
    REFUSED = "refused"
    """The scanner found something in it; the file is gone."""


class Attachment(Base):
    """A photo of a paper, or a PDF (bilaga). It is made anew here: of the original file only what it shows is kept."""

    __tablename__ = "attachment"
    __table_args__ = (sa.UniqueConstraint("participant_id", "form_key", "position"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    """Whose conversation it belongs to."""
    message_id: Mapped[UUID | None] = mapped_column(
        sa.ForeignKey("message.id", ondelete="CASCADE"), index=True
    )
    """Nothing until the message is sent; what never is goes after a day."""
    staff_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
    """Who sent it; nobody of the staff when she did."""
    form_key: Mapped[str]
    """The form of the message that it goes with."""
    position: Mapped[int]
    content_type: Mapped[str]
    """`image/jpeg` or `application/pdf`, as it was made anew."""
    size: Mapped[int]
    """Bytes."""
    digest: Mapped[str]
    """SHA-256 of what was uploaded: the same paper sent again is one."""
    state: Mapped[AttachmentState]
    made_at: Mapped[datetime]

    message: Mapped[Message | None] = relationship(back_populates="attachments")
