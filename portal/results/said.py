"""What was answered, by questionnaire and question, in every table that is given out of it. Knows no web.

Everything here is plain values: it is kept ready for later requests (`tables`), and no row of a session is in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from sqlalchemy.orm import Session, contains_eager

from portal.feedback.models import Occasion, PanelRound, Questionnaire, QuestionnaireVersion
from portal.feedback.questions import Kind, Question
from portal.municipality.models import Measure
from portal.people.directory import directory
from portal.results import answers
from portal.results.answers import Asked, By, Group, Line
from portal.results.hiding import Cell
from portal.results.intervals import Share
from portal.results.outcomes import skr_classes
from portal.results.sums import Sums
from portal.results.wordings import Asks, Wording

GOOD_STEPS = 2
"""The upper two of a scale's five steps say that it was good."""
ABOUT_MEASURES = frozenset({Occasion.AFTER_MEASURE, Occasion.SUMMER_JOB})


@dataclass(frozen=True)
class Names:
    """The words for what the tables are about. Where two are equal, tables made with them are alike."""

    questionnaires: Sequence[Asks]
    """Those that are or were in use, in the order in which they were made."""
    subjects: Mapping[str, str]
    """Measures by their keys, rounds of the panel by their identities."""
    providers: Mapping[str, str]
    """By identity."""
    classes: Mapping[str, str]
    """SKR's classes as they may be given out, by the measures' keys."""
    given_by: Mapping[str, str]
    """The providers' identities, by the measures' keys."""

    def questionnaire(self, key: str) -> str:
        """What it is called; its key, when it is gone."""
        return next((one.name.original for one in self.questionnaires if one.key == key), key)

    def subject(self, key: str, other: str = "Övriga") -> str:
        """What an answer is about; what is gone, or was counted together, has no name of its own."""
        return self.subjects.get(key, other)

    def skr_class(self, measure: Measure) -> str:
        """Its class as it may be given out; empty for none."""
        return self.classes.get(measure.key, "")

    def question(self, questionnaire: str, key: str) -> str:
        """How it is worded; its key, when the newest version does not ask it."""
        return next(
            (
                question.text.original
                for one in self.questionnaires
                if one.key == questionnaire
                for question in one.questions
                if question.key == key
            ),
            key,
        )


@dataclass(frozen=True)
class Earlier:
    """How a question was answered while there were other answers to choose from: never added to those of now."""

    question: Question
    everybody: Line


@dataclass(frozen=True)
class Told:
    """One question, and how it was answered."""

    question: Question
    asked: Asked
    everybody: Line | None
    """None where only its earlier wordings have answers."""
    lines: list[Line]
    """By measure or round, where the questionnaire is about these."""
    divided: Mapping[By, list[Line]] = field(default_factory=dict)
    """The other ways to divide it, where there is more than one line."""
    crossed: Mapping[Cell, Share | None] = field(default_factory=dict)
    """The share that says it was good, by measure and half-year; None for what is not given out."""
    earlier: list[Earlier] = field(default_factory=list)


@dataclass(frozen=True)
class Said:
    """One questionnaire, and what was said."""

    questionnaire: Asks
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
        .order_by(Questionnaire.made_at, Questionnaire.key, QuestionnaireVersion.number.desc())
    ).all()
    versions: dict[str, list[QuestionnaireVersion]] = defaultdict(list)
    for one in dict.fromkeys(version for version, _ in rows):
        versions[one.questionnaire.key].append(one)
    subjects = {one.key: one.name.original for one in known.measures.values()}
    subjects |= {str(one.id): one.name.original for _, one in rows if one}
    return Names(
        questionnaires=[Asks.of(these) for these in versions.values()],
        subjects=subjects,
        providers={str(key): one.name.original for key, one in known.organisations.items()},
        classes=skr_classes(known.measures.values()),
        given_by={one.key: str(one.provider_id) for one in known.measures.values()},
    )


def said(db: Session, found: Sums, known: Names) -> list[Said]:
    """The questionnaires of which anything may be told, with their questions in order."""
    groups = answers.ways(db)
    asked = [(one, one.wordings) for one in known.questionnaires]
    among = sum(_comparisons(one, wordings, found) for one, wordings in asked)
    made = [
        Said(one, _told_of(one, wordings, found, groups, among), known) for one, wordings in asked
    ]
    return [one for one in made if one.told]


def _comparisons(one: Asks, asked: Sequence[Sequence[Wording]], found: Sums) -> int:
    """How many times a measure is compared with all others in the tables of a questionnaire."""
    if one.occasion not in ABOUT_MEASURES:
        return 0
    questions = [asked_for(one.key, now) for now, *_ in asked]
    return sum(
        len(
            {
                a_sum.about
                for a_sum in answers.of(question, found.get((one.key, question.question), ()))
            }
        )
        for question in questions
        if question.good
    )


def _told_of(
    one: Asks,
    asked: Sequence[Sequence[Wording]],
    found: Sums,
    groups: Mapping[By, Group],
    among: int,
) -> list[Told]:
    """The questions that at least five have answered, as the newest version words them."""
    made = []
    for now, *before in asked:
        told = _told(one, now, found, groups, among)
        earlier = [
            Earlier(wording.question, line)
            for wording in before
            if (line := _everybody(one, wording, found, groups))
        ]
        if now.question.kind is not Kind.TEXT and (told.everybody or earlier):
            made.append(replace(told, earlier=earlier))
    return made


def _everybody(one: Asks, wording: Wording, found: Sums, groups: Mapping[By, Group]) -> Line | None:
    sums = found.get((one.key, wording.question.key), ())
    whole = answers.lines(asked_for(one.key, wording), sums, groups[By.ALL])
    return whole[0] if whole else None


def _told(one: Asks, wording: Wording, found: Sums, groups: Mapping[By, Group], among: int) -> Told:
    asked, is_about_measures = asked_for(one.key, wording), one.occasion in ABOUT_MEASURES
    sums = found.get((one.key, wording.question.key), ())
    whole = _everybody(one, wording, found, groups)
    compared = among if is_about_measures else 0
    by_subject = answers.lines(asked, sums, groups[By.MEASURE], compared)
    if not asked.good or one.occasion is Occasion.PANEL:
        return Told(wording.question, asked, whole, by_subject)
    ways = [By.SKR_CLASS, By.PROVIDER] if is_about_measures else []
    divided = {by: answers.lines(asked, sums, groups[by]) for by in [*ways, By.HALF_YEAR]}
    return Told(
        wording.question, asked, whole, by_subject,
        {by: lines for by, lines in divided.items() if len(lines) > 1},
        answers.crossed(asked, sums) if is_about_measures else {},
    )  # fmt: skip


def asked_for(questionnaire: str, wording: Wording) -> Asked:
    """The question as tables know it: which of its answers say that it was good."""
    question = wording.question
    options = tuple(one.key for one in question.choices)
    good: Sequence[str] = ()
    if question.kind is Kind.YES_NO:
        good = ("yes",)
    elif question.kind is Kind.SCALE:
        good = options[:GOOD_STEPS]
    return Asked(questionnaire, question.key, options, frozenset(good), wording.versions)
