"""What somebody could not use, told without a name."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.writing import Writing


class AccessibilityReport(Base):
    """A report on accessibility (meddelandefunktion, DOS-lagen 2018:1937, 13 §).

    Nothing says who wrote it, unless she did, and only the day is kept: with the hour, a report could be
    laid beside the log of sign-ins.
    """

    __tablename__ = "accessibility_report"

    form_key: Mapped[str] = mapped_column(unique=True)
    """A hash of the form and its words: the same words sent twice from the same form are one report."""
    body: Mapped[Writing]
    page: Mapped[str | None]
    contact: Mapped[str | None]
    read_in: Mapped[str]
    """The language she read the portal in (BCP 47), to answer her in."""
    answered_at: Mapped[datetime | None]
    """When staff had seen to it."""
    sent_on: Mapped[date] = mapped_column(index=True)
