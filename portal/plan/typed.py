"""What a caseworker types, read into texts and days, or said plainly what to put right. Staff pages are Swedish."""

from __future__ import annotations

import re
from datetime import date, timedelta

from portal.i18n import SOURCE, languages
from portal.plan.pasted import plain
from portal.plan.script import is_in_script_of
from portal.writing import UNKNOWN_LANGUAGE, Writing

LONGEST_TEXT = 300
"""A step, a goal: one thing, said briefly."""
LONGEST_MORE = 1000
"""Why, what to bring, where, on what ground, why it was paused."""
LONGEST_STORY = 2000
"""Her own words, and the summary of a finished plan."""
FURTHEST = timedelta(days=3653)
"""Ten years: a date beyond is a slip of the finger."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
DATE_AS = "Skriv datumet som år-månad-dag, till exempel 2027-03-01."
DOUBT = (
    "Texten ser ut att vara på ett annat språk än {0}. Är den det? Byt i så fall språk här."
    " Är texten på {0}: spara en gång till."
)


class Faults(Exception):
    """What cannot be kept as it was typed: field → what to do about it."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


class Doubt(ValueError):
    """The letters are not those of the language that was chosen: asked once, by the field of the language."""


def at(field: str, error: ValueError) -> dict[str, str]:
    """By which field something is said."""
    return {"language" if isinstance(error, Doubt) else field: str(error)}


def text(
    typed: str,
    language: str,
    before: Writing | None,
    longest: int = LONGEST_TEXT,
    *,
    is_sure: bool = False,
) -> Writing | None:
    """The words typed; unchanged words keep their translations. Raises ValueError with what to do.

    `is_sure` when she has been asked about the language already, and says that it is that one: else raises `Doubt`.
    """
    words = cleaned(typed)
    if len(words) > longest:
        raise ValueError(f"Texten är {len(words)} tecken. Skriv högst {longest}.")
    if not words:
        return None
    if before and before.original == words and before.language == language:
        return before
    if not is_sure and not is_in_script_of(words, language):
        raise Doubt(DOUBT.format(languages()[language].swedish))
    is_known = language in languages() or (before is not None and language == before.language)
    return Writing.in_(language if is_known else UNKNOWN_LANGUAGE, words)


def cleaned(typed: str) -> str:
    """The words as they are kept: lines end alike, no HTML, nothing invisible that no keyboard makes."""
    return CONTROL.sub("", plain(typed.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def unasked(words: str) -> str:
    """The language of words in a form that does not ask for it: Swedish, unless the letters are not."""
    return SOURCE if is_in_script_of(words, SOURCE) else UNKNOWN_LANGUAGE


def day(typed: str, today: date) -> date | None:
    """The day typed, None for an empty field. Raises ValueError with what to do."""
    if not typed.strip():
        return None
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        raise ValueError(DATE_AS) from None
    if abs(found - today) > FURTHEST:
        raise ValueError(f"Året ser fel ut: {found.year}. Välj en dag inom tio år.")
    return found
