"""What questionnaires ask, as plain values: they are kept longer than the request that read them. Knows no web."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.feedback.models import Occasion, QuestionnaireVersion
from portal.feedback.questions import Kind, Question
from portal.writing import Writing


@dataclass(frozen=True)
class Wording:
    """One question, and the versions that give the same answers to choose from: only theirs are added up.

    Who writes a new version may keep a question and change how it is answered.
    """

    question: Question
    """As the newest of them words it."""
    versions: frozenset[int]


@dataclass(frozen=True)
class Asks:
    """A questionnaire, and what its versions that are or were in use ask."""

    key: str
    name: Writing
    occasion: Occasion
    numbers: tuple[int, ...]
    """Of its versions, the newest first."""
    stored: tuple[Sequence[Mapping[str, Any]], ...] = field(compare=False)
    """Their questions as they are stored. They never change while in use, so that nobody needs to compare them."""

    @classmethod
    def of(cls, versions: Sequence[QuestionnaireVersion]) -> Asks:
        """From the versions of one questionnaire, the newest first."""
        questionnaire = versions[0].questionnaire
        return cls(
            questionnaire.key,
            questionnaire.name,
            questionnaire.occasion,
            tuple(one.number for one in versions),
            tuple(one.questions for one in versions),
        )

    @property
    def questions(self) -> list[Question]:
        """Those of the newest version, in their order."""
        return _read(self.stored[0])

    @property
    def wordings(self) -> list[list[Wording]]:
        """For each question of the newest version how it is asked now, and how it was with other answers before."""
        asked = [
            (number, {one.key: one for one in _read(stored)})
            for number, stored in zip(self.numbers, self.stored, strict=True)
        ]
        return [
            _wordings((number, by_key[one.key]) for number, by_key in asked if one.key in by_key)
            for one in self.questions
        ]


def _wordings(asked: Iterable[tuple[int, Question]]) -> list[Wording]:
    """Those of one question, the newest first."""
    newest: dict[Hashable, Question] = {}
    versions: dict[Hashable, list[int]] = {}
    for number, question in asked:
        same = _answers_of(question)
        newest.setdefault(same, question)
        versions.setdefault(same, []).append(number)
    return [Wording(newest[same], frozenset(versions[same])) for same in newest]


def _answers_of(question: Question) -> Hashable:
    """What may be answered. The steps of a scale say something by their order, other answers do not."""
    keys = tuple(one.key for one in question.choices)
    return question.kind, keys if question.kind is Kind.SCALE else frozenset(keys)


def _read(stored: Iterable[Mapping[str, Any]]) -> list[Question]:
    return [Question.stored(one) for one in stored]
