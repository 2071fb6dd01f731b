"""People who are asked and who answer, for the tests of feedback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback import answering, questionnaires, shipped
from portal.feedback.models import FeedbackRequest, Occasion
from portal.feedback.questions import Answer
from portal.municipality.models import Measure
from portal.people.models import Participant
from portal.plan.enrolment_models import Enrolment
from tests.cast import sv
from tests.conftest import SECRET

TUESDAY = datetime(2026, 11, 24, 11, tzinfo=UTC)
"""Noon in Sweden."""
TODAY = TUESDAY.date()
ANSWERS: dict[str, Answer] = {"helped": ["a-lot"], "heard": ["often"], "got-on": ["nearer"]}


def people(db: Session, count: int, prefix: str = "N") -> list[Participant]:
    """More participants, of whom nothing is known."""
    made = [
        Participant(
            key=f"{prefix}-{number}", name=f"Deltagare {number}", language="sv", created_at=TUESDAY
        )
        for number in range(count)
    ]
    db.add_all(made)
    db.flush()
    return made


def measure(db: Session, key: str = "training", *, skr_class: int | None = 1) -> Measure:
    """A measure of the municipality's; the same one each time."""
    found = db.scalar(sa.select(Measure).where(Measure.key == key))
    if found is None:
        found = Measure(key=key, name=sv(f"Stödet {key}"), skr_class=skr_class)
        db.add(found)
        db.flush()
    return found


def enrolled(
    db: Session, participant: Participant, ended_on: date | None, key: str = "training"
) -> Enrolment:
    """She took part in a measure until that day."""
    began = (ended_on or TODAY) - timedelta(weeks=10)
    row = Enrolment(
        participant_id=participant.id, measure=measure(db, key), started_on=began, ended_on=ended_on
    )
    db.add(row)
    db.flush()
    return row


def request(
    db: Session,
    participant: Participant,
    occasion: Occasion = Occasion.AFTER_MEASURE,
    *,
    about: str | None = "training",
    on: date = TODAY,
    language: str = "sv",
) -> FeedbackRequest:
    """She is asked, with the questions that came with the product."""
    shipped.load(db, now=TUESDAY - timedelta(days=400))
    if about:
        measure(db, about)
    version = questionnaires.in_use(db, occasion, TUESDAY)
    assert version
    made = FeedbackRequest(
        participant=participant, version=version, occasion=occasion, subject_id=uuid4(), about=about,
        language=language, asked_on=on, closes_on=on + timedelta(weeks=4),
    )  # fmt: skip
    db.add(made)
    db.flush()
    return made


def answer(
    db: Session,
    request: FeedbackRequest,
    answers: Mapping[str, Answer] | None = None,
    *,
    secret: str = SECRET,
) -> FeedbackRequest:
    """She answers and sends on the day on which she was asked."""
    typed = {
        key: [value] if isinstance(value, str) else value
        for key, value in (ANSWERS if answers is None else answers).items()
    }
    assert not answering.keep(db, secret, request, typed, today=request.asked_on)
    noon = datetime.combine(request.asked_on, TUESDAY.timetz())
    answering.send(db, secret, request, now=noon)
    return request


def answered(
    db: Session, people: list[Participant], about: str = "training", **answers: Answer
) -> Iterator[FeedbackRequest]:
    """Everybody is asked about a measure, and answers."""
    for one in people:
        yield answer(db, request(db, one, about=about), answers or None)
