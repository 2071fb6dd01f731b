"""Several things at once in a form: out of a list to tick, or codes on a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import Base
from portal.exchange.words import language_code
from portal.facts.fields import EMPTY, Around, Field, Line, Typed, Unfit
from portal.i18n import languages
from portal.writing import Writing


@dataclass(frozen=True)
class Several(Field):
    """Any number of things out of several, by their keys; what the list does not know stays."""

    words: tuple[tuple[str, str], ...] = ()
    model: type[Base] | None = None
    """Rows that may be chosen beside the words."""
    by: str = field(default="key", kw_only=True)
    shape = "several"

    def as_typed(self, row: Any) -> dict[str, list[str]]:
        return {self.name: [str(one) for one in self.stored(row) or []]}

    def options(self, db: Session) -> list[tuple[str, str]]:
        if self.model is None:
            return list(self.words)
        name: Any = self.model
        rows: list[tuple[Any, Writing]] = [
            (key, text) for key, text in db.execute(sa.select(getattr(name, self.by), name.name))
        ]
        rows.sort(key=lambda it: it[1].original.casefold() if self.by == "key" else it[0])
        return [*self.words, *((str(key), text.original) for key, text in rows)]

    def read(self, typed: Typed, around: Around) -> list[str]:
        known = dict(self.options(around.db))
        return [key for key in dict.fromkeys(typed.get(self.name, ())) if key in known]

    def put(self, row: Any, value: list[str], around: Around) -> None:
        """Keep the order in which the file had them, and keys that have no words here."""
        known, before = dict(self.options(around.db)), self.stored(row) or []
        kept = [key for key in before if str(key) in value or str(key) not in known]
        had = {str(key) for key in kept}
        settled = [*kept, *(self.meant(key) for key in value if key not in had)]
        if settled != before:
            Field.put(self, row, settled, around)

    def meant(self, key: str) -> Any:
        """What stands in the row for a key that was ticked."""
        return key


@dataclass(frozen=True)
class SeveralNumbers(Several):
    """Any number of things that are known by their numbers, like SKR's classes."""

    def meant(self, key: str) -> int:
        return int(key)


@dataclass(frozen=True)
class SeveralLanguages(Several):
    """Languages out of those of the portal."""

    def options(self, db: Session) -> list[tuple[str, str]]:
        return [(one.code, one.swedish.capitalize()) for one in languages().values()]


@dataclass(frozen=True)
class LanguageCodes(Line):
    """Languages by their codes (BCP 47), in order, with commas between them."""

    def as_typed(self, row: Any) -> dict[str, list[str]]:
        return {self.name: [", ".join(self.stored(row))]}

    def read(self, typed: Typed, around: Around) -> Any:
        codes = (Line.read(self, typed, around) or "").replace(",", " ").split()
        if not codes:
            raise Unfit(EMPTY)
        settled = [language_code(code) for code in codes]
        for code, known in zip(codes, settled, strict=True):
            if known is None:
                raise Unfit(f"{code} är ingen språkkod. Skriv koder som sv, en eller ar.")
        return list(dict.fromkeys(settled))
