"""How results are said: shares, how sure they are, and why a number is not there. Staff pages are Swedish."""

from __future__ import annotations

from portal.feedback import rates
from portal.half_years import HalfYear
from portal.results.hiding import LEAST, LEAST_IN_CROSS_TABLES
from portal.results.intervals import Difference, Share
from portal.results.outcomes import LedTo
from portal.results.progress_made import Moved, Went
from portal.results.timeliness import Changes, InTime

HIDDEN = "–"
WHY_HIDDEN = (
    f"Ett streck (–) betyder att siffran inte visas: färre än {LEAST} personer, eller så skulle en grupp på färre än"
    f" {LEAST_IN_CROSS_TABLES} gå att räkna fram."
)
LED_TO = {
    LedTo.WORK: "Till arbete",
    LedTo.STUDIES: "Till studier",
    LedTo.OTHER: "Annat",
    LedTo.UNKNOWN: "Inte ifyllt",
}

LANGUAGES = {rates.SWEDISH: "De som läser svenska", rates.OTHER: "De som läser andra språk"}
WENT = {Went.HIGHER: "högre", Went.SAME: "lika", Went.LOWER: "lägre"}


def progress(moved: Moved) -> str:
    """How sure the share that went higher is, in words."""
    if moved.higher is None:
        return ""
    return f"Av alla som deltar skattar troligen {between(moved.higher)} högre."


def rate(number: int | None) -> str:
    """A number of an answer rate, or the sign that it is not given out."""
    return HIDDEN if number is None else str(number)


def half_year(code: str) -> str:
    """A half-year in words."""
    return HalfYear.coded(code).words


def per_cent(value: float) -> str:
    """A share as a whole number of hundredths."""
    return f"{100 * value:.0f} %"


def between(share: Share) -> str:
    """Between what the true share lies."""
    return f"{100 * share.low:.0f}–{100 * share.high:.0f} %"


def compared(against: Difference | None) -> str:
    """How a line differs from all others: said only when it is more than chance."""
    if against is None or not against.is_sure:
        return ""
    return "bättre än övriga" if against.value > 0 else "sämre än övriga"


def in_time(one: InTime) -> str:
    """How many were in time."""
    return HIDDEN if one.share is None else f"{one.share.of_them} av {one.share.number}"


def changes(one: Changes) -> str:
    """How often contact persons changed for each participant."""
    if one.a_participant is None:
        return HIDDEN
    return f"{one.a_participant:.2f}".replace(".", ",")


def middle(one: InTime) -> str:
    """How long it took in the middle, in days."""
    return "" if one.middle is None else f"{one.middle:.0f}"
