"""The format `questionnaire/1`: one questionnaire a file, such as a municipality's licensed wording of SKR's questions.

A file that says something else than before makes a new version; what people have been asked stays as it was.
"""

from __future__ import annotations

from portal.exchange.faults import Place, nearest, quoted
from portal.exchange.keeping import Keeping
from portal.exchange.numbers import Integer
from portal.exchange.report import Change
from portal.exchange.shapes import Fields, Findings, ListOf, Record
from portal.exchange.words import Choice, Key, Line, Text
from portal.feedback.models import Occasion
from portal.feedback.question_faults import (
    FEWEST_OPTIONS,
    LONGEST_KEY,
    MOST_OPTIONS,
    MOST_QUESTIONS,
    QuestionFault,
    Why,
    faults,
)
from portal.feedback.questionnaires import MOST_MINUTES, Definition, Settled, settle
from portal.feedback.questions import STEPS, Kind, OnlyIf, Option, Question

SAID = {
    Why.NO_QUESTIONS: "there are no questions",
    Why.TOO_MANY_QUESTIONS: f"there are more than {MOST_QUESTIONS} questions",
    Why.KEY: f"{{}} is no key; small letters, digits and hyphens, at most {LONGEST_KEY}",
    Why.SAME_KEY: "the key {} stands here already",
    Why.OPTIONS_WANTED: f"at least {FEWEST_OPTIONS} options are expected here",
    Why.TOO_MANY_OPTIONS: f"there are more than {MOST_OPTIONS} options",
    Why.FIVE_STEPS: f"a scale has {STEPS} options, the best or the most first",
    Why.NO_OPTIONS: "this kind of question has no options of its own",
    Why.NO_SUCH_QUESTION: "no question {} stands before this one{near}",
    Why.NOT_TO_CHOOSE: "{} is not a question with something to choose, or nothing is named of it",
    Why.NO_SUCH_OPTION: "no such answer: {}{near}",
}
BECAME = {
    Settled.NEW: Change.NEW,
    Settled.NEW_VERSION: Change.CHANGED,
    Settled.UNCHANGED: Change.UNCHANGED,
    Settled.OURS: Change.OURS,
}

_QUESTION = Fields(
    {"key": Line(), "kind": Choice.of(Kind), "text": Text()},
    {
        "options": ListOf(Fields({"key": Line(), "text": Text()})),
        "hint": Text(),
        "only_if": Fields({"question": Line(), "is": ListOf(Line(), at_least=1)}),
    },
)


def _can_be_asked(record: Record, findings: Findings) -> None:
    """The questions as a whole, once each of them could be read."""
    if findings.faults or not isinstance(record.get("questions"), list):
        return
    questions = [_question(one) for one in record["questions"]]
    for fault in faults(questions):
        findings.fault(_place(record, fault), _words(fault, questions))


QUESTIONNAIRE = Fields(
    {
        "format": Line(),
        "key": Key(kind="questionnaire"),
        "occasion": Choice.of(Occasion),
        "name": Text(),
        "minutes": Integer(least=1, most=MOST_MINUTES),
        "questions": ListOf(_QUESTION),
    },
    rules=(_can_be_asked,),
)


def write(record: Record, keeping: Keeping) -> None:
    """Bring a questionnaire to what its file says."""
    wanted = Definition(
        key=record["key"],
        occasion=Occasion(record["occasion"]),
        name=record["name"],
        minutes=record["minutes"],
        questions=tuple(_question(one) for one in record["questions"]),
    )
    became = settle(keeping.db, wanted, now=keeping.now)
    keeping.report.note("questionnaires", BECAME[became])


def _question(record: Record) -> Question:
    rule = record.get("only_if")
    return Question(
        key=record["key"],
        kind=Kind(record["kind"]),
        text=record["text"],
        options=tuple(Option(one["key"], one["text"]) for one in record.get("options") or ()),
        hint=record.get("hint"),
        only_if=OnlyIf(rule["question"], tuple(rule["is"])) if rule else None,
    )


def _place(record: Record, fault: QuestionFault) -> Place:
    if fault.number is None:
        return record.where("questions")
    question: Record = record["questions"][fault.number]
    return question.where(fault.field)


def _words(fault: QuestionFault, questions: list[Question]) -> str:
    known: list[str] = []
    if fault.why is Why.NO_SUCH_QUESTION:
        known = [one.key for one in questions[: fault.number]]
    elif fault.why is Why.NO_SUCH_OPTION and fault.number is not None:
        rule = questions[fault.number].only_if
        asked = next(one for one in questions if rule and one.key == rule.question)
        known = [option.key for option in asked.choices]
    return SAID[fault.why].format(quoted(fault.about), near=nearest(fault.about, known))
