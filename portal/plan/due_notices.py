"""Telling her outside the portal that a step of hers is to be done soon: once for each date, never what it is."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.notifications import outbox
from portal.notifications.models import NoticeKind
from portal.people.models import Participant
from portal.plan.models import Goal, Plan, Step, SubGoal

BEFORE = timedelta(days=3)
"""So long before the day, so that there is time left to do it."""


def tell(db: Session, now: datetime) -> None:
    """A notice for each step that she does herself and that is due within three days; those told of are left out.

    Not for a step that is done, paused or taken away, in a plan that has ended, or when her case has ended here.
    """
    today = clock.local(now).date()
    rows = db.execute(
        sa.select(Step, Participant)
        .join(Participant, Participant.id == Step.participant_id)
        .outerjoin(SubGoal, SubGoal.id == Step.sub_goal_id)
        .outerjoin(Goal, Goal.id == SubGoal.goal_id)
        .outerjoin(Plan, Plan.id == Goal.plan_id)
        .where(
            Step.is_hers,
            Step.due_on > today,
            Step.due_on <= today + BEFORE,
            *(one.is_(None) for one in (Step.done_on, Step.paused_on, Step.dropped_on)),
            Step.removed_at.is_(None),
            Plan.finished_on.is_(None),
            sa.or_(Participant.moved_on.is_(None), Participant.moved_on > today),
        )
    )
    for step, participant in rows.all():
        if step.due_on:
            ends = datetime.combine(step.due_on + timedelta(days=1), time(), clock.LOCAL)
            outbox.put_once(
                db, participant, NoticeKind.STEP_DUE, step.id, step.due_on.toordinal(),
                now=now, at=outbox.not_at_night(now), expires_at=ends,
            )  # fmt: skip
