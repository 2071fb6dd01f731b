"""Channels of the tests' own: they note what they were given, and answer as a test says."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal import clock
from portal.notifications import notices, outbox, sealing
from portal.notifications.carrying import Letter, NotCarried
from portal.notifications.choice_models import NoticeAddress, NoticeChoice, PushSubscription
from portal.notifications.models import Channel, NoticeKind, OutboxNotice
from portal.people.models import Participant
from tests.conftest import SECRET

NUMBER, ADDRESS = "+46701740622", "amina@example.org"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
"""The keys of the example in RFC 8291."""


@dataclass
class Delivered:
    """What one channel was given."""

    channel: Channel
    to: Any
    letter: Letter


@dataclass
class Postman:
    """Keeps what it is given, in order; `answers` says how each channel answers next."""

    delivered: list[Delivered] = field(default_factory=list)
    asked: list[Channel] = field(default_factory=list)
    answers: dict[Channel, deque[NotCarried]] = field(default_factory=dict)

    def by(self, channel: Channel) -> Carrier:
        return Carrier(self, channel)

    def answer(self, channel: Channel, *answers: NotCarried) -> None:
        self.answers[channel] = deque(answers)

    @property
    def channels(self) -> list[Channel]:
        return [one.channel for one in self.delivered]

    @property
    def keys(self) -> list[str]:
        return [one.letter.key for one in self.delivered]


@dataclass
class Carrier:
    """One channel of the postman's."""

    postman: Postman
    channel: Channel

    def send(self, to: Any, letter: Letter) -> None:
        self.postman.asked.append(self.channel)
        waiting = self.postman.answers.get(self.channel)
        if waiting:
            raise waiting.popleft()
        self.postman.delivered.append(Delivered(self.channel, to, letter))


def opens(db: Session, participant: Participant, *channels: Channel) -> None:
    """She has opened these ways."""
    for channel in channels:
        if channel is Channel.PUSH:
            with_phone(db, participant)
            continue
        to = NUMBER if channel is Channel.SMS else ADDRESS
        db.add(
            NoticeAddress(
                participant_id=participant.id,
                channel=channel,
                sealed=sealing.seal(SECRET, to=to),
                hint="…22",
                confirmed_at=clock.now(),
            )
        )
    db.commit()


def with_phone(
    db: Session, participant: Participant, endpoint: str = "https://fcm.googleapis.com/fcm/send/1"
) -> PushSubscription:
    """A phone of hers that takes notices."""
    phone = PushSubscription(
        participant_id=participant.id,
        endpoint_hash=uuid4().hex,
        sealed=sealing.seal(SECRET, endpoint=endpoint, p256dh=P256DH, auth=AUTH),
        made_for="a key",
        made_at=clock.now(),
    )
    db.add(phone)
    db.commit()
    return phone


def chooses(db: Session, participant: Participant, **choice: object) -> NoticeChoice:
    """What she wants to be told of."""
    choice.setdefault("turned_off", [])
    chosen = NoticeChoice(participant_id=participant.id, **choice)
    db.add(chosen)
    db.commit()
    return chosen


def message(db: Session, participant: Participant, conversation: UUID | None = None) -> UUID:
    """Somebody has written to her just now."""
    conversation = conversation or uuid4()
    notices.message_came(db, participant, conversation, uuid4(), clock.now())
    db.commit()
    return conversation


def notice(
    db: Session,
    participant: Participant,
    kind: NoticeKind = NoticeKind.MEETING_MOVED,
    *,
    at: datetime | None = None,
    lasts: timedelta = timedelta(days=2),
    **more: Any,
) -> OutboxNotice:
    """Something to tell her, due now unless a test says when."""
    now = clock.now()
    made = outbox.put(
        db, participant, kind, uuid4(), 1,
        now=now, at=at or now, expires_at=(at or now) + lasts, **more,
    )  # fmt: skip
    assert made
    db.commit()
    return made
