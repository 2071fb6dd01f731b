"""In which letters a text is written, and whether those are the letters of a language."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache

from portal.i18n import languages


def script(text: str) -> str | None:
    """The script of most letters, by Unicode's name for it (LATIN, ARABIC, ETHIOPIC …); None without letters."""
    counted = Counter(_script(sign) for sign in text if sign.isalpha())
    return counted.most_common(1)[0][0] if counted else None


def is_in_script_of(text: str, language: str) -> bool:
    """Whether a text may be in a language, going by its letters; of a language we do not have nothing is said.

    Each language is known by what its speakers call it: «العربية» is written in Arabic letters.
    """
    known = languages().get(language)
    written_in = script(text)
    return known is None or written_in is None or written_in == script(known.endonym)


@cache
def _script(letter: str) -> str:
    return unicodedata.name(letter, "UNKNOWN").split()[0]
