"""What holds of all meetings at every moment, read from the database alone."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, time, timedelta
from itertools import combinations
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.meetings.models import Meeting, MeetingParty, TakenQuarter
from portal.notifications.models import NoticeKind, OutboxNotice
from portal.people.models import Participant
from tests.meetings.truth.naive import Seen

QUARTER = timedelta(minutes=15)
BEFORE = {
    NoticeKind.REMINDER_DAY: timedelta(hours=24),
    NoticeKind.REMINDER_HOURS: timedelta(hours=2),
}


def seen(db: Session) -> dict[UUID, Seen]:
    """All meetings as they are stored."""
    staff: dict[UUID, list[UUID]] = {}
    parties = sa.select(MeetingParty.meeting_id, MeetingParty.staff_id)
    for meeting, person in db.execute(parties.order_by(MeetingParty.position)):
        staff.setdefault(meeting, [])
        if person:
            staff[meeting].append(person)
    rows = sa.select(
        Meeting.id, Meeting.participant_id, Meeting.starts_at, Meeting.minutes, Meeting.state,
        Meeting.version, Meeting.type_id,
    )  # fmt: skip
    return {
        key: Seen(key, person, tuple(staff[key]), starts_at, minutes, str(state), version, type_id)
        for key, person, starts_at, minutes, state, version, type_id in db.execute(rows)
    }


def check(db: Session) -> dict[UUID, Seen]:
    """Hold everything against each other, and give the meetings."""
    meetings = seen(db)
    nobody_is_in_two_places(meetings)
    quarters_are_those_of_meetings(db, meetings)
    notices_hold(db, meetings)
    return meetings


def nobody_is_in_two_places(meetings: dict[UUID, Seen]) -> None:
    standing = [one for one in meetings.values() if one.stands]
    for one in standing:
        last = one.starts_at + timedelta(minutes=one.minutes) - timedelta(seconds=1)
        assert clock.local(one.starts_at).date() == clock.local(last).date(), "within one day"
        assert one.starts_at.minute % 15 == one.starts_at.second == 0, "on a quarter"
    for a, b in combinations(standing, 2):
        if a.people & b.people:
            first, second = sorted((a, b), key=lambda one: one.starts_at)
            assert first.starts_at + timedelta(minutes=first.minutes) <= second.starts_at


def quarters_are_those_of_meetings(db: Session, meetings: dict[UUID, Seen]) -> None:
    rows = sa.select(TakenQuarter.meeting_id, TakenQuarter.person_id, TakenQuarter.starts_at)
    wanted = Counter(
        (one.id, person, one.starts_at + number * QUARTER)
        for one in meetings.values()
        if one.stands
        for person in one.people
        for number in range(-(-one.minutes // 15))
    )
    assert Counter(tuple(row) for row in db.execute(rows)) == wanted


def notices_hold(db: Session, meetings: dict[UUID, Seen]) -> None:
    """What is still to be told is true, is told by day, and tells whoever may be told."""
    protected = set(db.scalars(sa.select(Participant.id).where(Participant.is_protected)))
    waiting: Counter[tuple[UUID, NoticeKind]] = Counter()
    for notice in db.scalars(sa.select(OutboxNotice)):
        assert notice.person_id not in protected
        assert time(8) <= clock.local(notice.not_before).time() < time(20), "nobody is woken"
        about = meetings.get(notice.subject_id)
        if about is None or notice.withdrawn_at or notice.sent_at:
            continue
        assert notice.version == about.version, "only the newest version is told"
        assert notice.not_before < about.starts_at == notice.expires_at
        if notice.kind in BEFORE:
            assert about.state == "booked"
            waiting[about.id, notice.kind] += 1
    assert set(waiting.values()) <= {1}


def reminders_wait(db: Session, one: Seen, now: datetime) -> None:
    """Whoever has just booked or moved is reminded, each time that is still to come."""
    is_protected = db.scalar(
        sa.select(Participant.is_protected).where(Participant.id == one.participant)
    )
    rows = db.scalars(
        sa.select(OutboxNotice.kind).where(
            OutboxNotice.subject_id == one.id,
            OutboxNotice.withdrawn_at.is_(None),
            OutboxNotice.kind.in_(list(BEFORE)),
            OutboxNotice.version == one.version,
        )
    )
    wanted = {
        kind for kind, before in BEFORE.items() if by_day(one.starts_at - before) >= now
    } if one.state == "booked" and not is_protected else set()  # fmt: skip
    assert set(rows) == wanted


def by_day(at: datetime) -> datetime:
    """The same moment, or the evening before a night."""
    local = clock.local(at)
    if time(8) <= local.time() < time(20):
        return at
    day = local.date() - timedelta(days=local.time() < time(8))
    return datetime.combine(day, time(19, 45), clock.LOCAL)
