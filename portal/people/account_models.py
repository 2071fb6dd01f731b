"""What lets a member of staff sign in, and what she may do beside her own cases."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import Staff


class Duty(StrEnum):
    """What an account may be used for (behörighet)."""

    CASEWORKER = "caseworker"
    UNIT_MANAGER = "unit-manager"
    ADMINISTRATOR = "administrator"
    TRANSLATOR = "translator"


class StaffAccount(Base):
    """A member of staff's way in: the work e-mail, a password (only its hash), and what she may do."""

    __tablename__ = "staff_account"

    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"), unique=True)
    email: Mapped[str] = mapped_column(unique=True)
    """In small letters."""
    password_hash: Mapped[str | None]
    """None until she has used her one-time code."""
    duties: Mapped[list[str]]
    made_at: Mapped[datetime]
    password_set_at: Mapped[datetime | None]

    staff: Mapped[Staff] = relationship()

    def may(self, duty: Duty) -> bool:
        return duty in self.duties
