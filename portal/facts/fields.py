"""What stands in a form about one fact: how it is shown, read from what was typed, and kept."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import Base

Typed = Mapping[str, Sequence[str]]
"""What was typed, by the name of the field; several values where a name stands several times."""
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
EMPTY = "Skriv något här."


class Unfit(Exception):
    """What was typed cannot stand there; says why in plain words."""

    def __init__(self, said: str, place: str = "") -> None:
        super().__init__(said)
        self.place = place
        """The field's own name when it is other than the fact's, as in a list."""


@dataclass(frozen=True)
class Around:
    """What a form is read with: the database, the language that texts are written in, the day."""

    db: Session
    language: str
    today: date


@dataclass(frozen=True)
class Field(ABC):
    """One fact of a row, by the name of its attribute."""

    name: str
    label: str
    hint: str = field(default="", kw_only=True)
    is_required: bool = field(default=False, kw_only=True)
    inside: tuple[str, ...] = field(default=(), kw_only=True)
    """The mapping that it lies in, and the keys on the way there, as a routine lies among the routines."""
    only_new: bool = field(default=False, kw_only=True)
    """Whether it is settled when the row is made, and never afterwards."""
    shape: ClassVar[str] = "line"

    def stored(self, row: Any) -> Any:
        """The fact as it is kept."""
        if not self.inside:
            return getattr(row, self.name)
        found = getattr(row, self.inside[0]) or {}
        for key in self.inside[1:]:
            found = found.get(key) or {}
        return found.get(self.name)

    def put(self, row: Any, value: Any, around: Around) -> None:
        """Keep the fact. What lies in a mapping and is left empty is as if the file were silent."""
        if not self.inside:
            setattr(row, self.name, value)
            return
        column, *way = self.inside
        setattr(row, column, within(getattr(row, column) or {}, [*way, self.name], value))

    def as_typed(self, row: Any) -> dict[str, list[str]]:
        """The fact as it stands in the form."""
        value = self.stored(row)
        return {self.name: ["" if value is None else str(value)]}

    @abstractmethod
    def read(self, typed: Typed, around: Around) -> Any:
        """The fact from what was typed; raises `Unfit`."""

    def options(self, db: Session) -> list[tuple[str, str]]:
        """What may be chosen, as value and words."""
        return []

    def said(self, typed: Typed, db: Session) -> list[str]:
        """What was typed, in words: what two people who changed it at once are shown."""
        words = dict(self.options(db))
        return [words.get(one, one) for one in typed.get(self.name, ()) if one]


def within(facts: Mapping[str, Any], way: Sequence[str], value: Any) -> dict[str, Any]:
    """The mapping with another value at the end of that way; what comes to hold nothing is left out."""
    key, *rest = way
    new = within(facts.get(key) or {}, rest, value) if rest else value
    if new in (None, [], {}):
        return {name: one for name, one in facts.items() if name != key}
    return {**facts, key: new}


def one(typed: Typed, name: str) -> str:
    """The one value of a field, with its lines and ends tidied."""
    return tidy(next(iter(typed.get(name, ())), ""))


def tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fit(text: str, longest: int) -> str:
    """The text; raises `Unfit` when it is too long or holds signs that nobody can see."""
    if len(text) > longest:
        raise Unfit(f"Texten är för lång: {len(text)} tecken. Här får stå högst {longest}.")
    if CONTROL.search(text):
        raise Unfit("Här står ett osynligt tecken som inte kan sparas. Skriv om texten.")
    return text


@dataclass(frozen=True)
class Line(Field):
    """Words on one line that are the same in every language."""

    longest: int = 300

    def read(self, typed: Typed, around: Around) -> str | None:
        text = fit(" ".join(one(typed, self.name).split()), self.longest)
        if not text and self.is_required:
            raise Unfit(EMPTY)
        return text or None


@dataclass(frozen=True)
class Phone(Line):
    """A telephone number."""

    shape = "phone"

    def read(self, typed: Typed, around: Around) -> str | None:
        number = Line.read(self, typed, around)
        if number and not re.fullmatch(r"\+?[0-9][0-9 ()/–-]{2,30}", number):
            raise Unfit("Skriv ett telefonnummer med siffror, till exempel +46 60 16 31 00.")
        return number


@dataclass(frozen=True)
class Time(Line):
    """A time of day like 09:00."""

    shape = "time"

    def read(self, typed: Typed, around: Around) -> Any:
        return clock_time(Line.read(self, typed, around) or "")


def clock_time(text: str) -> str | None:
    """A time of day as it is kept, like 09:00; None for nothing. Raises `Unfit`."""
    parts = re.fullmatch(r"([0-9]{1,2})[:.]([0-9]{2})(:00)?", text)
    if text and (not parts or int(parts[1]) > 23 or int(parts[2]) > 59):
        raise Unfit("Skriv ett klockslag mellan 00:00 och 23:59, till exempel 13:00.")
    return f"{int(parts[1]):02}:{parts[2]}" if parts else None


@dataclass(frozen=True)
class Whole(Field):
    """A whole number between two others."""

    least: int = 0
    most: int = 1_000_000
    shape = "whole"

    def read(self, typed: Typed, around: Around) -> Any:
        return self.number(one(typed, self.name))

    def number(self, text: str) -> int | None:
        if not text and not self.is_required:
            return None
        number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None
        if number is None or not self.least <= number <= self.most:
            raise Unfit(f"Skriv ett helt tal mellan {self.least} och {self.most}.")
        return number


@dataclass(frozen=True)
class Span(Whole):
    """Two whole numbers, the lower one first; both or none."""

    shape = "span"

    def as_typed(self, row: Any) -> dict[str, list[str]]:
        return {self.name: [str(end) for end in self.stored(row) or ("", "")]}

    def read(self, typed: Typed, around: Around) -> list[int] | None:
        ends = [self.number(text.strip()) for text in list(typed.get(self.name, ()))[:2]]
        if not any(end is not None for end in ends):
            return None
        if len(ends) < 2 or ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            raise Unfit("Skriv två tal. Det första får inte vara större än det andra.")
        return [ends[0], ends[1]]


@dataclass(frozen=True)
class Choice(Field):
    """One of several things; `words` says what each is called."""

    words: tuple[tuple[str, str], ...] = ()
    shape = "choice"

    def options(self, db: Session) -> list[tuple[str, str]]:
        return list(self.words)

    def read(self, typed: Typed, around: Around) -> Any:
        chosen = one(typed, self.name)
        if not chosen and not self.is_required:
            return None
        if chosen not in dict(self.options(around.db)):
            raise Unfit("Välj något i listan.")
        return self.meant(chosen)

    def meant(self, chosen: str) -> Any:
        """What the chosen word stands for in the row."""
        return chosen


@dataclass(frozen=True)
class Number(Choice):
    """One of several things that are known by their numbers, like the days of the week."""

    def meant(self, chosen: str) -> int:
        return int(chosen)


@dataclass(frozen=True)
class YesNo(Choice):
    """Yes or no."""

    def as_typed(self, row: Any) -> dict[str, list[str]]:
        return {self.name: ["yes" if self.stored(row) else "no"]}

    def meant(self, chosen: str) -> bool:
        return chosen == "yes"


@dataclass(frozen=True)
class Refers(Choice):
    """Another row, by its identity or by another column that is its name elsewhere."""

    model: type[Base] = Base
    by: str = "id"

    def options(self, db: Session) -> list[tuple[str, str]]:
        name: Any = self.model
        rows = db.execute(sa.select(getattr(self.model, self.by), name.name)).all()
        return sorted(
            ((str(key), text.original) for key, text in rows), key=lambda it: it[1].casefold()
        )

    def meant(self, chosen: str) -> Any:
        return UUID(chosen) if self.by == "id" else int(chosen)
