"""Telling her outside the portal that it is time to follow up the plan: once for each window."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings import follow_up
from portal.meetings.purposes import purposes
from portal.notifications import outbox
from portal.notifications.models import NoticeKind
from portal.people.models import Participant
from portal.plan.models import Plan

LASTS = timedelta(days=3)


def tell(db: Session, now: datetime) -> None:
    """A notice for everybody whose window is open, as her first page invites her, and who has no such meeting."""
    today = clock.local(now).date()
    recurring = [one for one in purposes(db) if one.every_weeks]
    rows = db.execute(
        sa.select(Participant, Plan)
        .join(Plan, Plan.participant_id == Participant.id)
        .where(
            Plan.finished_on.is_(None),
            Participant.is_protected.is_(False),
            sa.or_(Participant.moved_on.is_(None), Participant.moved_on > today),
        )
    )
    people: dict[UUID, Participant] = {}
    plans: dict[UUID, list[Plan]] = defaultdict(list)
    for participant, plan in rows:
        people[participant.id] = participant
        plans[participant.id].append(plan)
    for one in people.values():
        for purpose in recurring:
            found = follow_up.invitation(db, one, purpose, plans[one.id], now)
            if found and not follow_up.has_booked(db, one, purpose, now):
                outbox.put_once(
                    db, one, NoticeKind.FOLLOW_UP_WINDOW, purpose.type.id,
                    found.opens_on.toordinal(), now=now, at=outbox.not_at_night(now),
                    expires_at=outbox.not_at_night(now) + LASTS,
                )  # fmt: skip
