"""The seats of a meeting: who takes part, and everybody's quarters of an hour.

One row for each person and quarter, and no two alike: the database itself refuses a double booking on both kinds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db import lock as wait_for
from portal.db import write as write_row
from portal.db import write_free
from portal.meetings import free, quarters
from portal.meetings.models import Meeting, MeetingParty, TakenQuarter
from portal.people.models import Participant


class Taken(Exception):
    """Somebody has one of these quarters already."""


@dataclass(frozen=True)
class Outsider:
    """Somebody without an account who takes part."""

    name: str
    organisation_id: UUID | None = None


@contextmanager
def guarded(db: Session) -> Iterator[None]:
    """Everything inside is written, or nothing of it. Raises `Taken` when the database refuses a quarter."""
    try:
        with db.begin_nested():
            yield
    except IntegrityError as error:
        if TakenQuarter.__tablename__ not in str(error.orig):
            raise
        raise Taken from None


Row = Mapping[str, object]
PARTIES, QUARTERS = (
    sa.insert(one.__table__)  # type: ignore[arg-type]  # every model's own table
    for one in (MeetingParty, TakenQuarter)
)
OUTSIDERS = 100
"""Their positions begin after those of staff who may join later."""
NOBODY = dict.fromkeys(("participant_id", "staff_id", "name", "organisation_id"))
HER = (
    sa.select(Participant.id)
    .where(Participant.id == sa.bindparam("participant"))
    .with_for_update(key_share=True)
)


def lock(db: Session, participant: Participant, staff: Sequence[UUID] = ()) -> None:
    """Let others who book for the same people wait. SQLite has but one writer at a time anyway."""
    wait_for(db, HER, participant=participant.id)
    free.lock_staff(db, staff)


def write(
    db: Session, meeting: Meeting, staff: Sequence[UUID], outsiders: Sequence[Outsider]
) -> None:
    """Write a new meeting with everybody's quarters, or nothing of it. Raises `Taken`."""
    hers: Row = {"participant_id": meeting.participant_id}
    theirs: list[Row] = [{"staff_id": one} for one in staff]
    others: list[Row] = [
        {"name": one.name, "organisation_id": one.organisation_id} for one in outsiders
    ]
    write_row(db, meeting)
    parties = [
        {**NOBODY, **one, "meeting_id": meeting.id, "position": number}
        for first, some in ((0, [hers, *theirs]), (OUTSIDERS, others))
        for number, one in enumerate(some, first)
    ]
    db.connection().execute(PARTIES, parties)
    rows = _quarters(meeting, staff)
    if write_free(db, TakenQuarter, rows) < len(rows):
        db.delete(meeting)  # with everything of it that was written
        db.flush()
        raise Taken


def _quarters(meeting: Meeting, staff: Sequence[UUID]) -> list[dict[str, object]]:
    """Everybody's, in one order, so that two who book at once do not wait for each other in a ring."""
    return [
        {"meeting_id": meeting.id, "person_id": person, "starts_at": at}
        for person in sorted([meeting.participant_id, *staff])
        for at in quarters.of_meeting(meeting.starts_at, meeting.minutes)
    ]


def take_anew(db: Session, meeting: Meeting, staff: Sequence[UUID], starts_at: datetime) -> None:
    """Give up its quarters, then take those of the new time and the new people."""
    release(db, meeting)
    meeting.starts_at = starts_at
    before = {party.staff_id: party for party in meeting.parties if party.staff_id}
    for staff_id, party in before.items():
        if staff_id not in staff:
            meeting.parties.remove(party)
    db.flush()
    for number, staff_id in enumerate(staff):
        if staff_id in before:
            before[staff_id].position = 1 + number
        else:
            meeting.parties.append(MeetingParty(position=1 + number, staff_id=staff_id))
    meeting.parties.sort(key=lambda party: party.position)
    db.flush()
    db.connection().execute(QUARTERS, _quarters(meeting, staff))


def release(db: Session, meeting: Meeting) -> None:
    """Give up the quarters that a meeting takes."""
    db.execute(sa.delete(TakenQuarter).where(TakenQuarter.meeting_id == meeting.id))
