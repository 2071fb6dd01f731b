"""Phones that are hers: several people may share one, and one person may have several."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from portal.people import sessions
from portal.people.models import Participant
from portal.people.sign_in_models import Device

MOST_ON_ONE_PHONE = 6
LONGEST_NICKNAME = 20


def known(db: Session, tokens: Sequence[str]) -> dict[str, Device]:
    """The people's entries on this phone by the secret that the phone holds for each, in the phone's order."""
    hashes = {sessions.hashed(token): token for token in tokens}
    found = db.scalars(
        sa.select(Device)
        .options(joinedload(Device.participant))
        .where(Device.token_hash.in_(hashes), Device.forgotten_at.is_(None))
    )
    by_token = {hashes[device.token_hash]: device for device in found}
    return {token: by_token[token] for token in tokens if token in by_token}


def of(db: Session, participant: Participant) -> Sequence[Device]:
    """Her phones, the one used last first."""
    return db.scalars(
        sa.select(Device)
        .where(Device.participant_id == participant.id, Device.forgotten_at.is_(None))
        .order_by(Device.used_at.desc())
    ).all()


def one_of(db: Session, participant: Participant, device_id: UUID) -> Device:
    """One of her phones. Raises `NoResultFound` for anybody else's."""
    return db.scalars(
        sa.select(Device).where(
            Device.id == device_id,
            Device.participant_id == participant.id,
            Device.forgotten_at.is_(None),
        )
    ).one()


def forget(db: Session, device: Device, *, now: datetime) -> None:
    """The phone is hers no more, and every session on it ends."""
    device.forgotten_at = now
    sessions.end_for_device(db, device, now=now)


def says_her_name(nickname: str, name: str) -> bool:
    """Whether a nickname holds a part of her name: whoever picks up the phone must not read it there."""
    plain = _plain(nickname)
    parts = (part for part in re.split(r"[\s\-]+", _plain(name)) if len(part) > 1)
    return any(part in plain for part in parts)


def _plain(text: str) -> str:
    split = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in split if not unicodedata.combining(sign))
