"""What becomes of a text's translations when the text is changed, and of one when somebody has read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portal.i18n import SOURCE, Language, in_catalogue, in_language, languages
from portal.writing import Passage, Translated, Writing

FROM_FILE = "kommunens fil"
FROM_CATALOGUE = "portalens översättning"


def rewritten(before: Writing | None, words: str, language: str, on: date) -> Writing:
    """A text after its original was changed: every translation stays, to be checked.

    One that came from the portal's catalogue is taken into the text, since the catalogue knows only the old words.
    """
    if before is None:
        return Writing.in_(language, words)
    if words == before.original:
        return before
    texts, made = {before.language: words}, {}
    for code, (text, who) in _translations(before, on).items():
        reader = languages().get(code)
        if reader and before.language == SOURCE and in_catalogue(words, reader) == text:
            continue  # the old words are back, and the catalogue knows them
        texts[code], made[code] = text, replace(who, is_outdated=True)
    return Writing(texts, made)


def _translations(text: Writing, on: date) -> dict[str, tuple[str, Translated]]:
    """Each translation of a text, its own before the catalogue's, with who made it."""
    found = {}
    for reader in languages().values():
        passage = in_language(text, reader)
        if passage.lang == reader.code and reader.code != text.language:
            found[reader.code] = (passage.text, Translated(FROM_CATALOGUE, on.isoformat()))
    for code, words in text.texts.items():
        if code != text.language and not (code in found and text.is_outdated(code)):
            who = text.translated.get(code) or Translated(FROM_FILE, on.isoformat())
            found[code] = (words, who)
    return found


def read_again(text: Writing, code: str, words: str, by: str, on: date) -> Writing:
    """The text with a translation that somebody has just read or written; without it when no words are left."""
    if words:
        return text.with_translation(code, words, Translated(by, on.isoformat()))
    return Writing(
        {key: one for key, one in text.texts.items() if key != code},
        {key: one for key, one in text.translated.items() if key != code},
    )


def to_check(text: Writing) -> list[str]:
    """The languages whose translation says what the text said before."""
    return [code for code in text.texts if text.is_outdated(code)]


def readers(text: Writing) -> list[Language]:
    """Everybody who reads a text in another language than it was written in."""
    return [one for one in languages().values() if one.code != text.language]


def where_from(text: Writing, passage: Passage) -> str:
    """In plain words: whose the passage is that readers are shown."""
    if passage.lang == text.language:
        return "Visas på det språk den skrevs på."
    if passage.lang not in text.texts or text.is_outdated(passage.lang):
        return "Portalens översättning."
    who = text.translated.get(passage.lang)
    return f"Översatt av {who.by}, {who.on}." if who and who.by else "Översatt i kommunens fil."
