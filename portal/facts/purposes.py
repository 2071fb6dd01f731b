"""What people meet for, and how such a meeting is booked, as the administrator fills it in."""

from __future__ import annotations

from portal.facts.fields import Choice, Span, Whole
from portal.facts.kind import NAME, Kind
from portal.facts.several import Several
from portal.facts.texts import Words
from portal.meetings.purposes import (
    CHANGE_UNTIL_HOURS,
    CONTACT_PERSON,
    LONGEST_DAYS,
    SHORTEST_HOURS,
)
from portal.municipality.models import MeetingType, Organisation

RULES = ("rules",)
NOTICE = ("rules", "notice")
BOOKED_BY = (("staff", "Bara personalen"), ("participant", "Deltagaren också"))
MODES = (("visit", "Besök"), ("phone", "Telefon"), ("video", "Videosamtal"))

MEETING_TYPES = Kind(
    "meeting-types",
    MeetingType,
    "Möten",
    "mötet",
    (
        NAME,
        Whole("minutes", "Hur många minuter", is_required=True, least=1, most=24 * 60),
        Choice("bookable_by", "Vem som får boka", is_required=True, words=BOOKED_BY),
        Several(
            "with",
            "Vilka som är med",
            words=((CONTACT_PERSON, "Kontaktpersonen"),),
            hint="Kryssas inget i är det kontaktpersonen.",
            model=Organisation,
            inside=RULES,
        ),
        Several(
            "modes",
            "Så kan man träffas",
            hint="Kryssas inget i är det besök eller telefon.",
            words=MODES,
            inside=RULES,
        ),
        Span("every_weeks", "Med så många veckors mellanrum", inside=RULES, least=1, most=520),
        Whole(
            "sittings",
            "Delas på så många tillfällen",
            hint="Tomt betyder 1.",
            inside=RULES,
            least=1,
            most=20,
        ),
        Whole(
            "shortest_hours",
            "Bokas senast så många timmar innan",
            hint=f"Tomt betyder {SHORTEST_HOURS}.",
            inside=NOTICE,
            most=2000,
        ),
        Whole(
            "longest_days",
            "Bokas tidigast så många dagar innan",
            hint=f"Tomt betyder {LONGEST_DAYS}.",
            inside=NOTICE,
            most=1000,
        ),
        Whole(
            "change_until_hours",
            "Flyttas eller avbokas senast så många timmar innan",
            hint=f"Tomt betyder {CHANGE_UNTIL_HOURS}.",
            inside=NOTICE,
            most=2000,
        ),
        Words("bring", "Ta med", longest=500),
    ),
    may_add=True,
    may_move=True,
    at_first={"rules": {}},
    about="Vad man träffas om, hur länge och med vilka.",
)
