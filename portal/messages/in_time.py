"""For the unit manager: how many answers came within the promise, week by week, and which are late now.

Of the unit, never of one caseworker: it is to show whether there are hands enough, and not who is slow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.messages.models import Message
from portal.people.models import Staff

WEEKS = 6
"""How many weeks stand on the page, this one first."""


@dataclass
class Week:
    """One week, by its ISO number."""

    number: int
    answers: int = 0
    """Questions that got an answer, by message or by phone; «needs no answer» too."""
    in_time: int = 0

    @property
    def share(self) -> int | None:
        """Percent within the promise; None in a week without answers."""
        return round(100 * self.in_time / self.answers) if self.answers else None


def weeks(db: Session, manager: Staff, now: datetime) -> list[Week]:
    """What the manager's unit has answered in each of the last weeks. One query."""
    today = clock.local(now).date()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    starts = [monday - timedelta(weeks=number) for number in range(WEEKS)]
    found = {start: Week(start.isocalendar().week) for start in starts}
    rows = db.execute(
        sa.select(Message.sent_at, Message.answers_by)
        .join(Staff, Staff.id == Message.staff_id)
        .where(
            Staff.organisation_id == manager.organisation_id,
            Message.answers_by.is_not(None),
            Message.sent_at >= datetime.combine(first, time.min, clock.LOCAL),
        )
    )
    for sent_at, answers_by in rows:
        on = clock.local(sent_at).date()
        week = found[on - timedelta(days=on.weekday())]
        week.answers += 1
        week.in_time += answers_by is not None and on <= answers_by
    return list(found.values())
