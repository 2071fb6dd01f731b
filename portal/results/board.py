"""Everything on the managers' page of results, gathered in as few queries as there are kinds of things.

Knows no web.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import rates
from portal.feedback.rates import AnswerRates
from portal.half_years import HalfYear, over
from portal.municipality.models import Municipality
from portal.people import access
from portal.people.directory import directory
from portal.people.models import Participant
from portal.plan.day import HAS_STEP
from portal.plan.models import Goal, Plan
from portal.results import history, outcomes, progress_made, said, sums, timeliness, words_said
from portal.results.hiding import LEAST
from portal.results.history import History
from portal.results.outcomes import EndedInYear
from portal.results.progress_made import Progress
from portal.results.said import Names
from portal.results.tables import Tables, tables
from portal.results.timeliness import Changes, InTime

PERIODS = 4
"""Half-years beside each other, all of them over: two springs and two autumns."""


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

    tables: Tables
    names: Names
    rates: AnswerRates
    progress: list[Progress]
    progress_until: HalfYear
    ended: list[EndedInYear]
    """The last year that is over, and perhaps the one before."""
    periods: list[Period]
    without_next_step: int | None
    """How many whose plan runs have no step left; None when so few that nothing is told."""


def board(db: Session, now: datetime) -> Board:
    """Everything as it is shown now. Answers change only when at least five new ones have been counted; the rest when a
    half-year or a year is over."""
    today = clock.local(now).date()
    shown = over(today, PERIODS)
    blocks, released, without_next_step, *reached = db.execute(_numbers(tuple(shown), today)).one()
    known = said.names(db)
    past = history.read(db, shown[0], now)
    enrolments = history.enrolments(db)
    facts = directory(db)
    return Board(
        tables=tables(db, known, blocks=blocks, released=released),
        names=known,
        rates=rates.answer_rates(rates.closed(db, now=now), today),
        progress=progress_made.progress(db),
        progress_until=HalfYear.of(today).before,
        ended=outcomes.years(enrolments, facts.measures, today),
        periods=[
            _period(past, one, facts.municipality, goals)
            for one, goals in zip(shown, reached, strict=True)
        ],
        without_next_step=_or_none(without_next_step),
    )


def _period(past: History, one: HalfYear, municipality: Municipality | None, goals: int) -> Period:
    return Period(
        half_year=one,
        first_meetings=timeliness.first_meetings(past, one, municipality),
        follow_ups=timeliness.follow_ups(past, one, municipality),
        answers=timeliness.answers(past, one, municipality),
        changes=timeliness.changes_of_contact(past, one),
        goals_reached=_or_none(goals),
    )


@lru_cache(maxsize=1)
def _numbers(shown: tuple[HalfYear, ...], today: date) -> sa.Select[Any]:
    """How many blocks of answers and released texts there are, who has no next step, and who reached a goal in each
    half-year: one question, put together once a day."""
    goals = map(_goals_reached, shown)
    numbers = [sums.HOW_MANY, words_said.HOW_MANY, _without_next_step(today), *goals]
    return sa.select(*(one.scalar_subquery() for one in numbers))


def _goals_reached(one: HalfYear) -> sa.Select[int]:
    """How many participants reached a goal of theirs in that half-year."""
    return (
        sa.select(sa.func.count(Plan.participant_id.distinct()))
        .join(Goal, Goal.plan_id == Plan.id)
        .where(Goal.reached_on.between(one.first, one.last))
    )


def _without_next_step(today: date) -> sa.Select[int]:
    """Whose case is ours, whose plan runs, and who has no step left in it."""
    runs = sa.exists().where(Plan.participant_id == Participant.id, Plan.finished_on.is_(None))
    return sa.select(sa.func.count(Participant.id)).where(access.is_here(today), runs, ~HAS_STEP)


def _or_none(number: int) -> int | None:
    return None if 0 < number < LEAST else number
