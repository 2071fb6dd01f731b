"""How often each participant of a unit has changed contact person, for its manager.

Few changes are what staff and participants ask for; the count shows where there have been many.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people import access
from portal.people.models import Assignment, Participant, Staff

LATELY = timedelta(days=365)


@dataclass(frozen=True)
class Count:
    """How many different main contact persons one participant has had."""

    participant: Participant
    lately: int
    """In the last twelve months, today's included."""
    in_all: int


def counts(db: Session, manager: Staff, today: date) -> list[Count]:
    """Everybody whose contact today is of the manager's unit, those with the most main contacts first. One query."""
    of_unit = (
        sa.select(Assignment.participant_id)
        .join(Assignment.staff)
        .where(Staff.organisation_id == manager.organisation_id, access.is_current_contact(today))
    )
    is_late = sa.or_(Assignment.until_on.is_(None), Assignment.until_on > today - LATELY)
    lately = sa.func.count(sa.case((is_late, Assignment.staff_id)).distinct())
    in_all = sa.func.count(Assignment.staff_id.distinct())
    rows = db.execute(
        sa.select(Participant, lately, in_all)
        .outerjoin(
            Assignment,
            sa.and_(
                Assignment.participant_id == Participant.id,
                Assignment.is_main,
                Assignment.from_on <= today,
            ),
        )
        .where(Participant.id.in_(of_unit), access.is_here(today))
        .group_by(Participant.id)
        .order_by(lately.desc(), in_all.desc(), Participant.key)
    )
    return [Count(*row) for row in rows]
