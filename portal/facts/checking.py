"""Translations that are to be checked, and keeping what somebody has read. Knows no web."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.facts import editing
from portal.facts.editing import ChangedMeanwhile, Faults
from portal.facts.fields import Unfit, fit, tidy
from portal.facts.kind import Kind
from portal.facts.kinds import KINDS
from portal.facts.texts import Words
from portal.facts.translations import read_again, readers, to_check, where_from
from portal.i18n import Language, in_language, languages
from portal.people.models import Staff
from portal.writing import Passage, Writing


@dataclass(frozen=True)
class Standing:
    """One text where it stands: in which field of which fact, and as which of several."""

    kind: Kind
    row: Any
    field: Words
    number: int
    text: Writing


@dataclass(frozen=True)
class ToCheck:
    """A translation that says what the text said before it was changed."""

    at: Standing
    reader: Language


@dataclass(frozen=True)
class Shown:
    """What readers of one language are shown of a text, and whose words they are."""

    reader: Language
    passage: Passage
    where_from: str
    own: str
    """The text's own translation, also one that is to be checked; empty when it has none."""
    is_to_check: bool


def shown(text: Writing) -> list[Shown]:
    """A text for everybody who reads another language than it was written in."""
    return [
        Shown(
            reader=one,
            passage=(passage := in_language(text, one)),
            where_from=where_from(text, passage),
            own=text.texts.get(one.code, ""),
            is_to_check=text.is_outdated(one.code),
        )
        for one in readers(text)
    ]


def counts(db: Session) -> list[tuple[Kind, int]]:
    """Every kind of facts, with how many there are."""
    return [(kind, len(editing.rows(db, kind))) for kind in KINDS.values()]


def waiting(db: Session) -> list[ToCheck]:
    """All translations that are to be checked, text by text."""
    return [
        ToCheck(at, languages()[code])
        for kind in KINDS.values()
        for row in editing.rows(db, kind)
        for at in standings(kind, row)
        for code in to_check(at.text)
        if code in languages()
    ]


def standings(kind: Kind, row: Any) -> list[Standing]:
    """Every text of a fact."""
    return [
        Standing(kind, row, field, number, text)
        for field in kind.texts
        for number, text in enumerate(field.texts(row))
    ]


def standing(kind: Kind, row: Any, name: str, *, was: str = "", number: int = 0) -> Standing:
    """One text of a fact: the one that says what it said when it was opened, else the one at that place.

    Raises `LookupError` when there is none.
    """
    found = [at for at in standings(kind, row) if at.field.name == name]
    same = [at for at in found if at.text.original == tidy(was)]
    return next(iter(same), None) or found[min(max(number, 0), len(found) - 1)]


def keep(at: Standing, was: str, typed: Mapping[str, str], by: Staff, today: date) -> None:
    """Keep the translations of one text, each as somebody has now read or written it.

    `typed` has, per language, `text-ar`, what stood there when it was opened (`had-ar`), and `sure-ar` when
    it is right as it stands. Raises `Faults`, and `ChangedMeanwhile` when the text or the translation is another now.
    """
    settled, faults = _read(at, typed)
    if faults:
        raise Faults(faults)
    is_other = any(
        tidy(typed.get(f"had-{code}", "")) != tidy(at.text.texts.get(code, "")) for code in settled
    )
    if is_other or tidy(was) != at.text.original:
        raise ChangedMeanwhile
    text = at.text
    for code, words in settled.items():
        text = read_again(text, code, words, by.name, today)
    if settled:
        at.field.with_text(at.row, at.number, text)


def _read(at: Standing, typed: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """By language, the translations that are other than they were or that somebody says are right; and faults."""
    settled, faults = {}, {}
    for code in (reader.code for reader in readers(at.text) if f"text-{reader.code}" in typed):
        words = tidy(typed[f"text-{code}"])
        is_sure = f"sure-{code}" in typed and bool(words)
        if not is_sure and words == tidy(typed.get(f"had-{code}", "")):
            continue
        try:
            settled[code] = fit(words, at.field.longest)
        except Unfit as unfit:
            faults[f"text-{code}"] = str(unfit)
    return settled, faults
