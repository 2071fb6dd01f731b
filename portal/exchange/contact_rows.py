"""Writing who is whose contact person, from when and until when.

Nobody disappears: whom the file no longer names was her contact until the day before, and stays in
the story of her contacts (överlämning).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from portal.exchange.keeping import Keeping
from portal.exchange.report import Change
from portal.exchange.shapes import Record
from portal.people.models import Assignment, HandoverReason

KIND = "contacts"


def write_contacts(
    participant_id: UUID,
    entry: Record,
    rows: list[Assignment],
    keeping: Keeping,
) -> None:
    """Bring a participant's contacts to what the file says about now, and about earlier ones."""
    current: list[Record] = entry.get("contacts") or []
    named = [*current, *(entry.get("earlier_contacts") or [])]
    staff = {id(contact): keeping.known["staff member"][contact["staff"]] for contact in named}
    found = _found(named, rows, staff)
    for contact in named:
        row = found.get(id(contact))
        values = _values(contact, row, is_alone=current == [contact], today=keeping.today)
        at_first = {
            "participant_id": participant_id,
            "staff_id": staff[id(contact)],
            "created_at": keeping.now,
        }
        keeping.put(KIND, Assignment, row, values, at_first)
    if "contacts" in entry:
        still = {row.id for row in found.values()}
        _end([row for row in rows if row.id not in still], keeping)


def _found(
    named: list[Record], rows: list[Assignment], staff: dict[int, UUID]
) -> dict[int, Assignment]:
    """For each contact of the file its row: the same person from the same day, or in one period.

    Nobody is the same participant's contact twice in one period, so that overlapping periods of one
    person are one period whose first day was corrected.
    """
    found: dict[int, Assignment] = {}
    free = list(rows)
    for is_same in (_begins_alike, _overlaps):
        for contact in named:
            if id(contact) in found:
                continue
            theirs = (row for row in free if row.staff_id == staff[id(contact)])
            row = next((row for row in theirs if is_same(row, contact)), None)
            if row is not None:
                found[id(contact)] = row
                free.remove(row)
    return found


def _begins_alike(row: Assignment, contact: Record) -> bool:
    return row.from_on == contact.get("from")


def _overlaps(row: Assignment, contact: Record) -> bool:
    begins, ends = contact.get("from") or contact.get("until"), contact.get("until")
    begins_in_time = row.until_on is None or begins is None or begins <= row.until_on
    return begins_in_time and (ends is None or row.from_on <= ends)


def _values(
    contact: Record, row: Assignment | None, *, is_alone: bool, today: date
) -> dict[str, Any]:
    reason = contact.get("reason")
    until = contact.get("until")
    begins = contact.get("from") or (row.from_on if row else min(today, until or today))
    is_main = contact.get("main")
    return {
        "is_main": is_alone if is_main is None else is_main,
        "about": contact.get("about") or [],
        "from_on": begins,
        "until_on": until,
        "reason": HandoverReason(reason) if reason else None,
    }


def _end(rows: list[Assignment], keeping: Keeping) -> None:
    """End what is not over yet; who was to begin only now never was a contact."""
    today = keeping.today
    for row in _not_over(rows, today):
        if row.from_on >= today:
            keeping.db.delete(row)
            keeping.report.note(KIND, Change.GONE)
        else:
            row.until_on = today - timedelta(days=1)
            keeping.report.note(KIND, Change.ENDED)


def _not_over(rows: list[Assignment], today: date) -> Iterator[Assignment]:
    return (row for row in rows if row.until_on is None or row.until_on >= today)
