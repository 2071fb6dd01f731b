"""What the page about a colleague's meetings says of what was done, and of why something could not be."""

from __future__ import annotations

from portal.meetings.affected import Against
from portal.meetings.models import MeetingMode
from portal.meetings.rebooking import Outcome, Result

MODES = {
    MeetingMode.VISIT: "besök",
    MeetingMode.PHONE: "telefon",
    MeetingMode.VIDEO: "video",
}
AGAINST = {
    Against.TAKEN: "Du har ett annat möte då.",
    Against.ABSENT: "Du är själv borta då.",
    Against.AWAY: "Du har lagt in att du är borta då.",
    Against.DUTY: "Det ligger under din ansvarstid, som annars hålls fri.",
    Against.PROTECTED: "Du är inte utsedd för deltagaren, så du kan inte ta över det.",
}
OUTCOMES = {
    Outcome.TAKEN_OVER: "Du tar över.",
    Outcome.MOVED: "Mötet är flyttat.",
    Outcome.OFFERED: "En ny tid är erbjuden. Deltagaren svarar, eller väljer en annan.",
    Outcome.CANCELLED: "Mötet är avbokat. Deltagaren kan välja en ny tid.",
    Outcome.NOT_FREE: "Tiden är inte ledig. Mötet står kvar.",
    Outcome.NO_TIME: "Ingen ledig tid finns efter frånvaron. Mötet står kvar.",
    Outcome.CHANGED: "Någon har redan ändrat mötet. Se hur det är nu.",
}


def said(result: Result) -> str:
    """A sentence or two about what became of one meeting."""
    if result.against:
        return f"Mötet står kvar. {' '.join(AGAINST[one] for one in result.against)}"
    return OUTCOMES[result.outcome]
