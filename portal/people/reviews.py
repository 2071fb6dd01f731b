"""The half-yearly review of a case (genomgång två gånger per år): when it is due, and that it was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.db import ONE
from portal.municipality.models import Municipality
from portal.people.day import HER_PAGE, DayRow, Named, Waits, morning
from portal.people.directory import directory
from portal.people.models import Assignment, CaseReview, Participant, Staff

A_YEAR = timedelta(weeks=52)
USUAL_A_YEAR = 2
"""Linköping's and Timrå's routine: every case is gone through twice a year."""

REVIEWED = (
    sa.select(sa.func.max(CaseReview.done_on))
    .where(CaseReview.participant_id == Participant.id)
    .scalar_subquery()
)
BEGAN = (
    sa.select(sa.func.min(Assignment.from_on))
    .where(Assignment.participant_id == Participant.id)
    .scalar_subquery()
)
FACTS = (REVIEWED.label("reviewed_on"), BEGAN.label("began_on"))
BEFORE = sa.bindparam("reviewed_before", type_=sa.Date)


def may_be_due(facts: Any) -> sa.ColumnElement[bool]:
    """Whether there is anything to judge: as many weeks as the routine says have passed."""
    begun = sa.func.coalesce(facts.reviewed_on, facts.began_on)
    return sa.or_(begun.is_(None), begun <= BEFORE)


def judge(
    fact: Any, who: Named, today: date, municipality: Municipality | None
) -> Iterator[DayRow]:
    """Whether her review is due: half a year after the last one, or after her first contact person began."""
    due = _due(fact, municipality)
    if due <= today:
        values = {"participant_id": who.id, "_anchor": "review"}
        yield DayRow(Waits.REVIEW, morning(due), HER_PAGE, values, who)


def due_on(db: Session, participant: Participant) -> date:
    """The day her case is to be gone through next."""
    facts = sa.select(Participant.created_at, *FACTS).where(Participant.id == participant.id)
    return _due(db.execute(facts).one(), directory(db).municipality)


def latest(db: Session, participant: Participant) -> CaseReview | None:
    """The last time her case was gone through."""
    return db.scalar(
        sa.select(CaseReview)
        .where(CaseReview.participant_id == participant.id)
        .order_by(CaseReview.done_on.desc())
        .limit(ONE)
    )


def done(db: Session, staff: Staff, participant: Participant, *, today: date) -> CaseReview:
    """Her case was gone through today. Said twice on one day it is one review."""
    known = latest(db, participant)
    if known and known.done_on >= today:
        return known
    review = CaseReview(participant_id=participant.id, staff_id=staff.id, done_on=today)
    db.add(review)
    db.flush()
    return review


def take_back(
    db: Session, staff: Staff, participant: Participant, review_id: UUID, *, today: date
) -> None:
    """It was a mistake. Only who said so can take it back, and only the same day; twice changes nothing.

    Raises `NoResultFound` for a review of somebody else, or of another day.
    """
    review = db.get(CaseReview, review_id)
    if review is None:
        return
    if (review.participant_id, review.staff_id, review.done_on) != (
        participant.id,
        staff.id,
        today,
    ):
        raise NoResultFound
    db.delete(review)


def apart(municipality: Municipality | None) -> timedelta:
    """How long after one review the next is due."""
    routines = municipality.routines if municipality else {}
    return A_YEAR / int(routines.get("case_review_per_year", USUAL_A_YEAR) or USUAL_A_YEAR)


def _due(fact: Any, municipality: Municipality | None) -> date:
    begun = fact.reviewed_on or fact.began_on or clock.local(fact.created_at).date()
    due: date = begun + apart(municipality)
    return due
