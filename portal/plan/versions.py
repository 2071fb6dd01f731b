"""The published versions of her plans: who changed them and when, what changed, and what each looked like then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, defer, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal.people.directory import directory, fill
from portal.people.models import Participant
from portal.plan.models import Plan
from portal.plan.reading import Plans
from portal.plan.version_models import PlanVersion

# Without the documents: the plan page needs what changed, not every plan that ever was.
HERS = (
    sa.select(PlanVersion)
    .join(Plan, Plan.id == PlanVersion.plan_id)
    .where(Plan.participant_id == sa.bindparam("participant"))
    .options(defer(PlanVersion.document))
    .order_by(PlanVersion.published_at.desc(), PlanVersion.number.desc())
)


@dataclass(frozen=True)
class Versions:
    """Every published version of her plans, the newest first; `visit` is when the visit that shows them began."""

    all: Sequence[PlanVersion] = ()
    visit: datetime | None = None

    def newest(self, plan: Plan) -> PlanVersion | None:
        """The version that holds now."""
        return next(
            (one for one in self.all if one.plan_id == plan.id and one.number == plan.version), None
        )

    def unseen(self, plan: Plan) -> list[PlanVersion]:
        """What was published since she opened the plan in an earlier visit, the newest first.

        Empty for a plan that she has not opened before: then everything in it is new, and the page says it.
        """
        since = plan.told_since(self.visit)
        if since is None or plan.created_at > since:
            return []
        return [one for one in self.all if one.plan_id == plan.id and one.published_at > since]


def versions(
    db: Session, participant: Participant, plans: Plans, visit: datetime | None
) -> Versions:
    """The versions of these plans in one query; in none when nothing was ever published."""
    by_id = {plan.id: plan for plan in plans.plans if plan.version}
    if not by_id:
        return Versions((), visit)
    return Versions(_told(db, HERS, participant, by_id), visit)


def unseen_by_home(db: Session, participant: Participant, plans: Plans) -> Versions:
    """What was published since she last opened her plan, for her first screen: no query unless a plan has changed."""
    seen = {
        plan: plan.seen_at
        for plan in plans.plans
        if plan.version and plan.seen_at and plan.seen_at < plan.changed_at
    }
    if not seen:
        return Versions()
    newer = HERS.where(PlanVersion.published_at > min(seen.values()))
    found = _told(db, newer, participant, {plan.id: plan for plan in seen})
    return Versions([one for one in found if one.published_at > seen[one.plan]])


def one(db: Session, participant: Participant, version_id: UUID) -> PlanVersion:
    """One version of a plan of hers, with its document. Raises `NoResultFound` for anybody else's."""
    version = db.scalars(
        sa.select(PlanVersion)
        .join(Plan, Plan.id == PlanVersion.plan_id)
        .where(PlanVersion.id == version_id, Plan.participant_id == participant.id)
        .options(joinedload(PlanVersion.plan))
    ).one()
    fill(version, "staff", directory(db).staff, version.staff_id)
    return version


def newest(db: Session, participant: Participant, version_id: UUID) -> PlanVersion:
    """The version that holds now of the plan that this one is of."""
    plan = one(db, participant, version_id).plan
    return db.scalars(
        sa.select(PlanVersion).where(
            PlanVersion.plan_id == plan.id, PlanVersion.number == plan.version
        )
    ).one()


def _told(
    db: Session,
    query: sa.Select[PlanVersion],
    participant: Participant,
    plans: dict[UUID, Plan],
) -> list[PlanVersion]:
    """The versions of these plans, each told its plan and who published it."""
    known = directory(db)
    rows = db.scalars(query, {"participant": participant.id}).all()
    found = [version for version in rows if version.plan_id in plans]
    for version in found:
        set_committed_value(version, "plan", plans[version.plan_id])
        fill(version, "staff", known.staff, version.staff_id)
    return found
