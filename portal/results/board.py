"""Everything on the managers' page of results, gathered. Knows no web."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal import clock
from portal.feedback import rates
from portal.feedback.answer_models import AnswerBlock
from portal.feedback.models import Occasion, Questionnaire, QuestionnaireVersion
from portal.feedback.naming import subjects
from portal.feedback.questions import Kind, Question
from portal.feedback.rates import Rates
from portal.people import access
from portal.people.directory import directory
from portal.people.models import Participant
from portal.plan.day import HAS_STEP
from portal.plan.models import Goal, Plan
from portal.results import answers, outcomes, progress_made, timeliness, words_said
from portal.results.answers import Asked, Line
from portal.results.hiding import LEAST
from portal.results.outcomes import Ended
from portal.results.periods import HalfYear, half_years
from portal.results.progress_made import Progress
from portal.results.timeliness import Changes, InTime
from portal.results.words_said import Words

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
    """By measure or round, where the questionnaire is about these."""


@dataclass(frozen=True)
class Said:
    """One questionnaire, and what was said."""

    questionnaire: Questionnaire
    told: list[Told]
    subjects: Mapping[str, str]
    """In words, what answers are about: a measure, or a round of the panel."""

    @property
    def is_about_measures(self) -> bool:
        return self.questionnaire.occasion in {Occasion.AFTER_MEASURE, Occasion.SUMMER_JOB}

    @property
    def is_of_the_panel(self) -> bool:
        return self.questionnaire.occasion is Occasion.PANEL

    def subject(self, key: str) -> str:
        """What a line is about; what is gone, or was counted together, has no name of its own."""
        other = "Övriga omgångar" if self.is_of_the_panel else "Övriga insatser"
        return self.subjects.get(key, other)


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
    words: list[Words]
    names: Mapping[str, str]
    """What questionnaires are called, by their keys."""
    rates: Rates
    """How many answer, by questionnaire."""
    by_language: Rates
    progress: list[Progress]
    progress_until: HalfYear
    ended: list[Ended]
    periods: list[Period]
    without_next_step: int | None
    """How many whose plan runs have no step left; None when so few that nothing is told."""


def board(db: Session, now: datetime) -> Board:
    """Everything as it stands now. Answers change only when at least five new ones have been counted."""
    today = clock.local(now).date()
    shown = half_years(today, PERIODS)
    return Board(
        said=said(db),
        words=words_said.words(db),
        names=_names(db),
        rates=rates.rates(db, rates.By.QUESTIONNAIRE, now=now),
        by_language=rates.rates(db, rates.By.LANGUAGE, now=now),
        progress=progress_made.progress(db, today),
        progress_until=HalfYear.of(today).before,
        ended=outcomes.ended(db, shown[0], shown[-1]),
        periods=[_period(db, one, now) for one in shown],
        without_next_step=_or_none(_without_next_step(db, now)),
    )


def said(db: Session) -> list[Said]:
    """The questionnaires of which anything may be told, with their questions in order. Three queries."""
    found = answers.all_blocks(db)
    about = {block.about for blocks in found.values() for block in blocks if block.about}
    names = subjects(db, about) if about else {}
    newest: dict[str, QuestionnaireVersion] = {}
    rows = db.scalars(
        sa.select(QuestionnaireVersion)
        .join(QuestionnaireVersion.questionnaire)
        .where(QuestionnaireVersion.in_use_from.is_not(None))
        .options(contains_eager(QuestionnaireVersion.questionnaire))
        .order_by(Questionnaire.made_at, Questionnaire.key, QuestionnaireVersion.number)
    )
    for version in rows:
        newest[version.questionnaire.key] = version
    made = [Said(one.questionnaire, told(one, found), names) for one in newest.values()]
    return [one for one in made if one.told]


def told(
    newest: QuestionnaireVersion, found: Mapping[tuple[str, str], Sequence[AnswerBlock]]
) -> list[Told]:
    """The questions of a questionnaire that at least five have answered, as the newest version words them."""
    made = []
    for kept in newest.questions:
        question = Question.stored(kept)
        blocks = found.get((newest.questionnaire.key, question.key), ())
        if question.kind is Kind.TEXT or not blocks:
            continue
        asked = asked_for(newest.questionnaire.key, question)
        [whole] = answers.lines(asked, blocks, answers.everybody)
        by_subject = answers.lines(asked, blocks, answers.what_about)
        made.append(Told(question, asked, whole, by_subject))
    return made


def asked_for(questionnaire: str, question: Question) -> Asked:
    """The question as tables know it: which of its answers say that it was good."""
    options = tuple(one.key for one in question.choices)
    good: Sequence[str] = ()
    if question.kind is Kind.YES_NO:
        good = ("yes",)
    elif question.kind is Kind.SCALE:
        good = options[:GOOD_STEPS]
    return Asked(questionnaire, question.key, options, frozenset(good))


def _names(db: Session) -> dict[str, str]:
    rows = db.execute(sa.select(Questionnaire.key, Questionnaire.name))
    return {key: name.original for key, name in rows}


def _period(db: Session, one: HalfYear, now: datetime) -> Period:
    municipality = directory(db).municipality
    return Period(
        half_year=one,
        first_meetings=timeliness.first_meetings(db, one, municipality, now),
        follow_ups=timeliness.follow_ups(db, one, municipality, now),
        answers=timeliness.answers(db, one, now),
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
