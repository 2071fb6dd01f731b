"""A file as it was written: lists, mappings and scalars, each with its line.

YAML's own ideas of what a scalar means are left aside: a reference `0007` stays `0007`, the
language `no` stays `no`, and `10:00` is no number. The format says what a scalar means
(`portal.exchange.formats`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from portal.exchange.faults import Fault, FileWrong, Place

LARGEST = 64 * 1024 * 1024
"""Bytes. A caseload of ten thousand participants has about thirty million."""
DEEPEST = 40
"""The formats go fourteen deep."""
YAML_TAG = "tag:yaml.org,2002:"
KNOWN_TAGS = {f"{YAML_TAG}{kind}" for kind in ("int", "bool", "float", "null", "timestamp")}
TEXT_TAGS = {"!", *(f"{YAML_TAG}{kind}" for kind in ("str", "map", "seq"))}
UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Scalar:
    """A single value as it was written; `is_plain` when it stands without quotation marks."""

    line: int
    text: str
    is_plain: bool

    @property
    def is_null(self) -> bool:
        return self.is_plain and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True)
class Sequence:
    """A list."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    """Keys with their values, in the order in which they were written; a key may stand twice."""

    line: int
    items: list[Node] = field(default_factory=list)

    def pairs(self) -> Iterator[tuple[Node, Node]]:
        return zip(self.items[::2], self.items[1::2], strict=True)

    def find(self, key: str) -> Node | None:
        """What stands under a key, if anything does."""
        for name, value in self.pairs():
            if isinstance(name, Scalar) and name.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping


def read(path: str) -> Node:
    """The one document of a file; raises `FileWrong` when it cannot be read or is no YAML."""
    text = _text(path)
    if text.lstrip().startswith("{"):
        text = _json_as_yaml(text)
    building = _Building(path)
    try:
        for event in yaml.parse(text, Loader=LOADER):
            building.take(event)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        said = ", ".join(filter(None, [wrong.context, wrong.problem]))
        raise _refusal(path, mark.line + 1 if mark else 0, f"this is not YAML: {said}") from None
    except (yaml.YAMLError, ValueError, OverflowError):
        raise _refusal(path, building.line, "this is not YAML from about here on") from None
    if building.root is None or (isinstance(building.root, Scalar) and building.root.is_null):
        raise _refusal(path, 1, "the file is empty")
    return building.root


def _refusal(path: str, line: int, what: str) -> FileWrong:
    return FileWrong([Fault(Place(path, line), what)])


def _text(path: str) -> str:
    try:
        if Path(path).is_dir():
            raise _refusal(path, 0, "this is a folder, not a file")
        with Path(path).open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise _refusal(path, 0, "there is no such file") from None
    except (OSError, ValueError) as wrong:
        said = getattr(wrong, "strerror", None) or "the name is not a file's name"
        raise _refusal(path, 0, f"the file cannot be read: {said}") from None
    if len(raw) > LARGEST:
        raise _refusal(path, 0, f"the file is larger than {LARGEST // 1024 // 1024} MB")
    return _decoded(path, raw)


def _decoded(path: str, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
        raise _refusal(path, line, "this is not UTF-8; save the file as UTF-8") from None
    odd = UNPRINTABLE.search(text)
    if odd:
        what = f"a control character (U+{ord(odd.group()):04X}) stands here; remove it"
        raise _refusal(path, text.count("\n", 0, odd.start()) + 1, what)
    return text


def _json_as_yaml(text: str) -> str:
    """JSON writes emoji as two halves and may be indented by tabs; YAML knows neither."""

    def whole(found: re.Match[str]) -> str:
        high, low = int(found[2], 16), int(found[3], 16)
        return f"{found[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"

    return PAIR.sub(whole, re.sub(r"(?m)^[\t ]+", lambda found: " " * len(found[0]), text))


class _Building:
    """Puts the parser's events together, without recursion: depth can then exhaust nothing."""

    def __init__(self, path: str) -> None:
        self.path, self.line = path, 1
        self.root: Node | None = None
        self._open: list[Sequence | Mapping] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        self.line = event.start_mark.line + 1
        if isinstance(event, yaml.DocumentStartEvent):
            self._begin_document()
        elif isinstance(event, yaml.AliasEvent):
            raise self._refuse(f"the alias *{event.anchor} is not read; write out what it means")
        elif isinstance(event, yaml.ScalarEvent):
            self._put(Scalar(self.line, event.value, self._is_plain(event)))
        elif isinstance(event, yaml.CollectionStartEvent):
            self._begin(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def _refuse(self, what: str) -> FileWrong:
        return _refusal(self.path, self.line, what)

    def _begin_document(self) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._refuse("a second document begins here (---); a file holds one")

    def _begin(self, event: yaml.CollectionStartEvent) -> None:
        self._is_plain(event)
        kind = Mapping if isinstance(event, yaml.MappingStartEvent) else Sequence
        begun = kind(self.line)
        self._put(begun)
        self._open.append(begun)
        if len(self._open) > DEEPEST:
            raise self._refuse(f"this is nested more than {DEEPEST} deep")

    def _is_plain(self, event: Any) -> bool:
        tag = event.tag
        if tag is None or tag in TEXT_TAGS:
            return tag is None and getattr(event, "style", None) in {None, ""}
        if tag not in KNOWN_TAGS:
            raise self._refuse(
                f"the tag {tag.replace(YAML_TAG, '!!')} means nothing here; remove it"
            )
        return True

    def _put(self, node: Node) -> None:
        if self._open:
            self._open[-1].items.append(node)
        else:
            self.root = node
