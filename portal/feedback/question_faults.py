"""What is wrong with a list of questions, whether it came from a file or from the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.feedback.questions import STEPS, Kind, Question

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_KEY = 40
MOST_QUESTIONS = 30
MOST_OPTIONS = 12
FEWEST_OPTIONS = 2


class Why(StrEnum):
    """What can be wrong."""

    NO_QUESTIONS = "no-questions"
    TOO_MANY_QUESTIONS = "too-many-questions"
    KEY = "key"
    """A key is small letters, digits and hyphens."""
    SAME_KEY = "same-key"
    OPTIONS_WANTED = "options-wanted"
    """To choose among, there must be two at the least."""
    TOO_MANY_OPTIONS = "too-many-options"
    FIVE_STEPS = "five-steps"
    NO_OPTIONS = "no-options"
    """A text and yes/no have none of their own."""
    NO_SUCH_QUESTION = "no-such-question"
    """Only what was asked before can decide whether this is asked."""
    NOT_TO_CHOOSE = "not-to-choose"
    NO_SUCH_OPTION = "no-such-option"


@dataclass(frozen=True)
class QuestionFault:
    """One thing that is wrong: with which question (from 0; None: the whole list), and where in it."""

    number: int | None
    field: str
    why: Why
    about: str = ""


def faults(questions: Sequence[Question]) -> list[QuestionFault]:
    """Everything that is wrong, in the order of the questions; nothing when they can be asked."""
    found = []
    if not questions:
        found.append(QuestionFault(None, "questions", Why.NO_QUESTIONS))
    if len(questions) > MOST_QUESTIONS:
        found.append(QuestionFault(None, "questions", Why.TOO_MANY_QUESTIONS))
    for number, one in enumerate(questions):
        before = {other.key: other for other in questions[:number]}
        found += [
            QuestionFault(number, field, why, about)
            for field, why, about in (
                *_of_key(one, before),
                *_of_options(one),
                *_of_rule(one, before),
            )
        ]
    return found


Found = Iterator[tuple[str, Why, str]]


def _of_key(one: Question, before: dict[str, Question]) -> Found:
    if not _is_key(one.key):
        yield "key", Why.KEY, one.key
    if one.key in before:
        yield "key", Why.SAME_KEY, one.key


def _is_key(key: str) -> bool:
    return bool(KEY.fullmatch(key)) and len(key) <= LONGEST_KEY


def _of_options(one: Question) -> Found:
    keys = [option.key for option in one.options]
    if one.kind in {Kind.TEXT, Kind.YES_NO}:
        if keys:
            yield "options", Why.NO_OPTIONS, ""
        return
    if one.kind is Kind.SCALE and len(keys) != STEPS:
        yield "options", Why.FIVE_STEPS, ""
    elif len(keys) < FEWEST_OPTIONS:
        yield "options", Why.OPTIONS_WANTED, ""
    elif len(keys) > MOST_OPTIONS:
        yield "options", Why.TOO_MANY_OPTIONS, ""
    yield from (("options", Why.KEY, key) for key in keys if not _is_key(key))
    yield from (
        ("options", Why.SAME_KEY, key) for number, key in enumerate(keys) if key in keys[:number]
    )


def _of_rule(one: Question, before: dict[str, Question]) -> Found:
    if one.only_if is None:
        return
    asked = before.get(one.only_if.question)
    if asked is None:
        yield "only_if", Why.NO_SUCH_QUESTION, one.only_if.question
    elif asked.kind is Kind.TEXT or not one.only_if.options:
        yield "only_if", Why.NOT_TO_CHOOSE, one.only_if.question
    else:
        known = {option.key for option in asked.choices}
        yield from (
            ("only_if", Why.NO_SUCH_OPTION, key) for key in one.only_if.options if key not in known
        )
