"""Free texts on their way to be shown: a person reads each, and shows it, all or without what is marked, or does not.

Whoever reads is an administrator who would know nobody by her words (`bars`): nobody's contact person, not for the last
two years, who stands in for nobody and leads no unit. The texts come ten at a time, in an order of their own, and say
neither when nor by whom.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from dateutil.relativedelta import relativedelta
from sqlalchemy.orm import Session

from portal.feedback.answer_models import FreeText, FreeTextState
from portal.feedback.screening import Kind, known_names, marks, pieces, without
from portal.people import access, accounts
from portal.people.account_models import Duty
from portal.people.models import Absence, Assignment, Staff
from portal.writing import Writing

A_PAGE = 20
REMEMBERS = relativedelta(years=2)
"""So long somebody may be known by her words, to whoever was her contact person."""


class Decision(StrEnum):
    """What becomes of a text."""

    SHOW = "show"
    SHOW_WITHOUT = "show-without"
    """Without what is marked."""
    WITHHOLD = "withhold"


@dataclass(frozen=True)
class Read:
    """A text as whoever decides reads it: in pieces, marked where it may tell of a person."""

    text: FreeText
    pieces: list[tuple[str, Kind | None]]

    @property
    def is_marked(self) -> bool:
        return any(kind for _, kind in self.pieces)


class Bar(StrEnum):
    """Why an administrator does not read: she could know who has written."""

    LEADS = "leads"
    """She leads a unit, and hears of its cases."""
    CONTACT = "contact"
    """She is somebody's contact person, or was within two years."""
    STANDS_IN = "stands-in"
    """She answers today in the place of a colleague who is away."""


def bars(db: Session, staff: Staff, today: date) -> Bar | None:
    """What keeps her from reading; None for her who reads."""
    if accounts.may(db, staff, Duty.UNIT_MANAGER):
        return Bar.LEADS
    contact = sa.select(Assignment.id).where(
        Assignment.staff_id == staff.id,
        Assignment.from_on <= today,
        sa.or_(Assignment.until_on.is_(None), Assignment.until_on >= today - REMEMBERS),
    )
    if db.scalar(contact.limit(1)):
        return Bar.CONTACT
    stands_in = sa.select(Absence.id).where(
        Absence.stand_in_id == staff.id, access.is_absent(today)
    )
    return Bar.STANDS_IN if db.scalar(stands_in.limit(1)) else None


def waiting(db: Session) -> tuple[list[Read], int]:
    """The texts that nobody has read yet, one question after the other, and how many there are in all."""
    wanted = sa.select(FreeText).where(FreeText.state == FreeTextState.WAITING)
    rows = db.scalars(
        wanted.order_by(
            FreeText.on, FreeText.questionnaire, FreeText.question, FreeText.about, FreeText.id
        ).limit(A_PAGE)
    ).all()
    total = db.scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
    names = known_names(db) if rows else frozenset()
    return [_read(row, names) for row in rows], total


def decide(db: Session, staff: Staff, text_id: UUID, decision: Decision) -> None:
    """Show a text or keep it back. What is kept back is thrown away but for that it was: nobody is to read it again.

    Raises `NoResultFound` for a text that is not there, or about which somebody has decided.
    """
    row = db.scalars(
        sa.select(FreeText)
        .where(FreeText.id == text_id, FreeText.state == FreeTextState.WAITING)
        .with_for_update()
    ).one()
    row.released_by_id = staff.id
    row.state = FreeTextState.RELEASED
    if decision is Decision.SHOW_WITHOUT:
        original = row.text.original
        shown = without(original, marks(original, known_names(db)))
        row.text = Writing.in_(row.text.language, shown)
    elif decision is Decision.WITHHOLD:
        row.state = FreeTextState.WITHHELD
        row.text = Writing.in_(row.text.language, "")


def _read(row: FreeText, names: Collection[str]) -> Read:
    text = row.text.original
    return Read(row, pieces(text, marks(text, names)))
