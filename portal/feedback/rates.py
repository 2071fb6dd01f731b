"""How many are asked, begin and answer (svarsfrekvens): in groups of which none is so small that it tells of somebody.

A request belongs to the half-year in which its last day falls, for ever; only half-years that are over are counted.
So a table stands still: nobody can see it move when one person is asked or has answered, and two tables have nobody in
common. A group is shown whole or not at all: those who answered and those who did not are both at least five. What is
left over when the shown groups are taken from the whole is held to the same.

By measure or round, a whole calendar year is counted: a half-year has too few. A measure is a group within its
questionnaire, and only where that questionnaire's own rate is shown in both half-years of the year: the year is then a
sum of what was shown before, and tells of no half-year that was not.

One thing still moves what is past: when somebody's data are erased, her requests go, and a table of hers is smaller by
one. Whoever reads it the day before and the day after, and knows who was erased, learns that she was asked, and whether
she answered; never what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import chain

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.models import FeedbackRequest, Questionnaire, QuestionnaireVersion
from portal.half_years import HalfYear, over

LEAST = 5
LOOKS_BACK = relativedelta(months=24)
"""So long a request is needed: one that closes in January is counted until the December of the year after."""
HALF_YEARS = 2
"""Beside each other, each shown by itself."""
SWEDISH, OTHER = "sv", "other"


class By(StrEnum):
    """What is compared."""

    QUESTIONNAIRE = "questionnaire"
    LANGUAGE = "language"
    """Swedish and all others: two groups."""


@dataclass(frozen=True)
class Rate:
    """How many of a group were asked, began and answered; `opened` may be hidden by itself."""

    asked: int
    opened: int | None
    answered: int

    @property
    def share(self) -> int:
        """Those who answered, in percent."""
        return round(100 * self.answered / self.asked)


@dataclass(frozen=True)
class Rates:
    """The whole and its groups; None stands for a group that is too small to be shown."""

    whole: Rate | None
    groups: dict[str, Rate | None]

    @property
    def has_hidden(self) -> bool:
        return self.whole is None or any(one is None for one in self.groups.values())


@dataclass(frozen=True)
class OfHalfYear:
    """The answer rates of a half-year that is over."""

    half_year: HalfYear
    by_questionnaire: Rates
    by_language: Rates


@dataclass(frozen=True)
class AnswerRates:
    """All that is shown of how many answer."""

    half_years: list[OfHalfYear]
    """The last that are over, the newest first."""
    year: int
    """The last calendar year that is over."""
    by_measure: dict[str, Rates]
    """Of that year: by questionnaire, and within it by measure or round."""


@dataclass(frozen=True)
class _Count:
    asked: int = 0
    opened: int = 0
    answered: int = 0

    def __add__(self, other: _Count) -> _Count:
        return _Count(
            self.asked + other.asked, self.opened + other.opened, self.answered + other.answered
        )

    def __sub__(self, other: _Count) -> _Count:
        return _Count(
            self.asked - other.asked, self.opened - other.opened, self.answered - other.answered
        )

    @property
    def is_enough(self) -> bool:
        return self.answered >= LEAST and self.asked - self.answered >= LEAST

    @property
    def is_open_enough(self) -> bool:
        """Those who began and did not send, and those who never began."""
        return self.opened - self.answered >= LEAST and self.asked - self.opened >= LEAST


@dataclass(frozen=True)
class Closed:
    """So many requests of one questionnaire that closed in a half-year: about one measure or none, Swedish or not."""

    half_year: HalfYear
    questionnaire: str
    about: str | None
    is_swedish: bool
    count: _Count


def closed(db: Session, *, now: datetime) -> list[Closed]:
    """All that closed in the half-years of which something is shown now: the last four that are over."""
    wanted = over(clock.local(now).date(), 4)
    is_swedish = FeedbackRequest.language == SWEDISH
    number = sa.case(
        *((FeedbackRequest.closes_on <= one.last, number) for number, one in enumerate(wanted)),
    )
    groups = (number, Questionnaire.key, FeedbackRequest.about, is_swedish)
    rows = db.execute(
        sa.select(
            *groups,
            sa.func.count(FeedbackRequest.id),
            sa.func.count(sa.case((FeedbackRequest.opened_on.is_not(None), 1))),
            sa.func.count(FeedbackRequest.answered_on),
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == FeedbackRequest.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(FeedbackRequest.closes_on.between(wanted[0].first, wanted[-1].last))
        .group_by(*groups)
    )
    return [
        Closed(wanted[which], key, about, swedish, _Count(*numbers))
        for which, key, about, swedish, *numbers in rows
    ]


def answer_rates(found: Iterable[Closed], today: date) -> AnswerRates:
    """What is shown on that day, of all that has closed."""
    by_half_year: dict[HalfYear, list[Closed]] = defaultdict(list)
    for one in found:
        by_half_year[one.half_year].append(one)
    shown_now = [_of(one, by_half_year[one]) for one in reversed(over(today, HALF_YEARS))]
    year = today.year - 1
    halves = [by_half_year[HalfYear(year, half)] for half in (1, 2)]
    return AnswerRates(shown_now, year, by_measure(halves))


def _of(half_year: HalfYear, found: Sequence[Closed]) -> OfHalfYear:
    return OfHalfYear(half_year, rates(found, By.QUESTIONNAIRE), rates(found, By.LANGUAGE))


def rates(found: Iterable[Closed], by: By) -> Rates:
    """The answer rate by group, of one half-year."""
    counts: dict[str, _Count] = defaultdict(_Count)
    for one in found:
        swedish = SWEDISH if one.is_swedish else OTHER
        counts[one.questionnaire if by is By.QUESTIONNAIRE else swedish] += one.count
    return shown(dict(sorted(counts.items())))


def by_measure(halves: Sequence[Sequence[Closed]]) -> dict[str, Rates]:
    """The answer rate of a year by what was asked about, within each questionnaire whose own rate is shown in each of
    the half-years in which anybody was asked.

    How many began is not told: one number more of a small group is one number too many.
    """
    groups = [rates(half, By.QUESTIONNAIRE).groups for half in halves]
    made = {}
    for questionnaire in sorted({key for one in groups for key in one}):
        counts: dict[str, _Count] = defaultdict(_Count)
        for one in chain.from_iterable(halves):
            if one.questionnaire == questionnaire:
                counts[one.about or ""] += one.count
        is_shown = all(one[questionnaire] for one in groups if questionnaire in one)
        if is_shown and set(counts) != {""}:
            made[questionnaire] = _without_opened(shown(dict(sorted(counts.items()))))
    return made


def _without_opened(found: Rates) -> Rates:
    groups = {key: replace(one, opened=None) if one else None for key, one in found.groups.items()}
    return Rates(found.whole, groups)


def shown(counts: dict[str, _Count]) -> Rates:
    """What of it may be shown. No sum or difference of what is shown is a group of fewer than five."""
    whole = sum(counts.values(), _Count())
    if not whole.is_enough:
        return Rates(None, dict.fromkeys(counts))
    kept = {key: one for key, one in counts.items() if one.is_enough}
    while kept and not _rest_is_enough(whole, kept):
        del kept[min(kept, key=lambda key: (kept[key].asked, key))]
    everything = [*kept.values(), whole, whole - sum(kept.values(), _Count())]
    with_opened = all(one.is_open_enough for one in everything if one.asked)
    return Rates(
        _rate(whole, with_opened=with_opened),
        {key: _rate(kept[key], with_opened=with_opened) if key in kept else None for key in counts},
    )


def _rest_is_enough(whole: _Count, kept: dict[str, _Count]) -> bool:
    rest = whole - sum(kept.values(), _Count())
    return rest.asked == 0 or rest.is_enough


def _rate(count: _Count, *, with_opened: bool) -> Rate:
    return Rate(count.asked, count.opened if with_opened else None, count.answered)
