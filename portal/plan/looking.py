"""That she opened her plan: what was new in it is new to her no more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.plan.models import Plan, Step


def look(db: Session, plans: Iterable[Plan], *, visit: datetime | None, now: datetime) -> None:
    """Note that she has these plans before her, in a visit that began at `visit`.

    Written once a visit, and again when something was changed since.
    """
    for plan in plans:
        if not has_seen(plan, visit):
            before = plan.told_since(visit)
            db.execute(
                sa.update(Plan).where(Plan.id == plan.id).values(seen_at=now, seen_before_at=before)
            )


def has_seen(plan: Plan, visit: datetime | None) -> bool:
    """Whether she has opened a plan in this visit, with everything that is in it."""
    if plan.seen_at is None or visit is None or plan.seen_at < visit:
        return False
    return all(changed <= plan.seen_at for changed in _changes(plan))


def _changes(plan: Plan) -> Iterable[datetime]:
    steps: list[Step] = [
        step for goal in plan.goals for part in goal.sub_goals for step in part.steps
    ]
    return [plan.changed_at, *(step.changed_at for step in steps)]
