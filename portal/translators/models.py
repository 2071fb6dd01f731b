"""The queue of texts that wait for a translation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base
from portal.people.models import Participant, Staff


class Place(StrEnum):
    """Where a text stands; the row it stands in is `row_id`."""

    PLAN_OWN_WORDS = "plan.own_words"
    PLAN_CLOSING_SUMMARY = "plan.closing_summary"
    GOAL_TEXT = "goal.text"
    SUB_GOAL_TEXT = "sub_goal.text"
    STEP_TEXT = "step.text"
    STEP_WHY = "step.why"
    STEP_BRING = "step.bring"
    STEP_PLACE = "step.place"
    STEP_GROUND = "step.ground"
    STEP_STATE_REASON = "step.state_reason"
    STEP_ANSWER_COMMENT = "step_answer.comment"
    PLAN_VERSION_COMMENT = "plan_version.comment"
    MESSAGE_BODY = "message.body"
    MEETING_TOPIC = "meeting.topic"
    MEETING_REASON = "meeting.reason"
    MEETING_NOTES = "meeting.notes"
    TODAY_WORD_COMMENT = "today_word.comment"
    NO_TIME_COULD = "no_time_fits.could"
    SELF_RATING_TALK = "self_rating.talk"


class WantedTranslation(Base):
    """One text of hers, or for her, that waits to be read in another language (översättningskö)."""

    __tablename__ = "wanted_translation"
    __table_args__ = (sa.UniqueConstraint("place", "row_id", "into"),)

    participant_id: Mapped[UUID] = mapped_column(
        sa.ForeignKey("participant.id", ondelete="CASCADE"), index=True
    )
    place: Mapped[Place]
    row_id: Mapped[UUID]
    source: Mapped[str] = mapped_column(sa.Text)
    """The words when it was asked for; when they have changed since, the translation is asked for anew."""
    source_language: Mapped[str]
    """`und` when nobody has said which."""
    into: Mapped[str]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey("staff.id"))

    participant: Mapped[Participant] = relationship()
    done_by: Mapped[Staff | None] = relationship()
