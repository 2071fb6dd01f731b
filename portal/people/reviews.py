"""The half-yearly review of a case (genomgång två gånger per år): when it is due, and that it was done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.people.day import HER_PAGE, DayRow, Waits, morning
from portal.people.directory import directory
from portal.people.models import Assignment, CaseReview, Participant, Staff

A_YEAR = timedelta(weeks=52)
USUAL_A_YEAR = 2
"""Linköping's and Timrå's routine: every case is gone through twice a year."""

IDS = sa.bindparam("ids", expanding=True)
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
CASES = sa.select(
    Participant.id,
    Participant.created_at,
    sa.type_coerce(REVIEWED, sa.Date).label("reviewed_on"),
    sa.type_coerce(BEGAN, sa.Date).label("began_on"),
).where(Participant.id.in_(IDS))


def rows(db: Session, staff: Staff, mine: Sequence[Participant], now: datetime) -> list[DayRow]:
    """Reviews that are due: half a year after the last one, or after the case began. One query."""
    today, apart = clock.local(now).date(), _apart(db)
    people = {one.id: one for one in mine}
    due = {case.id: _due(case, apart) for case in db.execute(CASES, {"ids": list(people)})}
    return [
        DayRow(
            Waits.REVIEW,
            morning(on),
            HER_PAGE,
            {"participant_id": one, "_anchor": "review"},
            people[one],
        )
        for one, on in due.items()
        if on <= today
    ]


def due_on(db: Session, participant: Participant) -> date:
    """The day her case is to be gone through next."""
    return _due(db.execute(CASES, {"ids": [participant.id]}).one(), _apart(db))


def latest(db: Session, participant: Participant) -> CaseReview | None:
    """The last time her case was gone through."""
    return db.scalar(
        sa.select(CaseReview)
        .where(CaseReview.participant_id == participant.id)
        .order_by(CaseReview.done_on.desc())
        .limit(1)
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


def _due(case: Any, apart: timedelta) -> date:
    created = clock.local(case.created_at).date()
    began = min(created, case.began_on) if case.began_on else created
    return (case.reviewed_on or began) + apart


def _apart(db: Session) -> timedelta:
    municipality = directory(db).municipality
    routines = municipality.routines if municipality else {}
    return A_YEAR / int(routines.get("case_review_per_year", USUAL_A_YEAR) or USUAL_A_YEAR)
