"""What waits for a member of staff: one row for each thing, offered by the feature that knows it.

A feature offers selects of its own things (`Offer`), of which the caseworker's day asks all at once, and columns about
each of her participants (`FACTS`) with a judgement of them. So that the day costs two questions, whatever the caseload.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import SimpleNamespace
from typing import Any, NamedTuple, Protocol, cast
from uuid import UUID

import sqlalchemy as sa

from portal import clock
from portal.db import Moment, Texts
from portal.people import access
from portal.people.models import Participant, Staff
from portal.writing import Writing

HER_PAGE = "staff.caseload.participant"
"""The participant's page, where most of it is done; `_anchor` among a row's values names the place on it."""
INVITE = "staff.invitations.show"
"""Where a new code is made for her."""
REGRET = timedelta(seconds=60)
"""How long what was marked as seen to by mistake can be taken back."""

# Questions are written once, with places for who asks and when: to write one takes longer than to answer it.
ME = sa.bindparam("me", type_=sa.Uuid)
TODAY = sa.bindparam("today", type_=sa.Date)
MIDNIGHT = sa.bindparam("midnight", type_=Moment)
SOON = sa.bindparam("soon", type_=sa.Date)
MINE = access.those_of_mine(cast(Staff, SimpleNamespace(id=ME)), cast(date, TODAY)).cte("mine")
"""Those whom the member of staff is to look after today."""
AMONG_MINE = sa.select(MINE.c.id)
IS_MINE = Participant.id.in_(AMONG_MINE)


class Waits(StrEnum):
    """What kind of thing waits, the most urgent first."""

    ILL_TODAY = "ill-today"
    """She says that she is ill, and does not come."""
    LATE_TODAY = "late-today"
    REBOOK = "rebook"
    """A colleague whom I answer for is away, and has a meeting today."""
    ARRANGE = "arrange"
    """A colleague is away, and it is mine to arrange the meetings that she has meanwhile."""
    ANSWER_LATE = "answer-late"
    """She has not had the answer that she was promised."""
    ANSWER_URGENT = "answer-urgent"
    """She has asked something and says that it is urgent."""
    CANNOT = "cannot"
    """She says that a step does not work for her, or that she is unsure."""
    WANTS_CHANGE = "wants-change"
    """She wants a plan changed."""
    CLASH = "clash"
    """She says that two things are at the same time."""
    NO_TIME = "no-time"
    """She looked for a time and found none that suits her."""
    ANSWER = "answer"
    """She has asked something, and waits for an answer."""
    CORRECTION = "correction"
    """She thinks that something is wrong here."""
    LATE_IN_UNIT = "late-in-unit"
    """A colleague's answer is late, or nobody is there to give it, and I am on duty today or the manager."""
    NEW_CONTACT = "new-contact"
    """Somebody in the unit wants another contact person, and I am the manager."""
    OWN_STEP = "own-step"
    """A step of my own is due or late: I am the one who keeps somebody waiting."""
    TELL_OUTSIDERS = "tell-outsiders"
    """She has moved or cancelled a meeting of mine, and somebody from outside who takes part knows nothing of it."""
    CODE = "code"
    """She asks for a new code."""
    HOW_IT_WENT = "how-it-went"
    """A meeting of mine was, and nobody has said who came."""
    HANDOVER = "handover"
    """A colleague asks me to take over."""
    FOLLOW_UP = "follow-up"
    """A plan is to be followed up, or should have been."""
    NO_SUPPLY = "no-supply"
    """Somebody's plan is to be followed up, and I have no free time for it."""
    NO_ANSWER = "no-answer"
    """A time is kept for her, and she has not answered for some days."""
    NO_CONTACT = "no-contact"
    NO_PLAN = "no-plan"
    """No plan is running: then it lacks neither a next step nor a follow-up beside that."""
    NO_NEXT_STEP = "no-next-step"
    NO_FOLLOW_UP = "no-follow-up"
    NEVER_SIGNED_IN = "never-signed-in"
    TRANSLATION = "translation"
    """A text of hers or for her waits for a translation."""
    CLASSIFY = "classify"
    """Threads of messages are over, and nobody has said what becomes of them."""
    REVIEW = "review"
    """The half-yearly review of the case is due."""
    ACCESSIBILITY = "accessibility"
    """Somebody could not use the portal."""


class Known(Protocol):
    """Somebody as she stands in a list."""

    @property
    def id(self) -> UUID: ...
    @property
    def is_protected(self) -> bool: ...
    @property
    def staff_label(self) -> str: ...


class Named(NamedTuple):
    """A participant as the day names her, without loading the rest of her."""

    id: UUID
    staff_label: str
    is_protected: bool


@dataclass(frozen=True)
class Offer:
    """Things of one kind that wait, as `things()` selects them, and the page on which each is done."""

    kind: Waits
    asked: sa.Select[Any] | None
    """None for what another offer's select finds beside its own."""
    endpoint: str = HER_PAGE
    values: Mapping[str, str] = field(default_factory=lambda: {"participant_id": "participant_id"})
    """What stands in the address, and the column it is taken from."""
    anchor: str = ""
    """The place on the page, before the thing's own identity."""
    is_due: bool = False
    """Whether it stands under the day it is due, and not under the moment since when it has waited."""


def things(
    kind: Waits | sa.ColumnElement[str],
    participant_id: sa.ColumnElement[Any] | Any,
    *,
    at: Any = None,
    on: Any = None,
    thing: Any = None,
    about: Any = None,
) -> sa.Select[Any]:
    """A select of things that wait: whose, since a moment (`at`) or due on a day (`on`), which thing, and its words.

    Something that waits in two ways has both kinds, with a space between.
    """
    return sa.select(
        (sa.literal(kind.value) if isinstance(kind, Waits) else kind).label("kind"),
        participant_id.label("participant_id"),
        _or_null(at, Moment).label("at"),
        _or_null(on, sa.Date).label("on"),
        _or_null(thing, sa.Uuid).label("thing"),
        _or_null(about, Texts).label("about"),
    )


def _or_null(column: Any, kind: Any) -> sa.ColumnElement[Any]:
    found: sa.ColumnElement[Any] = sa.cast(sa.null(), kind) if column is None else column
    return found


@dataclass(frozen=True)
class DayRow:
    """One thing that waits, and the page on which it is done."""

    kind: Waits
    since: datetime
    """Since when it has waited; for something that is due, the day it is or was due."""
    endpoint: str
    """The page of the act, one tap away, with `values` in its address."""
    values: dict[str, Any] = field(default_factory=dict)
    participant: Known | None = None
    about: Writing | None = None
    """Her words or the step's, where that helps to know what it is."""


def morning(day: date) -> datetime:
    """The moment a day begins in Sweden: how something that waits since a day stands among the others."""
    return datetime.combine(day, time.min, clock.LOCAL)
