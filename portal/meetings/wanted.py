"""What she wants of a meeting, as she typed it: the way, an interpreter, what to talk about, who comes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.meetings import seats
from portal.meetings.booking import Details, Interpreter
from portal.meetings.models import InterpreterWish, Meeting, MeetingMode
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import Changed, NotBookable, Why
from portal.plan.typed import cleaned
from portal.translators.wanting import want_for
from portal.writing import UNKNOWN_LANGUAGE, Writing

LONGEST = {"topic": 1000, "company": 200, "dialect": 100}
"""Signs."""
LONGEST_LANGUAGE = 40
NONE, OTHER = "none", "other"
"""What she may choose beside a language: no interpreter, and a language that is not in the list."""


class Unfit(Exception):
    """What she typed cannot be kept as it is: by field, `missing` or `too-long`."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Wanted:
    """The fields of a booking as they were typed. A field that was not sent is None: what is remembered holds."""

    mode: str = ""
    interpreter: str | None = None
    """A language's code, or `NONE`, or `OTHER`: then `dialect` names the language."""
    dialect: str = ""
    wish: str = ""
    topic: str = ""
    company: str = ""

    @property
    def faults(self) -> dict[str, str]:
        """What is to be put right, by field."""
        found = {
            field: "too-long"
            for field, most in LONGEST.items()
            if len(cleaned(getattr(self, field))) > most
        }
        if self.interpreter == OTHER and not cleaned(self.dialect):
            found["dialect"] = "missing"
        return found

    def needs(self, known: Interpreter | None) -> Interpreter | None:
        """The interpreter she asks for; `known` when the question was not answered."""
        if self.interpreter is None:
            return known
        language, dialect = cleaned(self.interpreter)[:LONGEST_LANGUAGE], cleaned(self.dialect)
        if language in {NONE, ""}:
            return None
        if language == OTHER:
            language, dialect = dialect, ""
        is_wish = self.wish in set(InterpreterWish)
        wish = InterpreterWish(self.wish) if is_wish else InterpreterWish.ANY
        return Interpreter(language, dialect or None, wish)

    def details(self, modes: Sequence[MeetingMode], known: Interpreter | None) -> Details:
        """How they meet; the first way that there is when none was chosen. Raises `Unfit`."""
        if self.faults:
            raise Unfit(self.faults)
        return Details(
            mode=next((one for one in modes if one == self.mode), modes[0]),
            topic=words(self.topic),
            company=cleaned(self.company) or None,
            interpreter=self.needs(known),
        )


def words(typed: str) -> Writing | None:
    """Her own words, in a language that nobody has said."""
    found = cleaned(typed)
    return Writing.in_(UNKNOWN_LANGUAGE, found) if found else None


def ways(purpose: Purpose, place_id: UUID | None) -> list[MeetingMode]:
    """The ways to meet at a time: a visit only where there is a place; without any other, by phone."""
    found = [one for one in purpose.modes if place_id or one is not MeetingMode.VISIT]
    return found or [MeetingMode.PHONE]


def settle_way(meeting: Meeting, purpose: Purpose) -> None:
    """A visit whose new time has no place is held in another way."""
    if meeting.mode is MeetingMode.VISIT and meeting.place_id is None:
        meeting.mode = ways(purpose, None)[0]


def say(db: Session, meeting: Meeting, wanted: Wanted, *, now: datetime) -> Meeting:
    """Keep what she wants to talk about and who comes along. She may change it until the meeting begins.

    It moves nothing, so that the meeting's version stays. Raises `Unfit`, `Changed` when it is cancelled, and
    `NotBookable` when it has begun.
    """
    seats.lock(db, meeting.participant)
    db.refresh(meeting)
    if not meeting.is_standing:
        raise Changed(meeting)
    if meeting.starts_at <= now:
        raise NotBookable(Why.PAST)
    faults = {key: why for key, why in wanted.faults.items() if key in {"topic", "company"}}
    if faults:
        raise Unfit(faults)
    topic = words(wanted.topic)
    if not (meeting.topic and topic and meeting.topic.original == topic.original):
        meeting.topic = topic
        want_for(db, meeting.participant, now=now)
    meeting.company = cleaned(wanted.company) or None
    return meeting


def saw(meeting: Meeting, version: int) -> None:
    """She has seen this version of it; a newer one that she has not seen is still to be told."""
    if meeting.seen_version < version <= meeting.version:
        meeting.seen_version = version
