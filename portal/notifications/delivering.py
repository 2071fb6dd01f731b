"""Delivering what the outbox holds: to her phones, else by SMS, else by e-mail; what fails is tried again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import log
from portal.db import reading, transaction
from portal.notifications import addressing, leasing, texts
from portal.notifications.addressing import Recipient
from portal.notifications.carrying import (
    Attachment,
    Gone,
    Letter,
    NotAsked,
    NotCarried,
    Retry,
    Silent,
    Unanswered,
)
from portal.notifications.choice_models import PushSubscription
from portal.notifications.models import Channel, NoticeKind, OutboxNotice, Why
from portal.notifications.push import Phone
from portal.notifications.resting import Rests
from portal.people.keyed import keyed

NEXT_WAY_AFTER = 3
"""So often a channel that does not take a notice is tried before the next way is tried as well."""
RESERVE = timedelta(seconds=60)
"""What is taken in hand is given back when less of the lease is left than one notice may take."""
URGENT = frozenset(
    {NoticeKind.REMINDER_HOURS, NoticeKind.MEETING_CANCELLED, NoticeKind.MEETING_MOVED}
)

AttachmentMaker = Callable[[Session, OutboxNotice, str], Attachment | None]
"""Makes the file that goes with a mail to that address; None when there is no such thing any more."""


class ToPhone(Protocol):
    def send(self, phone: Phone, letter: Letter) -> None: ...


class ToAddress(Protocol):
    def send(self, address: str, letter: Letter) -> None: ...


@dataclass
class Ways:
    """The channels of this installation; those that its settings do not name are not there."""

    push: ToPhone | None = None
    by_address: dict[Channel, ToAddress] = field(default_factory=dict)
    attachments: dict[NoticeKind, AttachmentMaker] = field(default_factory=dict)
    """Features above this one say here how their files are made."""
    rests: Rests = field(default_factory=Rests)


@dataclass(frozen=True)
class Parcel:
    """One notice with everything that sending it needs."""

    notice_id: UUID
    tries: int
    recipient: Recipient
    letter: Letter


@dataclass(frozen=True)
class Office:
    """Where notices are sent from: the database, the installation's secret and address, and its channels."""

    engine: sa.Engine
    secret_key: str
    base_url: str
    ways: Ways
    name: str
    """Of this worker: no two alike."""
    clock: Callable[[], datetime]


def deliver(office: Office) -> int:
    """Settle some of what is due: sent, kept back or put off; how many notices. 0: there is nothing to do just now."""
    began = office.clock()
    with transaction(office.engine) as db:
        taken = leasing.take(db, office.name, now=began)
        made = [_made(office, db, notice, began) for notice in taken]
    parcels = [parcel for parcel in made if parcel]
    while parcels and office.clock() <= began + leasing.LEASE - RESERVE:
        _send_one(office, parcels.pop(0))
    if parcels:
        with transaction(office.engine) as db:
            leasing.give_back(db, [one.notice_id for one in parcels], office.name)
    return taken.settled


def _made(office: Office, db: Session, notice: OutboxNotice, now: datetime) -> Parcel | None:
    """The parcel; one that cannot be made is given up, so that it does not stand in the way of the others."""
    try:
        with db.begin_nested():
            return _parcel(office, db, notice, now)
    except Exception as error:
        log.broken(error, endpoint=None)
        db.refresh(notice)
        leasing.give_up(notice, Why.TRIED_ENOUGH, now)
        return None


def _parcel(office: Office, db: Session, notice: OutboxNotice, now: datetime) -> Parcel | None:
    to = addressing.recipient(db, office.secret_key, notice, now=now)
    attachment = _attachment(office, db, notice, to)
    has_file = notice.kind is not NoticeKind.CALENDAR or attachment
    if to is None or not has_file:
        leasing.keep_back(notice, Why.NOT_WANTED if to is None else Why.NO_WAY, now)
        return None
    words = texts.words(
        notice.kind,
        to.language,
        base_url=office.base_url,
        happens_at=notice.happens_at if to.says_time else None,
        code=to.code,
    )
    letter = Letter(
        key=keyed(office.secret_key, "notice", str(notice.id))[:40],
        about=keyed(
            office.secret_key,
            "topic",
            str(notice.person_id),
            str(notice.about_id or notice.subject_id),
        ),
        words=words,
        lasts=notice.expires_at - now,
        is_urgent=notice.kind in URGENT,
        attachment=attachment,
    )
    return Parcel(notice.id, notice.tries, to, letter)


def _attachment(
    office: Office, db: Session, notice: OutboxNotice, to: addressing.Recipient | None
) -> Attachment | None:
    maker = office.ways.attachments.get(notice.kind)
    address = next((one for way, one in to.addresses if way is Channel.EMAIL), None) if to else None
    return maker(db, notice, address) if maker and address else None


def _send_one(office: Office, parcel: Parcel) -> None:
    with Session(reading(office.engine)) as db:
        if not leasing.is_still_mine(db, parcel.notice_id, office.name, now=office.clock()):
            return
    by, refused = _carried(office, parcel)
    with transaction(office.engine) as db:
        if by:
            leasing.sent(db, parcel.notice_id, office.name, by, now=office.clock())
        elif isinstance(refused, NotAsked):
            leasing.put_off(db, parcel.notice_id, office.name, refused.after, now=office.clock())
        elif isinstance(refused, Retry):
            leasing.later(
                db, parcel.notice_id, office.name, parcel.tries, refused.after, now=office.clock()
            )
        else:
            why = Why.REFUSED if refused else Why.NO_WAY
            leasing.not_sent(db, parcel.notice_id, office.name, why, now=office.clock())
    log.event("notice", kind=by or "none", reason=type(refused).__name__ if refused else None)


def _carried(office: Office, parcel: Parcel) -> tuple[Channel | None, NotCarried | None]:
    """The channel that took it, or why none did; a refusal that may pass goes before one that will not."""
    refused: NotCarried | None = None
    for channel, send in _attempts(office, parcel):
        fault = _attempt(office, channel, send)
        if fault is None:
            return channel, None
        is_waited_for = parcel.tries <= NEXT_WAY_AFTER and not office.ways.rests.is_down(channel)
        if isinstance(fault, Retry) and is_waited_for:
            return None, fault
        refused = _weightier(refused, fault)
    return None, refused


def _attempt(office: Office, channel: Channel, send: Callable[[], None]) -> NotCarried | None:
    rests = office.ways.rests
    if left := rests.left(channel, office.clock()):
        return NotAsked(left)
    try:
        send()
    except Silent as fault:
        rests.silent(channel, office.clock())
        return fault
    except Unanswered:
        rests.silent(channel, office.clock())
        log.event("notice-unanswered", kind=channel)
        return None
    except NotCarried as fault:
        rests.answered(channel)
        return fault
    except Exception as error:  # a fault of ours, or of a library's: the next way, or a later try
        log.broken(error, endpoint=None)
        return Retry()
    rests.answered(channel)
    return None


def _weightier(one: NotCarried | None, other: NotCarried) -> NotCarried | None:
    """What may still be carried goes before what never will; a phone that is gone is as if it had never been there.

    When one way refuses and another is being left alone, that is a try, and there will be another.
    """
    if isinstance(other, Gone) or one is None:
        return one if isinstance(other, Gone) else other
    resting = [fault for fault in (one, other) if isinstance(fault, NotAsked)]
    tried = [fault for fault in (one, other) if fault not in resting]
    if not tried:
        return one
    may_pass = [fault for fault in tried if isinstance(fault, Retry)]
    if may_pass:
        return may_pass[0]
    return Retry(resting[0].after) if resting else other


def _attempts(office: Office, parcel: Parcel) -> list[tuple[Channel, Callable[[], None]]]:
    """One attempt for each way that she has opened and the installation has, in their order."""
    found: list[tuple[Channel, Callable[[], None]]] = []
    if office.ways.push and parcel.recipient.phones:
        found.append((Channel.PUSH, lambda: _to_phones(office, parcel)))
    for channel, address in parcel.recipient.addresses:
        way = office.ways.by_address.get(channel)
        if way:
            found.append((channel, _to_address(way, address, parcel.letter)))
    return found


def _to_address(way: ToAddress, address: str, letter: Letter) -> Callable[[], None]:
    return lambda: way.send(address, letter)


def _to_phones(office: Office, parcel: Parcel) -> None:
    """To each of her phones; one that took it is enough. Raises what the last of them answered when none did."""
    assert office.ways.push  # noqa: S101 (asked before)
    refused: NotCarried | None = Gone()
    for phone_id, phone in parcel.recipient.phones:
        try:
            office.ways.push.send(phone, parcel.letter)
        except Gone:
            _forget(office, phone_id)
        except NotCarried as fault:
            _note_fault(office, phone_id)
            refused = refused if refused is None else fault
            if isinstance(fault, Silent):
                break  # the others would wait as long, and the lease runs
        else:
            refused = None
    if refused:
        raise refused


def _forget(office: Office, phone_id: UUID) -> None:
    """The phone takes no notices any more (404, 410): it is asked again when she wants it."""
    with transaction(office.engine) as db:
        db.execute(sa.delete(PushSubscription).where(PushSubscription.id == phone_id))


def _note_fault(office: Office, phone_id: UUID) -> None:
    with transaction(office.engine) as db:
        db.execute(
            sa.update(PushSubscription)
            .where(PushSubscription.id == phone_id)
            .values(failed_at=office.clock())
        )
