"""That a number or a mail address is hers: a code is sent there, and she types it (ASVS 5.0, 6.5.5 and 6.6.3)."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications import contact_details, sealing
from portal.notifications.choice_models import NoticeAddress, NoticeAddressTrial
from portal.notifications.models import Channel, NoticeKind, OutboxNotice
from portal.people.keyed import keyed
from portal.people.models import Participant
from portal.people.pins import normalised

LIVES = timedelta(minutes=10)
DIGITS = 6
MOST_TRIES = 5


class CodeRefused(Exception):
    """The code does not show anything."""


class CodeWrong(CodeRefused):
    """It is another one; she may try again."""


class CodeSpent(CodeRefused):
    """Too old, or tried too often: a new one is needed."""


def begin(
    db: Session,
    secret_key: str,
    participant: Participant,
    channel: Channel,
    to: str,
    *,
    now: datetime,
) -> None:
    """Send a code to this number or address, which counts as hers when she types it. An older code is void."""
    db.execute(sa.delete(NoticeAddressTrial).where(*_hers(participant, channel)))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    hint = contact_details.number_hint if channel is Channel.SMS else contact_details.address_hint
    trial = NoticeAddressTrial(
        id=uuid4(),
        participant_id=participant.id,
        channel=channel,
        sealed=sealing.seal(secret_key, to=to, code=code),
        hint=hint(to),
        code_hash="",
        made_at=now,
        expires_at=now + LIVES,
    )
    trial.code_hash = _hash(secret_key, trial, code)
    db.add(trial)
    db.add(
        OutboxNotice(
            person_id=participant.id,
            participant_id=participant.id,
            kind=NoticeKind.ADDRESS_CODE,
            channel=channel,
            subject_id=trial.id,
            version=1,
            made_at=now,
            not_before=now,
            expires_at=trial.expires_at,
        )
    )


def waiting(db: Session, participant: Participant, channel: Channel) -> NoticeAddressTrial | None:
    """What a code was sent to, and she has not shown to be hers yet."""
    return db.scalar(sa.select(NoticeAddressTrial).where(*_hers(participant, channel)))


def confirm(
    db: Session, secret_key: str, trial: NoticeAddressTrial, typed: str, *, now: datetime
) -> None:
    """Take the number or address as hers when the code is right. Raises `CodeWrong` and `CodeSpent`.

    A try counts before it is looked at; the caller commits when it is refused, too. Of many at the same moment at
    most `MOST_TRIES` are looked at.
    """
    tries = db.scalar(
        sa.update(NoticeAddressTrial)
        .where(
            NoticeAddressTrial.id == trial.id,
            NoticeAddressTrial.tries < MOST_TRIES,
            NoticeAddressTrial.expires_at > now,
        )
        .values(tries=NoticeAddressTrial.tries + 1)
        .returning(NoticeAddressTrial.tries)
        .execution_options(synchronize_session=False)
    )
    if tries is None:
        raise CodeSpent
    is_right = secrets.compare_digest(trial.code_hash, _hash(secret_key, trial, normalised(typed)))
    if not is_right:
        raise CodeWrong if tries < MOST_TRIES else CodeSpent
    _take(db, secret_key, trial, now)


def _take(db: Session, secret_key: str, trial: NoticeAddressTrial, now: datetime) -> None:
    remove(db, trial.participant_id, trial.channel)
    to = sealing.opened(secret_key, trial.sealed)["to"]
    db.add(
        NoticeAddress(
            participant_id=trial.participant_id,
            channel=trial.channel,
            sealed=sealing.seal(secret_key, to=to),
            hint=trial.hint,
            confirmed_at=now,
        )
    )
    db.execute(sa.delete(NoticeAddressTrial).where(NoticeAddressTrial.id == trial.id))


def remove(db: Session, participant_id: object, channel: Channel) -> None:
    """Nothing more goes to this number or address."""
    db.execute(
        sa.delete(NoticeAddress).where(
            NoticeAddress.participant_id == participant_id, NoticeAddress.channel == channel
        )
    )


def _hers(participant: Participant, channel: Channel) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        NoticeAddressTrial.participant_id == participant.id,
        NoticeAddressTrial.channel == channel,
    )


def _hash(secret_key: str, trial: NoticeAddressTrial, code: str) -> str:
    return keyed(secret_key, "address code", str(trial.id), code)
