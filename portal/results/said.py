"""What was answered, by questionnaire and question, in every table that is given out of it. Knows no web."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal.feedback.models import Occasion, PanelRound, Questionnaire, QuestionnaireVersion
from portal.feedback.questions import Kind, Question
from portal.people.directory import directory
from portal.results import answers
from portal.results.answers import Asked, By, Group, Line
from portal.results.hiding import Cell
from portal.results.intervals import Share
from portal.results.outcomes import skr_class
from portal.results.sums import Sum, Sums

GOOD_STEPS = 2
"""The upper two of a scale's five steps say that it was good."""
ABOUT_MEASURES = frozenset({Occasion.AFTER_MEASURE, Occasion.SUMMER_JOB})


@dataclass(frozen=True)
class Names:
    """The words for what the tables are about."""

    versions: Sequence[QuestionnaireVersion]
    """Of each questionnaire the newest that is in use, in the order in which they were made."""
    subjects: Mapping[str, str]
    """Measures by their keys, rounds of the panel by their identities."""
    providers: Mapping[str, str]
    """By identity."""
    classes: Mapping[str, str]
    """SKR's classes as they may be given out, by the measures' keys."""

    def are(self, other: Names) -> bool:
        """Whether the words are the same. What a version asks never changes while it is in use."""
        ids, others = ([one.id for one in each.versions] for each in (self, other))
        titles, theirs = (
            [one.questionnaire.name for one in each.versions] for each in (self, other)
        )
        return ids == others and titles == theirs and self.subjects == other.subjects

    def questionnaire(self, key: str) -> str:
        """What it is called; its key, when it is gone."""
        found = (one.questionnaire for one in self.versions)
        return next((one.name.original for one in found if one.key == key), key)

    def subject(self, key: str, other: str = "Övriga") -> str:
        """What an answer is about; what is gone, or was counted together, has no name of its own."""
        return self.subjects.get(key, other)

    def question(self, questionnaire: str, key: str) -> str:
        """How it is worded; its key, when the newest version does not ask it."""
        return next(
            (
                question.text.original
                for version in self.versions
                if version.questionnaire.key == questionnaire
                for question in questions(version)
                if question.key == key
            ),
            key,
        )


@dataclass(frozen=True)
class Told:
    """One question, and how it was answered."""

    question: Question
    asked: Asked
    everybody: Line
    lines: list[Line]
    """By measure or round, where the questionnaire is about these."""
    divided: Mapping[By, list[Line]] = field(default_factory=dict)
    """The other ways to divide it, where there is more than one line."""
    crossed: Mapping[Cell, Share | None] = field(default_factory=dict)
    """The share that says it was good, by measure and half-year; None for what is not given out."""


@dataclass(frozen=True)
class Said:
    """One questionnaire, and what was said."""

    questionnaire: Questionnaire
    told: list[Told]
    names: Names

    @property
    def is_about_measures(self) -> bool:
        return self.questionnaire.occasion in ABOUT_MEASURES

    @property
    def is_of_the_panel(self) -> bool:
        return self.questionnaire.occasion is Occasion.PANEL

    def subject(self, key: str) -> str:
        """What a line is about."""
        other = "Övriga omgångar" if self.is_of_the_panel else "Övriga insatser"
        return self.names.subject(key, other)

    def provider(self, key: str) -> str:
        """Who gives the measures of a line."""
        return self.names.providers.get(key, "Övriga insatser")


def names(db: Session) -> Names:
    """One query: measures and providers are kept ready."""
    known = directory(db)
    rows = db.execute(
        sa.select(QuestionnaireVersion, PanelRound)
        .join(QuestionnaireVersion.questionnaire)
        .outerjoin(PanelRound, PanelRound.version_id == QuestionnaireVersion.id)
        .where(QuestionnaireVersion.in_use_from.is_not(None))
        .options(contains_eager(QuestionnaireVersion.questionnaire))
        .order_by(Questionnaire.made_at, Questionnaire.key, QuestionnaireVersion.number)
    ).all()
    newest = {version.questionnaire_id: version for version, _ in rows}
    subjects = {one.key: one.name.original for one in known.measures.values()}
    subjects |= {str(one.id): one.name.original for _, one in rows if one}
    providers = {str(key): one.name.original for key, one in known.organisations.items()}
    classes = {one.key: skr_class(one) for one in known.measures.values()}
    return Names(list(newest.values()), subjects, providers, classes)


def said(db: Session, found: Sums, known: Names) -> list[Said]:
    """The questionnaires of which anything may be told, with their questions in order."""
    groups = answers.ways(db)
    made = [Said(one.questionnaire, told(one, found, groups), known) for one in known.versions]
    return [one for one in made if one.told]


def told(newest: QuestionnaireVersion, found: Sums, groups: Mapping[By, Group]) -> list[Told]:
    """The questions of a questionnaire that at least five have answered, as the newest version words them."""
    questionnaire = newest.questionnaire
    return [
        _told(questionnaire, question, sums, groups)
        for question in questions(newest)
        if question.kind is not Kind.TEXT
        and (sums := found.get((questionnaire.key, question.key), ()))
    ]


def _told(
    questionnaire: Questionnaire,
    question: Question,
    sums: Sequence[Sum],
    groups: Mapping[By, Group],
) -> Told:
    asked = asked_for(questionnaire.key, question)
    [whole] = answers.lines(asked, sums, groups[By.ALL])
    by_subject = answers.lines(asked, sums, groups[By.MEASURE])
    if not asked.good or questionnaire.occasion is Occasion.PANEL:
        return Told(question, asked, whole, by_subject)
    is_about_measures = questionnaire.occasion in ABOUT_MEASURES
    ways = [By.SKR_CLASS, By.PROVIDER] if is_about_measures else []
    divided = {by: answers.lines(asked, sums, groups[by]) for by in [*ways, By.HALF_YEAR]}
    return Told(
        question, asked, whole, by_subject,
        {by: lines for by, lines in divided.items() if len(lines) > 1},
        answers.crossed(asked, sums) if is_about_measures else {},
    )  # fmt: skip


def asked_for(questionnaire: str, question: Question) -> Asked:
    """The question as tables know it: which of its answers say that it was good."""
    options = tuple(one.key for one in question.choices)
    good: Sequence[str] = ()
    if question.kind is Kind.YES_NO:
        good = ("yes",)
    elif question.kind is Kind.SCALE:
        good = options[:GOOD_STEPS]
    return Asked(questionnaire, question.key, options, frozenset(good))


def questions(version: QuestionnaireVersion) -> Iterator[Question]:
    """A version's questions in their order."""
    return (Question.stored(kept) for kept in version.questions)
