"""Own progress as numbers: how at least five people's last rating was beside their first. Nothing here tells of one.

1. `ProgressBlock`: the number. It is written once and never changed: whoever is erased later, or was written into a
   measure too late, moves no number that has been shown.
2. `ProgressMark`: that somebody is in one of them already, so that nobody is counted twice. Not in which, nor how.
3. `ProgressHalfYear`: that a half-year has been counted, so that it is counted once.
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class ProgressBlock(Base):
    """How at least five people who took part in one measure went on one question; never changed, never divided."""

    __tablename__ = "progress_block"
    __table_args__ = (
        sa.UniqueConstraint("measure", "indicator", "half_year"),
        sa.CheckConstraint("number >= 5", name="at_least_five"),
        sa.CheckConstraint("higher + same + lower = number", name="all_went_somewhere"),
    )

    measure: Mapped[str]
    """The measure's key."""
    indicator: Mapped[str]
    """The indicator's key."""
    half_year: Mapped[str]
    """As files write it (2026-1): they are counted as they had rated by its end."""
    number: Mapped[int]
    """How many people."""
    higher: Mapped[int]
    same: Mapped[int]
    lower: Mapped[int]


class ProgressMark(Base):
    """That a participant has been counted for a measure and a question. It says nothing of how she went."""

    __tablename__ = "progress_mark"
    __table_args__ = (sa.UniqueConstraint("participant_id", "measure", "indicator"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    measure: Mapped[str]
    indicator: Mapped[str]


class ProgressHalfYear(Base):
    """That a half-year has been counted."""

    __tablename__ = "progress_half_year"

    half_year: Mapped[str] = mapped_column(unique=True)
    """As files write it."""
