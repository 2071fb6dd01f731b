"""Who is there for a participant, day by day: whom her meetings are with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.models import Assignment, Participant


class Lead(NamedTuple):
    """Who is there for her, and from when until when, as `Assignment` has it."""

    staff_id: UUID
    is_main: bool
    from_on: date
    until_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


LEADS = (
    sa.select(*(Assignment.__table__.c[name] for name in Lead._fields))
    .where(
        Assignment.participant_id == sa.bindparam("participant"),
        sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= sa.bindparam("first")),
    )
    .order_by(Assignment.from_on.desc())
)


def leads(db: Session, participant: Participant, first: date) -> Sequence[Lead]:
    """Her main contacts from that day on, one after the other; without any, whoever else is there for her."""
    rows = db.connection().execute(LEADS, {"participant": participant.id, "first": first})
    found = [Lead(*one) for one in rows]
    return [one for one in found if one.is_main] or found
