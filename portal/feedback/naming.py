"""What an answer belongs to, in Swedish words: the question, and the measure or the round."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.answer_models import FreeText
from portal.feedback.models import PanelRound, Questionnaire, QuestionnaireVersion
from portal.municipality.models import Measure


@dataclass(frozen=True)
class Names:
    """The words for the keys that answers carry; a key whose words are gone is shown as it is."""

    questionnaires: dict[str, str]
    questions: dict[tuple[str, str], str]
    subjects: dict[str, str]

    def of(self, text: FreeText) -> str:
        """«Om stödet du har haft: Hälsomotivation. Vad ska vi göra bättre?»"""
        name = self.questionnaires.get(text.questionnaire, text.questionnaire)
        about = f": {self.subjects.get(text.about, text.about)}" if text.about else ""
        question = self.questions.get((text.questionnaire, text.question), text.question)
        return f"{name}{about}. {question}"


def names(db: Session, texts: Sequence[FreeText]) -> Names:
    """The words for these texts; where a question was worded otherwise before, its newest words."""
    keys = {one.questionnaire for one in texts}
    rows = db.execute(
        sa.select(Questionnaire.key, Questionnaire.name, QuestionnaireVersion.questions)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(Questionnaire.key.in_(keys))
        .order_by(QuestionnaireVersion.number)
    ).all()
    return Names(
        questionnaires={key: name.original for key, name, _ in rows},
        questions={
            (key, one["key"]): next(iter(one["text"].values()))
            for key, _, questions in rows
            for one in questions
        },
        subjects=subjects(db, {one.about for one in texts if one.about}),
    )


def subjects(db: Session, about: set[str]) -> dict[str, str]:
    """What answers are about, in words: measures by their keys, and rounds of the panel by their identities."""
    measures = db.execute(sa.select(Measure.key, Measure.name).where(Measure.key.in_(about)))
    rounds = db.scalars(sa.select(PanelRound).where(PanelRound.id.in_(_identities(about))))
    return {
        **{key: name.original for key, name in measures},
        **{str(one.id): one.name.original for one in rounds},
    }


def _identities(about: set[str]) -> list[UUID]:
    found = []
    for one in about:
        try:
            found.append(UUID(one))
        except ValueError:
            continue
    return found
