"""What she is shown of a questionnaire: the questions that are hers, where she is among them, and her answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal.feedback.questions import Answer, Kind, Question, seen, to_be_asked


@dataclass(frozen=True)
class Sheet:
    """A questionnaire as she fills it in."""

    questions: Sequence[Question]
    """All of them, also those that she is not asked."""
    given: Mapping[str, Answer] = field(default_factory=dict)

    @property
    def hers(self) -> list[Question]:
        """Those that she is asked, by what she has answered so far."""
        return to_be_asked(self.questions, self.given)

    @property
    def is_one(self) -> bool:
        """Whether it is a single question to choose at: two taps, and it is done."""
        return len(self.questions) == 1 and self.questions[0].kind is not Kind.TEXT

    @property
    def has_words(self) -> bool:
        """Whether it asks for words of her own."""
        return any(one.kind is Kind.TEXT for one in self.questions)

    @property
    def first_open(self) -> Question | None:
        """The first that she has not answered; None when all are."""
        return next((one for one in self.hers if one.key not in self.given), None)

    def one(self, key: str) -> Question | None:
        """The question with that key, if she is asked it."""
        return next((one for one in self.hers if one.key == key), None)

    def number(self, key: str) -> int:
        """Which of hers it is, from 1."""
        return [one.key for one in self.hers].index(key) + 1

    def after(self, key: str) -> Question | None:
        """The next of hers; None after the last, and when she is not asked that question (any more)."""
        keys = [one.key for one in self.hers]
        if key not in keys or key == keys[-1]:
            return None
        return self.hers[keys.index(key) + 1]

    def before(self, key: str) -> Question | None:
        """The one before it among hers."""
        place = self.number(key) - 1
        return self.hers[place - 1] if place else None

    def seen(self, question: Question) -> str:
        """What her form is opened with at a question, in few signs."""
        return seen(self.given.get(question.key))

    def chosen(self, question: Question) -> list[str]:
        """The keys of what she has chosen at a question."""
        found = self.given.get(question.key, [])
        return found if isinstance(found, list) else []

    def words(self, question: Question) -> str:
        """What she has written at a question."""
        found = self.given.get(question.key, "")
        return found if isinstance(found, str) else ""
