"""Reading the blanks of a ready-made text as they were typed. Knows no web: a form is its fields by name.

Two kinds of blanks have two fields: a choice, and words of one's own (`place_other`, `papers_other`), which are the
same in every language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TypeVar
from uuid import UUID

from portal.messages.phrase_values import (
    LONGEST,
    Day,
    Named,
    Papers,
    Phone,
    Place,
    Time,
    Value,
    Weekday,
    kinds_of,
    one_line,
)
from portal.messages.phrases import BLANKS, IN_ORDER, Kind, Phrase
from portal.people.models import Staff
from portal.writing import Writing

Typed = Mapping[str, Sequence[str]]
FARTHEST = timedelta(days=731)
PHONE_SIGNS = frozenset("0123456789+-() ")
PHONE_DIGITS = range(5, 16)
"""How many digits a phone number may have (E.164: at most fifteen)."""
OTHER = "_other"
Thing = TypeVar("Thing")


class Unfit(Exception):
    """What is to be put right, by blank: `missing`, `no-day`, `past`, `too-far`, `no-time`, `no-number`,
    `too-long` or `before`."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


class _Fault(Exception):
    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class Choices:
    """What can be chosen in the blanks."""

    places: Mapping[UUID, Writing] = field(default_factory=dict)
    """Where people meet, by name."""
    colleagues: Mapping[UUID, Staff] = field(default_factory=dict)


def read(phrase: Phrase, typed: Typed, choices: Choices, today: date) -> dict[str, Value]:
    """What stands in each blank of the text. Raises `Unfit`."""
    found: dict[str, Value] = {}
    faults: dict[str, str] = {}
    for name in phrase.blanks:
        try:
            found[name] = _value(name, typed, choices, today)
            _check_is_ahead(phrase, found[name], today)
        except _Fault as fault:
            faults[name] = fault.what
    for before, after in IN_ORDER:
        if before in found and after in found and not _is_before(found[before], found[after]):
            faults[after] = "before"
    if faults:
        raise Unfit(faults)
    return found


def _value(name: str, typed: Typed, choices: Choices, today: date) -> Value:
    kind, words = BLANKS[name], _one(typed, name)
    if kind is Kind.PAPERS:
        return _papers(name, typed)
    if kind is Kind.PLACE:
        return _place(name, typed, choices)
    if not words:
        raise _Fault("missing")
    if kind is Kind.DAY:
        return Day(_day(words, today))
    if kind is Kind.COLLEAGUE:
        return Named(_chosen(choices.colleagues, words).name)
    return _number(kind, words)


def _check_is_ahead(phrase: Phrase, value: Value, today: date) -> None:
    if phrase.is_ahead and isinstance(value, Day) and value.on < today:
        raise _Fault("past")


def _number(kind: Kind, words: str) -> Value:
    if kind is Kind.TIME:
        return Time(_time(words))
    if kind is Kind.WEEKDAY:
        if words not in set("0123456"):
            raise _Fault("missing")
        return Weekday(int(words))
    return Phone(_phone(words))


def _papers(name: str, typed: Typed) -> Papers:
    papers = Papers(kinds_of(typed.get(name, ())), _own_words(name, typed))
    if not papers.kinds and not papers.other:
        raise _Fault("missing")
    return papers


def _place(name: str, typed: Typed, choices: Choices) -> Value:
    """Words of one's own go first: whoever writes them means them."""
    other, chosen = _own_words(name, typed), _one(typed, name)
    if other:
        return Named(other)
    if not chosen:
        raise _Fault("missing")
    return Place(_chosen(choices.places, chosen))


def _own_words(name: str, typed: Typed) -> str:
    words = _one(typed, name + OTHER)
    if len(words) > LONGEST:
        raise _Fault("too-long")
    return words


def _one(typed: Typed, name: str) -> str:
    return one_line(next(iter(typed.get(name, ())), ""))


def _chosen(among: Mapping[UUID, Thing], words: str) -> Thing:
    try:
        return among[UUID(words)]
    except (ValueError, KeyError):
        raise _Fault("missing") from None


def _day(words: str, today: date) -> date:
    try:
        found = date.fromisoformat(words)
    except ValueError:
        raise _Fault("no-day") from None
    if abs(found - today) > FARTHEST:
        raise _Fault("too-far")
    return found


def _time(words: str) -> time:
    try:
        found = time.fromisoformat(words.replace(".", ":"))
    except ValueError:
        raise _Fault("no-time") from None
    return time(found.hour, found.minute)


def _phone(words: str) -> str:
    digits = sum(sign.isdigit() for sign in words)
    if set(words) - PHONE_SIGNS or digits not in PHONE_DIGITS:
        raise _Fault("no-number")
    return words


def _is_before(first: Value, then: Value) -> bool:
    if isinstance(first, Day) and isinstance(then, Day):
        return first.on <= then.on
    return isinstance(first, Time) and isinstance(then, Time) and first.at < then.at
