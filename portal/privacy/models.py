"""The access log: each time staff open something about a participant. Nobody can change or erase a line of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.access_models import CaseOpening as CaseOpening
from portal.people.models import Staff


class Opened(StrEnum):
    """What was opened."""

    OVERVIEW = "overview"
    """Her row in a list of participants, with her name or reference."""
    PARTICIPANT = "participant"
    """Her own page with plan, answers and contacts."""
    NEED = "need"
    """Her page, by somebody who is not there for her, with a reason."""
    PLAN = "plan"
    """Her plan, to write in it."""
    TEXTS = "texts"
    """A text of hers, to translate it."""
    LETTER = "letter"
    """A new code or letter for her was made."""
    HANDOVER = "handover"
    """What is open in her case, to hand it over or to take it on."""
    MEETINGS = "meetings"
    """Her meetings: in the calendar, or to book, move or write about one."""
    MESSAGES = "messages"
    """What she and the municipality have written to each other."""


class AccessLog(Base):
    """One opening (logg, «vem har läst»); the database itself refuses to change or remove it."""

    __tablename__ = "access_log"

    participant_id: Mapped[UUID] = mapped_column(sa.ForeignKey("participant.id"), index=True)
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))
    opened: Mapped[Opened]
    opened_at: Mapped[datetime] = mapped_column(index=True)
    reason: Mapped[str | None] = mapped_column(sa.Text)
    """Why somebody who is not there for her opened it, in her own words; the participant reads it."""

    staff: Mapped[Staff] = relationship()
