"""Ratings on the indicators of progress: hers, and those that staff make beside her. Case data: they follow the case.

Kept in two tables: what staff think, and above all whether they believe in it, is never loaded for a page of hers.
A rating is a document that is read and written whole, so that its answers stand in it by the indicator's key: the
vocabulary is national, and its keys do not change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import Staff
from portal.writing import Writing


class Level(IntEnum):
    """One of five steps, from the one that is hardest for her to the one that is easiest. Never shown as a number."""

    LOWEST = 1
    LOW = 2
    MIDDLE = 3
    HIGH = 4
    HIGHEST = 5


Answers = Mapping[str, Level | None]
"""By the indicator's key; None where the question was passed over."""


def answers_of(kept: Mapping[str, Any]) -> dict[str, Level | None]:
    """The answers from their stored form."""
    return {key: None if level is None else Level(level) for key, level in kept.items()}


class SelfRating(Base):
    """Her own rating (skattning, BIP-skattning), every six months and whenever she wants.

    Until she says that she is done, nobody else reads it. She may correct it on the day she was done.
    """

    __tablename__ = "self_rating"
    __table_args__ = (
        sa.UniqueConstraint("participant_id", "rated_on"),
        sa.Index(
            "uq_self_rating_open",
            "participant_id",
            unique=True,
            sqlite_where=sa.text("rated_on IS NULL"),
            postgresql_where=sa.text("rated_on IS NULL"),
        ),
    )

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    started_at: Mapped[datetime]
    rated_on: Mapped[date | None]
    """The day she said that she was done; None while she answers. At most one of hers is open."""
    kept: Mapped[dict[str, Any]]
    """Her answers as they are stored: 1 to 5, or null for a question she passed over."""
    talk: Mapped[Writing | None]
    """What she wants to talk about at the follow-up."""

    @property
    def answers(self) -> dict[str, Level | None]:
        return answers_of(self.kept)


class StaffRating(Base):
    """What a member of staff who is there for her thinks, on the same indicators, and whether she believes in it.

    One for each person and day; made again on the same day it is corrected.
    """

    __tablename__ = "staff_rating"
    __table_args__ = (sa.UniqueConstraint("participant_id", "staff_id", "rated_on"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))
    rated_on: Mapped[date]
    saved_at: Mapped[datetime]
    kept: Mapped[dict[str, Any]]

    staff: Mapped[Staff] = relationship()

    @property
    def answers(self) -> dict[str, Level | None]:
        return answers_of(self.kept)


class RatingPause(Base):
    """That she does not want to be reminded of her rating until a day («inte nu»); she may rate at any time."""

    __tablename__ = "rating_pause"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    until_on: Mapped[date]
