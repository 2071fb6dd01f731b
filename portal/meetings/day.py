"""What of meetings waits for a member of staff: her part of the caseworker's day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal import clock
from portal.db import Moment
from portal.meetings.days_off import is_working_day
from portal.meetings.models import (
    Meeting,
    MeetingParty,
    MeetingState,
    NoTimeFits,
    TodayKind,
    TodayWord,
)
from portal.municipality.models import MeetingType
from portal.people.access import is_absent
from portal.people.day import AMONG_MINE, ME, MIDNIGHT, TODAY, Offer, Waits, things
from portal.people.models import Absence, DutyDay, Participant, Staff
from portal.plan.models import Companion, Step

UNANSWERED_DAYS = 3
"""Working days after which a time that she has not answered is brought up."""
HELD_WITHIN = timedelta(weeks=4)
"""How far back a meeting is asked about of which nobody has said who came."""

NOW = sa.bindparam("now", type_=Moment)
MIDNIGHT_AFTER = sa.bindparam("midnight_after", type_=Moment)
HELD_SINCE = sa.bindparam("held_since", type_=Moment)
OFFERED_BEFORE = sa.bindparam("offered_before", type_=Moment)


def asked(now: datetime) -> dict[str, datetime]:
    """What these questions ask for beside who asks and when."""
    today = clock.local(now).date()
    return {
        "now": now,
        "midnight_after": _midnight(today + timedelta(days=1)),
        "held_since": now - HELD_WITHIN,
        "offered_before": _midnight(working_days_before(today, UNANSWERED_DAYS)),
    }


def working_days_before(today: date, number: int) -> date:
    """The day so many working days ago."""
    day = today
    while number:
        day -= timedelta(days=1)
        number -= is_working_day(day)
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, clock.LOCAL)


def takes_part(staff_id: Any, meeting_id: Any) -> sa.Exists:
    """Whether a member of staff takes part in a meeting; for a select."""
    return sa.exists().where(
        MeetingParty.meeting_id == meeting_id, MeetingParty.staff_id == staff_id
    )


def is_along(staff_id: Any) -> sa.ColumnElement[bool]:
    """Whether a member of staff was to meet her, or takes part in what she does that day; for a select of words."""
    return sa.or_(
        takes_part(staff_id, TodayWord.meeting_id),
        sa.exists().where(Companion.step_id == TodayWord.step_id, Companion.staff_id == staff_id),
    )


def _mine_or(others: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Hers to look after, or otherwise her business; of somebody protected only the first counts."""
    return sa.or_(
        Participant.id.in_(AMONG_MINE), sa.and_(Participant.is_protected.is_(False), others)
    )


WHOM_I_MEET = (
    sa.select(Meeting.participant_id)
    .join(MeetingParty, MeetingParty.meeting_id == Meeting.id)
    .where(MeetingParty.staff_id == ME, Meeting.starts_at >= HELD_SINCE)
)
WITH_WHOM_I_GO = (
    sa.select(Step.participant_id)
    .join(Companion, Companion.step_id == Step.id)
    .where(Companion.staff_id == ME, Step.done_on.is_(None))
)
AROUND_ME = sa.union(AMONG_MINE, WHOM_I_MEET, WITH_WHOM_I_GO)
"""Whose words are looked at: without it, everybody's were, in a tenth of a second."""
WORDS = (
    things(
        sa.case(
            (TodayWord.kind == TodayKind.ILL, Waits.ILL_TODAY.value),
            else_=Waits.LATE_TODAY.value,
        ),
        TodayWord.participant_id,
        at=TodayWord.made_at,
        thing=TodayWord.id,
        about=TodayWord.comment,
    )
    .join(Participant, Participant.id == TodayWord.participant_id)
    .where(
        TodayWord.participant_id.in_(AROUND_ME),
        TodayWord.handled_at.is_(None),
        _mine_or(is_along(ME)),
    )
)
NO_TIMES = things(
    Waits.NO_TIME,
    NoTimeFits.participant_id,
    at=NoTimeFits.made_at,
    thing=NoTimeFits.id,
    about=NoTimeFits.could,
).where(NoTimeFits.handled_at.is_(None), NoTimeFits.participant_id.in_(AMONG_MINE))

HERS, LEADS = aliased(MeetingParty), aliased(MeetingParty)
HELD = (
    things(
        Waits.HOW_IT_WENT,
        Meeting.participant_id,
        at=Meeting.starts_at,
        thing=Meeting.id,
        about=MeetingType.name,
    )
    .join(MeetingType, MeetingType.id == Meeting.type_id)
    .join(Participant, Participant.id == Meeting.participant_id)
    .join(HERS, sa.and_(HERS.meeting_id == Meeting.id, HERS.participant_id == Participant.id))
    .join(LEADS, sa.and_(LEADS.meeting_id == Meeting.id, LEADS.position == 1))
    .where(
        Meeting.state == MeetingState.BOOKED,
        Meeting.starts_at.between(HELD_SINCE, MIDNIGHT),
        HERS.attendance.is_(None),
        LEADS.staff_id == ME,
        _mine_or(sa.true()),
    )
)
"""From the day after: on the day itself it is said in the calendar. Whoever leads it says it."""
UNTOLD = (
    things(
        Waits.TELL_OUTSIDERS,
        Meeting.participant_id,
        at=Meeting.outsiders_wait_since,
        thing=Meeting.id,
        about=MeetingType.name,
    )
    .join(MeetingType, MeetingType.id == Meeting.type_id)
    .join(Participant, Participant.id == Meeting.participant_id)
    .join(LEADS, sa.and_(LEADS.meeting_id == Meeting.id, LEADS.position == 1))
    .where(
        Meeting.outsiders_wait_since.is_not(None),
        Meeting.starts_at > HELD_SINCE,
        sa.or_(
            Meeting.outsiders_told_at.is_(None),
            Meeting.outsiders_told_at < Meeting.outsiders_wait_since,
        ),
        LEADS.staff_id == ME,
        _mine_or(sa.true()),
    )
)
"""Whoever leads the meeting tells those from outside."""
UNANSWERED = (
    things(
        Waits.NO_ANSWER,
        Meeting.participant_id,
        at=Meeting.changed_at,
        thing=Meeting.id,
        about=MeetingType.name,
    )
    .join(MeetingType, MeetingType.id == Meeting.type_id)
    .where(
        Meeting.state == MeetingState.OFFERED,
        Meeting.starts_at > NOW,
        Meeting.changed_at < OFFERED_BEFORE,
        Meeting.participant_id.in_(AMONG_MINE),
    )
)
ANSWERS_FOR = sa.or_(
    Absence.stand_in_id == ME,
    sa.and_(
        Participant.is_protected.is_(False),
        sa.exists().where(
            DutyDay.on == TODAY,
            DutyDay.staff_id == ME,
            DutyDay.organisation_id == Staff.organisation_id,
        ),
    ),
)
OF_THE_ABSENT = (
    things(Waits.REBOOK, Meeting.participant_id, at=Meeting.starts_at, thing=Meeting.id)
    .join(Participant, Participant.id == Meeting.participant_id)
    .join(MeetingParty, MeetingParty.meeting_id == Meeting.id)
    .join(Absence, Absence.staff_id == MeetingParty.staff_id)
    .join(Staff, Staff.id == Absence.staff_id)
    .where(
        Meeting.state != MeetingState.CANCELLED,
        Meeting.starts_at > NOW,
        Meeting.starts_at < MIDNIGHT_AFTER,
        is_absent(TODAY),  # type: ignore[arg-type]  # a place for the day
        ANSWERS_FOR,
    )
)
BOOKED_FOLLOW_UP = (
    sa.select(sa.func.min(Meeting.starts_at))
    .where(
        Meeting.participant_id == Participant.id,
        Meeting.state == MeetingState.BOOKED,
        Meeting.starts_at > NOW,
        Meeting.type_id.in_(sa.bindparam("recurring", type_=sa.Uuid, expanding=True)),
    )
    .correlate(Participant)
    .scalar_subquery()
    .label("follow_up_at")
)
"""When she has the next meeting of a purpose that recurs."""
MEETING = "staff.calendar.meeting"
WORD = "staff.heard.word"
OFFERS = (
    Offer(Waits.ILL_TODAY, WORDS, WORD, {"word_id": "thing"}),
    Offer(Waits.LATE_TODAY, None, WORD, {"word_id": "thing"}),
    Offer(Waits.REBOOK, OF_THE_ABSENT, "staff.rebooking.show", {}, anchor="meeting-"),
    Offer(Waits.NO_TIME, NO_TIMES, "staff.heard.no_time", {"told_id": "thing"}),
    Offer(Waits.TELL_OUTSIDERS, UNTOLD, MEETING, {"meeting_id": "thing"}),
    Offer(Waits.HOW_IT_WENT, HELD, MEETING, {"meeting_id": "thing"}),
    Offer(Waits.NO_ANSWER, UNANSWERED, MEETING, {"meeting_id": "thing"}),
)
