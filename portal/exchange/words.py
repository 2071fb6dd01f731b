"""Single values in words: texts, keys, references, languages and words of a fixed list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import available_timezones

from portal.exchange.document import Mapping, Node, Scalar, Sequence
from portal.exchange.faults import Place, nearest, quoted
from portal.exchange.shapes import Findings, ListOf, Shape, Wanted, Wrong, pairs
from portal.writing import Translated, Writing

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
NOT_ON_A_LINE = re.compile(f"[\t\n\r\x85\u2028\u2029]|{CONTROL.pattern}")
SWEDISH = "sv"
OUTDATED = "outdated"
"""In a text by language: the languages whose translation is older than the text; no language is called so."""
FROM_FILE = "kommunens fil"
BCP_47 = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}")


@dataclass(frozen=True)
class Words(Shape):
    """A string, of one line or several."""

    longest: int = 10_000
    forbidden: re.Pattern[str] = CONTROL
    expected = "a text"

    def read(self, node: Node, place: Place, findings: Findings) -> str:
        if not isinstance(node, Scalar):
            raise self.refusal(node)
        if node.is_null or not node.text.strip():
            raise Wrong(f"this is empty; {self.expected} is expected here")
        odd = self.forbidden.search(node.text)
        if odd:
            raise Wrong(f"a control character (U+{ord(odd.group()):04X}) stands here")
        if len(node.text) > self.longest:
            raise Wrong(f"this is longer than {self.longest} characters")
        return self.meant(node.text, place, findings)

    def meant(self, written: str, place: Place, findings: Findings) -> str:
        """What these words stand for; raises `Wrong` when they mean nothing."""
        return written.strip()


@dataclass(frozen=True)
class Line(Words):
    """A text on one line that is the same in every language: a name, a telephone number."""

    longest: int = 300
    forbidden: re.Pattern[str] = NOT_ON_A_LINE


@dataclass(frozen=True)
class Key(Line):
    """The name by which a file calls something. Any string, kept sign by sign as it was written."""

    kind: str = ""
    expected = "a key"

    def meant(self, written: str, place: Place, findings: Findings) -> str:
        if self.kind:
            findings.define(self.kind, written, place)
        return written


@dataclass(frozen=True)
class Reference(Line):
    """The key of something that stands elsewhere in the files or in the database already."""

    kind: str = ""
    also: tuple[str, ...] = ()
    expected = "a key"

    def meant(self, written: str, place: Place, findings: Findings) -> str:
        if written not in self.also:
            findings.wanted.append(Wanted(self.kind, written, place))
        return written


@dataclass(frozen=True)
class Choice(Line):
    """One word of a fixed list."""

    words: tuple[str, ...] = ()
    expected = "a word"

    @classmethod
    def of(cls, words: Iterable[str]) -> Choice:
        return cls(words=tuple(str(word) for word in words))

    def meant(self, written: str, place: Place, findings: Findings) -> str:
        if written in self.words:
            return written
        raise Wrong(f"{quoted(written)} is unknown{nearest(written, self.words)}")


@dataclass(frozen=True)
class Email(Line):
    """An e-mail address, in small letters: people sign in with it and write it as they like."""

    expected = "an e-mail address"

    def meant(self, written: str, place: Place, findings: Findings) -> str:
        if not re.fullmatch(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+", written.strip()):
            raise Wrong(f"{quoted(written)} is not an e-mail address")
        address = written.strip().lower()
        findings.define("e-mail address", address, place)
        return address


@dataclass(frozen=True)
class Language(Line):
    """A language by BCP 47, like sv, ar or zh-Hant."""

    expected = "a language code (BCP 47)"

    def meant(self, written: str, place: Place, findings: Findings) -> str:
        code = language_code(written)
        if code is None:
            what = f"{quoted(written)} is not a language code (BCP 47), like sv, en or zh-Hant"
            raise Wrong(what)
        return code


def language_code(written: str) -> str | None:
    """A language code as it is kept; None when it is none."""
    if not BCP_47.fullmatch(written):
        return None
    first, *rest = written.split("-")
    return "-".join([first.lower(), *map(_subtag, rest)])


def _subtag(tag: str) -> str:
    """A script is written Hant, a region TW, the rest in small letters (BCP 47, section 2.1.1)."""
    return {2: tag.upper(), 4: tag.title()}.get(len(tag), tag.lower())


@dataclass(frozen=True)
class TimeZone(Line):
    """A time zone by its name, like Europe/Stockholm."""

    expected = "a time zone"

    def meant(self, written: str, place: Place, findings: Findings) -> str:
        zones = available_timezones()
        if written in zones:
            return written
        raise Wrong(f"{quoted(written)} is no time zone{nearest(written, zones)}")


class Text(Shape):
    """A text for people: a string in the file's language, or strings by language."""

    expected = "a text, or a text by language"
    _words = Words()

    def read(self, node: Node, place: Place, findings: Findings) -> Writing:
        if isinstance(node, Sequence):
            raise self.refusal(node)
        if isinstance(node, Scalar):
            return Writing.in_(findings.language, self._words.read(node, place, findings))
        if not node.items:
            raise Wrong(f"this is empty; {self.expected} is expected here")
        return self._by_language(node, place, findings)

    def _by_language(self, node: Mapping, place: Place, findings: Findings) -> Writing:
        texts: dict[str, str] = {}
        outdated: list[str] = []
        for key, value, where in pairs(node, place, findings):
            if key == OUTDATED:
                outdated = ListOf(Language()).take(value, where, findings) or []
                continue
            language = Language().take(Scalar(where.line, key, is_plain=False), where, findings)
            words = self._words.take(value, where, findings)
            if language in texts:
                findings.fault(where, f"the language {quoted(key)} stands here already")
            texts[language or ""] = words or ""
        translations = list(texts)[1:]
        for code in outdated:
            if code not in translations:
                raise Wrong(f"{quoted(code or '')} is no translation here that could be {OUTDATED}")
        old = Translated(FROM_FILE, findings.today.isoformat(), is_outdated=True)
        return Writing(texts, dict.fromkeys(outdated, old))
