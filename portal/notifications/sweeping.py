"""What the outbox and her choice forget: nothing is kept longer than somebody may ask about it."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications.choice_models import NoticeAddressTrial, PushSubscription
from portal.notifications.models import OutboxNotice
from portal.people.sign_in_models import Device

KEPT = timedelta(days=90)


def sweep(db: Session, *, now: datetime) -> None:
    """Remove notices that were settled long ago, codes that opened nothing, and phones that she has forgotten."""
    settled = sa.func.coalesce(
        OutboxNotice.sent_at, OutboxNotice.withdrawn_at, OutboxNotice.dead_at
    )
    db.execute(sa.delete(OutboxNotice).where(settled < now - KEPT))
    db.execute(sa.delete(NoticeAddressTrial).where(NoticeAddressTrial.expires_at <= now))
    forgotten = sa.select(Device.id).where(Device.forgotten_at.is_not(None))
    db.execute(sa.delete(PushSubscription).where(PushSubscription.device_id.in_(forgotten)))
