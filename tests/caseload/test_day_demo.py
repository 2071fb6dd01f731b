"""The demo's caseworker has a usual day: something of most kinds, and the same after a second start."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.caseload.day import day
from portal.db import engine_for
from portal.operations import demo
from portal.people.day import Waits
from portal.people.models import Staff


def kinds(url: str) -> list[tuple[Waits, str | None]]:
    """What waits for the caseworker of P-1001, and for whom."""
    engine = engine_for(url)
    with Session(engine) as db:
        karin = db.scalars(sa.select(Staff).where(Staff.key == "karin")).one()
        found = [
            (row.kind, row.participant.staff_label if row.participant else None)
            for group in day(db, karin, clock.now()).groups
            for row in group.rows
        ]
    engine.dispose()
    return found


def test_the_demos_caseworker_has_a_usual_day_each_time_it_is_started(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/demo.db"
    demo.prepare(url)
    first = kinds(url)
    assert {
        (Waits.OWN_STEP, "Amina Warsame"),
        (Waits.FOLLOW_UP, "Amina Warsame"),
        (Waits.NO_PLAN, "Olena Koval"),
        (Waits.NEVER_SIGNED_IN, "Grace Mensah"),
        (Waits.REVIEW, "Grace Mensah"),
    } <= set(first)
    demo.prepare(url)
    assert kinds(url) == first
