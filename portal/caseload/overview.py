"""What staff see of their participants: who waits for what, and one of them as she stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.contacts import Contacts, caseload, contacts
from portal.people.models import Participant, Staff
from portal.people.sign_in_models import CodeRequest
from portal.plan import clashes, progress, reading
from portal.plan.clashes import Clash
from portal.plan.models import Answer, ClashReport, Enrolment, Step, StepAnswer
from portal.plan.progress import FollowUp
from portal.plan.reading import Plans


@dataclass(frozen=True)
class Row:
    """One participant in the list, and what in her case waits for an answer."""

    participant: Participant
    asks_for_code: bool
    unsure: int
    """How many steps she is unsure of or cannot do."""
    clashes: int
    """How many clashes she has told of."""

    @property
    def waits(self) -> bool:
        return bool(self.asks_for_code or self.unsure or self.clashes)


@dataclass(frozen=True)
class Whole:
    """One participant as she stands."""

    plans: Plans
    step: Step | None
    people: Contacts
    follow_up: FollowUp | None
    clashes: list[Clash]
    reports: Sequence[ClashReport]
    code_requests: Sequence[CodeRequest]
    enrolments: Sequence[Enrolment]


def overview(db: Session, staff: Staff, *, today: date) -> list[Row]:
    """My participants, those who wait for something first. Five queries, however many they are."""
    mine = caseload(db, staff, today)
    ids = [one.id for one in mine]
    codes = set(db.scalars(_open_code_requests(ids)))
    unsure = _unsure(db, ids)
    told = Counter(
        db.scalars(
            sa.select(ClashReport.participant_id).where(
                ClashReport.participant_id.in_(ids), ClashReport.handled_at.is_(None)
            )
        )
    )
    rows = [Row(one, one.id in codes, unsure[one.id], told[one.id]) for one in mine]
    return sorted(rows, key=lambda row: not row.waits)


def whole(db: Session, participant: Participant, *, today: date) -> Whole:
    """Everything staff are shown of one participant; she is to be loaded through the member of staff."""
    plans = reading.plans(db, participant)
    return Whole(
        plans=plans,
        step=progress.next_step(plans.open_steps, today),
        people=contacts(db, participant, today),
        follow_up=progress.follow_up(plans.plans, today),
        clashes=clashes.find(plans.open_steps),
        reports=clashes.reported(db, participant),
        code_requests=db.scalars(
            sa.select(CodeRequest)
            .where(CodeRequest.participant_id == participant.id, CodeRequest.handled_at.is_(None))
            .order_by(CodeRequest.asked_at)
        ).all(),
        enrolments=reading.enrolments(db, participant),
    )


def _open_code_requests(ids: list[UUID]) -> sa.Select[UUID]:
    return sa.select(CodeRequest.participant_id).where(
        CodeRequest.participant_id.in_(ids), CodeRequest.handled_at.is_(None)
    )


def _unsure(db: Session, ids: list[UUID]) -> Counter[UUID]:
    return Counter(
        db.scalars(
            sa.select(Step.participant_id)
            .join(StepAnswer)
            .where(
                Step.participant_id.in_(ids),
                Step.removed_at.is_(None),
                StepAnswer.answer.in_([Answer.UNSURE, Answer.CANNOT]),
            )
        )
    )
