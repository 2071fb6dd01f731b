"""What a member of staff has begun to write to a participant and not sent: sealed, and hers alone.

It opens for 30 days. There is one for each participant and writer; an empty one is thrown away, and so is one that
has been sent.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages.models import Conversation, Message, MessageDraft
from portal.people.keyed import keyed
from portal.people.models import Participant, Staff

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

LASTS = timedelta(days=30)
LONGEST = 20_000
"""Signs that are kept; much longer than a message may be."""


@dataclass(frozen=True)
class Draft:
    """What she had written, about which subject, and when it was kept."""

    body: str
    subject: str
    saved_at: datetime


def saved(
    db: Session, secret_key: str, staff: Staff, participant: Participant, *, now: datetime
) -> Draft | None:
    """Her draft to that participant; None when there is none, or it is older than 30 days."""
    row = db.scalar(
        sa.select(MessageDraft).where(
            MessageDraft.participant_id == participant.id, MessageDraft.writer_id == staff.id
        )
    )
    if row is None or now - row.saved_at > LASTS:
        return None
    opened = _opened(secret_key, row.sealed, staff, participant)
    return Draft(*opened, saved_at=row.saved_at) if opened else None


def save(
    db: Session,
    secret_key: str,
    staff: Staff,
    participant: Participant,
    body: str,
    subject: str,
    key: str,
    *,
    now: datetime,
) -> None:
    """Keep what she has written so far in place of what was kept before; nothing, when it was sent with this form."""
    # Two tabs, or a press while it is kept by itself: one after the other.
    db.execute(
        sa.select(Participant.id)
        .where(Participant.id == participant.id)
        .with_for_update(key_share=True)
    )
    throw_away(db, staff, participant)
    if not body.strip() or _is_sent(db, participant, key):
        return
    sealed = _sealed(secret_key, staff, participant, body[:LONGEST], subject)
    db.add(
        MessageDraft(participant_id=participant.id, writer_id=staff.id, sealed=sealed, saved_at=now)
    )
    db.flush()


def throw_away(db: Session, staff: Staff, participant: Participant) -> None:
    """It is not wanted any more, or has been sent."""
    db.execute(
        sa.delete(MessageDraft).where(
            MessageDraft.participant_id == participant.id, MessageDraft.writer_id == staff.id
        )
    )


def _is_sent(db: Session, participant: Participant, key: str) -> bool:
    asked = (
        sa.select(Message.id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.participant_id == participant.id, Message.form_key == key)
    )
    return db.scalar(asked) is not None


def _sealed(secret_key: str, staff: Staff, to: Participant, body: str, subject: str) -> str:
    plain = json.dumps([str(staff.id), str(to.id), body, subject], ensure_ascii=False)
    return _sealer(secret_key).encrypt(plain.encode()).decode()


def _opened(secret_key: str, sealed: str, staff: Staff, to: Participant) -> tuple[str, str] | None:
    from cryptography.fernet import InvalidToken

    try:
        by, whom, body, subject = json.loads(_sealer(secret_key).decrypt(sealed.encode()))
    except InvalidToken:  # the installation has another secret now
        return None
    return (body, subject) if (by, whom) == (str(staff.id), str(to.id)) else None


def _sealer(secret_key: str) -> Fernet:
    from cryptography.fernet import Fernet  # some megabytes, for those who have a draft

    return Fernet(urlsafe_b64encode(bytes.fromhex(keyed(secret_key, "staff message draft"))))
