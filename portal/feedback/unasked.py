"""Questionnaires that are in use and asked of nobody, so that whoever writes them is told. Knows no web."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.models import Occasion, Questionnaire, QuestionnaireVersion
from portal.feedback.questionnaires import in_use
from portal.municipality.models import Municipality


class Why(StrEnum):
    """Why nobody is asked."""

    NO_MONTH = "no-month"
    """SKR's quality areas are asked about in a month that the municipality chooses, and it has chosen none."""
    ANOTHER = "another"
    """Another questionnaire for the same occasion came into use later: that one is asked."""


def unasked(db: Session, now: datetime) -> dict[UUID, Why]:
    """By questionnaire, those in use that no rule asks. Rounds of the panel choose theirs."""
    town = db.scalar(sa.select(Municipality))
    has_month = town is not None and town.feedback_quality_month is not None
    used = (
        sa.select(Questionnaire)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(
            Questionnaire.occasion != Occasion.PANEL,
            QuestionnaireVersion.in_use_from <= now,
            QuestionnaireVersion.in_use_until.is_(None),
        )
    )
    found: dict[UUID, Why] = {}
    for one in db.scalars(used):
        asked = in_use(db, one.occasion, now)
        if asked and asked.questionnaire_id != one.id:
            found[one.id] = Why.ANOTHER
        elif one.occasion is Occasion.QUALITY and not has_month:
            found[one.id] = Why.NO_MONTH
    return found
