"""The demo's ratings: somebody who has come some steps in half a year, her caseworker's beside, and one who is due;
and how people whom nobody has invented one by one went, as it was counted at the end of two half-years.

Given once: who has rated keeps what she said, and an old demo has older ratings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.half_years import HalfYear
from portal.municipality.models import Measure
from portal.people.models import Participant, Staff
from portal.progress.models import SelfRating, StaffRating
from portal.progress.rating import hers
from portal.results.progress_models import ProgressBlock, ProgressHalfYear
from portal.writing import Writing

SKIPPED = 0
COUNTED = ("work-training-internal", "development-year", "internship")
"""The measures of which the demo tells how people went."""
WENT = (5, 4, 2)
"""How common it is that somebody rates herself higher, the same, and lower."""
SEED = 11


@dataclass(frozen=True)
class Line:
    """One rating of the demo; `levels` stand in the order of the questions to her, 1 to 5, or `SKIPPED`."""

    whose: str
    days_ago: int
    levels: tuple[int, ...]
    talk: tuple[str, str] | None = None
    beside: str = ""
    """The member of staff who rated a day later, one step lower everywhere."""


LINES = (
    Line("P-1001", 190, (2, 3, 2, 3, 2, 3, 2, 3, 3, 1), beside="karin"),
    Line(
        "P-1001", 6, (3, 3, 4, 4, 3, 4, 2, 3, 2, 3),
        ("so", "Waxaan rabaa inaan ka hadlo dhabarkayga iyo tababarka shaqada."),
    ),
    Line("P-1003", 215, (2, 2, 3, 2, SKIPPED, 3, 3, 2, 2, 1), beside="mehdi"),
)  # fmt: skip
"""P-1003 is due again. «I want to talk about my back and the work training», says P-1001."""


def add(db: Session, now: datetime) -> None:
    """Give the demo its ratings, where nobody has rated."""
    keys = [one.key for one in hers(db)]
    have = set(
        db.scalars(
            sa.select(Participant.key).join(SelfRating, SelfRating.participant_id == Participant.id)
        )
    )
    today = clock.local(now).date()
    for line in LINES:
        whose = db.scalar(sa.select(Participant).where(Participant.key == line.whose))
        if whose and keys and line.whose not in have:
            _add(db, line, whose, keys, today - timedelta(days=line.days_ago))
    if db.scalar(sa.select(ProgressHalfYear.id).limit(1)) is None:
        _add_blocks(db, keys, HalfYear.of(today).before)


def _add_blocks(db: Session, keys: list[str], last: HalfYear) -> None:
    chance = Random(SEED)  # noqa: S311 (invents people, keeps no secret)
    measures = sorted(db.scalars(sa.select(Measure.key).where(Measure.key.in_(COUNTED))))
    for half_year in (last.before.code, last.code):
        db.add(ProgressHalfYear(half_year=half_year))
        for measure in measures:
            for key in keys:
                went = chance.choices(range(len(WENT)), WENT, k=chance.randint(8, 14))
                db.add(
                    ProgressBlock(
                        measure=measure, indicator=key, half_year=half_year, number=len(went),
                        higher=went.count(0), same=went.count(1), lower=went.count(2),
                    )
                )  # fmt: skip


def _add(db: Session, line: Line, whose: Participant, keys: list[str], on: date) -> None:
    kept = {key: level or None for key, level in zip(keys, line.levels, strict=False)}
    db.add(
        SelfRating(
            participant_id=whose.id, started_at=_noon(on), rated_on=on, kept=kept,
            talk=Writing.in_(*line.talk) if line.talk else None,
        )
    )  # fmt: skip
    staff = db.scalar(sa.select(Staff).where(Staff.key == line.beside)) if line.beside else None
    if staff:
        after = on + timedelta(days=1)
        thinks = {key: max(1, level - 1) if level else None for key, level in kept.items()}
        db.add(
            StaffRating(
                participant_id=whose.id, staff_id=staff.id, rated_on=after,
                saved_at=_noon(after), kept=thinks | {"caseworker-belief": 4},
            )
        )  # fmt: skip


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.LOCAL)
