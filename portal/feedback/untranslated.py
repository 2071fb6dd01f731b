"""Which texts of a questionnaire its readers are shown in Swedish, because nobody has translated them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal.feedback.questions import Question
from portal.i18n import SOURCE, Language, languages
from portal.translators.wanting import is_readable
from portal.writing import Writing


def untranslated(asked: Sequence[Question]) -> list[tuple[Language, list[str]]]:
    """For each language that lacks something: the Swedish texts that it lacks, in the order of the questions."""
    texts = [text for one in asked for text in _texts(one)]
    found = [
        (reader, list(dict.fromkeys(one.original for one in texts if not is_readable(one, reader))))
        for reader in languages().values()
        if reader.code != SOURCE
    ]
    return [(reader, lacks) for reader, lacks in found if lacks]


def _texts(question: Question) -> Iterator[Writing]:
    yield question.text
    if question.hint:
        yield question.hint
    yield from (option.text for option in question.options)
