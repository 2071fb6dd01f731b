"""Plain Swedish for the staff's handover pages: why, what is wrong in a form, and why something is too late."""

from __future__ import annotations

from collections.abc import Mapping

from portal.people.models import HandoverReason

REASONS = {
    HandoverReason.FIRST_VISIT_DONE: "Första besöket är klart",
    HandoverReason.NEW_SUBJECT: "Behöver hjälp med något nytt",
    HandoverReason.STAFF_LEFT: "Slutar arbeta här",
    HandoverReason.ABSENCE: "Blir borta en längre tid",
    HandoverReason.PARTICIPANT_ASKED: "Deltagaren har bett om en annan kontaktperson",
    HandoverReason.REORGANISED: "Arbetet delas på ett nytt sätt",
}

FAULTS = {
    "nobody": "Skriv vem som ska ta över.",
    "unknown": "Ingen som arbetar här heter så. Välj ett namn i listan.",
    "several": "Flera stämmer med det du skrev. Välj ett namn i listan.",
    "found": "Menar du {name}? Skicka i så fall en gång till. Annars: välj en annan i listan.",
    "yourself": "Välj någon annan än den som lämnar över.",
    "leaves": "Den personen slutar före den dagen. Välj någon annan.",
    "no-day": "Välj vilken dag det ska gälla från.",
    "no-date": "Det är inget datum. Skriv år, månad och dag, till exempel 2026-11-30.",
    "past": "Dagen har redan varit. Välj i dag eller senare.",
    "gap": "Då står deltagaren utan kontaktperson emellan. Välj en tidigare dag.",
    "far": "Dagen ligger mer än ett år bort. Välj en tidigare dag.",
    "no-reason": "Välj varför.",
    "no-answer": "Skriv några ord om varför, så kan din kollega hitta ett annat sätt.",
    "too-long": "Texten är för lång. Korta den.",
}

TOO_LATE = {
    "taken-back": "Din kollega har tagit tillbaka frågan.",
    "accepted": "Frågan är redan besvarad: din kollega har tagit emot.",
    "declined": "Frågan är redan besvarad: din kollega har sagt nej.",
    "ended": "Den som frågade är inte längre kontaktperson.",
    "moved": "Deltagaren har flyttat eller avslutat sitt ärende.",
    "left": "Den som skulle ta över arbetar inte kvar den dagen.",
    "offered": "En kollega är redan tillfrågad om den deltagaren.",
}


def faults(found: Mapping[str, str], named: Mapping[str, str] | None = None) -> dict[str, str]:
    """What is wrong, field by field, in words; `named` says whom each field names."""
    names = named or {}
    return {
        field: FAULTS[reason].format(name=names.get(field, "")) for field, reason in found.items()
    }
