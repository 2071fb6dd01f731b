"""A question of a questionnaire: what it asks, how it is answered, and when it is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from portal.writing import Writing

LONGEST = 1000
"""Signs of a free text: some sentences. What takes more is a conversation, and has a name on it."""
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Kind(StrEnum):
    """How a question is answered."""

    SCALE = "scale"
    """One of five steps, each in words, the best or the most first."""
    YES_NO = "yes-no"
    """Yes, no, or don't know."""
    ONE = "one"
    SEVERAL = "several"
    TEXT = "text"


STEPS = 5
"""A scale has so many."""

Answer = list[str] | str
"""The keys of what was chosen, or a text in her own words."""


class Unfit(Exception):
    """An answer that cannot be kept as it is: `too-long`, or `unknown`: it is none of the options."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Option:
    """One thing that may be chosen."""

    key: str
    text: Writing


YES_NO = tuple(
    Option(key, Writing.in_("sv", text))
    for key, text in (("yes", "Ja"), ("no", "Nej"), ("unknown", "Vet inte"))
)


@dataclass(frozen=True)
class OnlyIf:
    """That a question is asked only of those who chose one of these at an earlier question (hoppregel)."""

    question: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """A question (fråga)."""

    key: str
    kind: Kind
    text: Writing
    options: tuple[Option, ...] = field(default=())
    hint: Writing | None = None
    only_if: OnlyIf | None = None

    @property
    def choices(self) -> tuple[Option, ...]:
        """What may be chosen, in reading order."""
        return YES_NO if self.kind is Kind.YES_NO else self.options

    def read(self, typed: Sequence[str]) -> Answer | None:
        """What was answered; None when nothing was. Raises `Unfit`."""
        if self.kind is Kind.TEXT:
            return self._words(typed[0] if typed else "")
        chosen = list(dict.fromkeys(one for one in typed if one))
        if self.kind is not Kind.SEVERAL:
            chosen = chosen[:1]
        if not set(chosen) <= {one.key for one in self.choices}:
            raise Unfit("unknown")
        return chosen or None

    def _words(self, typed: str) -> str | None:
        text = CONTROL.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()
        if len(text) > LONGEST:
            raise Unfit("too-long")
        return text or None

    def is_changed(
        self, typed: Sequence[str], opened_with: str | None, before: Answer | None
    ) -> bool:
        """Whether whoever filled in the form changed this question in it.

        `opened_with` is what her form was opened with (`seen`), `before` what is kept: the two differ when she has
        answered in another window meanwhile, and that is not taken away by a form that is older. Raises `Unfit`.
        """
        answer = self.read(typed)
        if answer is not None:
            return opened_with != seen(answer)
        if self.kind in {Kind.SEVERAL, Kind.TEXT}:
            return opened_with == seen(before)
        return "" in typed  # she passes over it; where nothing is chosen nothing is said

    def to_store(self) -> dict[str, Any]:
        """A form of plain mappings, which `stored` reads back."""
        kept: dict[str, Any] = {
            "key": self.key,
            "kind": self.kind.value,
            "text": self.text.to_store(),
        }
        if self.options:
            kept["options"] = [
                {"key": one.key, "text": one.text.to_store()} for one in self.options
            ]
        if self.hint:
            kept["hint"] = self.hint.to_store()
        if self.only_if:
            kept["only_if"] = {
                "question": self.only_if.question,
                "is": list(self.only_if.options),
            }
        return kept

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> Question:
        """The question from its stored form."""
        rule = kept.get("only_if")
        return cls(
            key=kept["key"],
            kind=Kind(kept["kind"]),
            text=Writing.stored(kept["text"]),
            options=tuple(
                Option(one["key"], Writing.stored(one["text"])) for one in kept.get("options", ())
            ),
            hint=Writing.stored(kept["hint"]) if kept.get("hint") else None,
            only_if=OnlyIf(rule["question"], tuple(rule["is"])) if rule else None,
        )


def seen(answer: Answer | None) -> str:
    """An answer in twelve signs, whatever the order of what was chosen: what a form was opened with."""
    said = sorted(answer) if isinstance(answer, list) else answer or ""
    return sha256(json.dumps(said or "").encode()).hexdigest()[:12]


def to_be_asked(questions: Iterable[Question], given: Mapping[str, Answer]) -> list[Question]:
    """The questions that are hers by what she has answered so far, in their order."""
    found: list[Question] = []
    for one in questions:
        rule = one.only_if
        if rule is None or (
            any(before.key == rule.question for before in found)
            and set(rule.options) & set(given.get(rule.question, ()))
        ):
            found.append(one)
    return found
