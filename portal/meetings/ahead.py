"""What stands before her: meetings to come, what staff did since she looked, what she may book, and a follow-up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal import clock
from portal.meetings import follow_up
from portal.meetings.follow_up import FollowUp
from portal.meetings.models import Meeting, MeetingParty, MeetingState
from portal.meetings.purposes import Purpose
from portal.meetings.reading import LONGEST
from portal.people.directory import Directory, directory, fill
from portal.people.models import Participant
from portal.plan import progress
from portal.plan.models import Plan


@dataclass(frozen=True)
class Ahead:
    """Everything of her meetings that is not over, as her first screen and the list of meetings show it."""

    offered: list[Meeting]
    """Times that staff keep until she answers."""
    told: list[Meeting]
    """What staff have booked, moved or cancelled and she has not said «okej» to."""
    unread: list[Meeting]
    """Those whose minutes were published and she has not said that she has read."""
    booked: list[Meeting]
    purposes: list[Purpose]
    """What she may book now: not what she has a time for already."""
    invited: Purpose | None
    """The follow-up that she is to be invited to book now."""
    follow_up: FollowUp | None
    """Its window."""
    has_today: bool
    """Whether one of the meetings is today."""

    def followed_up(
        self, planned: progress.FollowUp | None, now: datetime
    ) -> progress.FollowUp | None:
        """When her plan is followed up: on the day of that meeting, where it is booked."""
        if planned is None:
            return None
        return follow_up.booked_among((one for one in self.booked if one.starts_at >= now), planned)

    @property
    def next(self) -> Meeting | None:
        return self.booked[0] if self.booked else None


def ahead(db: Session, participant: Participant, plans: Iterable[Plan], now: datetime) -> Ahead:
    """Gather it with two questions to the database, and a third when a follow-up may be near.

    `plans` are hers, loaded already; who and what there is comes from the directory.
    """
    known = directory(db)
    rows, unread = _not_over(db, known, participant, now)
    standing = [one for one in rows if one.is_standing]
    today = clock.local(now).date()
    invited, window, open_for_her = _open(db, known, participant, plans, standing, now)
    return Ahead(
        offered=[
            one for one in standing if one.state is MeetingState.OFFERED and one.starts_at > now
        ],
        told=[one for one in rows if is_news(one, now)],
        unread=unread,
        booked=[one for one in standing if one.state is MeetingState.BOOKED],
        purposes=open_for_her,
        invited=invited,
        follow_up=window,
        has_today=any(clock.local(one.starts_at).date() == today for one in standing),
    )


def is_news(meeting: Meeting, now: datetime) -> bool:
    """Whether staff did something with it that she is to be told; a time kept for her asks for an answer instead."""
    return (
        meeting.version > meeting.seen_version
        and meeting.state is not MeetingState.OFFERED
        and meeting.starts_at > now
    )


def may_book(db: Session, participant: Participant, purpose: Purpose, now: datetime) -> bool:
    """Whether she may book it herself: by the municipality's file, or because her follow-up is late."""
    if has_ended(participant, now):
        return False
    if purpose.is_hers_to_book:
        return True
    found = follow_up.follow_up(db, participant, purpose, now)
    return found is not None and found.is_late(clock.local(now).date())


def has_ended(participant: Participant, now: datetime) -> bool:
    """Whether her case has ended here, so that nothing new is booked."""
    return participant.moved_on is not None and participant.moved_on <= clock.local(now).date()


def _open(
    db: Session,
    known: Directory,
    participant: Participant,
    plans: Iterable[Plan],
    standing: Sequence[Meeting],
    now: datetime,
) -> tuple[Purpose | None, FollowUp | None, list[Purpose]]:
    """What she is invited to book, in which window, and everything that she may book now."""
    if has_ended(participant, now):
        return None, None, []
    today = clock.local(now).date()
    has = {one.type_id for one in standing if one.starts_at >= now}
    found: list[Purpose] = []
    invited: tuple[Purpose | None, FollowUp | None] = None, None
    for purpose in map(Purpose, known.meeting_types.values()):
        if purpose.type.id in has:
            continue
        window = follow_up.invitation(db, participant, purpose, plans, now)
        if purpose.is_hers_to_book or (window and window.is_late(today)):
            found.append(purpose)
            if window and not invited[0]:
                invited = purpose, window
    return *invited, found


def _not_over(
    db: Session, known: Directory, participant: Participant, now: datetime
) -> tuple[list[Meeting], list[Meeting]]:
    """Her meetings that are not over, cancelled ones among them, the next one first; and those with unread minutes."""
    is_unread = sa.and_(
        Meeting.notes_published_at.is_not(None),
        sa.or_(Meeting.notes_seen_at.is_(None), Meeting.notes_seen_at < Meeting.notes_published_at),
    )
    found = db.scalars(
        sa.select(Meeting)
        .where(
            Meeting.participant_id == participant.id,
            sa.or_(Meeting.starts_at > now - LONGEST, is_unread),
        )
        .options(joinedload(Meeting.place))
        .order_by(Meeting.starts_at)
    ).all()
    unread = [one for one in found if one.has_unread_notes]
    rows = [one for one in found if one.ends_at > now]
    parties: dict[UUID, list[MeetingParty]] = {one.id: [] for one in rows}
    if rows:
        asked = sa.select(MeetingParty).where(MeetingParty.meeting_id.in_(parties))
        for party in db.scalars(asked.order_by(MeetingParty.position)):
            fill(party, "staff", known.staff, party.staff_id)
            fill(party, "organisation", known.organisations, party.organisation_id)
            parties[party.meeting_id].append(party)
    for one in found:
        fill(one, "type", known.meeting_types, one.type_id)
    for one in rows:
        set_committed_value(one, "parties", parties[one.id])
    return rows, unread
