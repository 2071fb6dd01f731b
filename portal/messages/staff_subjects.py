"""Which subjects staff may write to her about: what waits for an answer first, then what was written about last."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import subjects
from portal.messages.models import Message, Thread
from portal.people.contacts import contacts
from portal.people.models import Participant


def subjects_for(db: Session, hers: Participant, today: date) -> list[str]:
    """Her open threads' subjects, what has waited longest first, and then all that she may choose herself."""
    last_at = sa.select(sa.func.max(Message.sent_at)).where(Message.thread_id == Thread.id)
    threads = db.scalars(
        sa.select(Thread.subject)
        .where(Thread.participant_id == hers.id, Thread.classified_at.is_(None))
        .order_by(
            Thread.waits_for_us_since.is_(None),
            Thread.waits_for_us_since,
            last_at.scalar_subquery().desc(),
        )
    )
    offered = subjects.offered(contacts(db, hers, today).now)
    others = [subjects.OTHER, *(key for key in offered if key != subjects.OTHER)]
    return list(dict.fromkeys([*threads, *others]))
