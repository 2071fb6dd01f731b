"""Writing staff, participants and the measures they take part in.

A caseload file may hold some people only, and of each only what its system knows: what it does not
mention is left alone. A key with nothing after it (`track:`) empties what stood there.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from portal.exchange.keeping import Keeping
from portal.exchange.report import Change
from portal.exchange.shapes import Record
from portal.people.models import Participant, Staff
from portal.plan.enrolment_models import Enrolment, Outcome

OWN_FACTS = ("name", "email", "phone", "phone_hours", "languages")


def write_staff(entries: list[Record], keeping: Keeping) -> None:
    """Bring staff to what the file says."""
    rows = keeping.stored(Staff)
    for entry in entries:
        values: dict[str, Any] = {name: entry[name] for name in OWN_FACTS if name in entry}
        values["role_id"] = keeping.known["role"][entry["role"]]
        values["organisation_id"] = keeping.known["organisation"][entry["organisation"]]
        at_first = {"key": entry["key"], "languages": entry.get("languages") or []}
        at_first = {name: value for name, value in at_first.items() if name not in values}
        row = rows.get(entry["key"])
        rows[entry["key"]] = keeping.put("staff", Staff, row, values, at_first)
    keeping.db.flush()


def write_participant(
    entry: Record, row: Participant | None, keeping: Keeping, at_first: dict[str, Any]
) -> Participant:
    """Bring a participant's own facts to what the file says; the language she chose stays hers."""
    values: dict[str, Any] = {"name": entry["name"]}
    if "language" in entry:
        values["language"] = entry["language"] or at_first["language"]
    if "interpreter" in entry:
        values["interpreter_language"] = (entry["interpreter"] or {}).get("language")
    if "protected" in entry:
        values["is_protected"] = bool(entry["protected"])
    for name, kind in (("stage_id", "stage"), ("track_id", "track")):
        if kind in entry:
            values[name] = keeping.known[kind][entry[kind]] if entry[kind] else None
    rest = {name: value for name, value in at_first.items() if name not in values}
    return keeping.put("participants", Participant, row, values, {"key": entry["key"], **rest})


def write_enrolments(
    participant_id: UUID,
    entries: list[Record],
    rows: list[Enrolment],
    keeping: Keeping,
) -> None:
    """Bring the measures she takes part in to what the file says: its list is the whole truth.

    An enrolment is known by its measure and first day; one whose first day was corrected stays the
    same, so that what she said about the measure stays with it.
    """
    wanted = [(keeping.known["measure"][entry["measure"]], entry) for entry in entries]
    free = {(row.measure_id, row.started_on): row for row in rows}
    found = {id(entry): free.pop((measure, entry["from"]), None) for measure, entry in wanted}
    for measure, entry in wanted:
        row = found[id(entry)]
        if row is None:
            same = sorted(key for key in free if key[0] == measure)
            row = free.pop(same[0]) if same else None
        outcome = entry.get("outcome")
        values = {
            "started_on": entry["from"],
            "ended_on": entry.get("until"),
            "outcome": Outcome(outcome) if outcome else None,
        }
        at_first = {"participant_id": participant_id, "measure_id": measure}
        keeping.put("measures taken part in", Enrolment, row, values, at_first)
    for row in free.values():
        keeping.db.delete(row)
        keeping.report.note("measures taken part in", Change.GONE)
