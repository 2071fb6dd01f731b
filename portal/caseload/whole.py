"""One participant as she stands: what she sees, and what staff need beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.caseload.waiting import Waiting, waiting
from portal.meetings.follow_up import as_booked
from portal.people import access
from portal.people.contacts import Contacts, contacts
from portal.people.models import Participant, Staff
from portal.people.sign_in_models import CodeRequest, SignIn
from portal.plan import clashes, progress, reading
from portal.plan.clashes import Clash
from portal.plan.enrolment_models import Enrolment
from portal.plan.models import ClashReport, Step
from portal.plan.progress import FollowUp
from portal.plan.reading import Plans
from portal.privacy import log
from portal.privacy.models import AccessLog

SHOWN_FOR = timedelta(weeks=26)
"""How far back staff are shown who has opened her page with a reason."""


@dataclass(frozen=True)
class Whole:
    """One participant as she stands."""

    plans: Plans
    step: Step | None
    is_late: bool
    people: Contacts
    follow_up: FollowUp | None
    clashes: list[Clash]
    reports: Sequence[ClashReport]
    code_requests: Sequence[CodeRequest]
    enrolments: Sequence[Enrolment]
    waiting: Waiting
    """What of hers waits for somebody to talk with her."""
    last_here_at: datetime | None
    """When she last used the portal; None when she has never signed in."""
    opened: Sequence[AccessLog]
    """Who has opened her page with a reason, the newest first."""


def whole(db: Session, participant: Participant, *, today: date, now: datetime) -> Whole:
    """Everything staff are shown of one participant; she is to be loaded through the member of staff."""
    plans = reading.plans(db, participant)
    step = progress.next_step(plans.open_steps, today)
    return Whole(
        plans=plans,
        step=step,
        is_late=step is not None and progress.is_late(step, today),
        people=contacts(db, participant, today),
        follow_up=as_booked(db, participant, progress.follow_up(plans.plans, today), now),
        clashes=clashes.find(plans.open_steps),
        reports=clashes.reported(db, participant),
        code_requests=_code_requests(db, participant),
        enrolments=reading.enrolments(db, participant),
        waiting=waiting(db, participant, plans, today=today),
        last_here_at=last_here_at(db, participant),
        opened=log.with_reason(db, participant, since=now - SHOWN_FOR),
    )


def is_mine(db: Session, staff: Staff, participant: Participant, *, today: date) -> bool:
    """Whether what waits here waits for this member of staff: not when she only opened the page with a reason."""
    found = sa.select(Participant.id).where(
        Participant.id == participant.id, access.is_mine(staff, today)
    )
    return db.scalar(found) is not None


def last_here_at(db: Session, participant: Participant) -> datetime | None:
    """When she last used the portal."""
    return db.scalar(
        sa.select(sa.func.max(SignIn.seen_at)).where(SignIn.participant_id == participant.id)
    )


def last_visit_began(db: Session, participant: Participant) -> datetime | None:
    """When she last signed in."""
    return db.scalar(
        sa.select(sa.func.max(SignIn.started_at)).where(SignIn.participant_id == participant.id)
    )


def _code_requests(db: Session, participant: Participant) -> Sequence[CodeRequest]:
    return db.scalars(
        sa.select(CodeRequest)
        .where(CodeRequest.participant_id == participant.id, CodeRequest.handled_at.is_(None))
        .order_by(CodeRequest.asked_at)
    ).all()
