"""What has ended and has not been asked about: measures, cases, meetings, rounds of the panel, and a year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.models import (
    FeedbackRequest,
    Occasion,
    PanelMember,
    PanelRound,
    PanelToken,
)
from portal.meetings.models import Attendance, Meeting, MeetingParty, MeetingState
from portal.municipality.models import Measure, Municipality
from portal.people import access
from portal.people.models import Participant
from portal.plan.enrolment_models import Enrolment

LATEST = timedelta(weeks=12)
"""What ended longer ago is not asked about: she has had other things to think of, and so had we."""
SUMMER_JOBS = 9
"""SKR's class of holiday jobs (feriearbete)."""
TURN = (
    Occasion.PANEL, Occasion.AFTER_CASE, Occasion.SUMMER_JOB, Occasion.AFTER_MEASURE, Occasion.AFTER_MEETING,
    Occasion.QUALITY,
)  # fmt: skip
"""Who waits for several questions gets them in this order; what has a last day goes first."""
USUALLY_EVERY = 5
"""Meetings, where no municipality's file has been loaded yet."""
TOKEN = PanelToken.id


@dataclass(frozen=True)
class Due:
    """Something that a participant is to be asked about."""

    participant_id: UUID
    occasion: Occasion
    subject_id: UUID
    ended_on: date
    about: str | None = None
    version_id: UUID | None = None
    """Of a panel round, which has its own questions; else whatever is in use."""
    closes_on: date | None = None

    @property
    def order(self) -> tuple[int, date, str]:
        return TURN.index(self.occasion), self.ended_on, str(self.subject_id)


def everything(db: Session, today: date) -> Iterator[Due]:
    """All that has ended within twelve weeks and was not asked about, whether or not it is time yet."""
    yield from _measures(db, today)
    yield from _cases(db, today)
    yield from _meetings(db, today)
    yield from _rounds(db, today)
    yield from _years(db, today)


def _not_asked(
    subject: sa.orm.InstrumentedAttribute[UUID], *occasions: Occasion
) -> sa.ColumnElement[bool]:
    return ~sa.exists().where(
        FeedbackRequest.subject_id == subject, FeedbackRequest.occasion.in_(occasions)
    )


def _measures(db: Session, today: date) -> Iterator[Due]:
    both = (Occasion.AFTER_MEASURE, Occasion.SUMMER_JOB)
    found = db.execute(
        sa.select(
            Enrolment.participant_id,
            Enrolment.id,
            Enrolment.ended_on,
            Measure.key,
            Measure.skr_class,
        )
        .join(Measure, Measure.id == Enrolment.measure_id)
        .where(Enrolment.ended_on.between(today - LATEST, today), _not_asked(Enrolment.id, *both))
    )
    for participant_id, enrolment_id, ended_on, key, skr_class in found:
        if ended_on is None:
            continue
        occasion = Occasion.SUMMER_JOB if skr_class == SUMMER_JOBS else Occasion.AFTER_MEASURE
        yield Due(participant_id, occasion, enrolment_id, ended_on, about=key)


def _cases(db: Session, today: date) -> Iterator[Due]:
    """A case that has ended, each time that it does: a case is known by whose it is and the day on which it ended.

    Whoever was asked on that day or later was asked about it, also when the day is corrected afterwards.
    """
    found = db.execute(
        sa.select(Participant.id, Participant.moved_on).where(
            Participant.moved_on.between(today - LATEST, today),
            ~sa.exists().where(
                FeedbackRequest.participant_id == Participant.id,
                FeedbackRequest.occasion == Occasion.AFTER_CASE,
                FeedbackRequest.asked_on >= Participant.moved_on,
            ),
        )
    )
    for participant_id, moved_on in found:
        if moved_on:
            case = uuid5(participant_id, moved_on.isoformat())
            yield Due(participant_id, Occasion.AFTER_CASE, case, moved_on)


def _meetings(db: Session, today: date) -> Iterator[Due]:
    """Every n-th meeting that she came to (routine), counted from her first; asked about once, also when the count
    changes because somebody notes later who came. Not when her case has ended: then she is asked about that."""
    every = _every_so_many(db)
    came = (
        sa.select(
            Meeting.participant_id,
            Meeting.id,
            Meeting.starts_at,
            sa.func.row_number()
            .over(partition_by=Meeting.participant_id, order_by=(Meeting.starts_at, Meeting.id))
            .label("number"),
        )
        .join(
            MeetingParty,
            sa.and_(
                MeetingParty.meeting_id == Meeting.id,
                MeetingParty.participant_id == Meeting.participant_id,
            ),
        )
        .join(Participant, Participant.id == Meeting.participant_id)
        .where(
            Meeting.state != MeetingState.CANCELLED,
            MeetingParty.attendance == Attendance.CAME,
            access.is_here(today),
        )
        .subquery()
    )
    asked: dict[UUID, date] = dict(
        db.execute(
            sa.select(FeedbackRequest.participant_id, sa.func.max(FeedbackRequest.asked_on))
            .where(FeedbackRequest.occasion == Occasion.AFTER_MEETING)
            .group_by(FeedbackRequest.participant_id)
        ).all()
    )
    for participant_id, meeting_id, starts_at, _ in db.execute(
        sa.select(came).where(came.c.number % every == 0)
    ):
        day = clock.local(starts_at).date()
        is_asked = participant_id in asked and asked[participant_id] >= day
        if today - LATEST <= day <= today and not is_asked:
            yield Due(participant_id, Occasion.AFTER_MEETING, meeting_id, day)


def _every_so_many(db: Session) -> int:
    found = db.scalar(sa.select(Municipality))
    return found.feedback_every_meetings if found else USUALLY_EVERY


def _rounds(db: Session, today: date) -> Iterator[Due]:
    """The running rounds, for everybody who takes part in the panel and whose case goes on. A round is asked about from
    its first day on."""
    found = db.execute(
        sa.select(PanelMember.participant_id, PanelRound)
        .join(Participant, Participant.id == PanelMember.participant_id)
        .join(PanelRound, sa.true())
        .where(
            PanelMember.left_on.is_(None),
            access.is_here(today),
            PanelRound.from_on <= today,
            PanelRound.until_on >= today,
            ~sa.exists().where(
                FeedbackRequest.participant_id == PanelMember.participant_id,
                FeedbackRequest.subject_id == PanelRound.id,
                FeedbackRequest.occasion == Occasion.PANEL,
            ),
        )
    )
    for participant_id, one in found:
        yield Due(
            participant_id, Occasion.PANEL, one.id, one.from_on - timedelta(days=1),
            about=str(one.id), version_id=one.version_id, closes_on=one.until_on,
        )  # fmt: skip


def _years(db: Session, today: date) -> Iterator[Due]:
    """In the municipality's month of the year, everybody who has had a case for twelve weeks: SKR's quality areas.

    All in the same month, so that many answer at once; who is asked something else all that month is left out.
    """
    town, month = db.scalar(sa.select(Municipality)), today.replace(day=1)
    if town is None or town.feedback_quality_month != today.month:
        return
    found = db.scalars(
        sa.select(Participant.id).where(
            access.is_here(today),
            Participant.created_at < datetime.combine(today - LATEST, time(), clock.LOCAL),
            ~sa.exists().where(
                FeedbackRequest.participant_id == Participant.id,
                FeedbackRequest.occasion == Occasion.QUALITY,
                FeedbackRequest.asked_on >= month,
            ),
        )
    )
    for participant_id in found:
        year = uuid5(participant_id, f"{today.year}")
        yield Due(participant_id, Occasion.QUALITY, year, month - timedelta(days=1))


def running_tokens(today: date) -> sa.Select[UUID]:
    """The tokens of the rounds that go on; a select of their identities."""
    return (
        sa.select(PanelToken.id)
        .join(PanelRound, PanelRound.id == PanelToken.round_id)
        .where(PanelRound.until_on >= today)
    )
