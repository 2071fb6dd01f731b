"""Texts for people, each with its translations, as fields of a form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.facts.fields import EMPTY, Around, Field, Typed, Unfit, fit, one, tidy
from portal.facts.translations import rewritten
from portal.writing import Writing

MOST = 30
"""So many texts one list may have."""


@dataclass(frozen=True)
class Words(Field):
    """A text in its own language; the translations have a form of their own."""

    longest: int = 2000
    shape = "words"

    def texts(self, row: Any) -> list[Writing]:
        """What there is to translate."""
        stored = self.stored(row)
        return [stored] if stored else []

    def with_text(self, row: Any, number: int, text: Writing) -> None:
        """Keep the text with other translations."""
        setattr(row, self.name, text)

    def as_typed(self, row: Any) -> dict[str, list[str]]:
        stored = self.stored(row)
        return {self.name: [stored.original if stored else ""]}

    def read(self, typed: Typed, around: Around) -> Any:
        text = fit(one(typed, self.name), self.longest)
        if not text and self.is_required:
            raise Unfit(EMPTY)
        return text or None

    def put(self, row: Any, value: Any, around: Around) -> None:
        before = self.stored(row)
        if value != (before.original if before else None):
            new = rewritten(before, value, around.language, around.today) if value else None
            setattr(row, self.name, new)


@dataclass(frozen=True)
class WordList(Words):
    """Several texts in order. What each said before stands beside it, so that its translations stay with it."""

    longest: int = 500
    shape = "list"

    def texts(self, row: Any) -> list[Writing]:
        return list(self.stored(row) or [])

    def with_text(self, row: Any, number: int, text: Writing) -> None:
        texts = self.texts(row)
        setattr(row, self.name, [*texts[:number], text, *texts[number + 1 :]])

    def as_typed(self, row: Any) -> dict[str, list[str]]:
        originals = [text.original for text in self.texts(row)]
        return {self.name: [*originals, ""], f"{self.name}-was": [*originals, ""]}

    def read(self, typed: Typed, around: Around) -> list[tuple[str, str]]:
        """What each text was, and what it is to be."""
        before = [*typed.get(f"{self.name}-was", ())]
        texts = [tidy(text) for text in typed.get(self.name, ())]
        for number, text in enumerate(texts):
            try:
                fit(text, self.longest)
            except Unfit as unfit:
                raise Unfit(str(unfit), f"{self.name}-{number}") from None
        before += [""] * (len(texts) - len(before))
        pairs = [(tidy(was), text) for was, text in zip(before, texts, strict=False) if text]
        if len(pairs) > MOST:
            raise Unfit(f"Här får stå högst {MOST} texter.", f"{self.name}-0")
        return pairs

    def put(self, row: Any, value: list[tuple[str, str]], around: Around) -> None:
        left = self.texts(row)
        settled = []
        for was, text in value:
            before = next((one for one in left if one.original == was), None)
            if before:
                left.remove(before)
            settled.append(rewritten(before, text, around.language, around.today))
        if settled != self.texts(row):
            setattr(row, self.name, settled)

    def said(self, typed: Typed, db: Session) -> list[str]:
        return [text for text in typed.get(self.name, ()) if text.strip()]
