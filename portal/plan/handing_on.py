"""Plans that somebody was writing when she left the participant to a colleague: nothing of them is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.people.models import Participant, Staff
from portal.plan import drafts
from portal.plan.document import PlanDocument
from portal.plan.merging import Prefer, merged
from portal.plan.version_models import PlanDraft


def hand_on(
    db: Session, giver: Staff, receiver: Staff, participant: Participant, *, now: datetime
) -> None:
    """Give the giver's drafts for a participant to a colleague who takes over.

    Where the colleague has a draft of the same plan, the two become one: her own words stand where both wrote.
    """
    own = {
        draft.plan_id: draft
        for draft in drafts.of_staff(db, receiver, participant)
        if draft.plan_id
    }
    for draft in drafts.of_staff(db, giver, participant):
        known = own.get(draft.plan_id) if draft.plan_id else None
        if known is None:
            draft.staff, draft.undo = receiver, None
        else:
            _put_into(known, draft, now)
            db.delete(draft)
    db.flush()


def _put_into(kept: PlanDraft, given: PlanDraft, now: datetime) -> None:
    base, own = kept.document.get(drafts.BASE), kept.document
    whole = merged(
        PlanDocument.from_json(given.document.get(drafts.BASE) or own),
        PlanDocument.from_json(own),
        PlanDocument.from_json(given.document),
        Prefer.THEIRS,
    )
    kept.undo, kept.document = None, drafts.kept_form(whole, base)
    kept.revision += 1
    kept.changed_at = now
