"""Notices of the demo: two of its people have opened a way, so that the outbox has something to show."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications import contact_details, sealing
from portal.notifications.choice_models import NoticeAddress
from portal.notifications.models import Channel
from portal.people.models import Participant

WAYS = {
    "P-1001": (Channel.SMS, "+46701740605", contact_details.number_hint),
    "P-1003": (Channel.EMAIL, "p-1003@example.org", contact_details.address_hint),
}
"""A number that is kept for fiction (PTS), and an address that is nobody's (RFC 2606)."""


def add(db: Session, secret_key: str, now: datetime) -> None:
    """Open the ways, once: what somebody has changed in the demo since stays."""
    if db.scalar(sa.select(sa.func.count(NoticeAddress.id))):
        return
    for person in db.scalars(sa.select(Participant).where(Participant.key.in_(WAYS))):
        channel, to, hint = WAYS[person.key]
        db.add(
            NoticeAddress(
                participant_id=person.id,
                channel=channel,
                sealed=sealing.seal(secret_key, to=to),
                hint=hint(to),
                confirmed_at=now,
            )
        )
