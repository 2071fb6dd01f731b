"""What she has chosen: ways, kinds, and what may stand in a notice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.notifications import sealing
from portal.notifications.addressing import live_phones
from portal.notifications.choice_models import NoticeAddress, NoticeChoice, PushSubscription
from portal.notifications.groups import Group
from portal.notifications.models import Channel
from portal.notifications.push import Phone
from portal.people.keyed import keyed
from portal.people.models import Participant
from portal.people.sign_in_models import Device

MOST_PHONES = 10


@dataclass(frozen=True)
class TakesNotices:
    """A phone of hers that takes notices, as the page lists it."""

    id: UUID
    made_at: datetime
    device: Device | None
    made_for: str


@dataclass(frozen=True)
class Chosen:
    """All that she has chosen."""

    phones: Sequence[TakesNotices]
    hints: dict[Channel, str]
    """What is shown of her number and her mail address."""
    wanted: frozenset[Group]
    says_time: bool
    mails_calendar: bool

    def here(self, device_id: UUID | None, key: str) -> bool:
        """Whether the phone in her hand takes notices, for the key that we have now."""
        return device_id is not None and any(
            one.device is not None and one.device.id == device_id and one.made_for == key
            for one in self.phones
        )


def chosen(db: Session, participant: Participant) -> Chosen:
    """What she has chosen; before she has, every kind, by no way at all."""
    choice = db.scalar(sa.select(NoticeChoice).where(NoticeChoice.participant_id == participant.id))
    addresses = sa.select(NoticeAddress.channel, NoticeAddress.hint).where(
        NoticeAddress.participant_id == participant.id
    )
    rows = db.execute(live_phones(participant.id).add_columns(Device))
    off = choice.turned_off if choice else []
    return Chosen(
        phones=[TakesNotices(one.id, one.made_at, device, one.made_for) for one, device in rows],
        hints=dict(db.execute(addresses).all()),
        wanted=frozenset(Group) - {Group(one) for one in off if one in set(Group)},
        says_time=bool(choice and choice.says_time),
        mails_calendar=bool(choice and choice.mails_calendar),
    )


def choose(
    db: Session,
    participant: Participant,
    wanted: Collection[str],
    *,
    says_time: bool,
    mails_calendar: bool,
) -> None:
    """What she wants to be told of, and what may stand in it."""  # fmt: skip
    choice = _choice(db, participant)
    choice.turned_off = [group.value for group in Group if group.value not in wanted]
    choice.says_time, choice.mails_calendar = says_time, mails_calendar


def close_offer(db: Session, participant: Participant, *, now: datetime) -> None:
    """She has answered the question on her first page: it is not asked again."""
    _choice(db, participant).offer_closed_at = now


def is_to_be_asked(db: Session, participant: Participant) -> bool:
    """Whether she is to be asked on her first page: nobody whose data are protected, and nobody twice."""
    if participant.is_protected:
        return False
    asked = sa.select(
        sa.or_(
            *(
                sa.exists().where(table.participant_id == participant.id)
                for table in (NoticeAddress, PushSubscription)
            ),
            sa.exists().where(
                NoticeChoice.participant_id == participant.id,
                NoticeChoice.offer_closed_at.is_not(None),
            ),
        )
    )
    return not db.scalar(asked)


def add_phone(
    db: Session,
    secret_key: str,
    participant: Participant,
    phone: Phone,
    *,
    device_id: UUID | None,
    made_for: str,
    now: datetime,
) -> None:
    """This phone takes notices for her. Sent again, or with a new key, it replaces what was there."""  # fmt: skip
    known = endpoint_hash(secret_key, phone.endpoint)
    mine = PushSubscription.participant_id == participant.id
    same = PushSubscription.endpoint_hash == known
    if device_id is not None:
        same = sa.or_(same, PushSubscription.device_id == device_id)
    db.execute(sa.delete(PushSubscription).where(mine, same))
    older = sa.select(PushSubscription.id).where(mine).order_by(PushSubscription.made_at.desc())
    too_many = older.offset(MOST_PHONES - 1)
    db.execute(
        sa.delete(PushSubscription).where(PushSubscription.id.in_(db.scalars(too_many).all()))
    )
    db.add(
        PushSubscription(
            participant_id=participant.id,
            device_id=device_id,
            endpoint_hash=known,
            sealed=sealed_phone(secret_key, phone),
            made_for=made_for,
            made_at=now,
        )
    )


def renew_phone(
    db: Session, secret_key: str, old_endpoint: str, phone: Phone, *, made_for: str, now: datetime
) -> bool:
    """A phone has another address since: whoever knows the old one, which only that phone does, says the new one."""
    old, new = (endpoint_hash(secret_key, one) for one in (old_endpoint, phone.endpoint))
    is_old, is_new = (PushSubscription.endpoint_hash == one for one in (old, new))
    has_new = sa.select(PushSubscription.participant_id).where(is_new)
    db.execute(
        sa.delete(PushSubscription).where(is_old, PushSubscription.participant_id.in_(has_new))
    )
    changed = db.execute(
        sa.update(PushSubscription)
        .where(is_old)
        .values(
            endpoint_hash=new,
            sealed=sealed_phone(secret_key, phone),
            made_for=made_for,
            made_at=now,
            failed_at=None,
        )
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def remove_phone(db: Session, participant: Participant, phone_id: UUID) -> None:
    """This phone takes no notices any more; one that is gone already takes none. Raises `NoResultFound` for others'."""
    phone = db.get(PushSubscription, phone_id)
    if phone and phone.participant_id != participant.id:
        raise NoResultFound
    db.execute(sa.delete(PushSubscription).where(PushSubscription.id == phone_id))


def endpoint_hash(secret_key: str, endpoint: str) -> str:
    """By which a phone is found again."""
    return keyed(secret_key, "push endpoint", endpoint)


def sealed_phone(secret_key: str, phone: Phone) -> str:
    """A phone's address and keys, sealed."""
    return sealing.seal(secret_key, endpoint=phone.endpoint, p256dh=phone.p256dh, auth=phone.auth)


def _choice(db: Session, participant: Participant) -> NoticeChoice:
    found = db.scalar(sa.select(NoticeChoice).where(NoticeChoice.participant_id == participant.id))
    if found is None:
        found = NoticeChoice(
            participant_id=participant.id, turned_off=[], says_time=False, mails_calendar=False
        )
        db.add(found)
    return found
