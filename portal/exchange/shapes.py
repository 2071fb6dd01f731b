"""The language in which a format is written down: what may stand where. Lists and mappings.

A shape reads a node and gives a plain value. What is wrong is noted in the findings, and None
stands in its place, so that one reading finds every fault of a file.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.exchange.document import Mapping, Node, Scalar, Sequence
from portal.exchange.faults import Fault, Place, nearest, quoted


@dataclass(frozen=True, slots=True)
class Wanted:
    """That a file refers to something of that kind by its key."""

    kind: str
    key: str
    place: Place


@dataclass
class Findings:
    """What reading the files has brought to light: faults, definitions, references."""

    today: date
    language: str = "sv"
    """In which language a text is that does not say so."""
    faults: list[Fault] = field(default_factory=list)
    defined: dict[tuple[str, str], dict[str, Place]] = field(default_factory=dict)
    """Per kind and file: each key and where it stands."""
    wanted: list[Wanted] = field(default_factory=list)

    def fault(self, place: Place, what: str) -> None:
        self.faults.append(Fault(place, what))

    def define(self, kind: str, key: str, place: Place) -> None:
        """Note that a file defines this key; twice in one file is a fault."""
        keys = self.defined.setdefault((kind, place.file), {})
        if key in keys:
            self.fault(place, f"the {kind} {quoted(key)} stands on line {keys[key].line} already")
        keys.setdefault(key, place)

    def keys(self, kind: str) -> set[str]:
        """All keys of a kind that the files define."""
        return {key for (which, _), keys in self.defined.items() if which == kind for key in keys}


class Wrong(Exception):
    """What stands at a place cannot stand there; says why."""


class Shape(ABC):
    """What may stand at a place."""

    expected = "a value"
    may_be_null = True
    """Whether `key:` with nothing after it says "none"; lists say that with []."""

    @abstractmethod
    def read(self, node: Node, place: Place, findings: Findings) -> Any:
        """The value that stands there; raises `Wrong` when it is none."""

    def take(self, node: Node, place: Place, findings: Findings) -> Any:
        """The value that stands there, or None after noting what is wrong."""
        try:
            return self.read(node, place, findings)
        except Wrong as wrong:
            findings.fault(place, str(wrong))
            return None

    def refusal(self, node: Node) -> Wrong:
        """That something of another kind stands here."""
        return Wrong(f"{self.expected} is expected here, not {found(node)}")


def found(node: Node) -> str:
    if isinstance(node, Scalar):
        return "nothing" if node.is_null else quoted(node.text)
    return "a list" if isinstance(node, Sequence) else "a mapping"


class Record(dict[str, Any]):
    """A mapping that was read, which knows where it and each of its values stand."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.places: dict[str, Place] = {}

    def where(self, key: str) -> Place:
        """Where the value of a key stands, or the mapping when it has no such key."""
        return self.places.get(key, self.place)


Rule = Callable[[Record, Findings], None]


@dataclass(frozen=True)
class Fields(Shape):
    """A mapping with known keys; rules look at what was read as a whole."""

    required: dict[str, Shape]
    optional: dict[str, Shape] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    may_be_null: bool = False
    expected = "a mapping (key: value)"

    def read(self, node: Node, place: Place, findings: Findings) -> Record:
        if not isinstance(node, Mapping):
            raise self.refusal(node)
        record = Record(place)
        for key, value, where in pairs(node, place, findings):
            record.places[key] = where
            record[key] = self._value(key, value, where, findings)
        for key in self.required.keys() - record.keys():
            findings.fault(place, f"{quoted(key)} is missing")
        for rule in self.rules:
            rule(record, findings)
        return record

    def _value(self, key: str, node: Node, place: Place, findings: Findings) -> Any:
        shape = self.required.get(key) or self.optional.get(key)
        if shape is None:
            known = [*self.required, *self.optional]
            findings.fault(place, f"unknown key {quoted(key)}{nearest(key, known)}")
            return None
        if isinstance(node, Scalar) and node.is_null:
            return self._null(key, shape, place, findings)
        return shape.take(node, place, findings)

    def _null(self, key: str, shape: Shape, place: Place, findings: Findings) -> None:
        if key in self.required or not shape.may_be_null:
            hint = "; for none, write []" if isinstance(shape, ListOf) else ""
            findings.fault(place, f"this is empty; {shape.expected} is expected here{hint}")


@dataclass(frozen=True)
class ListOf(Shape):
    """A list of one shape; with `exactly` or `at_least`, of so many items."""

    shape: Shape
    exactly: int | None = None
    at_least: int = 0
    rules: tuple[Callable[[list[Any], Place, Findings], None], ...] = ()
    expected = "a list"
    may_be_null = False

    def read(self, node: Node, place: Place, findings: Findings) -> list[Any]:
        if not isinstance(node, Sequence):
            raise self.refusal(node)
        count = len(node.items)
        if count != (self.exactly or count) or count < self.at_least:
            said = self.exactly or f"at least {self.at_least}"
            findings.fault(place, f"{said} items are expected here, not {count}")
        values = [
            self.shape.take(item, place.item(number, item.line), findings)
            for number, item in enumerate(node.items)
        ]
        for rule in self.rules:
            rule(values, place, findings)
        return values


@dataclass(frozen=True)
class MapOf(Shape):
    """A mapping whose keys are data too, like the titles of the roles."""

    key: Shape
    value: Shape
    expected = "a mapping (key: value)"
    may_be_null = False

    def read(self, node: Node, place: Place, findings: Findings) -> dict[Any, Any]:
        if not isinstance(node, Mapping):
            raise self.refusal(node)
        read = {}
        for key, value, where in pairs(node, place, findings):
            name = self.key.take(Scalar(where.line, key, is_plain=True), where, findings)
            read[name] = self.value.take(value, where, findings)
        return read


def pairs(node: Mapping, place: Place, findings: Findings) -> Iterator[tuple[str, Node, Place]]:
    """The keys of a mapping, their values and places; a key that stands twice is a fault."""
    lines: dict[str, int] = {}
    for name, value in node.pairs():
        if not isinstance(name, Scalar):
            findings.fault(Place(place.file, name.line, place.path), "a key must be a text")
            continue
        where = place.key(name.text, name.line)
        if name.text in lines:
            findings.fault(
                where, f"the key {quoted(name.text)} stands on line {lines[name.text]} already"
            )
            continue
        lines[name.text] = name.line
        yield name.text, value, where
