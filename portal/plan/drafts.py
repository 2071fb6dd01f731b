"""Drafts: a plan as one caseworker is changing it. Nobody else sees it until it is published (utkast)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.people.models import Assignment, Participant, Staff
from portal.plan import reading
from portal.plan.document import PlanDocument
from portal.plan.models import Plan
from portal.plan.reading import Plans
from portal.plan.step_part import Record
from portal.plan.version_models import PlanDraft

UNDO_FOR = timedelta(minutes=1)
SAID_FOR = timedelta(weeks=1)
BASE = "base"
"""Where a draft keeps the plan that it was begun from, so that what is mine can be told from what is theirs."""


class ChangedElsewhere(Exception):
    """The draft was changed in another tab since this page was opened."""


class IsFinished(Exception):
    """The plan is finished: it stays readable, and nothing is written in it any more."""


@dataclass
class Manuscript:
    """A plan as it lies before its caseworker: what is published, and her draft of it where she has one."""

    participant: Participant
    staff: Staff
    plans: Plans
    plan_id: UUID
    plan: Plan | None
    """None for a plan that has not been published yet."""
    draft: PlanDraft | None

    @property
    def live(self) -> PlanDocument | None:
        """The plan as she sees it now."""
        return PlanDocument.from_row(self.plan) if self.plan else None

    @property
    def base(self) -> PlanDocument | None:
        """The plan as it was when the draft was begun."""
        kept = self.draft.document.get(BASE) if self.draft else None
        return PlanDocument.from_json(kept) if kept else self.live

    @property
    def document(self) -> PlanDocument:
        """The plan as it is being written."""
        if self.draft:
            return PlanDocument.from_json(self.draft.document)
        assert self.plan  # noqa: S101 (one of the two there always is: see `open_`)
        return PlanDocument.from_row(self.plan)

    @property
    def token(self) -> str:
        """What a form carries, so that two tabs cannot write over each other: the version and the revision."""
        if self.draft:
            return f"{self.draft.base_version}.{self.draft.revision}"
        return f"{self.plan.version if self.plan else 0}.0"

    @property
    def is_moved(self) -> bool:
        """Whether somebody has published the plan since the draft was begun."""
        return bool(self.draft and self.plan and self.plan.version != self.draft.base_version)

    def can_undo(self, now: datetime) -> bool:
        """Whether the last change may still be taken back: for a minute."""
        return bool(self.draft and self.draft.undo and now - self.draft.changed_at <= UNDO_FOR)


def open_(
    db: Session, staff: Staff, participant: Participant, plan_id: UUID, *, to_write: bool = False
) -> Manuscript:
    """The plan with this identity, or my draft of a plan to be. Raises `NoResultFound` for anybody else's.

    `to_write` holds the plan until the request is over, so that two who write at once come one after the other.
    """
    if to_write:
        _hold(db, plan_id)
    plans = reading.plans(db, participant)
    plan = next((one for one in plans.plans if one.id == plan_id), None)
    mine = sa.select(PlanDraft).where(
        PlanDraft.participant_id == participant.id, PlanDraft.staff_id == staff.id
    )
    if plan:
        draft = db.scalar(mine.where(PlanDraft.plan_id == plan_id))
    else:
        draft = db.scalars(mine.where(PlanDraft.id == plan_id, PlanDraft.plan_id.is_(None))).one()
    return Manuscript(participant, staff, plans, plan_id, plan, draft)


def _hold(db: Session, plan_id: UUID) -> None:
    """Only PostgreSQL needs it: on SQLite one writes at a time anyway. Answers of hers are not kept waiting."""
    for row in (Plan, PlanDraft):
        db.execute(sa.select(row.id).where(row.id == plan_id).with_for_update(key_share=True))


def has_moved(participant: Participant, today: date) -> bool:
    """Whether her case has ended here: nothing new is published for her, and drafts are kept."""
    return participant.moved_on is not None and participant.moved_on <= today


def just_moved(db: Session, staff: Staff, participant_id: UUID, today: date) -> Participant:
    """Somebody whose case ended in the last week while I was her contact: an open editor says so, and keeps my words.

    Raises `NoResultFound` for anybody else.
    """
    until = sa.func.coalesce(Assignment.until_on, date.max)
    return db.scalars(
        sa.select(Participant).where(
            Participant.id == participant_id,
            Participant.moved_on.between(today - SAID_FOR, today),
            sa.exists().where(
                Assignment.participant_id == Participant.id,
                Assignment.staff_id == staff.id,
                Assignment.from_on <= Participant.moved_on,
                until >= Participant.moved_on,
            ),
        )
    ).one()


def of_staff(db: Session, staff: Staff, participant: Participant) -> Sequence[PlanDraft]:
    """My drafts for a participant, the newest first."""
    return db.scalars(
        sa.select(PlanDraft)
        .where(PlanDraft.participant_id == participant.id, PlanDraft.staff_id == staff.id)
        .order_by(PlanDraft.changed_at.desc())
    ).all()


def begin(
    db: Session,
    staff: Staff,
    participant: Participant,
    plan: Plan | None,
    now: datetime,
    *,
    document: PlanDocument | None = None,
    key: UUID | None = None,
) -> PlanDraft:
    """Begin a draft of a plan; of a new one, `document` says how it begins, and `key` is the identity it gets.

    The draft begun already is the one to go on with: beginning twice makes one. Raises `IsFinished`.
    """
    if plan and plan.is_finished:
        raise IsFinished
    where = PlanDraft.plan_id == plan.id if plan else PlanDraft.id == key
    known = db.scalar(sa.select(PlanDraft).where(PlanDraft.staff_id == staff.id, where))
    if known:
        return known
    first = PlanDocument.from_row(plan) if plan else document
    if first is None:
        raise ValueError("a new plan needs its first document")
    draft = PlanDraft(
        **({"id": key} if key and not plan else {}),
        participant_id=participant.id,
        plan_id=plan.id if plan else None,
        staff=staff,
        base_version=plan.version if plan else 0,
        revision=0,
        document=kept_form(first, first if plan else None),
        undo=None,
        changed_at=now,
    )
    db.add(draft)
    db.flush()
    return draft


def keep(
    db: Session,
    manuscript: Manuscript,
    document: PlanDocument,
    *,
    token: str,
    act: str,
    now: datetime,
) -> None:
    """Keep what was written; `act` names the form it came from. The same form sent twice is kept once.

    Raises `ChangedElsewhere` when the page was opened before the last change, and `IsFinished`.
    """
    if token != manuscript.token:
        if is_repeated(manuscript, token, act):
            return
        raise ChangedElsewhere
    draft = manuscript.draft or begin(
        db, manuscript.staff, manuscript.participant, manuscript.plan, now
    )
    before = draft.document
    draft.undo = {"document": before, "act": act, "token": token}
    draft.document = kept_form(document, _base_of(before))
    draft.revision += 1
    draft.changed_at = now
    manuscript.draft = draft
    db.flush()


def is_repeated(manuscript: Manuscript, token: str, act: str) -> bool:
    """Whether this very form was kept already: somebody pressed twice."""
    undo = manuscript.draft.undo if manuscript.draft else None
    return bool(undo and undo["token"] == token and undo["act"] == act)


def undo(db: Session, manuscript: Manuscript, *, token: str, now: datetime) -> bool:
    """Take back the last change; False when it is longer ago than a minute, or already taken back."""
    draft = manuscript.draft
    if draft is None or draft.undo is None or token != manuscript.token:
        return False
    if not manuscript.can_undo(now):
        return False
    draft.base_version = draft.undo.get("base_version", draft.base_version)
    draft.document, draft.undo = draft.undo["document"], None
    draft.revision += 1
    draft.changed_at = now
    db.flush()
    return True


def discard(db: Session, manuscript: Manuscript) -> None:
    """Throw the draft away; the published plan stays as it is."""
    if manuscript.draft:
        db.delete(manuscript.draft)
        db.flush()
        manuscript.draft = None


def is_gone(db: Session, plan_id: UUID) -> bool:
    """Whether nobody has a plan or a draft with this identity: what it was has been thrown away."""
    return db.get(Plan, plan_id) is None and db.get(PlanDraft, plan_id) is None


def rebase(db: Session, manuscript: Manuscript, document: PlanDocument, *, now: datetime) -> None:
    """Go on from the version that somebody published meanwhile, with what both wrote brought together."""
    draft, plan = manuscript.draft, manuscript.plan
    if draft is None or plan is None:
        raise NoResultFound
    draft.undo = {
        "document": draft.document,
        "act": "rebase",
        "token": manuscript.token,
        "base_version": draft.base_version,
    }
    draft.document = kept_form(document, PlanDocument.from_row(plan))
    draft.base_version = plan.version
    draft.revision += 1
    draft.changed_at = now
    db.flush()


def kept_form(document: PlanDocument, base: PlanDocument | Record | None) -> Record:
    """A document as a draft keeps it, with the plan that it was begun from."""
    kept = base.to_json() if isinstance(base, PlanDocument) else base
    return {**document.to_json(), **({BASE: kept} if kept else {})}


def _base_of(kept: Record) -> Record | None:
    found: Record | None = kept.get(BASE)
    return found
