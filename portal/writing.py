"""A text that exists in several languages, and the passage of it that one reader is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb", "he", "ur", "yi"})


UNKNOWN_LANGUAGE = "und"
"""Nobody has said which language some words are in (BCP 47); the page lets the browser find the direction."""
WHO = "@"
"""Where the stored form of a text keeps who made its translations; no language is called so."""


@dataclass(frozen=True)
class Translated:
    """Who made a translation, and when (ISO date); `by` is empty when a machine did."""

    by: str
    on: str
    is_outdated: bool = False
    """The original was changed afterwards: the translation is to be checked."""

    @property
    def is_machine(self) -> bool:
        return not self.by


BEGINNING = 90
"""How many signs of a text stand in a row of a list."""


@dataclass(frozen=True)
class Passage:
    """A piece of text in one language, ready for `lang` and `dir` in HTML."""

    text: str
    lang: str
    is_original: bool = True
    translated: Translated | None = None
    """Known where a person or a machine translated it for the portal, not where the text came with its translations."""

    @property
    def html_lang(self) -> str:
        """The language as HTML writes it: empty when it is unknown."""
        return "" if self.lang == UNKNOWN_LANGUAGE else self.lang

    @property
    def dir(self) -> str:
        """`rtl` or `ltr`; `auto` where nobody has said which language it is."""
        if self.lang == UNKNOWN_LANGUAGE:
            return "auto"
        return "rtl" if self.lang.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Writing:
    """A text by language (BCP 47); the first is the language it was written in, the others are translations."""

    texts: Mapping[str, str]
    translated: Mapping[str, Translated] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.texts:
            raise ValueError("a text needs at least one language")

    @classmethod
    def in_(cls, language: str, text: str) -> Writing:
        return cls({language: text})

    @property
    def language(self) -> str:
        return next(iter(self.texts))

    @property
    def original(self) -> str:
        return self.texts[self.language]

    def is_outdated(self, language: str) -> bool:
        """Whether the translation in that language says what the original said before it was changed."""
        made = self.translated.get(language)
        return made is not None and made.is_outdated

    def for_reader(self, language: str) -> Passage:
        """The reader's language if we have it, else the words as they were written.

        An outdated translation is not shown: a right or a time that no longer holds is worse than Swedish.
        """
        if language in self.texts and not self.is_outdated(language):
            is_original = language == self.language
            return Passage(
                self.texts[language], language, is_original, self.translated.get(language)
            )
        return Passage(self.original, self.language)

    def with_translation(self, language: str, text: str, who: Translated) -> Writing:
        """The same text with a translation more, or with another one in that language."""
        return Writing({**self.texts, language: text}, {**self.translated, language: who})

    def knowing(self, before: Writing) -> Writing:
        """The same text with the translations that were made of these very words before, and who made them.

        Another translation that comes with the text goes first.
        """
        if self.original != before.original:
            return self
        made = {
            language: who
            for language, who in before.translated.items()
            if self.texts.get(language, before.texts[language]) == before.texts[language]
            and (language not in self.texts or self.is_outdated(language) == who.is_outdated)
        }
        texts = {language: before.texts[language] for language in made}
        return Writing({**self.texts, **texts}, {**self.translated, **made})

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> Writing:
        """The text from its stored form."""
        who = {language: Translated(*facts) for language, facts in kept.get(WHO, {}).items()}
        return cls({key: text for key, text in kept.items() if key != WHO}, who)

    def to_store(self) -> dict[str, Any]:
        """A form of plain mappings, which `stored` reads back."""
        if not self.translated:
            return dict(self.texts)
        who = {
            language: [one.by, one.on, one.is_outdated] for language, one in self.translated.items()
        }
        return {**self.texts, WHO: who}


def beginning(writing: Writing) -> Writing:
    """The first words of a text, in each of its languages, so that it is one row of a list."""
    if all(len(text) <= BEGINNING for text in writing.texts.values()):
        return writing
    return Writing(
        {
            language: shorten(text, BEGINNING, placeholder=" …") or text[:BEGINNING]
            for language, text in writing.texts.items()
        },
        writing.translated,
    )
