"""The one notice that there is."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications.models import OutboxNotice


def only(db: Session) -> OutboxNotice:
    db.expire_all()
    found = db.scalars(sa.select(OutboxNotice)).one()
    db.commit()
    return found
