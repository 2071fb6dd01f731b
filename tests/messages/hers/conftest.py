"""Amina and Karin write to each other; it is a Tuesday in a week without holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.messages import sending, subjects
from portal.messages.models import Message
from portal.messages.sending import Sent, words
from portal.people.models import Participant, Staff
from tests.cast import Cast

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
"""Tuesday the 24th of November 2026, 10.00 in Sweden."""


@dataclass
class Talk:
    """A conversation that is being written."""

    db: Session
    participant: Participant
    staff: Staff

    def she(self, text: str, *, ago: timedelta = timedelta(0), subject: str = subjects.MONEY) -> Message:  # fmt: skip
        """She writes."""
        sent = Sent(words(text), uuid4().hex)
        return self._kept(sending.from_her(self.db, self.participant, subject, sent, now=NOW - ago))

    def we(
        self,
        text: str,
        *,
        ago: timedelta = timedelta(0),
        subject: str = subjects.MONEY,
        by: Staff | None = None,
        asks: bool = False,
        answers: bool = True,
    ) -> Message:
        """A member of staff writes; Karin unless it is another."""
        sent = Sent(words(text, "sv"), uuid4().hex)
        return self._kept(
            sending.from_staff(
                self.db, by or self.staff, self.participant, subject, sent,
                asks=asks, answers=answers, now=NOW - ago,
            )
        )  # fmt: skip

    def _kept(self, message: Message) -> Message:
        self.db.commit()
        return message


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    """The cast is on stage after this, so that everything stands at one moment."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def talk(db: Session, cast: Cast) -> Talk:
    """Between Amina and Karin."""
    return Talk(db, cast.amina, cast.karin)
