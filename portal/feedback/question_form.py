"""A question as the editor's form has it: its texts in every language, its answers, and when it is asked.

Knows no web.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.facts.translations import read_again, rewritten
from portal.feedback.question_faults import LONGEST_KEY, MOST_OPTIONS
from portal.feedback.questions import STEPS, Kind, OnlyIf, Option, Question
from portal.i18n import SOURCE, languages
from portal.writing import Writing

LONGEST_TEXT = 300
BLANKS = 2
"""Empty rows below the answers there are, for more."""
NOT_OF_A_KEY = re.compile(r"[^a-z0-9]+")
UP = "up-"
"""What the button beside an answer sends, with the answer's number: keep, and move that answer up."""


class Unfit(Exception):
    """What cannot be kept, by field: `missing`, `too-long` or `one-question`."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Form:
    """What was typed: every field by its name, and what was ticked of earlier questions."""

    fields: Mapping[str, str] = field(default_factory=dict)
    only_if: Sequence[str] = ()
    """`question/answer`."""

    def get(self, name: str) -> str:
        return self.fields.get(name, "").strip()


def filled(question: Question) -> Form:
    """The form as a kept question fills it."""
    fields = dict(_fields("text", question.text))
    if question.hint:
        fields |= _fields("hint", question.hint)
    for number, option in enumerate(question.options):
        fields |= {f"key-{number}": option.key, **dict(_fields(f"option-{number}", option.text))}
    rule = question.only_if
    return Form(fields, [f"{rule.question}/{one}" for one in rule.options] if rule else [])


def rows(kind: Kind, form: Form) -> range:
    """The numbers of the answers' rows: five steps, or those filled in and some empty ones."""
    if kind in {Kind.TEXT, Kind.YES_NO}:
        return range(0)
    if kind is Kind.SCALE:
        return range(STEPS)
    return range(min(MOST_OPTIONS, len(list(_numbers(form))) + BLANKS))


def read(
    form: Form, kind: Kind, before: Question | None, taken: Sequence[str], *, by: str, today: date
) -> Question:
    """The question that the form says. What was there keeps its key, by which answers are counted together.

    `taken` are the keys of the other questions. A translation of words that have changed stays, to be checked, unless
    it was changed too or is said to hold still. Raises `Unfit`.
    """
    faults = dict(_faults(form))
    asked = {one.partition("/")[0] for one in form.only_if}
    if len(asked) > 1:
        faults["only-if"] = "one-question"
    if faults:
        raise Unfit(faults)
    known = {one.key: one.text for one in before.options} if before else {}
    options: list[Option] = []
    for number in _numbers(form):
        key = form.get(f"key-{number}")
        text = _writing(form, f"option-{number}", known.get(key), by, today)
        keys = [one.key for one in options]
        options.append(Option(key if key in known else _key(text.original, keys, "svar"), text))
    text = _writing(form, "text", before.text if before else None, by, today)
    hint = before.hint if before else None
    return Question(
        key=before.key if before else _key(text.original, taken, "fraga"),
        kind=kind,
        text=text,
        options=tuple(_moved(form, options)) if kind not in {Kind.TEXT, Kind.YES_NO} else (),
        hint=_writing(form, "hint", hint, by, today) if form.get("hint-sv") else None,
        only_if=OnlyIf(asked.pop(), tuple(one.partition("/")[2] for one in form.only_if))
        if asked
        else None,
    )


def _fields(name: str, text: Writing) -> Iterator[tuple[str, str]]:
    for code, words in text.texts.items():
        yield f"{name}-{code}", words
        if text.is_outdated(code):
            yield f"old-{name}-{code}", "yes"


def _numbers(form: Form) -> Iterator[int]:
    """The rows in which an answer stands in Swedish; one that was emptied is taken away."""
    return (number for number in range(MOST_OPTIONS) if form.get(f"option-{number}-{SOURCE}"))


def _faults(form: Form) -> Iterator[tuple[str, str]]:
    if not form.get(f"text-{SOURCE}"):
        yield f"text-{SOURCE}", "missing"
    for name, words in form.fields.items():
        if name.startswith(("text-", "hint-", "option-")) and len(words.strip()) > LONGEST_TEXT:
            yield name, "too-long"


def _writing(form: Form, name: str, before: Writing | None, by: str, today: date) -> Writing:
    text = rewritten(before, form.get(f"{name}-{SOURCE}"), SOURCE, today)
    for code in languages():
        words = form.get(f"{name}-{code}")
        was = before.texts.get(code, "") if before else ""
        is_sure = bool(words) and bool(form.get(f"sure-{name}-{code}"))
        if code != SOURCE and (words != was or is_sure):
            text = read_again(text, code, words, by, today)
    return text


def _moved(form: Form, options: list[Option]) -> list[Option]:
    act = form.get("act")
    number = act.removeprefix(UP)
    if act.startswith(UP) and number.isdecimal() and 0 < int(number) < len(options):
        at = int(number)
        options[at - 1], options[at] = options[at], options[at - 1]
    return options


def _key(words: str, taken: Sequence[str], otherwise: str) -> str:
    """A key of the words' own letters that no other has."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    stem = NOT_OF_A_KEY.sub("-", plain).strip("-")[: LONGEST_KEY - 4].strip("-") or otherwise
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
