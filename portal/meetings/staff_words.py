"""What the staff's pages about meetings say: Swedish only."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.meetings.calendar import wall
from portal.meetings.for_participant import interpreter_for, says_no_interpreter
from portal.meetings.hours_form import Unfit, is_one_day
from portal.meetings.models import Attendance, Meeting, MeetingMode
from portal.meetings.refusals import Obstacle, Why
from portal.meetings.supply_models import BookableHours
from portal.people.models import AbsenceKind, Participant
from portal.plan.models import WeeklyHour
from portal.shown import day, weekday
from portal.translators.wording import language_name

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
    "not-yet": "Mötet har inte börjat än. Spara bara för oss nu, och publicera efter mötet.",
    "called-off": "Mötet är inställt. Texten går inte att publicera, men du kan spara den bara för oss.",
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
    ("place", "missing"): "Välj platsen för besöket.",
    ("video_link", "no-link"): "Klistra in länken till videomötet. Den börjar med https://",
    ("minutes", "unknown"): "Välj hur långt mötet är.",
    ("outsider", "too-long"): "Namnet är för långt.",
    ("outsider", "no-name"): "Skriv namnet på den som kommer därifrån.",
}
KINDS = {
    AbsenceKind.ILL.value: "Sjuk",
    AbsenceKind.CARE_OF_CHILD.value: "Vård av barn",
    AbsenceKind.HOLIDAY.value: "Ledig",
    AbsenceKind.OTHER.value: "Annat",
}
HOURS_FAULTS = {
    "no-day": "Välj en dag i kalendern.",
    "past": "Den dagen har redan varit. Välj i dag eller en senare dag.",
    "too-far": "Dagen är mer än två år bort. Välj en närmare dag.",
    "holiday": "Det är en helgdag, och då är det stängt. Välj en annan dag.",
    "before-from": "Sista dagen är före den första. Välj samma dag eller en senare.",
    "no-time": "Skriv ett klockslag, till exempel 09:30.",
    "not-a-quarter": "Skriv en hel kvart: 09:00, 09:15, 09:30 eller 09:45.",
    "before-starts": "Sluttiden är före starttiden. Välj ett senare klockslag.",
    "unknown": "Välj något i listan.",
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


def way_word(mode: MeetingMode) -> str:
    """A way to meet, in a word."""
    return WAYS[mode]


def way_of(meeting: Meeting) -> str:
    """How they meet, in a word."""
    return WAYS[meeting.mode]


def hours_faults(unfit: Unfit) -> dict[str, str]:
    """What is to be put right in hours, by field."""
    known = unfit.overlaps
    if known is None:
        return {field: HOURS_FAULTS[what] for field, what in unfit.faults.items()}
    times = f"{wall(known.starts)}–{wall(known.ends)}"
    if isinstance(known, BookableHours) and not is_one_day(known):
        when = f"varje {weekday(known.weekday)}"
    else:
        when = day(known.from_on if isinstance(known, BookableHours) else known.on)
    return {"starts": f"Det krockar med {when} {times}, som redan finns. Ändra den i stället."}


def interpreter_words(db: Session, participant: Participant) -> str:
    """Which interpreter she needs, that she needs none, or that nothing is known of it."""
    if found := interpreter_for(db, participant):
        return f"Behöver tolk: {language_name(found.language)}"
    return no_interpreter_words(db, participant)


def no_interpreter_words(db: Session, participant: Participant) -> str:
    """The same for somebody of whom no need is noted."""
    is_said = says_no_interpreter(db, participant)
    return "Behöver ingen tolk" if is_said else "Inget är sagt om tolk"


def against(obstacles: Iterable[Obstacle], hers: Iterable[WeeklyHour] = ()) -> list[str]:
    """What speaks against a time, with us and in the participant's week."""
    week = [
        f"Det krockar med deltagarens vecka: {one.step.text.original} {one.starts}–{one.ends}."
        for one in hers
    ]
    return [*(OBSTACLES[one] for one in obstacles), *week]
