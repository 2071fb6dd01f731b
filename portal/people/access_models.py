"""That somebody who is not there for a participant has opened her page for one day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class CaseOpening(Base):
    """That somebody who is not there for a participant may open her page on one day, and why (the log says it too)."""

    __tablename__ = "case_opening"
    __table_args__ = (sa.UniqueConstraint("staff_id", "participant_id", "on"),)

    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))
    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text)
    opened_at: Mapped[datetime]
