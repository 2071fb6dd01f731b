"""A made-up caseload of any size, for load tests: `portal fill`.

Shares as in Timrå's own count: a quarter with weak Swedish, 48 to 50 cases a caseworker (översyn 2020);
the rest is chosen. The same seed gives the same people. Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import Base, transaction
from portal.exchange.loading import load
from portal.feedback import shipped
from portal.meetings.purposes import purpose
from portal.meetings.supply_models import BookableHours, MeetingPlace
from portal.municipality.models import Municipality, Organisation, Role, Stage, Track
from portal.operations.filling_feedback import FilledFeedback
from portal.operations.filling_meetings import FilledMeetings
from portal.operations.filling_messages import FilledMessages
from portal.operations.filling_progress import FilledProgress
from portal.operations.refusal import Refused
from portal.people.models import Assignment, Participant, Staff
from portal.places import DEMO
from portal.plan.models import (
    Answer,
    Goal,
    Plan,
    PlanKind,
    Step,
    StepAnswer,
    StepKind,
    SubGoal,
    WeeklyHour,
)
from portal.progress import rating
from portal.writing import Writing

CASES = 49
PREFIX = "FILL-"
LANGUAGES = {"sv": 60, "ar": 12, "so": 8, "ti": 5, "uk": 5, "fa": 4, "prs": 3, "en": 3}
ANSWERS = {Answer.WORKS: 7, Answer.UNSURE: 2, Answer.CANNOT: 1}
TEXTS = (
    "Ring arbetsplatsen",
    "Gå till SFI",
    "Skriv ditt CV",
    "Boka tid på hälsocentralen",
    "Öva på att arbeta",
)
CHUNK = 2_000

Rows = dict[type[Base], list[dict[str, Any]]]


def fill(engine: sa.Engine, participants: int, seed: int, *, today: date, now: datetime) -> int:
    """Add so many made-up participants, with all that they have.

    Gives the number of staff. Raises `Refused` when this database has been filled already. The municipality is
    Timrå's when there is none.
    """
    with Session(engine) as db:
        if db.scalar(sa.select(Participant.id).where(Participant.key.startswith(PREFIX)).limit(1)):
            raise Refused("This database is filled already. Take a new one for another size.")
        is_empty = db.scalar(sa.select(Organisation.id).limit(1)) is None
    if is_empty:
        load(engine, [DEMO / "timra.yaml"], today=today, now=now)
    with transaction(engine) as db:
        shipped.load(db, now=now)
        return _Filler(db, seed, today, now).fill(participants)


class _Filler:
    """Invents rows and writes them some thousand at a time."""

    def __init__(self, db: Session, seed: int, today: date, now: datetime) -> None:
        random = Random(seed)  # noqa: S311 (invents people, keeps no secret)
        self._db, self._random, self._today, self._now = db, random, today, now
        self._stages = list(db.scalars(sa.select(Stage.id).order_by(Stage.position)))
        self._tracks = list(db.scalars(sa.select(Track.id)))
        self._organisations = list(db.scalars(sa.select(Organisation.id)))
        follow_up = purpose(db, "follow-up")
        self._messages = FilledMessages(random, now)
        place = db.scalar(sa.select(MeetingPlace.id).order_by(MeetingPlace.position).limit(1))
        self._meetings = (
            FilledMeetings(random, today, now, follow_up.type.id, place) if follow_up else None
        )
        hers, everything = rating.hers(db), rating.indicators(db)
        # Chance of their own: the rest stays as the seed made it before there were ratings.
        self._progress = FilledProgress(
            Random(f"{seed} progress"),  # noqa: S311 (as above)
            today,
            [one.key for one in hers],
            [one.key for one in everything],
        )
        self._feedback = FilledFeedback.of(db, random, today, now)

    def fill(self, participants: int) -> int:
        staff = [self._id() for _ in range(max(1, participants // CASES))]
        self._write({Staff: [self._staff(number, one) for number, one in enumerate(staff)]})
        if self._meetings:
            self._write(
                {BookableHours: [row for one in staff for row in self._meetings.hours(one)]}
            )
        for first in range(0, participants, CHUNK):
            rows: Rows = {}
            for number in range(first, min(first + CHUNK, participants)):
                for model, row in self._person(number, staff[number % len(staff)]):
                    rows.setdefault(model, []).append(row)
            self._write(rows)
        if self._feedback:
            self._feedback.count(self._db)
        # Rows that are written many at a time tell nobody that there are new staff (`people.directory`).
        self._db.execute(sa.update(Municipality).values(revision=Municipality.revision + 1))
        return len(staff)

    def _write(self, rows: Rows) -> None:
        for model, found in rows.items():
            self._db.execute(sa.insert(model), found)

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)

    def _staff(self, number: int, identity: UUID) -> dict[str, Any]:
        role = self._db.scalars(sa.select(Role.id).limit(1)).one()
        return {
            "id": identity, "key": f"{PREFIX}{number}", "name": f"Handläggare {number}",
            "role_id": role, "organisation_id": self._organisations[0], "languages": ["sv"],
            "phone": f"+46 70 {number:07d}",
        }  # fmt: skip

    def _person(self, number: int, staff: UUID) -> Iterator[tuple[type[Base], dict[str, Any]]]:
        identity = self._id()
        language = self._random.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        yield Participant, {
            "id": identity, "key": f"{PREFIX}{number:06d}", "name": f"Deltagare {number}",
            "language": language, "is_protected": self._random.random() < 0.01,
            "stage_id": self._random.choice(self._stages), "track_id": self._random.choice(self._tracks),
            "created_at": self._now,
        }  # fmt: skip
        yield Assignment, {
            "id": self._id(), "participant_id": identity, "staff_id": staff, "is_main": True,
            "about": ["money"], "from_on": self._day(-300, -1), "created_at": self._now,
        }  # fmt: skip
        if self._random.random() < 0.85:
            yield from self._plan(identity, staff)
        if self._meetings:
            yield from self._meetings.of(identity, staff)
        yield from self._messages.of(identity, staff)
        yield from self._progress.of(identity, staff)
        if self._feedback:
            yield from self._feedback.asked(identity, language)

    def _plan(self, participant: UUID, staff: UUID) -> Iterator[tuple[type[Base], dict[str, Any]]]:
        plan = self._id()
        yield Plan, {
            "id": plan, "participant_id": participant, "position": 0,
            "kind": self._random.choice(list(PlanKind)), "owner_id": self._organisations[0],
            "agreed_on": self._day(-120, -1), "follow_up_on": self._day(-10, 56),
            "created_at": self._now, "changed_at": self._now,
        }  # fmt: skip
        for position in range(self._random.randint(1, 2)):
            goal, sub_goal = self._id(), self._id()
            text = Writing.in_("sv", "Jag försörjer mig på eget arbete")
            yield Goal, {"id": goal, "plan_id": plan, "position": position, "text": text}
            yield SubGoal, {"id": sub_goal, "goal_id": goal, "position": 0, "text": text}
            for number in range(self._random.randint(2, 6)):
                yield from self._step(participant, staff, sub_goal, number)

    def _step(
        self, participant: UUID, staff: UUID, sub_goal: UUID, number: int
    ) -> Iterator[tuple[type[Base], dict[str, Any]]]:
        step, is_hers = self._id(), self._random.random() < 0.7
        is_done = self._random.random() < 0.3
        yield Step, {
            "id": step, "participant_id": participant, "sub_goal_id": sub_goal, "position": number,
            "text": Writing.in_("sv", self._random.choice(TEXTS)), "kind": StepKind.AGREED,
            "is_hers": is_hers, "doer_staff_id": None if is_hers else staff, "affects_money": False,
            "due_on": self._day(-20, 90), "done_on": self._day(-60, -1) if is_done else None,
            "done_by_herself": False, "created_at": self._now, "changed_at": self._now,
        }  # fmt: skip
        if is_hers and self._random.random() < 0.3:
            yield WeeklyHour, {
                "id": self._id(), "step_id": step, "weekday": self._random.randrange(5),
                "starts": "09:00", "ends": "12:00",
            }  # fmt: skip
        if is_hers and self._random.random() < 0.2:
            yield StepAnswer, {
                "id": self._id(), "step_id": step, "answered_at": self._now,
                "answer": self._random.choices(list(ANSWERS), list(ANSWERS.values()))[0],
            }  # fmt: skip

    def _day(self, earliest: int, latest: int) -> date:
        return self._today + timedelta(days=self._random.randint(earliest, latest))
