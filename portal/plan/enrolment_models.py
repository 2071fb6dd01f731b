"""The measures that she takes or took part in, and what they led to."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.municipality.models import Measure


class Outcome(StrEnum):
    """What a measure led to."""

    EMPLOYED = "employed"
    STUDIES = "studies"
    OTHER_MEASURE = "other-measure"
    OWN_WISH = "own-wish"
    MOVED = "moved"
    ILLNESS = "illness"
    OTHER = "other"


class Enrolment(Base):
    """That she takes part, or took part, in a measure (insats)."""

    __tablename__ = "enrolment"
    __table_args__ = (sa.UniqueConstraint("participant_id", "measure_id", "started_on"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    measure_id: Mapped[UUID] = mapped_column(sa.ForeignKey("measure.id"))
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    outcome: Mapped[Outcome | None]

    measure: Mapped[Measure] = relationship()
