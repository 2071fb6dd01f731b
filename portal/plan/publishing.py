"""Publishing: a draft becomes the next version of the plan, and she sees it. Finishing a plan is its last version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Participant, Staff
from portal.plan import drafts, merging
from portal.plan.applying import apply
from portal.plan.changes import Change, changes
from portal.plan.document import PlanDocument
from portal.plan.drafts import Manuscript
from portal.plan.merging import Both, Prefer
from portal.plan.models import Plan
from portal.plan.problems import Problem, problems
from portal.plan.version_models import PlanDraft, PlanVersion
from portal.translators.wanting import want_for


class PlanMoved(Exception):
    """Somebody has published the plan since this draft was begun: both are to be looked at."""


class NothingChanged(Exception):
    """The draft says what is published already."""


class NotReady(Exception):
    """Something is to be put right first; `problems` says what."""

    def __init__(self, found: list[Problem]) -> None:
        super().__init__(found)
        self.problems = found


@dataclass(frozen=True)
class Proof:
    """What publishing would do: the plan as it would stand, what changes, and what stands in the way."""

    document: PlanDocument
    changes: list[Change]
    problems: list[Problem]


def proof(db: Session, manuscript: Manuscript, *, now: datetime) -> Proof:
    """What publishing would do now. What she did meanwhile (a step marked as done) stays done."""
    document = manuscript.document
    live, base = manuscript.live, manuscript.base
    if live and base:
        document = merging.merged(base, live, document)
    today = clock.local(now).date()
    return Proof(document, changes(live, document), problems(db, manuscript, document, today))


def publish(db: Session, draft: PlanDraft, *, now: datetime) -> PlanVersion:
    """Make the draft the next version of its plan, so that she sees it, and end the draft.

    Raises `PlanMoved`, `NothingChanged` or `NotReady`; then nothing is changed and the draft stays.
    """
    participant = db.get_one(Participant, draft.participant_id)
    manuscript = drafts.open_(
        db, draft.staff, participant, draft.plan_id or draft.id, to_write=True
    )
    if manuscript.is_moved:
        raise PlanMoved
    found = proof(db, manuscript, now=now)
    if found.problems:
        raise NotReady(found.problems)
    if not found.changes and manuscript.plan:
        raise NothingChanged
    plan = manuscript.plan or _new_plan(db, draft, found.document, now)
    version = write_version(db, plan, draft.staff, found, now=now)
    db.delete(draft)
    db.flush()
    want_for(db, participant, now=now)
    return version


def write_version(
    db: Session, plan: Plan, staff: Staff, found: Proof, *, now: datetime
) -> PlanVersion:
    """Write what was proved into the plan, and keep it as a version."""
    news = {
        UUID(one["id"])
        for one in found.changes
        if one["what"] in ("step-changed", "step-added") and one["id"]
    }
    apply(db, plan, found.document, news, now)
    plan.version += 1
    version = PlanVersion(
        plan=plan,
        number=plan.version,
        staff=staff,
        published_at=now,
        changes=found.changes,
        document=found.document.to_json(),
    )
    db.add(version)
    db.flush()
    return version


def conflicts(manuscript: Manuscript) -> list[Both]:
    """What both a colleague and I have changed since my draft was begun."""
    base, live = manuscript.base, manuscript.live
    return merging.both_changed(base, live, manuscript.document) if base and live else []


def theirs(manuscript: Manuscript) -> list[Change]:
    """What a colleague has published since my draft was begun."""
    live = manuscript.live
    return changes(manuscript.base, live) if live else []


def bring_together(db: Session, manuscript: Manuscript, prefer: Prefer, *, now: datetime) -> None:
    """Go on with both: where the two changed the same thing, `prefer` says whose words stand."""
    base, live = manuscript.base, manuscript.live
    if base and live and manuscript.is_moved:
        document = merging.merged(base, live, manuscript.document, prefer)
        drafts.rebase(db, manuscript, document, now=now)


def newest(db: Session, plan: Plan) -> PlanVersion | None:
    """The version of a plan that she sees now; None for a plan that came in with a file."""
    return db.scalar(
        sa.select(PlanVersion).where(
            PlanVersion.plan_id == plan.id, PlanVersion.number == plan.version
        )
    )


def _new_plan(db: Session, draft: PlanDraft, document: PlanDocument, now: datetime) -> Plan:
    last = db.scalar(
        sa.select(sa.func.max(Plan.position)).where(Plan.participant_id == draft.participant_id)
    )
    plan = Plan(
        id=draft.id,
        participant_id=draft.participant_id,
        position=0 if last is None else last + 1,
        kind=document.kind,
        version=0,
        created_at=now,
        changed_at=now,
        goals=[],
    )
    db.add(plan)
    db.flush()
    return plan
