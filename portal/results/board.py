"""Everything on the managers' page of results, gathered. Knows no web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.models import Occasion, Questionnaire, QuestionnaireVersion
from portal.feedback.questions import Kind, Question
from portal.people import access
from portal.people.directory import directory
from portal.people.models import Participant
from portal.plan.day import HAS_STEP
from portal.plan.models import Goal, Plan
from portal.results import answers, outcomes, timeliness
from portal.results.answers import Asked, By, Line
from portal.results.hiding import LEAST
from portal.results.outcomes import Ended
from portal.results.periods import HalfYear, half_years
from portal.results.timeliness import Changes, InTime

PERIODS = 4
"""Half-years beside each other: two springs and two autumns."""
GOOD_STEPS = 2
"""The upper two of a scale's five steps say that it was good."""


@dataclass(frozen=True)
class Told:
    """One question, and how it was answered."""

    question: Question
    asked: Asked
    everybody: Line
    lines: list[Line]
    """By measure, where the questionnaire is about measures."""


@dataclass(frozen=True)
class Said:
    """One questionnaire, and what was said."""

    questionnaire: Questionnaire
    told: list[Told]

    @property
    def is_about_measures(self) -> bool:
        return self.questionnaire.occasion in {Occasion.AFTER_MEASURE, Occasion.SUMMER_JOB}


@dataclass(frozen=True)
class Period:
    """How a half-year went."""

    half_year: HalfYear
    first_meetings: InTime
    follow_ups: InTime
    answers: InTime
    changes: Changes
    goals_reached: int | None
    """None when so few have reached one that nothing is told."""


@dataclass(frozen=True)
class Board:
    """The page."""

    said: list[Said]
    ended: list[Ended]
    periods: list[Period]
    without_next_step: int | None
    """How many whose plan runs have no step left; None when so few that nothing is told."""


def board(db: Session, now: datetime) -> Board:
    """Everything as it stands now. Answers change only when at least five new ones have been counted."""
    shown = half_years(clock.local(now).date(), PERIODS)
    return Board(
        said=said(db),
        ended=outcomes.ended(db, shown[0], shown[-1]),
        periods=[_period(db, one, now) for one in shown],
        without_next_step=_or_none(_without_next_step(db, now)),
    )


def said(db: Session) -> list[Said]:
    """The questionnaires of which anything may be told, with their questions in order."""
    rows = db.scalars(sa.select(Questionnaire).order_by(Questionnaire.made_at, Questionnaire.key))
    found = [Said(one, told(db, one)) for one in rows]
    return [one for one in found if one.told]


def told(db: Session, questionnaire: Questionnaire) -> list[Told]:
    """The questions of a questionnaire that at least five have answered, as the newest version words them."""
    newest = db.scalar(
        sa.select(QuestionnaireVersion)
        .where(
            QuestionnaireVersion.questionnaire_id == questionnaire.id,
            QuestionnaireVersion.in_use_from.is_not(None),
        )
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )
    found = []
    for kept in newest.questions if newest else ():
        question = Question.stored(kept)
        if question.kind is Kind.TEXT:
            continue
        asked = asked_for(questionnaire.key, question)
        whole = answers.table(db, asked, By.ALL)
        if whole:
            found.append(Told(question, asked, whole[0], answers.table(db, asked, By.MEASURE)))
    return found


def asked_for(questionnaire: str, question: Question) -> Asked:
    """The question as tables know it: which of its answers say that it was good."""
    options = tuple(one.key for one in question.choices)
    good: Sequence[str] = ()
    if question.kind is Kind.YES_NO:
        good = ("yes",)
    elif question.kind is Kind.SCALE:
        good = options[:GOOD_STEPS]
    return Asked(questionnaire, question.key, options, frozenset(good))


def _period(db: Session, one: HalfYear, now: datetime) -> Period:
    municipality = directory(db).municipality
    return Period(
        half_year=one,
        first_meetings=timeliness.first_meetings(db, one, municipality, now),
        follow_ups=timeliness.follow_ups(db, one, municipality, now),
        answers=timeliness.answers(db, one, municipality, now),
        changes=timeliness.changes_of_contact(db, one),
        goals_reached=_or_none(_goals_reached(db, one)),
    )


def _goals_reached(db: Session, one: HalfYear) -> int:
    """How many participants reached a goal of theirs in that half-year."""
    asked = (
        sa.select(sa.func.count(Plan.participant_id.distinct()))
        .join(Goal, Goal.plan_id == Plan.id)
        .where(Goal.reached_on.between(one.first, one.last))
    )
    return db.scalar(asked) or 0


def _without_next_step(db: Session, now: datetime) -> int:
    """Whose case is ours, whose plan runs, and who has no step left in it."""

    runs = sa.exists().where(Plan.participant_id == Participant.id, Plan.finished_on.is_(None))
    asked = sa.select(sa.func.count(Participant.id)).where(
        access.is_here(clock.local(now).date()), runs, ~HAS_STEP
    )
    return db.scalar(asked) or 0


def _or_none(number: int) -> int | None:
    return None if 0 < number < LEAST else number
