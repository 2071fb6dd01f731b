"""Things in her plans that cannot both be done because they are at the same time («olika planeringar»)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.people.models import Participant
from portal.plan import progress
from portal.plan.models import ClashReport, Step, WeeklyHour


@dataclass(frozen=True)
class Clash:
    """Two steps that want her at the same time: every week on `weekday` (0 is Monday), or once `on` a day."""

    first: Step
    second: Step
    weekday: int
    on: date | None = None

    def other(self, step: Step) -> Step:
        """The step that this one does not fit together with."""
        return self.second if step is self.first else self.first

    def touches(self, step: Step) -> bool:
        return step is self.first or step is self.second


def find(steps: Iterable[Step]) -> list[Clash]:
    """Every pair of her open steps that are at the same time, once a pair."""
    hers = [step for step in steps if step.is_hers and progress.is_open(step)]
    found = (_clash(first, second) for first, second in combinations(hers, 2))
    return [clash for clash in found if clash]


def between(steps: Iterable[Step], pair: set[UUID | None]) -> Clash:
    """The clash between two steps. Raises `NoResultFound` when they fit together or are not hers."""
    for clash in find(steps):
        if {clash.first.id, clash.second.id} == pair:
            return clash
    raise NoResultFound


def _clash(first: Step, second: Step) -> Clash | None:
    if _last(first) < _first(second) or _last(second) < _first(first):
        return None
    for one in first.weekly:
        for other in second.weekly:
            if _overlap(one, other):
                return Clash(first, second, one.weekday)
    return _clash_on_a_day(first, second)


def _clash_on_a_day(first: Step, second: Step) -> Clash | None:
    """A thing of one day against another thing of that day, or against that weekday's hours."""
    for single, other in ((first, second), (second, first)):
        day = _single_day(single)
        if day and (
            day == _single_day(other) or any(hour.weekday == day.weekday() for hour in other.weekly)
        ):
            return Clash(first, second, day.weekday(), day)
    return None


def _overlap(one: WeeklyHour, other: WeeklyHour) -> bool:
    return one.weekday == other.weekday and one.starts < other.ends and other.starts < one.ends


def _single_day(step: Step) -> date | None:
    return step.starts_on if step.starts_on and step.starts_on == step.due_on else None


def _first(step: Step) -> date:
    return step.starts_on or date.min


def _last(step: Step) -> date:
    return step.due_on or date.max


def report(db: Session, participant: Participant, clash: Clash, *, now: datetime) -> None:
    """Tell her main contact that two steps do not fit together; telling again while it waits changes nothing."""
    first, second = _pair(clash)
    known = db.scalar(
        sa.select(ClashReport).where(
            ClashReport.first_step_id == first.id, ClashReport.second_step_id == second.id
        )
    )
    if known is None:
        db.add(
            ClashReport(
                participant_id=participant.id, first_step=first, second_step=second, reported_at=now
            )
        )
    elif known.handled_at is not None:
        known.handled_at, known.reported_at = None, now


def reported(db: Session, participant: Participant) -> Sequence[ClashReport]:
    """What she has told and nobody has handled yet."""
    return db.scalars(
        sa.select(ClashReport).where(
            ClashReport.participant_id == participant.id, ClashReport.handled_at.is_(None)
        )
    ).all()


def is_reported(clash: Clash, reports: Iterable[ClashReport]) -> bool:
    """Whether her main contact has been told of this clash."""
    pair = {clash.first.id, clash.second.id}
    return any({report.first_step_id, report.second_step_id} == pair for report in reports)


def _pair(clash: Clash) -> tuple[Step, Step]:
    """The two in an order that does not depend on which page they were found from."""
    first, second = sorted((clash.first, clash.second), key=lambda step: step.id.hex)
    return first, second
