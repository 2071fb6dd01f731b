"""When a plan is to be followed up: every sixth to eighth week (decided practice, KPMG's audit of Timrå 2023)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload

from portal import clock
from portal.meetings.models import Attendance, Meeting, MeetingParty, MeetingState
from portal.meetings.purposes import Purpose
from portal.people.models import Participant
from portal.plan import progress
from portal.plan.models import Plan

EARLY = timedelta(weeks=1)
"""How long before the window opens she is invited to book: from week five, when it opens in week six."""


@dataclass(frozen=True)
class FollowUp:
    """Her window for the next follow-up meeting."""

    since: date
    """The last follow-up, or the day from which the plan runs."""
    opens_on: date
    closes_on: date
    booked: Meeting | None
    """The one that she has already."""

    def is_open(self, today: date) -> bool:
        """Whether she is to be invited to book: from the week before it opens, until she has one."""
        return self.booked is None and today >= self.opens_on - EARLY

    def is_late(self, today: date) -> bool:
        """Whether the longest time has passed with none: then she may book without asking anybody."""
        return self.booked is None and today > self.closes_on


def follow_up(
    db: Session, participant: Participant, purpose: Purpose, now: datetime
) -> FollowUp | None:
    """Her window for a purpose that recurs; None when it does not, or when no plan of hers runs."""
    if purpose.every_weeks is None:
        return None
    runs = db.scalars(
        sa.select(Plan).where(Plan.participant_id == participant.id, Plan.finished_on.is_(None))
    ).all()
    if not runs:
        return None
    was, booked = _last(db, participant, purpose, now), _next(db, participant, purpose, now)
    return _window(purpose.every_weeks, _begun(runs), was, booked)


def invitation(
    db: Session, participant: Participant, purpose: Purpose, plans: Iterable[Plan], now: datetime
) -> FollowUp | None:
    """Her window, when it is open now and she has no such meeting to come; `plans` are hers, loaded already.

    The database is asked when the last one was held only where the plan has run long enough for one.
    """
    runs = [one for one in plans if not one.is_finished]
    if purpose.every_weeks is None or not runs:
        return None
    today, begun = clock.local(now).date(), _begun(runs)
    if not _window(purpose.every_weeks, begun, None, None).is_open(today):
        return None
    was = _last(db, participant, purpose, now)
    found = _window(purpose.every_weeks, begun, was, None)
    return found if found.is_open(today) else None


def has_booked(db: Session, participant: Participant, purpose: Purpose, now: datetime) -> bool:
    """Whether such a meeting is to come, or a time for it waits for her answer."""
    return _next(db, participant, purpose, now) is not None


def as_booked(
    db: Session, participant: Participant, planned: progress.FollowUp | None, now: datetime
) -> progress.FollowUp | None:
    """The day on which a plan is followed up: that of the follow-up meeting, when she has one booked to come.

    The plan's own day stays as it was agreed. A plan of another organisation follows its own day.
    """
    if planned is None:
        return None
    rows = db.scalars(
        sa.select(Meeting)
        .where(
            Meeting.participant_id == participant.id,
            Meeting.state == MeetingState.BOOKED,
            Meeting.starts_at >= now,
        )
        .options(
            joinedload(Meeting.type), selectinload(Meeting.parties).joinedload(MeetingParty.staff)
        )
        .order_by(Meeting.starts_at)
    )
    return booked_among(rows, planned)


def booked_among(meetings: Iterable[Meeting], planned: progress.FollowUp) -> progress.FollowUp:
    """The same, among her meetings to come, the next one first."""
    owner = planned.plan.owner_id
    for one in meetings:
        is_theirs = owner is None or any(who.organisation_id == owner for who in one.staff)
        if Purpose(one.type).every_weeks and is_theirs:
            day = clock.local(one.starts_at).date()
            return progress.FollowUp(day, is_late=False, plan=planned.plan)
    return planned


def _begun(runs: Iterable[Plan]) -> date:
    return min(one.agreed_on or clock.local(one.created_at).date() for one in runs)


def _window(
    every_weeks: tuple[int, int], begun: date, was: datetime | None, booked: Meeting | None
) -> FollowUp:
    since = max(begun, clock.local(was).date()) if was else begun
    shortest, longest = every_weeks
    return FollowUp(
        since, since + timedelta(weeks=shortest), since + timedelta(weeks=longest), booked
    )


def _last(
    db: Session, participant: Participant, purpose: Purpose, now: datetime
) -> datetime | None:
    """When the last one was held: one that staff have not said anything about counts, one she missed does not."""
    held = sa.or_(MeetingParty.attendance.is_(None), MeetingParty.attendance == Attendance.CAME)
    return db.scalar(
        sa.select(sa.func.max(Meeting.starts_at))
        .join(MeetingParty, MeetingParty.meeting_id == Meeting.id)
        .where(
            Meeting.participant_id == participant.id,
            Meeting.type_id == purpose.type.id,
            Meeting.state == MeetingState.BOOKED,
            Meeting.starts_at < now,
            MeetingParty.participant_id == participant.id,
            held,
        )
    )


def _next(db: Session, participant: Participant, purpose: Purpose, now: datetime) -> Meeting | None:
    return db.scalar(
        sa.select(Meeting)
        .where(
            Meeting.participant_id == participant.id,
            Meeting.type_id == purpose.type.id,
            Meeting.state != MeetingState.CANCELLED,
            Meeting.starts_at >= now,
        )
        .order_by(Meeting.starts_at)
        .limit(1)
    )
