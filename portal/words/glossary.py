"""The whole glossary in Swedish order, and hard words in a text made into links to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from markupsafe import Markup, escape

from portal.words import rights, support, who
from portal.words.word import Word

WORDS = tuple(sorted((*who.WORDS, *support.WORDS, *rights.WORDS), key=lambda one: one.place))
BY_WORD = {word.swedish.lower(): word for word in WORDS}
_ANY = "|".join(re.escape(word) for word in sorted(BY_WORD, key=len, reverse=True))
IN_SWEDISH = re.compile(rf"(?<![\w-])(?:{_ANY})(?![\w-])(?![^<]*>)", re.IGNORECASE)
IN_TRANSLATION = re.compile(rf'<(bdi|span) lang="sv"(?: dir="ltr")?>({_ANY})</\1>', re.IGNORECASE)


def by_letter() -> list[tuple[str, Sequence[Word]]]:
    """The words under the letter they begin with, A to Ö."""
    return [(letter, tuple(words)) for letter, words in groupby(WORDS, lambda one: one.letter)]


def with_links(text: str, page: str, *, is_swedish: bool) -> Markup:
    """The text with each hard word in it linked to its explanation, the first time it stands there.

    In Swedish any word may be one of them; in a translation it is a Swedish official word in brackets.
    Not for text that stands inside a link.
    """
    seen: set[str] = set()

    def link(found: re.Match[str]) -> str:
        word = BY_WORD[(found[0] if is_swedish else found[2]).lower()]
        if word.slug in seen:
            return found[0]
        seen.add(word.slug)
        return f'<a href="{page}#{word.slug}">{found[0]}</a>'

    pattern = IN_SWEDISH if is_swedish else IN_TRANSLATION
    return Markup(pattern.sub(link, str(escape(text))))  # noqa: S704 (escaped above; a match holds no markup of its own)
