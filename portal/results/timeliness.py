"""Whether we were in time: first meetings, follow-ups, answers; and how often contact persons changed.

Each figure is of a half-year and of the whole municipality: never of one caseworker, never of fewer than five.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from statistics import median
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings.models import Attendance, Meeting, MeetingParty, MeetingState
from portal.messages import promise
from portal.messages.models import Message, Thread
from portal.municipality.models import MeetingType, Municipality
from portal.people.models import Assignment
from portal.results.hiding import LEAST
from portal.results.intervals import Share, share
from portal.results.periods import HalfYear

USUAL_FIRST_CONTACT = 10
USUAL_FOLLOW_UP = (6, 8)


@dataclass(frozen=True)
class InTime:
    """How many were in time, and how long it took in the middle (days)."""

    share: Share | None
    """None when there were fewer than five."""
    middle: float | None


def in_time(days: Iterable[tuple[float, bool]]) -> InTime:
    """So many days each, and whether that was in time."""
    found = list(days)
    if len(found) < LEAST:
        return InTime(None, None)
    return InTime(
        share(sum(was for _, was in found), len(found)), float(median(took for took, _ in found))
    )


def first_meetings(
    db: Session, period: HalfYear, municipality: Municipality | None, now: datetime
) -> InTime:
    """From the day she got her first contact person to her first meeting; those who got one in that half-year.

    In time: within the working days of the routine `first_contact_within_working_days`.
    """
    within = municipality.first_contact_within_working_days if municipality else USUAL_FIRST_CONTACT
    begun = (
        sa.select(Assignment.participant_id, sa.func.min(Assignment.from_on).label("on"))
        .group_by(Assignment.participant_id)
        .subquery()
    )
    rows = db.execute(
        sa.select(begun.c.on, sa.func.min(Meeting.starts_at))
        .join(Meeting, Meeting.participant_id == begun.c.participant_id)
        .join(MeetingParty, _her_part())
        .where(
            begun.c.on.between(period.first, period.last),
            _was_held(now),
        )
        .group_by(begun.c.participant_id, begun.c.on)
    )
    return in_time(_until_met(on, met, within) for on, met in rows)


def _until_met(on: date, met: datetime, within: int) -> tuple[float, bool]:
    day = clock.local(met).date()
    return max(0, (day - on).days), day <= promise.working_days_after(on, within)


def follow_ups(
    db: Session, period: HalfYear, municipality: Municipality | None, now: datetime
) -> InTime:
    """From one follow-up to the next, for those held in that half-year. In time: within the longest of the routine
    `follow_up_weeks` (eight)."""
    longest = (municipality.follow_up_weeks if municipality else USUAL_FOLLOW_UP)[1]
    rows = db.execute(
        sa.select(Meeting.participant_id, Meeting.starts_at)
        .join(MeetingType, MeetingType.id == Meeting.type_id)
        .join(MeetingParty, _her_part())
        .where(MeetingType.key == "follow-up", _was_held(now), Meeting.starts_at < period.ends_at)
        .order_by(Meeting.participant_id, Meeting.starts_at)
    )
    held: dict[UUID, list[date]] = defaultdict(list)
    for whose, at in rows:
        held[whose].append(clock.local(at).date())
    gaps = [
        (after - before).days
        for days in held.values()
        for before, after in pairwise(days)
        if after >= period.first
    ]
    return in_time((gap, gap <= longest * 7) for gap in gaps)


def answers(db: Session, period: HalfYear, now: datetime) -> InTime:
    """From a question of hers to our answer, in working days, for the questions asked in that half-year.

    In time: by the day she was told, as it is kept with the answer. What was written to her without being an answer
    does not count. A question that nobody has answered yet counts when its day has passed.
    """
    answered = db.execute(
        sa.select(Message.answers_since, Message.answers_by, Message.sent_at).where(
            Message.answers_since >= period.begins_at, Message.answers_since < period.ends_at
        )
    ).all()
    late = db.scalars(
        sa.select(Thread.waits_for_us_since).where(
            Thread.waits_for_us_since >= period.begins_at,
            Thread.waits_for_us_since < period.ends_at,
            Thread.answer_by < clock.local(now).date(),
        )
    )
    found = [
        (_working_days(since, at), by is not None and clock.local(at).date() <= by)
        for since, by, at in answered
        if since
    ]
    return in_time([*found, *((_working_days(since, now), False) for since in late if since)])


def _working_days(since: datetime, until: datetime) -> float:
    return promise.working_days_late(clock.local(since).date(), clock.local(until).date())


@dataclass(frozen=True)
class Changes:
    """How often main contact persons changed; None for fewer than five participants."""

    participants: int
    a_participant: float | None


def changes_of_contact(db: Session, period: HalfYear) -> Changes:
    """How many new main contacts each participant got in that half-year, her very first apart."""
    rows = db.execute(
        sa.select(Assignment.participant_id, Assignment.from_on, Assignment.until_on)
        .where(Assignment.is_main, Assignment.from_on <= period.last)
        .order_by(Assignment.participant_id, Assignment.from_on)
    )
    mains: dict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    for whose, first, last in rows:
        mains[whose].append((first, last))
    here = [
        starts
        for starts in mains.values()
        if any(last is None or last >= period.first for _, last in starts)
    ]
    if len(here) < LEAST:
        return Changes(len(here), None)
    changed = sum(sum(first >= period.first for first, _ in starts[1:]) for starts in here)
    return Changes(len(here), changed / len(here))


def _her_part() -> sa.ColumnElement[bool]:
    return sa.and_(
        MeetingParty.meeting_id == Meeting.id,
        MeetingParty.participant_id == Meeting.participant_id,
    )


def _was_held(now: datetime) -> sa.ColumnElement[bool]:
    """One of which nobody has said who came counts as held; one she missed, or that was called off, does not."""
    return sa.and_(
        Meeting.state == MeetingState.BOOKED,
        Meeting.starts_at < now,
        sa.or_(MeetingParty.attendance.is_(None), MeetingParty.attendance == Attendance.CAME),
    )
