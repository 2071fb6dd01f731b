"""What the tests here need: who reads which language, and what waits."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Participant, Staff
from portal.plan.models import Answer, Step, StepAnswer
from portal.translators.models import Place, WantedTranslation
from portal.writing import Writing
from tests.cast import Cast
from tests.plan.writing import plan, step

NOW = datetime(2030, 5, 6, 8, 0, tzinfo=UTC)
LATER = datetime(2030, 5, 7, 8, 0, tzinfo=UTC)


def waits(db: Session, participant: Participant | None = None) -> dict[tuple[Place, str], str]:
    """What waits: where it stands and into which language, and the words."""
    db.expire_all()
    query = sa.select(WantedTranslation).where(WantedTranslation.done_at.is_(None))
    if participant:
        query = query.where(WantedTranslation.participant_id == participant.id)
    return {(row.place, row.into): row.source for row in db.scalars(query)}


def the_want(db: Session, place: Place = Place.STEP_TEXT) -> WantedTranslation:
    """The one text that was asked for at this place."""
    return db.scalars(sa.select(WantedTranslation).where(WantedTranslation.place == place)).one()


def reads(db: Session, participant: Participant, language: str) -> None:
    participant.language = language
    db.commit()


def planned(db: Session, cast: Cast, text: str = "Ring mig på måndag") -> Step:
    """Amina, who reads Somali, has a plan with one step."""
    reads(db, cast.amina, "so")
    made = step(text)
    plan(db, cast.amina, made)
    return made


def answered(db: Session, made: Step, words: str, answer: Answer = Answer.CANNOT) -> StepAnswer:
    """She says something of a step; nobody knows in which language."""
    said = StepAnswer(step=made, answer=answer, comment=Writing.in_("und", words), answered_at=NOW)
    db.add(said)
    db.commit()
    return said


def translator(db: Session, staff: Staff) -> Staff:
    """Give somebody the duty of a translator, and nothing else."""
    db.add(
        StaffAccount(
            staff_id=staff.id,
            email=f"{staff.key}@example.org",
            duties=[Duty.TRANSLATOR],
            made_at=NOW,
        )
    )
    db.commit()
    return staff
