"""What the random days stand on: the town, what was seen of its meetings, and what is judged of them.

Each step says beforehand what is to become of it (`naive`), and afterwards everything is held against each other
(`invariants`). A refusal is kept like anything else: nothing of it may be left behind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import time_machine
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant
from sqlalchemy.orm import Session

from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import Changed, HasOne, NotBookable, Outside, TimeTaken, TooLate
from portal.municipality.models import MeetingType
from portal.people.models import Participant, Staff
from tests.meetings.truth import invariants
from tests.meetings.truth.naive import Judge, Seen
from tests.meetings.truth.world import DAYS, START, in_town, moment, wall

REFUSALS = (Changed, HasOne, NotBookable, Outside, TimeTaken, TooLate)
some = st.integers(0, 999)
"""Which one of those there are."""
maybe = st.none() | some
yes = st.booleans()
seldom = st.sampled_from([False, False, False, True])
days = st.sampled_from(DAYS)
moments = st.builds(
    moment, days, st.one_of(st.integers(34, 62), st.sampled_from([0, 28, 64, 66, 92, 93, 94, 95]))
)


Answer = Any
"""What became of a step: the meeting, or a refusal."""


def first_of(*cases: tuple[object, type[Exception] | None]) -> type[Exception] | None:
    """The refusal of the first case that holds; none, when none does."""
    return next((refusal for holds, refusal in cases if holds), None)


class Stage(RuleBasedStateMachine):
    """All of it happens on one connection, and is undone at the end."""

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__()
        self.connection = engine.connect()
        self.everything = self.connection.begin()
        self.now = START
        self.travelling = time_machine.travel(START, tick=False)
        self.traveller = self.travelling.start()
        with self.session() as db:
            self.town = in_town(db)
        self.meetings: dict[UUID, Seen] = {}
        self.forms: list[tuple[Participant, Purpose, datetime, str, UUID]] = []
        self.keys = 0

    def teardown(self) -> None:
        self.travelling.stop()
        self.everything.rollback()
        self.connection.close()

    def session(self) -> Session:
        """A session of its own for each step, as each request has."""
        return Session(
            self.connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        )

    @invariant()
    def everything_holds(self) -> None:
        with self.session() as db:
            found = invariants.check(db)
        assert self.meetings.keys() <= found.keys(), "a meeting's identity stays"
        for key, before in self.meetings.items():
            assert found[key].participant == before.participant
            assert found[key].version - before.version in {0, 1}
        self.meetings = found

    def do(self, act: Callable[[Session], Meeting]) -> Answer:
        """Do it and keep it; a refusal is given back, and must have changed nothing."""
        with self.session() as db:
            try:
                done = act(db)
            except REFUSALS as refusal:
                db.commit()
                assert self.seen() == self.meetings, "a refusal leaves everything as it was"
                return refusal
            db.commit()
            return done

    def seen(self) -> dict[UUID, Seen]:
        with self.session() as db:
            return invariants.seen(db)

    @property
    def judge(self) -> Judge:
        return Judge(self.town, list(self.meetings.values()), self.now)

    def key(self) -> str:
        self.keys += 1
        return f"form {self.keys}"

    # -- who and what ------------------------------------------------------------------------

    def person(self, which: int) -> Participant:
        return self.town.participants[which % len(self.town.participants)]

    def purpose(self, which: int) -> Purpose:
        return self.town.purposes[which % len(self.town.purposes)]

    def staff(self, first: int, second: int | None) -> list[Staff]:
        """One of them, or two."""
        found = [self.town.staff[one % 3] for one in (first, second) if one is not None]
        return list(dict.fromkeys(found))

    def meeting(self, which: int) -> Seen:
        return list(self.meetings.values())[which % len(self.meetings)]

    def of(self, one: Seen) -> tuple[Participant, Purpose]:
        """Whose it is, and what for."""
        whose = next(who for who in self.town.participants if who.id == one.participant)
        return whose, next(what for what in self.town.purposes if what.type.id == one.type)

    @staticmethod
    def found(db: Session, one: Seen) -> Meeting:
        return db.get_one(Meeting, one.id)

    @staticmethod
    def hers(db: Session, person: Participant) -> Participant:
        return db.get_one(Participant, person.id)

    @staticmethod
    def meant(db: Session, purpose: Purpose) -> Purpose:
        return Purpose(db.get_one(MeetingType, purpose.type.id))

    # -- what is expected --------------------------------------------------------------------

    def why_not(self, one: Seen, version: int) -> type[Exception] | None:
        """Why she may not change it."""
        if version != one.version or not one.stands:
            return Changed
        is_offer = one.state == "offered" and self.now < one.starts_at
        _, purpose = self.of(one)
        return None if is_offer or purpose.may_change(one.starts_at, self.now) else TooLate

    def why_not_for(self, one: Seen, version: int) -> type[Exception] | None:
        """Why staff may not change it."""
        if version != one.version or not one.stands:
            return Changed
        return NotBookable if one.starts_at <= self.now else None

    def is_past_or_across(self, at: datetime, minutes: int) -> bool:
        return at <= self.now or wall(at)[1] + -(-minutes // 15) * 15 > 1440

    def is_outside(self, people: Collection[UUID], at: datetime, wanted: set[int]) -> bool:
        """Whether something but a meeting speaks against one of them meeting then."""
        judge, day = self.judge, wall(at)[0]
        return any(
            judge.speaks_against(one, day, wanted) or not judge.in_her_hours(one, day, wanted)
            for one in self.town.staff
            if one.id in people
        )

    def is_busy(
        self, people: Collection[UUID], at: datetime, minutes: int, besides: Seen | None = None
    ) -> bool:
        others = [one for one in self.meetings.values() if one != besides]
        return any(Judge.busy(one, at, minutes, others) for one in people)

    @staticmethod
    def is_answered(done: Answer, expected: type[Exception] | None) -> None:
        """It is refused as it should be, or not at all."""
        assert isinstance(done, expected or Meeting), (done, expected)

    def is_booked(self, made: Answer, at: datetime) -> None:
        """It stands at that time, and she is reminded of it."""
        assert isinstance(made, Meeting), made
        assert (made.state, made.starts_at) == ("booked", at)
        self.is_reminded(made.id)

    def is_reminded(self, key: UUID) -> None:
        with self.session() as db:
            invariants.reminders_wait(db, invariants.seen(db)[key], self.now)
