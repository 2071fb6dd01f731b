"""What the caseworker's day is called in Swedish: kinds of things, counts of them, and how long they have waited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from portal import clock
from portal.people.day import Waits

WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
A_WEEK = 7
DUE = frozenset(
    {
        Waits.ARRANGE,
        Waits.ANSWER_LATE,
        Waits.ANSWER_URGENT,
        Waits.ANSWER,
        Waits.CORRECTION,
        Waits.LATE_IN_UNIT,
        Waits.NEW_CONTACT,
        Waits.OWN_STEP,
        Waits.FOLLOW_UP,
        Waits.NO_SUPPLY,
        Waits.REVIEW,
    }
)
"""Kinds that have a day to be done on; the others have waited since a day."""
SHE_SAYS = frozenset(
    {
        Waits.ILL_TODAY,
        Waits.LATE_TODAY,
        Waits.ANSWER_LATE,
        Waits.ANSWER_URGENT,
        Waits.NO_TIME,
        Waits.CANNOT,
        Waits.WANTS_CHANGE,
        Waits.CLASH,
    }
)
"""Kinds in which a participant has said something and waits to be talked with: marked, beside standing first."""


@dataclass(frozen=True)
class Words:
    """The heading of a kind, and the word after its number: «1 krock», «2 krockar»; none where one row is them all."""

    heading: str
    one: str = ""
    many: str = ""

    def counted(self, number: int) -> str:
        if not self.one:
            return self.heading
        return f"{number}\u00a0{self.one if number == 1 else self.many}"


WORDS = {
    Waits.ILL_TODAY: Words("Sjuk i dag", "sjuk", "sjuka"),
    Waits.LATE_TODAY: Words("Sen i dag", "sen", "sena"),
    Waits.REBOOK: Words("Kollega borta, möte i dag", "möte att ta", "möten att ta"),
    Waits.ARRANGE: Words("Kollega borta, möten att ordna", "kollega borta", "kollegor borta"),
    Waits.ANSWER_LATE: Words("Väntar på svar, sent", "sent svar", "sena svar"),
    Waits.ANSWER_URGENT: Words("Väntar på svar, brådskande", "brådskande", "brådskande"),
    Waits.CANNOT: Words("Fungerar inte, eller osäker", "svar", "svar"),
    Waits.WANTS_CHANGE: Words("Säger något om planen", "om en plan", "om planer"),
    Waits.CLASH: Words("Säger att det krockar", "krock", "krockar"),
    Waits.NO_TIME: Words("Hittade ingen tid", "utan tid", "utan tid"),
    Waits.ANSWER: Words("Väntar på svar", "fråga", "frågor"),
    Waits.CORRECTION: Words("Säger att något är fel", "rättelse", "rättelser"),
    Waits.LATE_IN_UNIT: Words("Sena svar i enheten", "sent i enheten", "sena i enheten"),
    Waits.NEW_CONTACT: Words("Vill byta kontaktperson", "byte av kontakt", "byten av kontakt"),
    Waits.OWN_STEP: Words("Mina egna steg", "eget steg", "egna steg"),
    Waits.TELL_OUTSIDERS: Words(
        "Säg till andra som skulle vara med", "att säga till", "att säga till"
    ),
    Waits.CODE: Words("Ber om en ny kod", "ny kod", "nya koder"),
    Waits.HOW_IT_WENT: Words("Säg hur mötet gick", "möte som var", "möten som var"),
    Waits.HANDOVER: Words("Överlämningar att svara på", "överlämning", "överlämningar"),
    Waits.FOLLOW_UP: Words("Uppföljning av planen", "uppföljning", "uppföljningar"),
    Waits.NO_SUPPLY: Words("Uppföljning utan ledig tid", "brist på tid", "brister på tid"),
    Waits.NO_ANSWER: Words("Har inte svarat på en tid", "tid utan svar", "tider utan svar"),
    Waits.NO_CONTACT: Words("Ingen kontaktperson i dag", "utan kontakt", "utan kontakt"),
    Waits.NO_PLAN: Words("Ingen plan som pågår", "utan plan", "utan plan"),
    Waits.NO_NEXT_STEP: Words("Inget nästa steg", "utan nästa steg", "utan nästa steg"),
    Waits.NO_FOLLOW_UP: Words("Inget datum för uppföljning", "utan datum", "utan datum"),
    Waits.NEVER_SIGNED_IN: Words("Har aldrig loggat in", "inte inloggad", "inte inloggade"),
    Waits.TRANSLATION: Words("Texter att översätta", "text att översätta", "texter att översätta"),
    Waits.CLASSIFY: Words("Meddelanden att klassa"),
    Waits.REVIEW: Words("Genomgång två gånger om året", "genomgång", "genomgångar"),
    Waits.ACCESSIBILITY: Words("Rapporter om tillgänglighet", "rapport", "rapporter"),
}


def is_late(kind: Waits, since: datetime, today: date) -> bool:
    """Whether something that has a day is past it."""
    return kind in DUE and clock.local(since).date() < today


def when(kind: Waits, since: datetime, today: date) -> str:
    """How long it has waited («sedan tisdag», «9 dagar»), or when it is or was due («på torsdag», «i tisdags»)."""
    since_on = clock.local(since).date()
    days, weekday = (today - since_on).days, WEEKDAYS[since_on.weekday()]
    if kind not in DUE:
        return _waited(days, weekday)
    return _was_due(days, weekday) if days > 0 else _is_due(-days, weekday)


def _waited(days: int, weekday: str) -> str:
    if days <= 1:
        return "sedan i går" if days == 1 else "i dag"
    return f"sedan {weekday}" if days < A_WEEK else _long(days)


def _was_due(days: int, weekday: str) -> str:
    if days == 1:
        return "i går"
    return f"i {weekday}s" if days < A_WEEK else f"för {_long(days)} sedan"


def _is_due(days: int, weekday: str) -> str:
    if days <= 1:
        return "i morgon" if days else "i dag"
    return f"på {weekday}" if days < A_WEEK else f"om {_long(days)}"


def _long(days: int) -> str:
    """Days up to two weeks, then weeks."""
    return f"{days} dagar" if days < 2 * A_WEEK else f"{days // A_WEEK} veckor"
