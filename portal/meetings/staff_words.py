"""What the staff's pages about meetings say: Swedish only."""

from __future__ import annotations

from collections.abc import Iterable

from portal.meetings.models import Attendance, Meeting, MeetingMode
from portal.meetings.refusals import Obstacle, Why

WAYS = {
    MeetingMode.VISIT: "Besök",
    MeetingMode.PHONE: "Telefon",
    MeetingMode.VIDEO: "Video",
}
ATTENDANCE = {
    Attendance.CAME.value: "Kom",
    Attendance.EXCUSED.value: "Hade sagt till",
    Attendance.CANCELLED_BY_US.value: "Vi ställde in",
    Attendance.DID_NOT_COME.value: "Kom inte",
}
"""By value, as the form sends it."""
SIP_WORDS = {
    "measures": "Vilka insatser behövs?",
    "responsible": "Vilka insatser svarar kommunen för, och vilka svarar regionen för?",
    "others": "Vad gör andra än kommunen och regionen?",
    "leads": "Vem har det övergripande ansvaret för planen?",
}
MINUTES_FAULTS = {
    "too-long": "Texten är för lång. Korta den.",
    "nothing": "Skriv något först. En tom anteckning går inte att publicera.",
}
TIME_FAULTS = {
    "no-day": "Välj en dag i kalendern.",
    "no-time": "Välj en tid, eller skriv ett klockslag, till exempel 09:30.",
    "not-a-quarter": "Möten börjar på en kvart: 09:00, 09:15, 09:30 eller 09:45.",
    "no-such-time": "Klockan ställs om den natten: klockslaget finns inte, eller finns två gånger. Välj ett annat.",
    "taken": "Tiden är redan tagen. Välj en av tiderna nedan, eller skriv en annan.",
}
BOOKING_FAULTS = {
    ("purpose", "unknown"): "Välj vad mötet gäller.",
    ("staff", "nobody"): "Välj minst en av oss.",
    ("staff", "unknown"): "Någon av dem kan inte vara med. Välj igen.",
    ("mode", "unknown"): "Välj hur ni möts. Den sortens möte går inte på det sättet.",
    ("video_link", "no-link"): "Klistra in länken till videomötet. Den börjar med https://",
    ("minutes", "unknown"): "Välj hur långt mötet är.",
    ("outsider", "too-long"): "Namnet är för långt.",
    ("outsider", "no-name"): "Skriv namnet på den som kommer därifrån.",
}
WHY = {
    Why.PAST: "Den tiden har redan varit. Välj en tid som kommer.",
    Why.NOT_A_QUARTER: TIME_FAULTS["not-a-quarter"],
    Why.ACROSS_MIDNIGHT: "Mötet går över midnatt. Välj en tidigare tid eller ett kortare möte.",
    Why.STAFF_ONLY: "Den här sortens möte bokar bara vi.",
    Why.CASE_ENDED: "Ärendet är avslutat. Det går inte att boka fler möten.",
}
OBSTACLES = {
    Obstacle.HOLIDAY: "Det är en helgdag.",
    Obstacle.ABSENT: "Någon av er är borta hela dagen.",
    Obstacle.AWAY: "Någon av er är borta då.",
    Obstacle.DUTY: "Någon av er har ansvarsdag, och tiden hålls fri.",
    Obstacle.HOURS: "Tiden ligger utanför bokningsbara tider, eller när huset inte är bemannat.",
}


def way_of(meeting: Meeting) -> str:
    """How they meet, in a word."""
    return WAYS[meeting.mode]


def against(obstacles: Iterable[Obstacle]) -> list[str]:
    """What speaks against a time."""
    return [OBSTACLES[one] for one in obstacles]
