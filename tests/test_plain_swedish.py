"""The portal's Swedish is plain (språklagen 2009:600, 11 §: «vårdat, enkelt och begripligt»).

It is measured with the same measure that helps caseworkers write: LIX, in `portal.plan.plain`. There a sentence
also ends where a heading or a button ends. Since those make the whole easy, running text is also counted alone.
The catalogue holds no staff page, and no headword of the page of hard words: what belongs to the office may
stand there, with its explanation.
"""

from __future__ import annotations

import re

import pytest

from portal import translating
from portal.plan import plain
from portal.plan.plain import Count

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
WHOLE, ONE = plain.EASY, plain.RATHER_HARD
LONGEST_SENTENCE = 18

TEXTS = sorted(
    {
        text
        for message in translating.messages()
        if message.id
        for text in ((message.id,) if isinstance(message.id, str) else message.id)
    }
)


def count(text: str) -> Count:
    """Count a text; what is put into it counts as a short word: a name, a day, an amount."""
    return plain.count(PLACEHOLDER.sub("X", text))


def whole(texts: list[str]) -> Count:
    counts = [one for one in map(count, texts) if one.words]
    return Count(
        *(sum(getattr(one, part) for one in counts) for part in ("words", "long", "sentences"))
    )


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
    sentences = [one for text in TEXTS for one in plain.sentences(text)]
    assert not [one for one in sentences if count(one).words > LONGEST_SENTENCE]


def test_words_that_belong_to_the_office_are_not_said_to_her() -> None:
    said = [text for text in TEXTS if plain.SAID.search(text)]
    assert not said


def test_nobody_shouts() -> None:
    assert not [text for text in TEXTS if "!" in text]
