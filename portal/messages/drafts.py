"""What she has begun to write and not sent: sealed, so that nobody who reads the database or works here can read it.

The seal says whose it is, and opens for 30 days. There is one draft for a participant and writer; saving an empty one
throws it away, and so does sending.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages.given import Given
from portal.messages.models import Conversation, Message, MessageDraft
from portal.people.keyed import keyed
from portal.people.models import Participant

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

LASTS = timedelta(days=30)
LONGEST = 20_000
"""Signs that are kept; much longer than a message may be."""


@dataclass(frozen=True)
class Draft:
    """What she had typed, and when it was kept."""

    given: Given
    saved_at: datetime


def saved(db: Session, secret_key: str, participant: Participant, *, now: datetime) -> Draft | None:
    """Her draft; None when there is none, or it is older than 30 days."""
    row = db.scalar(_asked(participant))
    if row is None or now - row.saved_at > LASTS:
        return None
    given = _opened(secret_key, row.sealed, participant.id)
    return Draft(given, row.saved_at) if given else None


def save(
    db: Session, secret_key: str, participant: Participant, given: Given, key: str, *, now: datetime
) -> bool:
    """Keep what she has typed so far in place of what was kept before, and say whether there is a draft now.

    `key` is that of the form: what has been sent with it is no draft any more, though this comes in late.
    """
    db.execute(
        sa.select(Participant.id).where(Participant.id == participant.id).with_for_update(key_share=True)
    )  # fmt: skip
    if not given.body.strip() or _is_sent(db, participant, given, key):
        throw_away(db, participant)
        return False
    row = db.scalar(_asked(participant))
    if row is None:
        row = MessageDraft(participant_id=participant.id, writer_id=participant.id)
        db.add(row)
    row.sealed, row.saved_at = _sealed(secret_key, given, participant.id), now
    db.flush()
    return True


def throw_away(db: Session, participant: Participant) -> None:
    """She does not want it any more, or it has been sent."""
    db.execute(
        sa.delete(MessageDraft).where(
            MessageDraft.participant_id == participant.id,
            MessageDraft.writer_id == participant.id,
        )
    )


def _asked(participant: Participant) -> sa.Select[MessageDraft]:
    return sa.select(MessageDraft).where(
        MessageDraft.participant_id == participant.id, MessageDraft.writer_id == participant.id
    )


def _is_sent(db: Session, participant: Participant, given: Given, key: str) -> bool:
    asked = (
        sa.select(Message.body)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Conversation.participant_id == participant.id, Message.form_key == key)
    )
    bodies = db.scalars(asked).all()
    # A part of it may be kept after the whole has been sent: what the page keeps by itself comes late on a thin link.
    return any(body is None or body.original.startswith(given.body.strip()) for body in bodies)


def _sealed(secret_key: str, given: Given, person_id: UUID) -> str:
    kept = {**asdict(given), "body": given.body[:LONGEST]}
    plain = json.dumps([str(person_id), kept], ensure_ascii=False)
    return _sealer(secret_key).encrypt(plain.encode()).decode()


def _opened(secret_key: str, sealed: str, person_id: UUID) -> Given | None:
    from cryptography.fernet import InvalidToken

    try:
        whose, kept = json.loads(_sealer(secret_key).decrypt(sealed.encode()))
    except InvalidToken:  # the installation has another secret now
        return None
    if whose != str(person_id):
        return None
    known = {one.name for one in fields(Given)}
    return Given(**{name: value for name, value in kept.items() if name in known})


def _sealer(secret_key: str) -> Fernet:
    from cryptography.fernet import Fernet  # some megabytes, for those who have a draft

    return Fernet(urlsafe_b64encode(bytes.fromhex(keyed(secret_key, "message draft"))))
