"""That staff have seen what she said of today, or that no time suits her: it waits no more. Knows no web."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.meetings.day import is_along
from portal.meetings.models import Meeting, NoTimeFits, TodayWord
from portal.people import access
from portal.people.day import REGRET
from portal.people.models import Participant, Staff
from portal.plan.handled import TooLate
from portal.plan.models import Step


def word(db: Session, staff: Staff, word_id: UUID, today: date) -> tuple[TodayWord, Participant]:
    """Her word of today, for her contacts and for whoever was to meet her or takes part. Raises `NoResultFound`.

    Of somebody whose data are protected only for those who may see the person.
    """
    is_hers = sa.and_(
        Participant.is_protected.is_(False),
        access.is_here(today),
        is_along(staff.id),
        sa.literal(value=not access.has_left(staff, today)),
    )
    found = db.execute(
        sa.select(TodayWord, Participant)
        .join(Participant, Participant.id == TodayWord.participant_id)
        .where(TodayWord.id == word_id, sa.or_(access.may_see(staff, today), is_hers))
    ).one()
    return found[0], found[1]


def about(db: Session, said: TodayWord) -> Meeting | Step | None:
    """The meeting or the step that it is about."""
    if said.meeting_id:
        return db.get(Meeting, said.meeting_id, options=[joinedload(Meeting.type)])
    return db.get(Step, said.step_id) if said.step_id else None


def no_time(
    db: Session, staff: Staff, told_id: UUID, today: date
) -> tuple[NoTimeFits, Participant]:
    """That no time suits her, for whoever may see her. Raises `NoResultFound`."""
    found = db.execute(
        sa.select(NoTimeFits, Participant)
        .join(Participant, Participant.id == NoTimeFits.participant_id)
        .where(NoTimeFits.id == told_id, access.may_see(staff, today))
        .options(joinedload(NoTimeFits.type))
    ).one()
    return found[0], found[1]


def see(said: TodayWord | NoTimeFits, staff: Staff, *, now: datetime) -> None:
    """Somebody has seen it, and does what is needed. Doing so twice changes nothing."""
    if said.handled_at is None:
        said.handled_at, said.handled_by_id = now, staff.id


def take_back(said: TodayWord | NoTimeFits, *, now: datetime) -> None:
    """It waits again after all. Raises `TooLate` after a minute; twice changes nothing."""
    if said.handled_at is None:
        return
    if now - said.handled_at > REGRET:
        raise TooLate
    said.handled_at = said.handled_by_id = None


def last_word(db: Session, participant: Participant) -> TodayWord | None:
    """What she last said of a day."""
    return db.scalar(
        sa.select(TodayWord)
        .where(TodayWord.participant_id == participant.id)
        .order_by(TodayWord.made_at.desc())
        .limit(1)
    )


def may_open(db: Session, staff: Staff, participant: Participant, today: date) -> bool:
    """Whether she may also open the participant's page, and book for her."""
    asked = sa.select(Participant.id).where(
        Participant.id == participant.id, access.may_see(staff, today)
    )
    return db.scalar(asked) is not None
