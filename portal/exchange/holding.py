"""What the database holds of a group of participants, in a few queries however many they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.sql.base import ExecutableOption

from portal.people.handover_models import HandoverOffer
from portal.people.models import Assignment, Participant
from portal.plan.enrolment_models import Enrolment
from portal.plan.models import Goal, Plan, Step, SubGoal

_STEPS = selectinload(Plan.goals).selectinload(Goal.sub_goals).selectinload(SubGoal.steps)


def participants(db: Session, keys: Sequence[str]) -> dict[str, Participant]:
    """Those of these participants who are there already, by key."""
    found = db.scalars(sa.select(Participant).where(Participant.key.in_(keys)))
    return {row.key: row for row in found}


class Holding:
    """Contacts, plans and measures of a group of participants, each by participant."""

    def __init__(self, db: Session, ids: Sequence[UUID]) -> None:
        self._db, self._ids = db, ids
        self.handed_over = set(
            db.scalars(
                sa.select(HandoverOffer.participant_id).where(
                    HandoverOffer.participant_id.in_(ids), HandoverOffer.is_accepted.is_(True)
                )
            )
        )
        """Those whose contacts changed by a handover here: the file does not undo it."""
        self.contacts: dict[UUID, list[Assignment]] = self._of(Assignment, Assignment.from_on)
        self.enrolments: dict[UUID, list[Enrolment]] = self._of(Enrolment, Enrolment.started_on)
        self.plans: dict[UUID, list[Plan]] = self._of(
            Plan,
            Plan.position,
            _STEPS.selectinload(Step.weekly),
            _STEPS.selectinload(Step.companions),
        )

    def _of(self, model: Any, order: Any, *options: ExecutableOption) -> dict[UUID, list[Any]]:
        found = defaultdict(list)
        for row in self._db.scalars(
            sa.select(model)
            .where(model.participant_id.in_(self._ids))
            .order_by(order, model.id)
            .options(*options)
        ):
            found[row.participant_id].append(row)
        return found
