"""Many who book at once, each in a process of its own, for fewer times than there are people."""

from __future__ import annotations

import itertools
import multiprocessing
import queue
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.db import engine_for, transaction
from portal.meetings import booking, changing, purposes, reading
from portal.meetings.booking import Details
from portal.meetings.days_off import is_working_day
from portal.meetings.refusals import Changed, HasOne, NotBookable, Outside, TimeTaken, TooLate
from portal.meetings.supply_models import BookableHours, MeetingPlace
from portal.municipality.models import MeetingType
from portal.people.models import Assignment, Participant, Staff
from tests.cast import Cast, sv

REFUSALS = (Changed, HasOne, NotBookable, Outside, TimeTaken, TooLate)
LONGEST = 900
"""Seconds until a race that does not end counts as lost."""
A_DAY = 10
"""Times of half an hour that one caseworker has in a day, from eight to one."""


@dataclass(frozen=True)
class Wish:
    """What one person tries to book."""

    participant: UUID
    starts_at: datetime
    key: str


def crowd(db: Session, staff: int, times: int, rivals: int, today: date) -> list[list[Wish]]:
    """So many times with each of so many caseworkers, and for each time so many rivals.

    Gives the wishes of one rival for each time after another: all go for the same times in the same order.
    """
    cast = Cast.on_stage(db)
    place = MeetingPlace(key="town-hall", position=0, name=sv("Kommunhuset"))
    rules = {"with": ["contact-person"], "notice": {"shortest_hours": 24, "longest_days": 60}}
    db.add_all([place, _half_an_hour(rules)])
    db.flush()
    wishes: list[list[Wish]] = [[] for _ in range(rivals)]
    rows: dict[type[Any], list[dict[str, Any]]] = {Participant: [], Assignment: []}
    for number in range(staff):
        one = _caseworker(db, cast, number, place)
        for at in times_from(today, times):
            for rival in range(rivals):
                key = f"{number}-{at:%d%H%M}-{rival}"
                person = uuid4()
                rows[Participant].append({
                    "id": person, "key": key, "name": f"Deltagare {key}", "language": "sv",
                    "is_protected": False, "stage_id": cast.amina.stage_id, "created_at": clock.now(),
                })  # fmt: skip
                rows[Assignment].append({
                    "id": uuid4(), "participant_id": person, "staff_id": one.id, "is_main": True,
                    "about": ["money"], "from_on": date(2020, 1, 1), "created_at": clock.now(),
                })  # fmt: skip
                wishes[rival].append(Wish(person, at, key))
    for model, found in rows.items():
        db.execute(sa.insert(model), found)
    db.commit()
    return wishes


def _half_an_hour(rules: dict[str, Any]) -> MeetingType:
    return MeetingType(
        key="talk", position=0, name=sv("Samtal"), minutes=30, bookable_by="participant", rules=rules
    )  # fmt: skip


def _caseworker(db: Session, cast: Cast, number: int, place: MeetingPlace) -> Staff:
    one = Staff(
        key=f"race-{number}", name=f"Handläggare {number}", role=cast.karin.role,
        organisation=cast.support, languages=["sv"],
    )  # fmt: skip
    db.add(one)
    db.flush()
    db.add_all(
        BookableHours(
            staff_id=one.id, weekday=weekday, starts=8 * 60, ends=13 * 60, place_id=place.id,
            purposes=[], break_minutes=0, from_on=date(2020, 1, 1),
        )
        for weekday in range(7)
    )  # fmt: skip
    return one


def times_from(today: date, count: int) -> Iterator[datetime]:
    """So many times, ten on each working day from the Monday after next."""
    monday = today + timedelta(days=14 - today.weekday())
    days = (monday + timedelta(days=number) for number in itertools.count())
    times = (
        datetime.combine(day, time(8), clock.LOCAL).astimezone(UTC) + number * timedelta(minutes=30)
        for day in days
        if is_working_day(day)
        for number in range(A_DAY)
    )
    return itertools.islice(times, count)


def run(target: Callable[..., None], shares: Sequence[Any], *given: Any) -> Counter[str]:
    """Give each process its share, let all begin at once, and count what became of everything."""
    context = multiprocessing.get_context("spawn")
    said, gate = context.Queue(), context.Barrier(len(shares))
    processes = [context.Process(target=target, args=(said, gate, one, *given)) for one in shares]
    for process in processes:
        process.start()
    counted: Counter[str] = Counter()
    try:
        for _ in processes:
            counted += said.get(timeout=LONGEST)
    except queue.Empty:
        raise AssertionError(f"the race did not end: {counted}") from None
    finally:
        for process in processes:
            process.join(timeout=10)
            process.kill()
    return counted


def book_all(said: Any, gate: Any, wishes: Sequence[Wish], url: str, now: datetime) -> None:
    """Book each wish in turn, in a transaction of its own, as a request does; say how many went how."""
    engine = engine_for(url)
    counted: Counter[str] = Counter()
    gate.wait(timeout=LONGEST)
    for wish in wishes:
        counted[_book(engine, wish, now)] += 1
    said.put(counted)
    engine.dispose()


def _book(engine: sa.Engine, wish: Wish, now: datetime) -> str:
    try:
        with transaction(engine) as db:
            person = db.get_one(Participant, wish.participant)
            talk = purposes.purpose(db, "talk")
            assert talk
            booking.book(db, person, talk, wish.starts_at, Details(), key=wish.key, now=now)
    except TimeTaken:
        return "taken"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return "booked"


def do_all(said: Any, gate: Any, seed: int, url: str, now: datetime, steps: int) -> None:
    """Book, move, hand over and cancel as it comes, each in a transaction of its own; say how many went how."""
    engine, chance = engine_for(url), random.Random(seed)
    counted: Counter[str] = Counter()
    gate.wait(timeout=LONGEST)
    for number in range(steps):
        try:
            with transaction(engine) as db:
                _something(db, chance, f"{seed}-{number}", now)
            counted["done"] += 1
        except REFUSALS:
            counted["refused"] += 1
        except Exception as error:
            counted[f"{type(error).__name__}: {str(error)[:200]}"] += 1
    said.put(counted)
    engine.dispose()


def _something(db: Session, chance: random.Random, key: str, now: datetime) -> None:
    people = db.scalars(sa.select(Participant).where(Participant.key.contains("-0")))
    person = chance.choice(people.all())
    staff = db.scalars(sa.select(Staff).where(Staff.key.startswith("race"))).all()
    pair = [one.id for one in chance.sample(staff, chance.choice([1, 2]))]
    at = chance.choice(list(times_from(clock.local(now).date(), A_DAY)))
    meeting = chance.choice([None, *reading.to_come(db, person, now)])
    talk = purposes.purpose(db, "talk")
    assert talk
    if meeting is None and chance.random() < 0.5:
        booking.book(db, person, talk, at, Details(), key=key, now=now)
    elif meeting is None:
        booking.book_for(
            db, staff[0], person, talk, at, pair, Details(), key=key, now=now, anyway=True
        )
    elif chance.random() < 0.4:
        changing.move(db, meeting, at, version=meeting.version, now=now)
    elif chance.random() < 0.6:
        changing.move_for(
            db, staff[0], meeting, at, version=meeting.version, now=now, staff=pair, anyway=True
        )
    else:
        changing.cancel(db, meeting, version=meeting.version, now=now)
