"""Her word that no time suits her («ingen tid passar»), so that staff see that the supply is too small."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings import free, seats
from portal.meetings.models import NoTimeFits
from portal.meetings.purposes import Purpose
from portal.meetings.wanted import Unfit
from portal.people.models import Participant
from portal.plan.typed import cleaned
from portal.translators.wanting import want_for
from portal.writing import UNKNOWN_LANGUAGE, Writing

LONGEST = 1000


def tell(
    db: Session,
    participant: Participant,
    purpose: Purpose,
    could: str,
    *,
    days: str = "",
    key: str,
    now: datetime,
) -> NoTimeFits:
    """Keep that no time fits, with when she could: weekdays that she ticked (`days`, in Swedish) and her own words.

    How many free times there were for her is counted now. The same `key` again gives the row it gave before.
    Raises `Unfit`.
    """
    seats.lock(db, participant)
    known = db.scalar(
        sa.select(NoTimeFits).where(
            NoTimeFits.participant_id == participant.id, NoTimeFits.form_key == key
        )
    )
    if known:
        return known
    said = cleaned(could)
    if len(said) > LONGEST:
        raise Unfit({"could": "too-long"})
    if not (said or days):
        raise Unfit({"could": "no-days"})
    row = NoTimeFits(
        participant_id=participant.id,
        type_id=purpose.type.id,
        times_shown=sum(1 for _ in free.search(db, participant, purpose, now=now).everything()),
        could=_words(days, said),
        form_key=key,
        made_at=now,
    )
    db.add(row)
    want_for(db, participant, now=now)
    return row


def _words(days: str, said: str) -> Writing | None:
    if not said:
        return Writing.in_("sv", days) if days else None
    return Writing.in_(UNKNOWN_LANGUAGE, f"{days}\n{said}" if days else said)
