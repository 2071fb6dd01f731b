"""The portal's Swedish is plain (språklagen 2009:600, 11 §: «vårdat, enkelt och begripligt»).

LIX, läsbarhetsindex (C. H. Björnsson, «Läsbarhet», 1968): words / sentences + 100 × long words / words, where
a long word has more than six letters.
Below 30 is very easy to read (children's books), 30 to 40 easy (fiction), above 50 hard (official writing).
A sentence ends with a full stop, a colon, or where a heading or a button ends. Since those make the whole easy,
running text is also counted alone. The catalogue holds no staff page, and no headword of the page of hard words:
what belongs to the office may stand there, with its explanation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from portal import translating

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
SENTENCE_END = re.compile(r"[.!?:](?:\s+|$)")
WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*|\d+")
LONG = 6
WHOLE, ONE = 30, 40
LONGEST_SENTENCE = 18

AVOIDED = re.compile(
    r"\b(?:"
    r"aktualiser\w*|verkställ\w*|progression\w*|delaktig\w*|motprestation\w*|sanktion\w*|klient\w*|brukar\w{0,3}"
    r"|hinder|hindren|hindret|arbetsför|arbetsföra|insats|insatsen|insatser|insatserna"
    r")\b",
    re.IGNORECASE,
)
"""The glossary's words to avoid, as whole words with their endings; «insats» inside a longer word may stand."""

TEXTS = sorted(
    {
        text
        for message in translating.messages()
        if message.id
        for text in ((message.id,) if isinstance(message.id, str) else message.id)
    }
)


@dataclass(frozen=True)
class Count:
    """How many words, long words and sentences some text has."""

    words: int
    long: int
    sentences: int

    @property
    def lix(self) -> float:
        return self.words / self.sentences + 100 * self.long / self.words


def count(text: str) -> Count:
    """Count a text; what is put into it counts as a short word: a name, a day, an amount."""
    plain = PLACEHOLDER.sub("X", text)
    words = WORD.findall(plain)
    sentences = [one for one in SENTENCE_END.split(plain) if WORD.search(one)]
    long = [word for word in words if len(word.replace("-", "")) > LONG]
    return Count(len(words), len(long), len(sentences))


def whole(texts: list[str]) -> Count:
    counts = [one for one in map(count, texts) if one.words]
    return Count(
        *(sum(getattr(one, part) for one in counts) for part in ("words", "long", "sentences"))
    )


def test_lix_is_counted_as_it_is_defined() -> None:
    assert count("Du har en plan. Den heter handlingsplan.") == Count(7, 1, 2)
    assert count("Du har en plan. Den heter handlingsplan.").lix == pytest.approx(3.5 + 100 / 7)
    assert count("Ring %(name)s") == Count(2, 0, 1)


def test_all_that_the_portal_says_is_very_easy_to_read() -> None:
    assert whole(TEXTS).lix <= WHOLE
    running = [text for text in TEXTS if text.endswith((".", "?"))]
    assert whole(running).lix <= WHOLE


@pytest.mark.parametrize(
    "text", [one for one in TEXTS if count(one).sentences >= 3 or count(one).words > 20]
)
def test_no_longer_text_is_hard(text: str) -> None:
    assert count(text).lix <= ONE, text


def test_no_sentence_is_long() -> None:
    sentences = [one for text in TEXTS for one in SENTENCE_END.split(text) if WORD.search(one)]
    assert not [one for one in sentences if count(one).words > LONGEST_SENTENCE]


def test_words_that_belong_to_the_office_are_not_said_to_her() -> None:
    said = [text for text in TEXTS if AVOIDED.search(text)]
    assert not said


def test_nobody_shouts() -> None:
    assert not [text for text in TEXTS if "!" in text]
