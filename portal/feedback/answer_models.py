"""What was answered, on its way from hers alone to a number among at least five. No table here leads to a person
but the first, and that one is emptied.

1. `AnswerGiven`: each answer as she gives it, sealed; hers to change until she sends.
2. `AnswerWaiting`: sent answers, untied from whoever gave them, moved here in shuffled batches of at least five people.
   No two of one person's wait for the same count (`moving`): five answers are five people.
3. `AnswerBlock`: how many chose what, for one question about one subject, of at least five answers. The answers
   themselves are gone then: every result is a sum of whole blocks, so that no difference between any two results
   tells of fewer than five.
4. `FreeText`: words, apart from everything else that the same person answered.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base
from portal.writing import Writing


class AnswerGiven(Base):
    """One answer of hers to one question, sealed, until it is sent and moved on."""

    __tablename__ = "answer_given"
    __table_args__ = (sa.UniqueConstraint("request_id", "question"),)

    request_id: Mapped[UUID]
    """A `FeedbackRequest`, a `PanelToken`, or a `PanelDraft` until it is sent."""
    question: Mapped[str]
    """Not its key but a keyed hash (`sealing.name`): that she was asked why not tells that she answered no."""
    sealed: Mapped[str] = mapped_column(sa.Text)
    is_sent: Mapped[bool] = mapped_column(default=False)


class AnswerWaiting(Base):
    """One sent answer that waits for at least four others to the same question about the same subject.

    What it says, and about what, is inside the seal. Nothing of it says when it came or from whom.
    """

    __tablename__ = "answer_waiting"

    sealed: Mapped[str] = mapped_column(sa.Text)


class AnswerBlock(Base):
    """How at least five people answered one question about one subject; never changed, never divided."""

    __tablename__ = "answer_block"
    __table_args__ = (sa.CheckConstraint("number >= 5", name="at_least_five"),)

    questionnaire: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    question: Mapped[str]
    about: Mapped[str | None]
    """The measure's key, or the panel round's identity; nothing where the questionnaire is about neither, or where too
    few answered about one."""
    on: Mapped[date]
    """The day it was counted."""
    number: Mapped[int]
    """How many answered."""
    counts: Mapped[dict[str, int]] = mapped_column(sa.JSON)
    """By option."""


class FreeTextState(StrEnum):
    """Whether somebody has read it, and found nothing in it that tells of a person."""

    WAITING = "waiting"
    RELEASED = "released"
    WITHHELD = "withheld"


class FreeText(Base):
    """What somebody wrote in her own words; shown among at least ten, when a person has released it."""

    __tablename__ = "free_text"

    questionnaire: Mapped[str] = mapped_column(index=True)
    question: Mapped[str]
    about: Mapped[str | None]
    on: Mapped[date]
    """The day it was moved here, with at least nine others."""
    text: Mapped[Writing]
    state: Mapped[FreeTextState] = mapped_column(default=FreeTextState.WAITING)
    released_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))
