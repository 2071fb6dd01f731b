"""What stands in the blanks of a ready-made text, as each language writes it.

A text that is kept is plain: signs of Unicode, and not HTML, keep a number or a name in one piece where it stands in a
text that is written in the other direction (UAX 9: isolates). Where nothing turns around there are none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from babel.lists import format_list

from portal.i18n import SOURCE, Language, in_language, locale_of, message_catalogue
from portal.messages.phrase_papers import PAPERS
from portal.shown import day_in
from portal.writing import Writing

LEFT_TO_RIGHT, OF_ITS_OWN, END = "\u2066", "\u2068", "\u2069"
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn text around; nobody types them, and they could make a number say another."""
TURNED = frozenset({"R", "AL"})
LONGEST = 80
"""Signs of a few words of somebody's own."""


@dataclass(frozen=True)
class Day:
    on: date

    def said(self, language: Language, today: date) -> str | None:
        """«tisdag 24 november», with the year when it is not this one."""
        return day_in(self.on, locale_of(language), today)


@dataclass(frozen=True)
class Time:
    at: time

    def said(self, language: Language, today: date) -> str | None:
        """«09:30», in every language."""
        return number(f"{self.at:%H:%M}", language)


@dataclass(frozen=True)
class Weekday:
    number: int
    """0 is Monday."""

    def said(self, language: Language, today: date) -> str | None:
        name: str = locale_of(language).days["format"]["wide"][self.number]
        return name


@dataclass(frozen=True)
class Phone:
    typed: str

    def said(self, language: Language, today: date) -> str | None:
        return number(self.typed, language)


@dataclass(frozen=True)
class Named:
    """A colleague, or words of somebody's own: as they are, in every language."""

    words: str

    def said(self, language: Language, today: date) -> str | None:
        return apart(self.words, language)


@dataclass(frozen=True)
class Place:
    """One of the places where people meet: in her language where the name is translated, else as the sign says."""

    name: Writing

    def said(self, language: Language, today: date) -> str | None:
        passage = in_language(self.name, language)
        if passage.lang == language.code:
            return swedish_words_apart(passage.text, language)
        return apart(passage.text, language)


@dataclass(frozen=True)
class Papers:
    """Which papers: kinds that have a name in every language, and perhaps another in words of somebody's own."""

    kinds: tuple[str, ...]
    other: str = ""

    def said(self, language: Language, today: date) -> str | None:
        """The papers in a row; None when one of them has no name in that language."""
        names = [in_catalogue(PAPERS[kind], language) for kind in self.kinds]
        known = [swedish_words_apart(name, language) for name in names if name]
        if len(known) != len(names):
            return None
        if self.other:
            known.append(apart(self.other, language))
        return format_list(known, style="standard", locale=locale_of(language))


Value = Day | Time | Weekday | Phone | Named | Place | Papers


def in_catalogue(text: str, language: Language) -> str | None:
    """A text of ours in a language; None where it is not translated."""
    if language.code == SOURCE:
        return text
    found = message_catalogue(language.babel).gettext(text)
    return found if found and found != text else None


def number(text: str, language: Language) -> str:
    """A number or a time, which runs from left to right in every script."""
    return f"{LEFT_TO_RIGHT}{text}{END}" if language.dir == "rtl" else text


def apart(words: str, language: Language) -> str:
    """A name or somebody's own words, kept in one piece where their direction may be another than the text's."""
    runs = {unicodedata.bidirectional(sign) for sign in words}
    turns = "L" in runs or "EN" in runs if language.dir == "rtl" else bool(runs & TURNED)
    return f"{OF_ITS_OWN}{words}{END}" if turns else words


def swedish_words_apart(text: str, language: Language) -> str:
    """A translation whose Swedish official words stand in [[…]], as plain text."""
    before, after = (OF_ITS_OWN, END) if language.dir == "rtl" else ("", "")
    return text.replace("[[", before).replace("]]", after)


def one_line(typed: str) -> str:
    """A few typed words on one line, without signs that cannot be seen and turn or break a text."""
    kept = (
        " " if sign.isspace() else sign
        for sign in typed
        if sign not in DIRECTIONS and (sign.isspace() or unicodedata.category(sign) != "Cc")
    )  # fmt: skip
    return " ".join("".join(kept).split())


def kinds_of(typed: Iterable[str]) -> tuple[str, ...]:
    """The kinds of papers among what was ticked, in their own order."""
    ticked = set(typed)
    return tuple(kind for kind in PAPERS if kind in ticked)
