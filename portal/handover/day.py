"""The caseworker's day: colleagues who ask her to take over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal import clock
from portal.handover import offers
from portal.people.day import DayRow, Waits
from portal.people.models import Participant, Staff


def rows(db: Session, staff: Staff, mine: Sequence[Participant], now: datetime) -> list[DayRow]:
    """One row for each participant whom a colleague asks her to take over. One query, and never about `mine`."""
    return [
        DayRow(
            Waits.HANDOVER,
            offer.offered_at,
            "staff.handover.offer",
            {"offer_id": offer.id},
            participant=offer.participant,
        )
        for offer in offers.to_me(db, staff, clock.local(now).date())
    ]
