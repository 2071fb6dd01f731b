"""Made-up conversations for load tests, in chosen shares. Nobody in them exists, and nobody wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Any
from uuid import UUID

from portal.db import Base
from portal.messages import promise, subjects
from portal.messages.models import Classification, Conversation, Message, MessageKind, Thread
from portal.writing import UNKNOWN_LANGUAGE, Writing

HAS_ONE = 0.6
EXCHANGES = {1: 35, 3: 35, 10: 22, 30: 7, 100: 1}
"""Questions with their answers in one conversation, and how many of a hundred are so long."""
SUBJECTS = {subjects.MONEY: 40, subjects.OTHER: 30, subjects.WORK: 20, subjects.MEETING: 10}
HERS = (
    "Hej, när kommer pengarna?",
    "Jag är sjuk i dag.",
    "مرحباً، متى موعدي؟",
    "ሰላም፣ ሓገዝ የድልየኒ።",
    "Salaan, goorma?",
)
OURS = (
    "Hej. Pengarna kommer på fredag.",
    "Tack, då vet jag. Krya på dig.",
    "Vi ses på tisdag klockan tio.",
)


class Ends(StrEnum):
    """How a conversation stands now."""

    READ = "read"
    NEW = "new"
    """She has not read our answer."""
    ASKED = "asked"
    """We asked her something."""
    WAITS = "waits"
    LATE = "late"


ENDS = {Ends.READ: 66, Ends.NEW: 14, Ends.ASKED: 6, Ends.WAITS: 11, Ends.LATE: 3}
AGO = {Ends.WAITS: (1, 20), Ends.LATE: (24 * 8, 24 * 20)}
"""Hours since her last question, for those that wait; the others lie up to two months behind."""

Row = tuple[type[Base], dict[str, Any]]


class FilledMessages:
    """Invents conversations whose facts agree with their messages."""

    def __init__(self, random: Random, now: datetime) -> None:
        self._random, self._now = random, now

    def of(self, participant: UUID, staff: UUID) -> Iterator[Row]:
        """A conversation with one thread, as often as people have one."""
        if self._random.random() >= HAS_ONE:
            return
        ends, exchanges = self._chosen(ENDS), self._chosen(EXCHANGES)
        last = self._now - timedelta(hours=self._random.randint(*AGO.get(ends, (30, 24 * 60))))
        asked = [last - timedelta(days=3 * number) for number in reversed(range(exchanges))]
        waits = ends in AGO
        conversation, thread = self._id(), self._id()
        answer = asked[-1] + timedelta(hours=20)
        waits_for_us, waits_for_her = (
            last if waits else None,
            answer if ends is Ends.ASKED else None,
        )
        yield Conversation, {
            "id": conversation, "participant_id": participant, "opened_at": asked[0],
            "last_number": 2 * exchanges - waits, "waits_for_us_since": waits_for_us,
            "unread_by_her_since": answer if ends in {Ends.NEW, Ends.ASKED} else None,
            "unread_by_staff_at": waits_for_us, "waits_for_her_since": waits_for_her,
        }  # fmt: skip
        yield Thread, {
            "id": thread, "conversation_id": conversation, "participant_id": participant,
            "subject": self._chosen(SUBJECTS), "opened_at": asked[0], "is_urgent": False,
            "waits_for_us_since": waits_for_us, "waits_for_her_since": waits_for_her,
            "answer_by": promise.answer_by(last, None) if waits else None,
            "classification": Classification.UNDECIDED,
        }  # fmt: skip
        for number, at in enumerate(asked):
            is_last = number == exchanges - 1
            yield self._message(conversation, thread, 2 * number + 1, None, at, waits and is_last)
            if not (waits and is_last):
                is_new = is_last and ends in {Ends.NEW, Ends.ASKED}
                yield self._message(
                    conversation, thread, 2 * number + 2, staff, at + timedelta(hours=20), is_new
                )

    def _message(
        self,
        conversation: UUID,
        thread: UUID,
        number: int,
        staff: UUID | None,
        at: datetime,
        is_unread: bool,
    ) -> Row:
        identity = self._id()
        kind = MessageKind.FROM_STAFF if staff else MessageKind.FROM_HER
        words = ("sv", OURS) if staff else (UNKNOWN_LANGUAGE, HERS)
        return Message, {
            "id": identity, "conversation_id": conversation, "thread_id": thread, "number": number,
            "kind": kind, "staff_id": staff, "body": Writing.in_(words[0], self._random.choice(words[1])),
            "is_urgent": False, "form_key": identity.hex, "sent_at": at,
            "read_at": None if is_unread else at + timedelta(hours=2),
        }  # fmt: skip

    def _chosen(self, shares: dict[Any, int]) -> Any:
        return self._random.choices(list(shares), list(shares.values()))[0]

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128), version=4)
