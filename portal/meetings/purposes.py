"""What the municipality's file says of a meeting type (mötestyp): how long, with whom, how, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings.models import MeetingMode
from portal.municipality.models import MeetingType
from portal.people.directory import at_hand

CONTACT_PERSON = "contact-person"
MODES = (MeetingMode.VISIT, MeetingMode.PHONE)
"""The ways to meet when the file names none: a video link takes a municipality that has one."""
SHORTEST_HOURS = 24
LONGEST_DAYS = 60
CHANGE_UNTIL_HOURS = 4


@dataclass(frozen=True)
class Purpose:
    """A meeting type and the rules that its file gives it. What the file leaves out has the values above."""

    type: MeetingType

    @property
    def key(self) -> str:
        return self.type.key

    @property
    def is_hers_to_book(self) -> bool:
        """Whether a participant may book it herself, at any time."""
        return self.type.bookable_by == "participant"

    @property
    def modes(self) -> list[MeetingMode]:
        named = [
            MeetingMode(one)
            for one in self.type.rules.get("modes") or ()
            if one in set(MeetingMode)
        ]
        return named or list(MODES)

    @property
    def parties(self) -> list[str]:
        """With whom: her contact person, or organisations by key; all of them at once."""
        return self.type.rules.get("with") or [CONTACT_PERSON]

    @property
    def every_weeks(self) -> tuple[int, int] | None:
        """How often it recurs (uppföljning var sjätte till åttonde vecka), when it does."""
        span = self.type.rules.get("every_weeks")
        return (int(span[0]), int(span[1])) if span else None

    @property
    def sittings(self) -> int:
        """In how many sittings it may be held at most."""
        return int(self.type.rules.get("sittings") or 1)

    @property
    def shortest(self) -> timedelta:
        """How long before it she may book at the latest."""
        return timedelta(hours=self._notice("shortest_hours", SHORTEST_HOURS))

    @property
    def longest(self) -> timedelta:
        """How far ahead she may book."""
        return timedelta(days=self._notice("longest_days", LONGEST_DAYS))

    @property
    def change_until(self) -> timedelta:
        """How long before it she may move or cancel it at the latest; after that she calls."""
        return timedelta(hours=self._notice("change_until_hours", CHANGE_UNTIL_HOURS))

    def may_change(self, starts_at: datetime, now: datetime) -> bool:
        """Whether she may still move or cancel one that begins then."""
        return now <= starts_at - self.change_until

    def _notice(self, name: str, otherwise: int) -> int:
        given = (self.type.rules.get("notice") or {}).get(name)
        return otherwise if given is None else int(given)


def purposes(db: Session) -> Sequence[Purpose]:
    """Every meeting type of the municipality, in the order of its file."""
    return [
        Purpose(one) for one in db.scalars(sa.select(MeetingType).order_by(MeetingType.position))
    ]


def purpose(db: Session, key: str) -> Purpose | None:
    """The meeting type with that key, when there is one: to look things up in, not to hang rows on."""
    known = at_hand(db).meeting_types.values()
    return next((Purpose(one) for one in known if one.key == key), None)
