"""Which ways lead to a participant outside the portal: staff see it before they send something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.notifications.addressing import ORDER, live_phones
from portal.notifications.choice_models import NoticeAddress, PushSubscription
from portal.notifications.models import Channel
from portal.people.models import Participant


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


def reach(db: Session, participant: Participant) -> Reach:
    """The ways that she has opened herself; none for protected people, which is said as for anybody else."""
    if participant.is_protected:
        return Reach(())
    ways = []
    if db.scalars(live_phones(participant.id).limit(1)).first():
        ways.append(Way(Channel.PUSH))
    asked = sa.select(NoticeAddress.channel, NoticeAddress.hint).where(
        NoticeAddress.participant_id == participant.id
    )
    hints = dict(db.execute(asked).all())
    ways += [Way(channel, hints[channel]) for channel in ORDER if channel in hints]
    return Reach(ways)


def unreached(db: Session, people: Iterable[Participant]) -> frozenset[UUID]:
    """Those whom nothing reaches outside the portal; for lists, with two questions however many they are."""
    ids = {one.id: one.is_protected for one in people}
    reached: set[UUID] = set()
    for table in (NoticeAddress, PushSubscription):
        asked = sa.select(table.participant_id).where(table.participant_id.in_(ids))
        reached.update(db.scalars(asked))
    return frozenset(one for one, is_protected in ids.items() if is_protected or one not in reached)
