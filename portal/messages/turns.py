"""Whose turn it is in her conversation, since when and by when, and whom she calls when we are late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages.models import Conversation, Thread
from portal.messages.responsible import Responsible, responsible
from portal.municipality.models import Municipality, Organisation
from portal.people.contacts import Contacts
from portal.people.directory import directory
from portal.people.models import Participant, Staff


@dataclass(frozen=True)
class Call:
    """A number, and who answers at it: a person, a unit, or the municipality's exchange."""

    phone: str
    hours: str | None = None
    staff: Staff | None = None
    unit: Organisation | None = None
    municipality: Municipality | None = None


@dataclass(frozen=True)
class Turn:
    """One question that waits: hers for us, or ours for her."""

    subject: str
    since: datetime
    answer_by: date | None
    """The last day on which she is to have an answer; None when we wait for hers."""
    is_late: bool
    """Whether that day has passed."""
    answers: Responsible
    call: Call | None

    @property
    def is_ours(self) -> bool:
        return self.answer_by is not None


def turns(
    db: Session, participant: Participant, conversation: Conversation | None, people: Contacts, today: date
) -> list[Turn]:  # fmt: skip
    """What waits, one for each subject: what we are late with first, then what we owe, then what we ask of her.

    One query; none when her conversation says that nothing waits.
    """
    if conversation is None or not (
        conversation.waits_for_us_since or conversation.waits_for_her_since
    ):
        return []
    waits = sa.or_(Thread.waits_for_us_since.is_not(None), Thread.waits_for_her_since.is_not(None))
    asked = sa.select(Thread).where(
        Thread.conversation_id == conversation.id, Thread.classified_at.is_(None), waits
    )
    found = [
        turn
        for thread in db.scalars(asked)
        for turn in _of_thread(db, participant, thread, people, today)
    ]
    return sorted(found, key=lambda one: (not one.is_ours, one.answer_by or today, one.since))


def asked_of_her(found: Sequence[Turn]) -> str | None:
    """The subject of what we have waited longest for her answer to."""
    return next((one.subject for one in found if not one.is_ours), None)


def _of_thread(
    db: Session, participant: Participant, thread: Thread, people: Contacts, today: date
) -> list[Turn]:
    """Both may wait for each other: her question goes on waiting while we ask her something."""
    known = directory(db)
    who = responsible(known, participant, people, thread.subject, thread.taken_by_id, today)
    call = whom_to_call(who, known.municipality)
    found = []
    if thread.waits_for_us_since and thread.answer_by:
        is_late = thread.answer_by < today
        found.append(Turn(thread.subject, thread.waits_for_us_since, thread.answer_by, is_late, who, call))  # fmt: skip
    if thread.waits_for_her_since:
        found.append(Turn(thread.subject, thread.waits_for_her_since, None, False, who, call))
    return found


def whom_to_call(who: Responsible, municipality: Municipality | None) -> Call | None:
    """Whoever answers now, else the unit, else the municipality; None when nobody has a number."""
    if who.now and who.now.phone and not (who.away and who.away.instead is None):
        return Call(who.now.phone, who.now.phone_hours, staff=who.now)
    unit = who.staff.organisation if who.staff else None
    if unit and unit.phone:
        return Call(unit.phone, unit=unit)
    if municipality and municipality.phone:
        return Call(municipality.phone, municipality=municipality)
    return None
