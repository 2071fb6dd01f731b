"""Questionnaires, and who was asked. What was answered is kept apart: `answer_models`."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import Participant
from portal.writing import Writing


class Occasion(StrEnum):
    """When a questionnaire is asked."""

    AFTER_MEASURE = "after-measure"
    AFTER_CASE = "after-case"
    AFTER_MEETING = "after-meeting"
    SUMMER_JOB = "summer-job"
    PANEL = "panel"
    QUALITY = "quality"
    """SKR's five quality areas for economic assistance."""


class Questionnaire(Base):
    """A questionnaire (enkät), which has versions."""

    __tablename__ = "questionnaire"

    key: Mapped[str] = mapped_column(unique=True)
    occasion: Mapped[Occasion]
    name: Mapped[Writing]
    made_at: Mapped[datetime]

    versions: Mapped[list[QuestionnaireVersion]] = relationship(
        back_populates="questionnaire", order_by="QuestionnaireVersion.number"
    )


class QuestionnaireVersion(Base):
    """The questions as they are asked from a day on. A version in use never changes: another follows it."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (sa.UniqueConstraint("questionnaire_id", "number"),)

    questionnaire_id: Mapped[UUID] = mapped_column(sa.ForeignKey("questionnaire.id"))
    number: Mapped[int]
    questions: Mapped[list[dict[str, Any]]]
    """As `questions.Question.to_store` writes them: key, kind, text, options, when to skip."""
    minutes: Mapped[int]
    """How long it takes."""
    in_use_from: Mapped[datetime | None]
    """Nothing while it is being written; from then on the questions stay as they are."""
    in_use_until: Mapped[datetime | None]
    is_shipped: Mapped[bool] = mapped_column(default=False)
    """It came with the product: a newer one of the product's takes its place, never that of the municipality's own."""

    questionnaire: Mapped[Questionnaire] = relationship(back_populates="versions")


class PanelRound(Base):
    """A round of questions to the user panel (brukarpanelen), between two days."""

    __tablename__ = "panel_round"

    version_id: Mapped[UUID] = mapped_column(sa.ForeignKey("questionnaire_version.id"))
    name: Mapped[Writing]
    from_on: Mapped[date]
    until_on: Mapped[date]
    made_at: Mapped[datetime]

    version: Mapped[QuestionnaireVersion] = relationship()


class PanelMember(Base):
    """That a participant takes part in the user panel: she was invited or said that she wants to, and may leave."""

    __tablename__ = "panel_member"

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), unique=True
    )
    since: Mapped[date]
    left_on: Mapped[date | None]


class FeedbackRequest(Base):
    """That a participant is asked (förfrågan), by rule and never by a caseworker's choice; never what she answered.

    Only days are kept, so that no moment of it can be laid beside another.
    """

    __tablename__ = "feedback_request"
    __table_args__ = (sa.UniqueConstraint("participant_id", "occasion", "subject_id"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    version_id: Mapped[UUID] = mapped_column(sa.ForeignKey("questionnaire_version.id"))
    occasion: Mapped[Occasion]
    subject_id: Mapped[UUID]
    """The enrolment, meeting or panel round it is about; a case that ended and what is asked each year have one of
    their own."""
    about: Mapped[str | None]
    """The measure's key, or the panel round's identity: what the answers are counted under; else nothing."""
    language: Mapped[str]
    """The language her pages were in when she was asked: the answer rate is followed by language."""
    asked_on: Mapped[date] = mapped_column(index=True)
    reminded_on: Mapped[date | None]
    closes_on: Mapped[date]
    opened_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    declined_on: Mapped[date | None]

    participant: Mapped[Participant] = relationship()
    version: Mapped[QuestionnaireVersion] = relationship()


class PanelToken(Base):
    """A one-time address to a panel round, on paper or in a kiosk: whoever has it answers once, without signing in.

    Nothing says to whom it was given.
    """

    __tablename__ = "panel_token"

    round_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("panel_round.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(unique=True)
    used_on: Mapped[date | None]


class PanelDraft(Base):
    """That somebody has begun to answer with a paper's address, in one browser; shown in no other.

    Its identity is a keyed hash of the browser's secret (`begun.identity`); under it `AnswerGiven` is kept until it is
    sent.
    """

    __tablename__ = "panel_draft"

    token_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("panel_token.id", ondelete="CASCADE"), index=True
    )


class PublishedAnswer(Base):
    """«Ni sa – vi gör»: what a unit changes because of what people said, told to everybody at `/results`."""

    __tablename__ = "published_answer"

    organisation_id: Mapped[UUID] = mapped_column(sa.ForeignKey("organisation.id"), index=True)
    said: Mapped[Writing]
    does: Mapped[Writing]
    round_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("panel_round.id"))
    """The panel's round in which they said it: whoever answered in it is told."""
    occasion: Mapped[Occasion | None]
    """Where it was no round, what they were asked after: whoever has answered that is told."""
    staff_id: Mapped[UUID] = mapped_column(sa.ForeignKey("staff.id"))
    published_on: Mapped[date | None]


class PublishedAnswerSeen(Base):
    """That a participant has opened the page on which it stands; so that she is told once. Neither when nor by whom
    else: nobody on the staff reads this."""

    __tablename__ = "published_answer_seen"
    __table_args__ = (sa.UniqueConstraint("participant_id", "answer_id"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE")
    )
    answer_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("published_answer.id", ondelete="CASCADE"), index=True
    )
