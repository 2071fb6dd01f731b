"""Which ways lead to a participant outside the portal: staff see it before they send something."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications.addressing import IS_LIVE, ORDER
from portal.notifications.choice_models import NoticeAddress, NoticeChoice, PushSubscription
from portal.notifications.groups import Group
from portal.notifications.models import Channel
from portal.people.models import Participant
from portal.people.sign_in_models import Device

ALL = frozenset(Channel)


@dataclass(frozen=True)
class Way:
    """One way, and what may be shown of it: never a whole number or address."""

    channel: Channel
    hint: str = ""


@dataclass(frozen=True)
class Reach:
    """All ways, in the order in which they are tried."""

    ways: Sequence[Way]

    @property
    def is_none(self) -> bool:
        """Whether nothing reaches her outside the portal: whoever has something urgent calls or writes a letter."""
        return not self.ways


PEOPLE: sa.BindParameter[Any] = sa.bindparam("people", expanding=True)
OPENED = sa.union_all(
    sa.select(NoticeAddress.participant_id, NoticeAddress.channel, NoticeAddress.hint)
    .where(NoticeAddress.participant_id.in_(PEOPLE)),
    sa.select(PushSubscription.participant_id,
              sa.literal(Channel.PUSH, NoticeAddress.channel.type), sa.literal(""))
    .outerjoin(Device, Device.id == PushSubscription.device_id)
    .where(PushSubscription.participant_id.in_(PEOPLE), IS_LIVE),
)  # fmt: skip
"""The ways that people have opened. Both are made once: to make them at each page costs more than to ask them."""
TURNED_OFF = sa.select(NoticeChoice.participant_id, NoticeChoice.turned_off).where(
    NoticeChoice.participant_id.in_(PEOPLE)
)


def reach(
    db: Session,
    participant: Participant,
    group: Group = Group.MESSAGES,
    offered: Collection[Channel] = ALL,
) -> Reach:
    """The ways that she has opened and this installation has, for one group of notices: none when she turned it off.

    None for protected people, which is said as for anybody else.
    """
    if participant.is_protected:
        return Reach(())
    hints = _opened(db, [participant.id], group, offered).get(participant.id, {})
    return Reach([Way(one, hints[one]) for one in (Channel.PUSH, *ORDER) if one in hints])


def unreached(
    db: Session,
    people: Iterable[Participant],
    group: Group = Group.MESSAGES,
    offered: Collection[Channel] = ALL,
) -> frozenset[UUID]:
    """Those whom nothing reaches outside the portal; for lists, with two questions however many they are."""
    ids = {one.id: one.is_protected for one in people}
    reached = _opened(db, list(ids), group, offered)
    return frozenset(one for one, is_protected in ids.items() if is_protected or one not in reached)


def _opened(
    db: Session, people: Sequence[UUID], group: Group, offered: Collection[Channel]
) -> dict[UUID, dict[Channel, str]]:
    """The ways of each whom some way reaches, with what may be shown of them."""
    rows = db.connection().execute(OPENED, {"people": people}).all()
    choices = db.connection().execute(TURNED_OFF, {"people": people}).all()
    refuse = {person for person, turned_off in choices if group in turned_off}
    found: dict[UUID, dict[Channel, str]] = {}
    for person, channel, hint in rows:
        if channel in offered and person not in refuse:
            found.setdefault(person, {})[channel] = hint
    return found
