"""Answers that nobody has given, for the demo and for load tests: made up, and counted as real ones are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from random import Random

from sqlalchemy.orm import Session

from portal.feedback.counting import LEAST_ANSWERS, Pot, Told, count
from portal.feedback.questions import Answer, Kind, Question, to_be_asked

STEPS = (30, 32, 20, 12, 6)
"""How often each step of a scale is chosen, the best first; chosen, as everything here."""
YES_NO = (62, 26, 12)
ANSWERS = 0.92
"""Most answer most questions."""


def answers(random: Random, questions: Sequence[Question], gladness: float) -> dict[str, Answer]:
    """One made-up person's choices; with a gladness of 1 as most people, with more the first options more often."""
    given: dict[str, Answer] = {}
    for question in questions:
        if question not in to_be_asked(questions, given) or question.kind is Kind.TEXT:
            continue
        if random.random() < ANSWERS:
            given[question.key] = _chosen(random, question, gladness)
    return given


def count_invented(
    db: Session,
    key: str,
    version: int,
    about: str | None,
    people: Sequence[dict[str, Answer]],
    on: date,
) -> int:
    """Count what made-up people answered, question by question, where they are five or more. Gives the blocks made."""
    pots: dict[Pot, list[Told]] = defaultdict(list)
    for given in people:
        for question, value in given.items():
            pot = Pot(key, version, question, about)
            pots[pot].append(Told(pot, value, may_be_pooled=False))
    return sum(count(db, pot, told, on) for pot, told in pots.items() if len(told) >= LEAST_ANSWERS)


def _chosen(random: Random, question: Question, gladness: float) -> list[str]:
    keys = [one.key for one in question.choices]
    if question.kind is Kind.SEVERAL:
        return random.sample(keys, random.choice((1, 1, 2, 3)))
    usual = {Kind.SCALE: STEPS, Kind.YES_NO: YES_NO}.get(question.kind, (1,) * len(keys))
    middle = (len(keys) - 1) / 2
    weights = [weight * gladness ** (middle - place) for place, weight in enumerate(usual)]
    return random.choices(keys, weights)
