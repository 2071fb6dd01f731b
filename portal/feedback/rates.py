"""How many are asked, begin and answer (svarsfrekvens): in groups of which none is so small that it tells of somebody.

A request belongs to the half-year in which its last day falls, for ever; only half-years that are over are counted.
So a table stands still: nobody can see it move when one person is asked or has answered, and two tables have nobody in
common. A group is shown whole or not at all: those who answered and those who did not are both at least five people,
however often each was asked. What is left over when the shown groups are taken from the whole is held to the same.

By measure or round, a whole calendar year is counted: a half-year has too few. A measure is a group within its
questionnaire, and only where that questionnaire's own rate is shown in both half-years of the year: the year is then a
sum of what was shown before, and tells of no half-year that was not.

One thing still moves what is past: when somebody's data are erased, her requests go, and a table of hers is smaller by
one. Whoever reads it the day before and the day after, and knows who was erased, learns that she was asked, and whether
she answered; never what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from itertools import chain
from typing import NamedTuple
from uuid import UUID

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


class Closed(NamedTuple):
    """One request that closed in a half-year: of one questionnaire, about one measure or none, in Swedish or not."""

    half_year: HalfYear
    questionnaire: str
    about: str | None
    is_swedish: bool
    whose: UUID
    has_opened: bool
    has_answered: bool


Group = list[Closed]


def closed(db: Session, *, now: datetime) -> list[Closed]:
    """All that closed in the half-years of which something is shown now: the last four that are over."""
    wanted = over(clock.local(now).date(), 4)
    number = sa.case(
        *((FeedbackRequest.closes_on <= one.last, number) for number, one in enumerate(wanted)),
    )
    rows = db.execute(
        sa.select(
            number,
            Questionnaire.key,
            FeedbackRequest.about,
            FeedbackRequest.language == SWEDISH,
            FeedbackRequest.participant_id,
            FeedbackRequest.opened_on.is_not(None),
            FeedbackRequest.answered_on.is_not(None),
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == FeedbackRequest.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(FeedbackRequest.closes_on.between(wanted[0].first, wanted[-1].last))
    )
    return [Closed(wanted[which], *rest) for which, *rest in rows]


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
    groups: dict[str, Group] = defaultdict(list)
    for one in found:
        swedish = SWEDISH if one.is_swedish else OTHER
        groups[one.questionnaire if by is By.QUESTIONNAIRE else swedish].append(one)
    return shown(groups)


def by_measure(halves: Sequence[Sequence[Closed]]) -> dict[str, Rates]:
    """The answer rate of a year by what was asked about, within each questionnaire whose own rate is shown in each of
    the half-years in which anybody was asked.

    How many began is not told: one number more of a small group is one number too many.
    """
    of_halves = [rates(half, By.QUESTIONNAIRE).groups for half in halves]
    groups: dict[str, dict[str, Group]] = defaultdict(lambda: defaultdict(list))
    for one in chain.from_iterable(halves):
        groups[one.questionnaire][one.about or ""].append(one)
    return {
        key: _without_opened(shown(by_about))
        for key, by_about in sorted(groups.items())
        if set(by_about) != {""} and all(half[key] for half in of_halves if key in half)
    }


def _without_opened(found: Rates) -> Rates:
    groups = {key: replace(one, opened=None) if one else None for key, one in found.groups.items()}
    return Rates(found.whole, groups)


def shown(groups: Mapping[str, Group]) -> Rates:
    """What of it may be shown. No sum or difference of what is shown is a group of fewer than five people."""
    names = sorted(groups)
    whole = _together(groups, names)
    if not _is_enough(whole):
        return Rates(None, dict.fromkeys(names))
    kept = [name for name in names if _is_enough(groups[name])]
    while kept and not _is_nobody_or_enough(_rest(groups, kept)):
        kept.remove(min(kept, key=lambda name: (len(groups[name]), name)))
    everything = [whole, _rest(groups, kept), *(groups[name] for name in kept)]
    with_opened = all(_is_open_enough(one) for one in everything if one)
    return Rates(
        _rate(whole, with_opened=with_opened),
        {
            name: _rate(groups[name], with_opened=with_opened) if name in kept else None
            for name in names
        },
    )


def _together(groups: Mapping[str, Group], names: Iterable[str]) -> Group:
    return [one for name in names for one in groups[name]]


def _rest(groups: Mapping[str, Group], kept: Sequence[str]) -> Group:
    return _together(groups, [name for name in groups if name not in kept])


def _is_nobody_or_enough(group: Group) -> bool:
    return not group or _is_enough(group)


def _is_enough(group: Group) -> bool:
    """Whether at least five people have answered, and at least five have not."""
    return _are_five(one for one in group if one.has_answered) and _are_five(
        one for one in group if not one.has_answered
    )


def _is_open_enough(group: Group) -> bool:
    """Whether at least five people began and did not send, and at least five never began."""
    return _are_five(one for one in group if one.has_opened and not one.has_answered) and _are_five(
        one for one in group if not one.has_opened
    )


def _are_five(found: Iterable[Closed]) -> bool:
    return len({one.whose for one in found}) >= LEAST


def _rate(group: Group, *, with_opened: bool) -> Rate:
    opened = sum(one.has_opened for one in group) if with_opened else None
    return Rate(len(group), opened, sum(one.has_answered for one in group))
