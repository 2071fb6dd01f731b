"""The caseworker's day: texts of hers that wait for a translation, and for a translator everybody's."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.i18n import SOURCE, TABLE
from portal.people import access, accounts
from portal.people.account_models import Duty
from portal.people.day import AMONG_MINE, DayRow, Offer, Waits, things
from portal.people.models import Participant, Staff
from portal.translators.models import WantedTranslation
from portal.translators.queue import Pair, Reach
from portal.writing import Writing

QUEUE = "staff.texts.waiting"
OFFER = Offer(
    Waits.TRANSLATION,
    things(
        Waits.TRANSLATION,
        WantedTranslation.participant_id,
        at=sa.func.min(WantedTranslation.asked_at),
    )
    .where(WantedTranslation.participant_id.in_(AMONG_MINE), WantedTranslation.done_at.is_(None))
    .group_by(WantedTranslation.participant_id),
    QUEUE,
    {"about": "participant_id"},
)
"""One row for each participant of hers, since the text that has waited longest."""


def of_others(db: Session, staff: Staff, today: date) -> list[DayRow]:
    """For a translator, one row for each pair of languages of those who are not hers. None for anybody else."""
    if not accounts.may(db, staff, Duty.TRANSLATOR):
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
            Reach.of(db, staff, today).condition,
            ~access.is_mine(staff, today),
        )
        .group_by(WantedTranslation.source_language, WantedTranslation.into)
    )
    return [
        DayRow(
            Waits.TRANSLATION,
            since,
            QUEUE,
            {"pair": Pair(source, into).key},
            about=Writing.in_(SOURCE, f"{_swedish(source)} till {_swedish(into)}"),
        )
        for source, into, since in found
    ]


def _swedish(code: str) -> str:
    """What a language is called in Swedish."""
    return next((one.swedish for one in TABLE if one.code == code), "okänt språk")
