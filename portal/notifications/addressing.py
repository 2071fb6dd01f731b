"""Where a notice goes: which ways she has opened, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.i18n import Language
from portal.notifications import sealing, texts
from portal.notifications.choice_models import (
    NoticeAddress,
    NoticeAddressTrial,
    NoticeChoice,
    PushSubscription,
)
from portal.notifications.models import Channel, NoticeKind, OutboxNotice
from portal.notifications.push import Phone
from portal.people.models import Participant
from portal.people.sign_in_models import Device

ORDER = (Channel.SMS, Channel.EMAIL)
"""After her phones, which cost nothing and come at once."""


@dataclass(frozen=True)
class Recipient:
    """Everything that sending one notice needs to know of her; read before any network is asked."""

    language: Language
    phones: Sequence[tuple[UUID, Phone]]
    addresses: Sequence[tuple[Channel, str]]
    code: str = ""
    says_time: bool = False


def recipient(
    db: Session, secret_key: str, notice: OutboxNotice, *, now: datetime
) -> Recipient | None:
    """To whom, and by which ways; None when there is nobody any more. With nothing in it: nothing reaches her."""
    participant = db.get(Participant, notice.participant_id)
    if participant is None or participant.is_protected:
        return None
    language = texts.language_of(participant.chosen_language, participant.language)
    if notice.kind is NoticeKind.ADDRESS_CODE:
        return _of_trial(db, secret_key, notice, language, now)
    choice = _choice(db, participant)
    wants = {notice.channel} if notice.channel is not Channel.CHOSEN else set(Channel)
    if notice.kind is NoticeKind.CALENDAR and not (choice and choice.mails_calendar):
        wants = set()
    return Recipient(
        language,
        _phones(db, secret_key, participant) if Channel.PUSH in wants else (),
        [one for one in _addresses(db, secret_key, participant) if one[0] in wants],
        says_time=bool(choice and choice.says_time),
    )


def _choice(db: Session, participant: Participant) -> NoticeChoice | None:
    asked = sa.select(NoticeChoice).where(NoticeChoice.participant_id == participant.id)
    return db.scalar(asked)


IS_LIVE = sa.or_(PushSubscription.device_id.is_(None), Device.forgotten_at.is_(None))
"""Of a phone, with its device: a phone that she has forgotten takes no notices, even before it is swept."""


def live_phones(participant_id: UUID) -> sa.Select[PushSubscription]:
    """Her phones that take notices."""
    return (
        sa.select(PushSubscription)
        .outerjoin(Device, Device.id == PushSubscription.device_id)
        .where(PushSubscription.participant_id == participant_id, IS_LIVE)
        .order_by(PushSubscription.made_at)
    )


def _phones(db: Session, secret_key: str, participant: Participant) -> list[tuple[UUID, Phone]]:
    found = []
    for one in db.scalars(live_phones(participant.id)):
        try:
            found.append((one.id, Phone(**sealing.opened(secret_key, one.sealed))))
        except sealing.Broken:
            continue  # the installation has another secret since: her phone is asked again
    return found


def _addresses(db: Session, secret_key: str, participant: Participant) -> list[tuple[Channel, str]]:
    asked = sa.select(NoticeAddress).where(NoticeAddress.participant_id == participant.id)
    sealed = {one.channel: one.sealed for one in db.scalars(asked)}
    found = []
    for channel in ORDER:
        try:
            if channel in sealed:
                found.append((channel, sealing.opened(secret_key, sealed[channel])["to"]))
        except sealing.Broken:
            continue
    return found


def _of_trial(
    db: Session, secret_key: str, notice: OutboxNotice, language: Language, now: datetime
) -> Recipient | None:
    trial = db.get(NoticeAddressTrial, notice.subject_id)
    if trial is None or trial.expires_at <= now:
        return None
    try:
        plain = sealing.opened(secret_key, trial.sealed)
    except sealing.Broken:
        return None
    return Recipient(language, (), [(trial.channel, plain["to"])], code=plain["code"])
