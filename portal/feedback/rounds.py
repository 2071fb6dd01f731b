"""Rounds of questions to the user panel: between which days, with which questions, and what the round is called.

Knows no web.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.feedback.models import (
    FeedbackRequest,
    Occasion,
    PanelRound,
    Questionnaire,
    QuestionnaireVersion,
)
from portal.i18n import SOURCE, languages
from portal.writing import Writing

LONGEST_NAME = 80
WHOLE = joinedload(PanelRound.version).joinedload(QuestionnaireVersion.questionnaire)


class Unfit(Exception):
    """What cannot be kept, by field: `missing`, `too-long`, `no-date`, `before`, `unknown`, `begun`, `past` or
    `over`."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Typed:
    """The form as it was typed."""

    names: Mapping[str, str] = field(default_factory=dict)
    from_on: str = ""
    until_on: str = ""
    version: str = ""


def all_of_them(db: Session) -> Sequence[PanelRound]:
    """Every round, the latest first."""
    wanted = sa.select(PanelRound).order_by(PanelRound.from_on.desc(), PanelRound.id)
    return db.scalars(wanted.options(WHOLE)).all()


def one(db: Session, round_id: UUID) -> PanelRound:
    """A round. Raises `NoResultFound`."""
    return db.scalars(sa.select(PanelRound).where(PanelRound.id == round_id).options(WHOLE)).one()


def versions(db: Session) -> Sequence[QuestionnaireVersion]:
    """The questions that a round may ask: whatever is in use for the panel."""
    return db.scalars(
        sa.select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .where(
            Questionnaire.occasion == Occasion.PANEL,
            QuestionnaireVersion.in_use_from.is_not(None),
            QuestionnaireVersion.in_use_until.is_(None),
        )
        .options(contains_eager(QuestionnaireVersion.questionnaire))
        .order_by(Questionnaire.made_at, Questionnaire.key)
    ).all()


def typed(one: PanelRound) -> Typed:
    """The form as what is kept fills it."""
    return Typed(
        one.name.texts, one.from_on.isoformat(), one.until_on.isoformat(), str(one.version_id)
    )


def has_begun(one: PanelRound | None, today: date) -> bool:
    """Whether people may have answered: then its questions and its first day stay."""
    return one is not None and one.from_on <= today


def keep(
    db: Session, one: PanelRound | None, wanted: Typed, *, today: date, now: datetime
) -> PanelRound:
    """A new round, or another name, other days and other questions for one. Raises `Unfit`.

    A round that has begun keeps its questions and its first day; its last day may be moved, but never into the past,
    and no more once it is over: what has closed is counted, and stays as it was counted.
    """
    allowed = {str(version.id): version for version in versions(db)}
    if one is not None:
        allowed[str(one.version_id)] = one.version
    from_on, until_on = _day(wanted.from_on), _day(wanted.until_on)
    faults = _name_faults(wanted.names) | _day_faults(one, from_on, until_on, today)
    if wanted.version not in allowed:
        faults["version"] = "unknown"
    elif one is not None and has_begun(one, today) and wanted.version != str(one.version_id):
        faults["version"] = "begun"
    if faults or from_on is None or until_on is None:
        raise Unfit(faults)
    if one is None:
        one = PanelRound(made_at=now)
        db.add(one)
    one.name = _name(wanted.names)
    one.version = allowed[wanted.version]
    is_moved = one.until_on != until_on
    one.from_on, one.until_on = from_on, until_on
    db.flush()
    if is_moved:
        _move_last_day(db, one)
    return one


def _move_last_day(db: Session, one: PanelRound) -> None:
    """Whoever was asked already has until the same day as everybody, whoever has answered too: all of them are counted
    as of the same day (`rates`)."""
    db.execute(
        sa.update(FeedbackRequest)
        .where(FeedbackRequest.occasion == Occasion.PANEL, FeedbackRequest.subject_id == one.id)
        .values(closes_on=one.until_on)
    )


def _name_faults(names: Mapping[str, str]) -> dict[str, str]:
    faults = {}
    for code in languages():
        text = names.get(code, "").strip()
        if code == SOURCE and not text:
            faults[f"name-{code}"] = "missing"
        elif len(text) > LONGEST_NAME:
            faults[f"name-{code}"] = "too-long"
    return faults


def _day_faults(
    one: PanelRound | None, from_on: date | None, until_on: date | None, today: date
) -> dict[str, str]:
    faults = {}
    if from_on is None:
        faults["from"] = "no-date"
    elif one is not None and has_begun(one, today) and from_on != one.from_on:
        faults["from"] = "begun"
    if until_on is None:
        faults["until"] = "no-date"
    elif from_on is not None and until_on < from_on:
        faults["until"] = "before"
    elif one is not None and until_on != one.until_on and min(until_on, one.until_on) < today:
        faults["until"] = "over" if one.until_on < today else "past"
    return faults


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _name(names: Mapping[str, str]) -> Writing:
    texts = {code: names.get(code, "").strip() for code in (SOURCE, *languages())}
    return Writing({code: text for code, text in texts.items() if text})
