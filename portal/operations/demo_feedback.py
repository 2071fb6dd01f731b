"""The demo's feedback: whoever has ended a measure is asked, and a year of answers that nobody has given is there.

Given once; what people do on the pages stays. The texts stand in `demo/feedback.yaml`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import asking
from portal.feedback.answer_models import AnswerBlock, FreeText, FreeTextState
from portal.feedback.models import Occasion
from portal.feedback.questionnaires import in_use, questions
from portal.meetings.days_off import is_working_day
from portal.municipality.models import Measure
from portal.operations.invented_answers import answers, count_invented
from portal.places import DEMO
from portal.writing import UNKNOWN_LANGUAGE, Writing

GLADNESS = {
    "work-training-internal": 1.0,
    "work-training-external": 1.15,
    "development-year": 1.5,
    "internship": 1.25,
    "individual-measures": 0.9,
}
"""The measures that the demo has answers about, and how content the made-up people are."""
OTHERS = {
    Occasion.AFTER_CASE: 1.1,
    Occasion.AFTER_MEETING: 1.2,
    Occasion.QUALITY: 1.0,
}
BATCHES = 4
SEED = 20


def add(db: Session, now: datetime) -> None:
    """Ask whom it is time to ask, and make up what was answered before."""
    asking.run(db, last_noon(now))
    if db.scalar(sa.select(AnswerBlock.id).limit(1)) is None:
        today = clock.local(now).date()
        _answers(db, Random(SEED), today, now)  # noqa: S311 (invents people, keeps no secret)
        _texts(db, today)


def last_noon(now: datetime) -> datetime:
    """Noon of the latest working day: people are asked then only, and a demo is started at any hour."""
    day = clock.local(now).date()
    while not is_working_day(day) or datetime.combine(day, time(12), clock.LOCAL) > now:
        day -= timedelta(days=1)
    return datetime.combine(day, time(12), clock.LOCAL)


def _answers(db: Session, random: Random, today: date, now: datetime) -> None:
    known = set(db.scalars(sa.select(Measure.key)))
    wanted: list[tuple[Occasion, str | None, float]] = [
        *((Occasion.AFTER_MEASURE, key, glad) for key, glad in GLADNESS.items() if key in known),
        *((occasion, None, glad) for occasion, glad in OTHERS.items()),
    ]
    for occasion, about, gladness in wanted:
        version = in_use(db, occasion, now)
        if version is None:
            continue
        asked = questions(version)
        for batch in range(BATCHES):
            people = [answers(random, asked, gladness) for _ in range(random.randint(6, 12))]
            on = today - timedelta(days=20 + 85 * (BATCHES - 1 - batch))
            key = version.questionnaire.key
            count_invented(db, key, version.number, about, people, on)


def _texts(db: Session, today: date) -> None:
    said: dict[str, Any] = yaml.safe_load((DEMO / "feedback.yaml").read_text(encoding="utf-8"))
    for state in (FreeTextState.RELEASED, FreeTextState.WAITING):
        for text in said[state.value]:
            db.add(
                FreeText(
                    questionnaire=said["questionnaire"], question=said["question"],
                    about=said["about"], on=today - timedelta(days=20), state=state,
                    text=Writing.in_(UNKNOWN_LANGUAGE, text),
                )
            )  # fmt: skip
