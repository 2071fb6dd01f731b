"""The demo shows somebody's way, and somebody who is due; a second start doubles nothing."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.exchange.loading import load
from portal.operations import demo_progress
from portal.operations.demo import FILES
from portal.people.models import Participant
from portal.progress import changes, due, rating
from portal.progress.due import Asks
from portal.progress.models import SelfRating, StaffRating
from portal.results.progress_made import progress
from portal.results.progress_models import ProgressBlock
from tests.progress.conftest import NOW


def started(db: Session) -> tuple[int, int]:
    demo_progress.add(db, clock.now())
    db.commit()
    found = tuple(
        db.scalar(sa.select(sa.func.count(kind.id))) or 0 for kind in (SelfRating, StaffRating)
    )
    db.commit()
    return found[0], found[1]


def whose(db: Session, key: str) -> Participant:
    return db.scalars(sa.select(Participant).where(Participant.key == key)).one()


def test_the_demo_has_a_way_and_somebody_who_is_due(db: Session, engine: sa.Engine) -> None:
    load(engine, FILES, today=clock.today(), now=clock.now())
    assert started(db) == (3, 2)
    amina, selam = whose(db, "P-1001"), whose(db, "P-1003")
    way = changes.way(rating.hers(db), rating.done(db, amina, 8))
    assert way.has_two and way.last and way.last.talk and way.last.talk.language == "so"
    assert [one.is_up for one in way.changed].count(False) == 1
    today = clock.today()
    assert due.asks(db, amina, has_plan=True, today=today) is None
    assert due.asks(db, selam, has_plan=True, today=today) is Asks.AGAIN
    assert "caseworker-belief" not in way.last.kept


def test_loading_twice_changes_nothing(db: Session, engine: sa.Engine) -> None:
    load(engine, FILES, today=clock.today(), now=clock.now())
    before = started(db)
    assert started(db) == before
    with time_machine.travel(NOW + timedelta(days=100)):
        assert started(db) == before


def test_a_demo_without_its_people_has_none(db: Session) -> None:
    assert started(db) == (0, 0)


def test_the_demo_tells_how_people_went_and_keeps_it(db: Session, engine: sa.Engine) -> None:
    load(engine, FILES, today=clock.today(), now=clock.now())
    started(db)
    found = progress(db)
    assert len(found) == 3
    assert all(moved.number >= 16 for one in found for moved in one.moved), "two half-years"
    blocks = db.scalar(sa.select(sa.func.count(ProgressBlock.id)))
    with time_machine.travel(NOW + timedelta(days=400)):
        started(db)
    assert db.scalar(sa.select(sa.func.count(ProgressBlock.id))) == blocks
