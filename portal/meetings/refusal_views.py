"""What she is shown when something cannot be done: why, how it is now, and the way on. Her words stay on the page."""

from __future__ import annotations

from collections.abc import Sequence

from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings import ahead
from portal.meetings.calling import whom_to_call
from portal.meetings.free import FreeTime
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.refusals import Changed, HasOne, NotBookable, TooLate
from portal.meetings.wanted import Wanted
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.transactions import session

Refusal = Changed | HasOne | NotBookable | TooLate


def refused(
    refusal: Refusal, wanted: Wanted | None = None, status: int | None = None
) -> ResponseReturnValue:
    """The page that answers a refusal; 422 for what can never be, 409 for what is otherwise now."""
    meeting = getattr(refusal, "meeting", None)
    people = contacts(session(), current.participant(), clock.today())
    name = {
        Changed: "changed", HasOne: "has_one", TooLate: "too_late", NotBookable: "not_bookable",
    }[type(refusal)]  # fmt: skip
    return page(
        f"meetings/{name}.html",
        status=status or (422 if isinstance(refusal, NotBookable) else 409),
        meeting=meeting,
        purpose=Purpose(meeting.type) if meeting else None,
        why=getattr(refusal, "why", None),
        wanted=wanted,
        call=whom_to_call(people, meeting),
        municipality=directory(session()).municipality,
        now=clock.now(),
    )


def taken(
    purpose: Purpose,
    nearest: Sequence[FreeTime],
    *,
    wanted: Wanted | None = None,
    key: str = "",
    moving: Meeting | None = None,
    version: int | None = None,
    status: int = 409,
) -> ResponseReturnValue:
    """Somebody was faster: the nearest times, each one tap away with what she typed."""
    participant, now = current.participant(), clock.now()
    people = contacts(session(), participant, clock.today())
    return page(
        "meetings/taken.html",
        status=status,
        purpose=purpose,
        nearest=nearest,
        wanted=wanted,
        key=key,
        moving=moving,
        version=version,
        may_book=bool(moving) or ahead.may_book(session(), participant, purpose, now),
        call=whom_to_call(people, moving),
        municipality=directory(session()).municipality,
    )
