"""Made-up requests and answers for load tests: the shares are chosen. Nobody in them exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.db import Base
from portal.feedback.models import FeedbackRequest, Occasion, QuestionnaireVersion
from portal.feedback.questionnaires import in_use, questions
from portal.municipality.models import Measure
from portal.operations.invented_answers import answers, count_invented

WAS_ASKED, IS_ASKED = 0.6, 0.08
OPENED, ANSWERED = 0.65, 0.48
"""Of those who were asked. Nearly half answer SKR's own questions (2023: 48 percent)."""
OPEN_FOR = timedelta(weeks=4)
OLDEST = 700
A_BATCH = 12

Row = tuple[type[Base], dict[str, Any]]


@dataclass
class FilledFeedback:
    """Invents who was asked after a measure, and then what was answered, untied from them from the start."""

    random: Random
    today: date
    version: QuestionnaireVersion
    measures: list[str]
    answered: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, db: Session, random: Random, today: date, now: datetime) -> FilledFeedback | None:
        """None where there is no questionnaire, or no measure to ask about."""
        version = in_use(db, Occasion.AFTER_MEASURE, now)
        measures = list(db.scalars(sa.select(Measure.key).order_by(Measure.key)))
        return cls(random, today, version, measures) if version and measures else None

    def asked(self, participant: UUID, language: str) -> Iterator[Row]:
        """What she was asked before, and perhaps is asked now."""
        if self.random.random() < WAS_ASKED:
            on = self.today - timedelta(days=self.random.randint(40, OLDEST))
            how = self.random.random()
            opened, answered = how < OPENED, how < ANSWERED
            yield self._request(participant, language, on, opened=opened, answered=answered)
        if self.random.random() < IS_ASKED:
            on = self.today - timedelta(days=self.random.randint(0, 20))
            yield self._request(participant, language, on, opened=False, answered=False)

    def count(self, db: Session) -> None:
        """Count as many made-up answers as were sent, a dozen people at a time."""
        asked = questions(self.version)
        for about, total in sorted(self.answered.items()):
            gladness = 0.8 + self.random.random() / 2
            for first in range(0, total, A_BATCH):
                people = [
                    answers(self.random, asked, gladness)
                    for _ in range(min(A_BATCH, total - first))
                ]
                on = self.today - timedelta(days=self.random.randint(1, OLDEST))
                key = self.version.questionnaire.key
                count_invented(db, key, self.version.number, about, people, on)

    def _request(
        self, participant: UUID, language: str, on: date, *, opened: bool, answered: bool
    ) -> Row:
        about = self.random.choice(self.measures)
        self.answered[about] += answered
        return FeedbackRequest, {
            "id": self._id(), "participant_id": participant, "version_id": self.version.id,
            "occasion": Occasion.AFTER_MEASURE, "subject_id": self._id(), "about": about,
            "language": language, "asked_on": on, "closes_on": on + OPEN_FOR,
            "opened_on": on + timedelta(days=1) if opened else None,
            "answered_on": on + timedelta(days=1) if answered else None,
        }  # fmt: skip

    def _id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)
