"""What waits for a member of staff: one row for each thing, offered by the feature that knows it.

Each feature has a function `rows(db, staff, mine, now)` of its own, which gives its rows for these participants in a
number of queries that does not grow with them; the caseworker's day only gathers, sorts and shows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from portal import clock
from portal.people.models import Participant
from portal.writing import Writing

HER_PAGE = "staff.caseload.participant"
"""The participant's page, where most of it is done; `_anchor` among a row's values names the place on it."""
INVITE = "staff.invitations.show"
"""Where a new code is made for her."""
REGRET = timedelta(seconds=60)
"""How long what was marked as seen to by mistake can be taken back."""


class Waits(StrEnum):
    """What kind of thing waits, the most urgent first."""

    CANNOT = "cannot"
    """She says that a step does not work for her, or that she is unsure."""
    WANTS_CHANGE = "wants-change"
    """She wants a plan changed."""
    CLASH = "clash"
    """She says that two things are at the same time."""
    OWN_STEP = "own-step"
    """A step of my own is due or late: I am the one who keeps somebody waiting."""
    CODE = "code"
    """She asks for a new code."""
    HANDOVER = "handover"
    """A colleague asks me to take over."""
    FOLLOW_UP = "follow-up"
    """A plan is to be followed up, or should have been."""
    NO_CONTACT = "no-contact"
    NO_PLAN = "no-plan"
    """No plan is running: then it lacks neither a next step nor a follow-up beside that."""
    NO_NEXT_STEP = "no-next-step"
    NO_FOLLOW_UP = "no-follow-up"
    NEVER_SIGNED_IN = "never-signed-in"
    TRANSLATION = "translation"
    """A text of hers or for her waits for a translation."""
    REVIEW = "review"
    """The half-yearly review of the case is due."""
    ACCESSIBILITY = "accessibility"
    """Somebody could not use the portal."""


@dataclass(frozen=True)
class DayRow:
    """One thing that waits, and the page on which it is done."""

    kind: Waits
    since: datetime
    """Since when it has waited; for something that is due, the day it is or was due."""
    endpoint: str
    """The page of the act, one tap away, with `values` in its address."""
    values: dict[str, Any] = field(default_factory=dict)
    participant: Participant | None = None
    about: Writing | None = None
    """Her words or the step's, where that helps to know what it is."""


def morning(day: date) -> datetime:
    """The moment a day begins in Sweden: how something that waits since a day stands among the others."""
    return datetime.combine(day, time.min, clock.LOCAL)
