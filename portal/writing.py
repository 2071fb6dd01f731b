"""A text that exists in several languages, and the passage of it that one reader is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ckb", "he", "ur", "yi"})


@dataclass(frozen=True)
class Passage:
    """A piece of text in one language, ready for `lang` and `dir` in HTML."""

    text: str
    lang: str
    is_original: bool = True

    @property
    def html_lang(self) -> str:
        """The language as HTML writes it: empty when it is unknown."""
        return "" if self.lang == "und" else self.lang

    @property
    def dir(self) -> str:
        """`rtl` or `ltr`; `auto` where nobody has said which language it is."""
        if self.lang == "und":
            return "auto"
        return "rtl" if self.lang.split("-")[0] in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True)
class Writing:
    """A text by language (BCP 47); the first is the language it was written in, the others are translations."""

    texts: Mapping[str, str]

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

    def for_reader(self, language: str) -> Passage:
        """The reader's language if we have it, else the words as they were written."""
        if language in self.texts:
            return Passage(self.texts[language], language, language == self.language)
        return Passage(self.original, self.language)
