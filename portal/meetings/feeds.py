"""A private address from which somebody's own calendar fetches her meetings; she can take it back at any time.

Whoever has the address sees when she has meetings, so it is a long random secret, of which only a hash is kept.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal import clock
from portal.meetings import invitation, reading
from portal.meetings.invitation import Entry
from portal.meetings.models import CalendarFeed, Meeting, MeetingMode, MeetingState
from portal.people.keyed import keyed
from portal.people.models import Participant, Staff
from portal.people.sessions import hashed

BEHIND = timedelta(days=30)
"""How long a meeting that has been stays in her calendar."""
AHEAD = timedelta(weeks=8)
"""How far ahead staff's calendars are told."""

Person = Participant | Staff


class NoFeed(Exception):
    """There is none for whoever has protected data: no calendar company is to know where she will be."""


def make(db: Session, secret_key: str, person: Person, form: str, *, now: datetime) -> str:
    """A new address for her calendar, as the secret part of it (256 bits); the one before stops working.

    The same form sent twice gives the same address. Raises `NoFeed`.
    """
    if isinstance(person, Participant) and person.is_protected:
        raise NoFeed
    whose = type(person)
    db.execute(sa.select(whose.id).where(whose.id == person.id).with_for_update())
    secret = keyed(secret_key, "calendar feed", str(person.id), form)
    feed = of(db, person)
    if feed is None:
        feed = CalendarFeed()
        feed.participant_id = person.id if isinstance(person, Participant) else None
        feed.staff_id = person.id if isinstance(person, Staff) else None
        db.add(feed)
    if feed.token_hash != hashed(secret):
        feed.token_hash, feed.made_at = hashed(secret), now
    db.flush()
    return secret


def of(db: Session, person: Person) -> CalendarFeed | None:
    """The address that she has, when she has one."""
    column = (
        CalendarFeed.participant_id if isinstance(person, Participant) else CalendarFeed.staff_id
    )
    return db.scalar(sa.select(CalendarFeed).where(column == person.id))


def revoke(db: Session, person: Person) -> None:
    """The address works no more."""
    feed = of(db, person)
    if feed:
        db.delete(feed)
        db.flush()


def find(db: Session, secret: str, today: date) -> Person | None:
    """Whose address it is; nobody's when it was taken back, her data are protected or she works here no more."""
    feed = db.scalar(sa.select(CalendarFeed).where(CalendarFeed.token_hash == hashed(secret)))
    if feed is None:
        return None
    if feed.participant_id:
        participant = db.get_one(Participant, feed.participant_id)
        return None if participant.is_protected else participant
    staff = db.get_one(Staff, feed.staff_id)
    return None if staff.has_left(today) else staff


def entries(db: Session, person: Person, now: datetime) -> list[Entry]:
    """What her calendar is given: her own meetings. Cancelled ones are gone."""
    if isinstance(person, Participant):
        return [invitation.of_hers(one) for one in _hers(db, person, now)]
    today = clock.local(now).date()
    found = reading.of_staff(db, [person.id], today, today + AHEAD)
    return [_for_staff(one) for one in found]


def name(person: Person) -> str:
    """What the calendar itself is called."""
    return invitation.title(person) if isinstance(person, Participant) else "Möten"


def mark(found: list[Entry]) -> str:
    """A sign that is another as soon as anything in the calendar is (ETag)."""
    return sha256(repr((invitation.PRODUCT, found)).encode()).hexdigest()[:32]


def changed_at(found: list[Entry], now: datetime) -> datetime:
    """Since when the calendar is as it is, to the hour: a meeting that was taken out of it leaves no moment behind."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    return max([hour, *(one.changed_at for one in found)])


def _hers(db: Session, participant: Participant, now: datetime) -> list[Meeting]:
    return list(
        db.scalars(
            sa.select(Meeting)
            .where(
                Meeting.participant_id == participant.id,
                Meeting.state != MeetingState.CANCELLED,
                Meeting.starts_at > now - BEHIND,
            )
            .options(joinedload(Meeting.place))
            .order_by(Meeting.starts_at)
        )
    )


def _for_staff(meeting: Meeting) -> Entry:
    """Initials only; of somebody whose data are protected not even these, and no place."""
    who = meeting.participant
    if who.is_protected:
        return invitation.entry(meeting, "Möte", None)
    is_visit = meeting.mode is MeetingMode.VISIT and meeting.place
    where = meeting.place.name.original if is_visit and meeting.place else None
    return invitation.entry(meeting, f"Möte {initials(who.name)}", where)


def initials(name: str) -> str:
    """«Amina Warsame» is «AW»."""
    return "".join(word[0] for word in name.split()).upper()
