"""Whether a text is plain Swedish (språklagen 2009:600, 11 §), and what would make it easier: hints, never a hindrance.

LIX, läsbarhetsindex (C. H. Björnsson, «Läsbarhet», 1968): words / sentences + 100 × long words / words, where
a long word has more than six letters. Below 30 is very easy to read (children's books), 30 to 40 easy (fiction),
above 50 hard (official writing). A sentence ends with a full stop, a question mark, a colon, or with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

LONG_WORD = 6
"""A word with more letters is long."""
LONG_SENTENCE = 15
"""A sentence with more words is long for somebody who is learning Swedish."""
EASY, RATHER_HARD = 30, 40
"""LIX up to the first is easy, up to the second rather hard, above it hard."""
FEWEST_WORDS = 6
"""Of a shorter text the figure says nothing: two long words make 102."""

SENTENCE_END = re.compile(r"[.!?:](?:\s+|$)|\s*\n\s*")
WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+")


@dataclass(frozen=True)
class Avoided:
    """A word of the office that is not said to her, and what to say instead."""

    word: str
    forms: str
    """The word with its endings, as a regular expression for whole words."""
    instead: str


AVOIDED = (
    Avoided("aktualisera", r"aktualiser\w*", "Skriv «anmäla»."),
    Avoided("verkställa", r"verkställ\w*", "Skriv «göra»."),
    Avoided("progression", r"progression\w*", "Skriv «steg framåt»."),
    Avoided("insats", r"insats|insatsen|insatser|insatserna", "Skriv «stöd»."),
    Avoided("delaktig", r"delaktig\w*", "Skriv att hon är med och bestämmer."),
    Avoided("motprestation", r"motprestation\w*", "Skriv vad ni har kommit överens om."),
    Avoided("sanktion", r"sanktion\w*", "Skriv vad som kan hända, och hur man överklagar."),
    Avoided("klient", r"klient\w*", "Skriv «du»."),
    Avoided("brukare", r"brukar\w{0,3}", "Skriv «du»."),
    Avoided("hinder", r"hinder|hindren|hindret", "Skriv «det som är svårt»."),
    Avoided("arbetsför", r"arbetsför|arbetsföra", "Skriv «kan arbeta»."),
)
"""The glossary's words to avoid, the only list of them; «insats» inside a longer word may stand."""
SAID = re.compile(rf"\b(?:{'|'.join(one.forms for one in AVOIDED)})\b", re.IGNORECASE)


class About(StrEnum):
    """What a hint is about."""

    WORD = "word"
    SENTENCE = "sentence"
    FIGURE = "figure"


class Level(StrEnum):
    """How a text reads, in words."""

    EASY = "lätt"
    RATHER_HARD = "lite svår"
    HARD = "svår"


@dataclass(frozen=True)
class Hint:
    """One thing to know about a text that is being written; nothing is refused for it."""

    about: About
    said: str
    """The hint itself in plain Swedish, ready to be shown to staff."""
    passage: str = ""
    """The words of the text that it is about; empty when it is about the whole."""
    is_well: bool = False
    """Whether it says that all is well: the figure of an easy text."""


@dataclass(frozen=True)
class Count:
    """How many words, long words and sentences some text has."""

    words: int
    long: int
    sentences: int

    @property
    def lix(self) -> float:
        """The readability figure; needs at least one word."""
        return self.words / self.sentences + 100 * self.long / self.words

    @property
    def level(self) -> Level:
        if self.lix <= EASY:
            return Level.EASY
        return Level.RATHER_HARD if self.lix <= RATHER_HARD else Level.HARD


def count(text: str) -> Count:
    """Count the words, the long words and the sentences of a text."""
    words = WORD.findall(text)
    long = [word for word in words if len(word.replace("-", "")) > LONG_WORD]
    return Count(len(words), len(long), len(sentences(text)))


def sentences(text: str) -> list[str]:
    """The sentences of a text that hold a word."""
    return [one.strip() for one in SENTENCE_END.split(text) if WORD.search(one)]


def hints(text: str) -> list[Hint]:
    """What would make a text easier to read, and how it reads as a whole; nothing for an empty text.

    Words to avoid come first, then long sentences, then the figure (for at least six words).
    """
    return [*_words(text), *_long_sentences(text), *_figure(text)]


def _words(text: str) -> Iterator[Hint]:
    for one in AVOIDED:
        found = re.search(rf"\b(?:{one.forms})\b", text, re.IGNORECASE)
        if found:
            yield Hint(About.WORD, f"«{found[0]}» är svårt. {one.instead}", found[0])


def _long_sentences(text: str) -> Iterator[Hint]:
    for sentence in sentences(text):
        words = count(sentence).words
        if words > LONG_SENTENCE:
            start = " ".join(sentence.split()[:4])
            said = f"Meningen «{start} …» har {words} ord. Dela den i två."
            yield Hint(About.SENTENCE, said, sentence)


def _figure(text: str) -> Iterator[Hint]:
    counted = count(text)
    if counted.words < FEWEST_WORDS:
        return
    advice = {
        Level.EASY: "",
        Level.RATHER_HARD: " Pröva kortare ord.",
        Level.HARD: " Dela meningarna, och byt långa ord mot korta.",
    }
    said = f"Texten är {counted.level} att läsa (LIX {counted.lix:.0f}).{advice[counted.level]}"
    yield Hint(About.FIGURE, said, is_well=counted.level is Level.EASY)
