"""Whose answers have been sent: known only until they are untied."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from portal.feedback.models import (
    FeedbackRequest,
    PanelRound,
    PanelToken,
    Questionnaire,
    QuestionnaireVersion,
)


@dataclass(frozen=True)
class Sender:
    """Who has sent the answers of one request, and what they are counted under."""

    person: UUID
    """The participant; a panel's token is a person of its own, since nothing says to whom it was given."""
    questionnaire: str
    version: int
    about: str | None
    asked_on: date
    answered_on: date
    is_again: bool
    """She has answered this questionnaire about the same subject before."""
    is_first_of_all: bool
    """She had never answered this questionnaire."""


def senders(db: Session, requests: Collection[UUID]) -> dict[UUID, Sender]:
    """By request or token; one that is gone has none."""
    return {**_participants(db, requests), **_tokens(db, requests)}


def _participants(db: Session, requests: Collection[UUID]) -> dict[UUID, Sender]:
    before, version = aliased(FeedbackRequest), aliased(QuestionnaireVersion)
    earlier = (
        sa.select(before.id)
        .join(version, version.id == before.version_id)
        .where(
            before.participant_id == FeedbackRequest.participant_id,
            version.questionnaire_id == QuestionnaireVersion.questionnaire_id,
            before.answered_on.is_not(None),
            before.id != FeedbackRequest.id,
            sa.or_(
                before.asked_on < FeedbackRequest.asked_on,
                sa.and_(
                    before.asked_on == FeedbackRequest.asked_on, before.id < FeedbackRequest.id
                ),
            ),
        )
    )
    same = sa.or_(
        before.about == FeedbackRequest.about,
        sa.and_(before.about.is_(None), FeedbackRequest.about.is_(None)),
    )
    rows = db.execute(
        sa.select(
            FeedbackRequest,
            Questionnaire.key,
            QuestionnaireVersion.number,
            sa.exists(earlier.where(same)),
            sa.exists(earlier),
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == FeedbackRequest.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(FeedbackRequest.id.in_(requests), FeedbackRequest.answered_on.is_not(None))
    ).all()
    return {
        one.id: Sender(
            one.participant_id, key, number, one.about, one.asked_on, one.answered_on or one.asked_on,
            is_again=again, is_first_of_all=not any_before,
        )
        for one, key, number, again, any_before in rows
    }  # fmt: skip


def _tokens(db: Session, requests: Collection[UUID]) -> dict[UUID, Sender]:
    rows = db.execute(
        sa.select(PanelToken.id, PanelToken.used_on, PanelRound, Questionnaire.key, QuestionnaireVersion.number)
        .join(PanelRound, PanelRound.id == PanelToken.round_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == PanelRound.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(PanelToken.id.in_(requests))
    )  # fmt: skip
    return {
        token: Sender(
            token, key, number, str(one.id), one.from_on, used_on or one.until_on,
            is_again=False, is_first_of_all=False,
        )
        for token, used_on, one, key, number in rows
    }  # fmt: skip
