"""The caseworker's day: texts of hers that wait for a translation, and for a translator everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.people.day import DayRow, Waits
from portal.people.models import Participant, Staff
from portal.translators.models import WantedTranslation
from portal.translators.queue import Pair, Reach

QUEUE = "staff.texts.waiting"


def rows(db: Session, staff: Staff, mine: Sequence[Participant], now: datetime) -> list[DayRow]:
    """One row for each participant of mine, and one for each pair of languages of the others that I translate.

    Each since the text that has waited longest. Three queries, however many participants.
    """
    return [*_of_mine(db, mine), *_of_others(db, staff, mine, now)]


def _of_mine(db: Session, mine: Sequence[Participant]) -> list[DayRow]:
    by_id = {one.id: one for one in mine}
    found = db.execute(
        sa.select(
            WantedTranslation.participant_id,
            sa.func.min(WantedTranslation.asked_at),
        )
        .where(WantedTranslation.participant_id.in_(by_id), WantedTranslation.done_at.is_(None))
        .group_by(WantedTranslation.participant_id)
    )
    return [
        DayRow(Waits.TRANSLATION, since, QUEUE, {"about": who}, participant=by_id[who])
        for who, since in found
    ]


def _of_others(
    db: Session, staff: Staff, mine: Sequence[Participant], now: datetime
) -> list[DayRow]:
    reach = Reach.of(db, staff, clock.local(now).date())
    if reach.condition is reach.knows:
        return []
    found = db.execute(
        sa.select(
            WantedTranslation.source_language,
            WantedTranslation.into,
            sa.func.min(WantedTranslation.asked_at),
        )
        .join(Participant, WantedTranslation.participant_id == Participant.id)
        .where(
            WantedTranslation.done_at.is_(None),
            reach.condition,
            WantedTranslation.participant_id.not_in([one.id for one in mine]),
        )
        .group_by(WantedTranslation.source_language, WantedTranslation.into)
    )
    return [
        DayRow(Waits.TRANSLATION, since, QUEUE, {"pair": Pair(source, into).key})
        for source, into, since in found
    ]
