"""The demo has hours and meetings on days when people work; a second start neither doubles nor brings back anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.db import engine_for, transaction
from portal.meetings import changing, free, reading
from portal.meetings.days_off import is_working_day
from portal.meetings.models import Meeting, MeetingState
from portal.meetings.purposes import purpose
from portal.meetings.supply_models import BookableHours
from portal.notifications.models import OutboxNotice
from portal.operations import demo, demo_meetings
from portal.people.models import Participant, Staff

BEFORE_CHRISTMAS = "2026-12-23T09:00Z"


@pytest.fixture
def monday() -> None:
    """Each test here says itself which day it is."""


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/demo.db"


@pytest.fixture
def started(url: str) -> Iterator[Session]:
    """A demo that was started the day before Christmas Eve."""
    with time_machine.travel(BEFORE_CHRISTMAS):
        demo.prepare(url)
        engine = engine_for(url)
        with Session(engine, expire_on_commit=False) as db:
            yield db
        engine.dispose()


def start_again(url: str) -> None:
    engine = engine_for(url)
    with transaction(engine) as db:
        demo_meetings.add(db, clock.now())
    engine.dispose()


def whose(db: Session, key: str) -> Participant:
    return db.scalars(sa.select(Participant).where(Participant.key == key)).one()


def counted(db: Session) -> tuple[int, int, int]:
    kinds = (Meeting, BookableHours, OutboxNotice)
    found = tuple(db.scalar(sa.select(sa.func.count(kind.id))) or 0 for kind in kinds)
    db.rollback()
    return found[0], found[1], found[2]


def test_nobody_meets_on_a_holiday_and_everybody_has_what_the_demo_shows(started: Session) -> None:
    now = clock.now()
    days = {clock.local(one.starts_at).date() for one in started.scalars(sa.select(Meeting))}
    assert all(is_working_day(day) for day in days)
    assert {day for day in days if day > date(2026, 12, 23)} <= {
        date(2026, 12, 28), date(2026, 12, 29), date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 5),
        date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 11),
    }  # fmt: skip
    amina, bashir = whose(started, "P-1001"), whose(started, "P-1002")
    assert reading.to_come(started, amina, now)[0].type.key == "follow-up"
    last = reading.behind(started, amina, now)[0]
    assert last.notes and last.notes_published_at and last.notes_published_at < now
    assert [one.state for one in reading.to_come(started, bashir, now)] == [MeetingState.OFFERED]
    karin = started.scalars(sa.select(Staff).where(Staff.key == "karin")).one()
    hers = reading.of_staff(started, [karin.id], date(2026, 12, 23), date(2027, 1, 12))
    assert len(hers) >= 5


def test_work_training_can_be_planned_with_the_competence_centre(started: Session) -> None:
    what = purpose(started, "plan-training")
    assert what
    for key in ("P-1001", "P-1003"):  # Selam's contact person works there himself
        found = free.search(started, whose(started, key), what, now=clock.now())
        assert next(found.everything(), None), key


def test_a_second_start_doubles_nothing(started: Session, url: str) -> None:
    before = counted(started)
    for day in ("2026-12-23T10:00Z", "2026-12-25T09:00Z"):
        with time_machine.travel(day):
            start_again(url)
        assert counted(started) == before


def test_what_people_changed_stays_as_they_left_it(started: Session, url: str) -> None:
    now = clock.now()
    amina, bashir = whose(started, "P-1001"), whose(started, "P-1002")
    for one in (reading.to_come(started, amina, now)[0], reading.to_come(started, bashir, now)[0]):
        changing.cancel(started, one, version=one.version, now=now)
    started.commit()
    before = counted(started)
    with time_machine.travel("2026-12-25T09:00Z"):
        start_again(url)
        assert counted(started) == before, "a cancelled meeting is not booked anew"
        started.execute(sa.delete(BookableHours))
        started.commit()
        start_again(url)
        assert counted(started)[1] == 0, "nor are hours given back that somebody took away"


def test_an_old_demo_has_meetings_to_come_as_well(started: Session, url: str) -> None:
    before = counted(started)
    started.close()
    with time_machine.travel("2027-01-23T09:00Z"):
        start_again(url)
        start_again(url)
        amina = whose(started, "P-1001")
        to_come = reading.to_come(started, amina, clock.now())
        assert to_come[0].starts_at > clock.now()
        after = counted(started)
    assert after[0] - before[0] == len(demo_meetings.TO_COME)
    assert after[1] == before[1]


def test_a_working_day_ahead_or_behind_skips_what_is_none() -> None:
    assert demo_meetings.working_day(date(2026, 12, 23), 1) == date(2026, 12, 28)
    assert demo_meetings.working_day(date(2026, 12, 28), -1) == date(2026, 12, 23)
