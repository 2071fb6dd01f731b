"""The caseworker's day: what waits for her, gathered from every feature, the most urgent first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy.orm import Session

from portal import clock
from portal.handover import day as handover_day
from portal.people import access, code_requests, lacks, reviews
from portal.people.day import DayRow, Waits
from portal.people.models import Participant, Staff
from portal.plan import day as plan_day
from portal.statements import reports
from portal.translators import day as translators_day

Offers = Callable[[Session, Staff, Sequence[Participant], datetime], list[DayRow]]

OFFERED: tuple[Offers, ...] = (
    plan_day.rows,
    code_requests.day_rows,
    handover_day.rows,
    lacks.rows,
    translators_day.rows,
    reviews.rows,
    reports.day_rows,
)
URGENCY = {kind: place for place, kind in enumerate(Waits)}


@dataclass(frozen=True)
class Group:
    """Everything of one kind that waits, what has waited longest first."""

    kind: Waits
    rows: list[DayRow]


@dataclass(frozen=True)
class Day:
    """What waits, and for how many there is nothing to do today."""

    groups: list[Group]
    people: int
    """How many participants she is to look after today."""

    @property
    def shown(self) -> list[Participant]:
        """Whose names or references stand on the page, each once."""
        rows = (row for group in self.groups for row in group.rows)
        return list(
            {row.participant.id: row.participant for row in rows if row.participant}.values()
        )


def day(db: Session, staff: Staff, now: datetime) -> Day:
    """What waits for this member of staff now. As many queries for fifty participants as for five."""
    mine = access.mine(db, staff, clock.local(now).date())
    rows = _once(row for offer in OFFERED for row in offer(db, staff, mine, now))
    rows.sort(key=lambda row: (URGENCY[row.kind], row.since))
    grouped = groupby(rows, key=lambda row: row.kind)
    return Day([Group(kind, list(of_kind)) for kind, of_kind in grouped], len(mine))


def _once(offered: Iterable[DayRow]) -> list[DayRow]:
    """Nothing twice: who asks for a new code is not also said never to have signed in."""
    rows = list(offered)
    asks = {row.values["participant_id"] for row in rows if row.kind is Waits.CODE}
    return [
        row
        for row in rows
        if row.kind is not Waits.NEVER_SIGNED_IN or row.values["participant_id"] not in asks
    ]
