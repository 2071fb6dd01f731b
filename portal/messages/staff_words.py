"""What the staff's pages about messages say: Swedish only."""

from __future__ import annotations

from datetime import date, datetime

from portal import clock
from portal.messages import about, subjects
from portal.shown import day

SUBJECTS = {
    subjects.MONEY: "Pengar",
    subjects.WORK: "Arbete",
    subjects.HEALTH_CARE: "Vård",
    subjects.MEETING: "Möte",
    subjects.OTHER: "Annat",
    subjects.CORRECTION: "Något är fel",
    subjects.NEW_CONTACT: "Byte av kontaktperson",
    "studies": "Studier",
    "daily-life": "Vardagen",
    "housing": "Boende",
    "family": "Familjen",
    "language": "Svenska",
}
ABOUT = {
    about.PLAN: "planen",
    about.PEOPLE: "personerna runt deltagaren",
    about.ACCESS_LOG: "vem som har läst",
}
FAULTS = {
    ("body", "missing"): "Skriv något, eller välj «Behöver inget svar» vid frågan.",
    ("body", "too-long"): "Det blev för långt. Skriv högst 8 000 tecken.",
}
WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
A_WEEK = 7


def subject(key: str) -> str:
    """What a thread is about; a subject that only this municipality has, as its file calls it."""
    return SUBJECTS.get(key, key)


def wrong_in(kept: str) -> str:
    """Where the participant thinks that something is wrong, as `Message.about` keeps it."""
    return ABOUT.get(kept, "ett meddelande från oss")


def since(at: datetime) -> str:
    """Since when something has waited: «sedan 08:15», «sedan i går 15:40», «sedan tisdag», «i 9 dagar»."""
    local = clock.local(at)
    days = (clock.today() - local.date()).days
    if days <= 1:
        return f"sedan {'i går ' if days == 1 else ''}{local:%H:%M}"
    return f"sedan {WEEKDAYS[local.weekday()]}" if days < A_WEEK else f"i {days} dagar"


def promised(on: date) -> str:
    """By when she is to have an answer: «i dag», «i morgon», «fredag 27 november»."""
    days = (on - clock.today()).days
    return {0: "i dag", 1: "i morgon"}.get(days) or day(on)


def days_late(number: int) -> str:
    """How late an answer is: «2 arbetsdagar sent». The day's «för 4 dagar sedan» counts weekends too."""
    return f"{number}\u00a0{'arbetsdag' if number == 1 else 'arbetsdagar'} sent"
