"""Keeping and listing reports on accessibility. Knows nothing of the web."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from portal.people import accounts
from portal.people.account_models import Duty
from portal.people.day import REGRET, DayRow, Waits, morning
from portal.people.models import Staff
from portal.statements.models import AccessibilityReport
from portal.writing import UNKNOWN_LANGUAGE, Writing

INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
LONGEST = {"body": 2000, "page": 300, "contact": 200}
A_PAGE = 50


class Unfit(Exception):
    """A report that cannot be kept as it is: by field, `missing` or `too-long`."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Typed:
    """A report as it was typed; `key` is the form's own."""

    key: str
    body: str = ""
    page: str = ""
    contact: str = ""

    @property
    def form_key(self) -> str:
        parts = (self.key, self.body.strip(), self.page.strip(), self.contact.strip())
        return sha256("\x1f".join(parts).encode()).hexdigest()

    @property
    def faults(self) -> dict[str, str]:
        """What is to be put right, by field."""
        found = {
            field: "too-long" for field, most in LONGEST.items() if len(self._of(field)) > most
        }
        return found if self.body.strip() else {"body": "missing", **found}

    def _of(self, field: str) -> str:
        return str(getattr(self, field)).strip()


def keep(db: Session, typed: Typed, *, read_in: str, today: date) -> None:
    """Keep a report. The same form sent twice changes nothing; other words from the same form are another report.

    Raises `Unfit` when nothing was written or a field is too long.
    """
    if typed.faults:
        raise Unfit(typed.faults)
    report = INSERTS[db.get_bind().dialect.name](AccessibilityReport).values(
        id=uuid4(),
        form_key=typed.form_key,
        body=Writing.in_(UNKNOWN_LANGUAGE, typed.body.strip()),
        page=typed.page.strip() or None,
        contact=typed.contact.strip() or None,
        read_in=read_in,
        sent_on=today,
    )
    db.execute(report.on_conflict_do_nothing(index_elements=["form_key"]))


def reports(db: Session, *, skip: int = 0) -> Sequence[AccessibilityReport]:
    """Reports, first those that wait, then the newest: at most `A_PAGE`, and one more when there are more."""
    return db.scalars(
        sa.select(AccessibilityReport)
        .order_by(
            AccessibilityReport.answered_at.is_not(None),
            AccessibilityReport.sent_on.desc(),
            AccessibilityReport.id,
        )
        .offset(skip)
        .limit(A_PAGE + 1)
    ).all()


def answered(db: Session, report_id: UUID, *, now: datetime) -> None:
    """Somebody has seen to the report. Twice changes nothing; raises `NoResultFound` for one that is not there."""
    report = _one(db, report_id)
    report.answered_at = report.answered_at or now


def take_back(db: Session, report_id: UUID, *, now: datetime) -> bool:
    """It waits again after all; whether it does: not when more than a minute has passed."""
    report = _one(db, report_id)
    if report.answered_at and now - report.answered_at > REGRET:
        return False
    report.answered_at = None
    return True


def day_rows(db: Session, staff: Staff) -> list[DayRow]:
    """Reports that nobody has seen to, for an administrator's day: the oldest, at most `A_PAGE`."""
    if not accounts.may(db, staff, Duty.ADMINISTRATOR):
        return []
    waiting = db.execute(
        sa.select(AccessibilityReport.id, AccessibilityReport.sent_on, AccessibilityReport.body)
        .where(AccessibilityReport.answered_at.is_(None))
        .order_by(AccessibilityReport.sent_on, AccessibilityReport.id)
        .limit(A_PAGE)
    )
    return [
        DayRow(
            Waits.ACCESSIBILITY,
            morning(one.sent_on),
            "staff.reports.show",
            {"_anchor": f"report-{one.id}"},
            about=one.body,
        )
        for one in waiting
    ]


def _one(db: Session, report_id: UUID) -> AccessibilityReport:
    return db.scalars(
        sa.select(AccessibilityReport).where(AccessibilityReport.id == report_id)
    ).one()
