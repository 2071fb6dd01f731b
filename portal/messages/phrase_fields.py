"""The fields of a ready-made text's blanks, as a form shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from portal.i18n import SOURCE, Language, in_language, locale_of
from portal.messages.phrase_form import OTHER, Choices, Typed
from portal.messages.phrase_papers import PAPERS
from portal.messages.phrase_values import in_catalogue, swedish_words_apart
from portal.messages.phrases import BLANKS, Kind, Phrase
from portal.writing import Passage, Writing

Options = list[tuple[str, Passage]]


@dataclass(frozen=True)
class Field:
    """One blank."""

    name: str
    kind: Kind
    label: str
    typed: list[str]
    """What was typed or chosen; of several fields of one name each."""
    options: Options
    """What can be chosen."""
    other: str | None
    """Words of one's own beside the choice; None where there is only the choice."""
    fault: str | None

    @property
    def value(self) -> str:
        return self.typed[0] if self.typed else ""


@dataclass(frozen=True)
class Words:
    """What the fields are called and what is said of a fault, on one side's pages."""

    label: Callable[[str], str]
    fault: Callable[[str], str]


def fields(
    phrase: Phrase,
    typed: Typed,
    choices: Choices,
    reader: Language,
    words: Words,
    faults: Mapping[str, str],
) -> list[Field]:
    """The fields of all blanks, with what was typed in them."""
    return [
        Field(
            name=name,
            kind=BLANKS[name],
            label=words.label(name),
            typed=[*typed.get(name, ())],
            options=_options(BLANKS[name], choices, reader),
            other=_other(name, typed),
            fault=words.fault(faults[name]) if name in faults else None,
        )
        for name in phrase.blanks
    ]


def kept(phrase: Phrase, typed: Typed) -> Iterator[tuple[str, str]]:
    """Everything that was typed in the blanks, to be sent along with a form that shows none of them."""
    for name in phrase.blanks:
        for field in (name, name + OTHER):
            yield from ((field, value) for value in typed.get(field, ()))


def _other(name: str, typed: Typed) -> str | None:
    if BLANKS[name] not in {Kind.PAPERS, Kind.PLACE}:
        return None
    return next(iter(typed.get(name + OTHER, ())), "")


def _options(kind: Kind, choices: Choices, reader: Language) -> Options:
    if kind is Kind.PAPERS:
        return [(key, _paper(name, reader)) for key, name in PAPERS.items()]
    if kind is Kind.PLACE:
        return [(str(key), _place(name, reader)) for key, name in choices.places.items()]
    if kind is Kind.COLLEAGUE:
        return [
            (str(key), Passage(one.name, reader.code)) for key, one in choices.colleagues.items()
        ]
    if kind is Kind.WEEKDAY:
        names = locale_of(reader).days["format"]["wide"]
        return [(str(number), Passage(names[number], reader.code)) for number in range(7)]
    return []


def _place(name: Writing, reader: Language) -> Passage:
    found = in_language(name, reader)
    return replace(found, text=swedish_words_apart(found.text, reader))


def _paper(name: str, reader: Language) -> Passage:
    found = in_catalogue(name, reader)
    if found is None:
        return Writing.in_(SOURCE, name).for_reader(reader.code)
    return Passage(swedish_words_apart(found, reader), reader.code)
