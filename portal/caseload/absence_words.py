"""What the staff's pages about absence say when something is to be put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from portal.people.absences import Unfit
from portal.people.models import Absence, AbsenceKind
from portal.shown import day

WORDS = {
    ("from_on", "no-date"): "Välj första dagen.",
    ("from_on", "too-early"): "Första dagen är för länge sedan. Välj en dag den senaste månaden.",
    ("until_on", "no-date"): "Välj sista dagen.",
    ("until_on", "before-from"): "Sista dagen är före den första. Välj samma dag eller en senare.",
    ("until_on", "over"): "Sista dagen har redan varit. Välj i dag eller en senare dag.",
    ("until_on", "too-late"): "Sista dagen är mer än två år bort. Välj en tidigare dag.",
    ("stand_in", "unknown"): "Den personen kan inte vara ersättare. Välj någon annan.",
    ("stand_in", "leaves"): "Den personen slutar före sista dagen. Välj någon annan.",
    ("stand_in", "absent"): "Den personen är själv borta då. Välj någon annan.",
    ("kind", "unknown"): "Välj en av orsakerna, eller ingen.",
}
KINDS = {
    AbsenceKind.ILL: "Sjuk",
    AbsenceKind.CARE_OF_CHILD: "Vård av barn",
    AbsenceKind.HOLIDAY: "Semester",
    AbsenceKind.OTHER: "Annat",
}
DUTY_WORDS = {"unknown": "Den personen kan inte ha ansvarsdag här. Välj någon annan."}


def faults_in_words(unfit: Unfit) -> dict[str, str]:
    """What is to be put right, by field."""
    if unfit.overlaps:
        first, last = day(unfit.overlaps.from_on), day(unfit.overlaps.until_on)
        return {"from_on": f"Det finns redan en frånvaro {first} till {last}. Ändra den i stället."}
    return {field: WORDS[field, what] for field, what in unfit.faults.items()}


def said_of_stand_ins(found: Sequence[Absence]) -> str:
    """Whom somebody was to stand in for while she is away herself; empty when nobody."""
    if not found:
        return ""
    names = ", ".join(sorted({one.staff.name for one in found}))
    return f"Du är ersättare för {names} under samma tid. Någon annan behöver ta det."


def seen_by_participants(from_on: date, today: date, *, before: date | None = None) -> str:
    """From when participants see an absence that was entered, or changed from one that began `before`."""
    if min(from_on, before or from_on) <= today:
        return "Deltagarna ser det direkt."
    return f"Deltagarna ser det från och med {day(from_on)}."
