"""How many are asked, begin and answer (svarsfrekvens): in groups of which none is so small that it tells of somebody.

Only requests that closed within two years are counted, and only whole months: the table stands still for a month, so
that nobody can see it move when one person has answered. A group is shown whole or not at all: those who answered and
those who did not are both at least five. What is left over when the shown groups are taken from the whole is held to
the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

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
    MEASURE = "measure"
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


def rates(db: Session, by: By, *, now: datetime) -> Rates:
    """The answer rate of two years, by group."""
    return shown(_counted(db, by, clock.local(now).date()))


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


def _counted(db: Session, by: By, today: date) -> dict[str, _Count]:
    groups: dict[By, sa.ColumnElement[Any]] = {
        By.QUESTIONNAIRE: sa.type_coerce(Questionnaire.key, sa.String),
        By.MEASURE: sa.type_coerce(FeedbackRequest.about, sa.String),
        By.LANGUAGE: sa.case((FeedbackRequest.language == SWEDISH, SWEDISH), else_=OTHER),
    }
    group, month = groups[by], today.replace(day=1)
    wanted = (
        sa.select(
            group,
            sa.func.count(FeedbackRequest.id),
            sa.func.count(sa.case((FeedbackRequest.opened_on.is_not(None), 1))),
            sa.func.count(FeedbackRequest.answered_on),
        )
        .join(QuestionnaireVersion, QuestionnaireVersion.id == FeedbackRequest.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(FeedbackRequest.closes_on >= month - LOOKS_BACK, FeedbackRequest.closes_on < month)
        .group_by(group)
        .order_by(group)
    )
    if by is By.MEASURE:
        wanted = wanted.where(FeedbackRequest.about.is_not(None))
    return {str(key): _Count(*numbers) for key, *numbers in db.execute(wanted)}
