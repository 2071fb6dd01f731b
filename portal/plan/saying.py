"""What she says of her plan as it was published: that it is right, or that she wants to change it.

Wanting to change is never a refusal («det är svårt att säga nej»): it asks for a talk, and nothing more.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.models import Participant
from portal.plan import versions
from portal.plan.answers import LONGEST_COMMENT, Unfit, her_words
from portal.plan.models import Goal, Step, SubGoal
from portal.plan.version_models import PlanVersion, Says


class NewerVersion(Exception):
    """The plan was published again while she read: she is to see that first, and what she wrote stays."""


def say(
    db: Session,
    participant: Participant,
    version_id: UUID,
    given: str,
    comment: str,
    *,
    now: datetime,
) -> PlanVersion:
    """Keep what she says of the newest version of a plan, in place of what she said before.

    When it is right, the words of the steps that are left are frozen for both, days may move; when she wants to
    change it, they are free again. The same said twice is said once. Raises `Unfit` when nothing was chosen or the
    comment is too long, `NewerVersion` when the version is not the newest, `NoResultFound` when it is not hers.
    """
    version = versions.one(db, participant, version_id)
    if version.number != version.plan.version:
        raise NewerVersion
    if given not in set(Says):
        raise Unfit("says", "missing-says")
    words = her_words(comment, "comment", LONGEST_COMMENT)
    was = version.comment.original if version.comment else None
    if (version.says, was) == (Says(given), words.original if words else None):
        return version
    version.says, version.comment, version.said_at = Says(given), words, now
    version.handled_at = None
    _freeze(db, version, now if version.says is Says.AGREED else None)
    return version


def _freeze(db: Session, version: PlanVersion, at: datetime | None) -> None:
    """Freeze the words of the plan's steps that are neither done nor taken away, or set them free (`at` is None)."""
    in_plan = (
        sa.select(SubGoal.id)
        .join(Goal, Goal.id == SubGoal.goal_id)
        .where(Goal.plan_id == version.plan_id)
    )
    steps = db.scalars(
        sa.select(Step).where(
            Step.sub_goal_id.in_(in_plan), Step.done_on.is_(None), Step.dropped_on.is_(None)
        )
    )
    for step in steps:
        step.agreed_at = (step.agreed_at or at) if at else None
