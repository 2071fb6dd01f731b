"""How many are asked, begin and answer (svarsfrekvens): in groups of which none is so small that it tells of somebody.

Only requests that closed within two years are counted, and only whole months: the table stands still for a month, so
that nobody can see it move when one person has answered. A group is shown whole or not at all: those who answered and
those who did not are both at least five. What is left over when the shown groups are taken from the whole is held to
the same. Measures are groups within their questionnaire: what is left over of one questionnaire is never hidden behind
another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.models import FeedbackRequest, Questionnaire, QuestionnaireVersion

LEAST = 5
LOOKS_BACK = relativedelta(months=24)
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
    """So many closed requests of one questionnaire, about one measure or none, in Swedish or not."""

    questionnaire: str
    about: str | None
    is_swedish: bool
    count: _Count


def closed(db: Session, *, now: datetime) -> list[Closed]:
    """All that closed before this month, and not longer ago than two years."""
    month = clock.local(now).date().replace(day=1)
    is_swedish = FeedbackRequest.language == SWEDISH
    groups = (Questionnaire.key, FeedbackRequest.about, is_swedish)
    rows = db.execute(
        sa.select(
            *groups,
            sa.func.count(FeedbackRequest.id),
            sa.func.count(sa.case((FeedbackRequest.opened_on.is_not(None), 1))),
            sa.func.count(FeedbackRequest.answered_on),
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == FeedbackRequest.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(FeedbackRequest.closes_on >= month - LOOKS_BACK, FeedbackRequest.closes_on < month)
        .group_by(*groups)
    )
    return [Closed(key, about, swedish, _Count(*numbers)) for key, about, swedish, *numbers in rows]


def rates(found: Sequence[Closed], by: By) -> Rates:
    """The answer rate by group."""
    counts: dict[str, _Count] = defaultdict(_Count)
    for one in found:
        swedish = SWEDISH if one.is_swedish else OTHER
        counts[one.questionnaire if by is By.QUESTIONNAIRE else swedish] += one.count
    return shown(dict(sorted(counts.items())))


def by_measure(found: Sequence[Closed]) -> dict[str, Rates]:
    """The answer rate by what was asked about, within each questionnaire whose own rate is shown.

    How many began is not told: one number more of a small group is one number too many.
    """
    made = {}
    for questionnaire, whole in rates(found, By.QUESTIONNAIRE).groups.items():
        counts: dict[str, _Count] = defaultdict(_Count)
        for one in found:
            if one.questionnaire == questionnaire:
                counts[one.about or ""] += one.count
        if whole and set(counts) != {""}:
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
