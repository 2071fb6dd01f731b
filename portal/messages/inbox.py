"""The inbox of staff: which questions wait, with whom each stands, and by when it is answered.

As many queries for one question as for a hundred. Whose a question is follows from `responsible`; nothing is kept
of it, so that it cannot lie with somebody who is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import late, listing, subjects
from portal.messages.late import Grounds
from portal.messages.listing import Asker, Listed, Told
from portal.messages.new_contact import who_sees_to_it
from portal.messages.promise import working_days_late
from portal.messages.responsible import Responsible, contact_for, responsible
from portal.people.contacts import Contacts, contacts_of
from portal.people.directory import Directory, directory
from portal.people.models import Staff
from portal.writing import Writing


class Place(StrEnum):
    """With whom a question stands, as the one who looks sees it."""

    MINE = "mine"
    ABSENT = "absent"
    """I answer today in the place of whoever has it."""
    OTHERS = "others"
    """A colleague's, about somebody whom I may see."""
    LATE = "late"
    """It stands with me because nobody has answered in time, or nobody can."""
    ALONE = "alone"
    """She has no contact person, and I am to give her one."""
    NEW_CONTACT = "new-contact"
    """She wants another contact person, and I am the manager of the one she has."""


TO_ANSWER = frozenset({Place.MINE, Place.ABSENT})


@dataclass(frozen=True)
class Row:
    """One thread as it stands in a list."""

    thread: Listed
    participant: Asker
    may_see: bool
    """Whether I may open the conversation. Else only the reference is shown, and who is to answer."""
    answers: Responsible
    place: Place
    grounds: Grounds | None
    """Why it stands with me although it is a colleague's."""
    late: int
    """Working days since the promise; 0 while it holds."""
    starts_on: date | None = None
    """When somebody who has no contact today gets one."""
    words: Writing | None = None
    """The first words of what waits, or the newest; never those of somebody protected."""
    said_at: datetime | None = None
    """When that was written."""

    @property
    def label(self) -> str:
        """What she is called in the list."""
        hers = self.participant
        return hers.staff_label if self.may_see else hers.key

    @property
    def tells(self) -> bool:
        """Whether subject and words may stand in the list."""
        return self.may_see and not self.participant.is_protected


def waiting(db: Session, staff: Staff, *, now: datetime) -> list[Row]:
    """Everything that waits for an answer and of which this member of staff is told: overdue first, urgent first of a
    day. Two queries, however much it is."""
    rows = _rows(db, staff, listing.that_wait(db, staff, now), now)
    return sorted(rows, key=_urgency)


def waiting_for_her(db: Session, staff: Staff, *, now: datetime) -> list[Row]:
    """Where I, or somebody in whose place I answer, wait for an answer of hers; since longest first."""
    rows = _mine(_listed(db, staff, listing.WAITS_FOR_HER, now))
    return sorted(rows, key=lambda row: (row.thread.waits_for_her_since or now, row.thread.id))


def unread(db: Session, staff: Staff, *, now: datetime) -> list[Row]:
    """What she has written that nobody has read, where no answer is promised; the newest first."""
    return _newest_first(worded(db, _mine(_listed(db, staff, listing.UNREAD, now))))


def conversations(db: Session, staff: Staff, *, now: datetime) -> list[Row]:
    """Every conversation of those whom I look after today, with its newest thread; the newest first."""
    return _newest_first(worded(db, _listed(db, staff, listing.OF_MINE, now)))


def worded(db: Session, rows: Iterable[Row]) -> list[Row]:
    """The same rows with the first words of what waits in each thread, or else its newest. One query."""
    listed = list(rows)
    said = listing.words(db, [row.thread.id for row in listed])
    return [
        replace(row, words=one.body if row.tells else None, said_at=one.sent_at)
        for row in listed
        for one in [said[row.thread.id]]
    ]


def mark(rows: Iterable[Row]) -> str:
    """A short sign for what stands in a list and how: when it is another, the list has changed."""
    facts = [
        (str(row.thread.id), *row.thread[2:6], row.thread.number, row.late, row.answers.staff and row.answers.staff.key)
        for row in rows
    ]  # fmt: skip
    return sha256(repr(facts).encode()).hexdigest()[:16]


def _listed(db: Session, staff: Staff, which: sa.Executable, now: datetime) -> list[Row]:
    return _rows(db, staff, listing.told(db, staff, which, now), now)


def _rows(db: Session, staff: Staff, found: list[Told], now: datetime) -> list[Row]:
    known, today = directory(db), clock.local(now).date()
    people = contacts_of(db, {one.whose.id: one.whose for one in found}.values(), today)
    rows = [_row(known, staff, people[one.whose.id], one, today) for one in found]
    return [row for row in rows if row]


def _row(known: Directory, staff: Staff, people: Contacts, one: Told, today: date) -> Row | None:
    """The thread as it stands with this member of staff; None when it is none of her business."""
    thread, hers = one.thread, one.whose
    answers = responsible(known, hers, people, thread.subject, thread.taken_by_id, today)
    place, why = None, None
    if answers.staff is None:
        place = Place.ALONE if one.alone else None
    elif thread.subject == subjects.NEW_CONTACT and staff in who_sees_to_it(
        known, hers, people, today
    ):
        place = Place.NEW_CONTACT
    elif staff.id in {answers.staff.id, answers.now.id if answers.now else None}:
        place = Place.MINE if answers.staff.id == staff.id else Place.ABSENT
    elif thread.answer_by:
        contact = contact_for(people, thread.subject)
        unit = contact.staff.organisation_id if contact else answers.staff.organisation_id
        why = late.grounds(
            known, staff, unit, thread.answer_by, today,
            is_protected=hers.is_protected, is_attended=answers.is_attended,
        )  # fmt: skip
        place = Place.LATE if why else None
    if place is None:
        if not one.sees:
            return None
        place = Place.OTHERS
    days = working_days_late(thread.answer_by, today) if thread.answer_by else 0
    starts_on = people.coming[0].after.from_on if people.coming else None
    return Row(thread, hers, one.sees, answers, place, why, days, starts_on)


def _mine(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.place in TO_ANSWER]


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    return sorted(
        rows, key=lambda row: (row.said_at is None, row.said_at, row.thread.id), reverse=True
    )


def _urgency(row: Row) -> tuple[object, ...]:
    thread = row.thread
    # The identity last: of two alike, the same one always stands first, so that an unchanged list is seen to be one.
    return thread.answer_by, not thread.is_urgent, thread.waits_for_us_since, thread.id
