"""The texts that wait, as a member of staff may see them: those of her own participants, or all for a translator.

A translator (tolk med behörigheten översättare) may be somebody from outside: of a participant who is not hers she
sees the text and its reference, never who it is about; and nothing of anybody whose data are protected.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.people import access, accounts
from portal.people.account_models import Duty
from portal.people.models import Participant, Staff
from portal.plan.plain import count
from portal.translators.models import WantedTranslation

A_PAGE = 50
BEGINNING = 60
"""How many signs of a text stand in the list of those that wait."""


@dataclass(frozen=True)
class Pair:
    """From which language into which, and how many texts wait for that."""

    source: str
    into: str
    texts: int = 0

    @property
    def key(self) -> str:
        """The pair as it stands in an address: `sv-to-so`."""
        return f"{self.source}-to-{self.into}"


@dataclass(frozen=True)
class Waiting:
    """One text that waits, and whose it is where she may know that."""

    want: WantedTranslation
    whose: Participant | None
    """None for somebody who only translates."""

    @property
    def reference(self) -> str:
        """What the text is called where nobody is named."""
        sign = self.want.id.hex[:8].upper()
        return f"{sign[:4]}-{sign[4:]}"

    @property
    def beginning(self) -> str | None:
        """Its first words, so that the rows of a list differ; None for somebody who may not know whose text it is."""
        if self.whose is None:
            return None
        return (
            shorten(self.want.source, BEGINNING, placeholder=" …") or self.want.source[:BEGINNING]
        )

    @property
    def words(self) -> int:
        """How long it is, in words."""
        return count(self.want.source).words


@dataclass(frozen=True)
class Queue:
    """What waits: the first page of it, urgent first and oldest first, and how much there is of each pair."""

    waiting: Sequence[Waiting]
    pairs: Sequence[Pair]
    total: int


def queue(
    db: Session,
    staff: Staff,
    today: date,
    *,
    pair: str | None = None,
    participant_id: UUID | None = None,
) -> Queue:
    """What waits for her to translate; only one pair of languages, or one participant's texts, when she says so."""
    reach = Reach.of(db, staff, today)
    pairs = _pairs(db, reach)
    shown = [WantedTranslation.done_at.is_(None), reach.condition]
    chosen = next((one for one in pairs if one.key == pair), None)
    if chosen:
        shown += [
            WantedTranslation.source_language == chosen.source,
            WantedTranslation.into == chosen.into,
        ]
    if participant_id:
        shown += [WantedTranslation.participant_id == participant_id]
    rows = db.execute(
        sa.select(WantedTranslation, Participant, reach.knows.label("knows"))
        .join(Participant, WantedTranslation.participant_id == Participant.id)
        .where(*shown)
        .order_by(
            WantedTranslation.is_urgent.desc(), WantedTranslation.asked_at, WantedTranslation.id
        )
        .limit(A_PAGE)
    )
    total = db.scalar(
        sa.select(sa.func.count(WantedTranslation.id))
        .join(Participant, WantedTranslation.participant_id == Participant.id)
        .where(*shown)
    )
    waiting = [Waiting(want, whose if knows else None) for want, whose, knows in rows]
    return Queue(waiting, pairs, total or 0)


def one(db: Session, staff: Staff, want_id: UUID, today: date) -> Waiting:
    """One text, waiting or translated. Raises `NoResultFound` when it is not hers to see, as when there is none."""
    reach = Reach.of(db, staff, today)
    want, whose, knows = db.execute(
        sa.select(WantedTranslation, Participant, reach.knows.label("knows"))
        .join(Participant, WantedTranslation.participant_id == Participant.id)
        .where(WantedTranslation.id == want_id, reach.condition)
    ).one()
    return Waiting(want, whose if knows else None)


def following(db: Session, staff: Staff, before: WantedTranslation, today: date) -> UUID | None:
    """The text to translate after this one: the first that waits in the same pair of languages."""
    reach = Reach.of(db, staff, today)
    found: UUID | None = db.scalar(
        sa.select(WantedTranslation.id)
        .join(Participant, WantedTranslation.participant_id == Participant.id)
        .where(
            WantedTranslation.done_at.is_(None),
            WantedTranslation.id != before.id,
            WantedTranslation.source_language == before.source_language,
            WantedTranslation.into == before.into,
            reach.condition,
        )
        .order_by(
            WantedTranslation.is_urgent.desc(), WantedTranslation.asked_at, WantedTranslation.id
        )
        .limit(1)
    )
    return found


@dataclass(frozen=True)
class Reach:
    """How far a member of staff sees: which texts, and of whom she may know who it is. Conditions on `Participant`."""

    condition: sa.ColumnElement[bool]
    knows: sa.ColumnElement[bool]

    @classmethod
    def of(cls, db: Session, staff: Staff, today: date) -> Reach:
        knows = access.may_see(staff, today)
        if access.has_left(staff, today) or not accounts.may(db, staff, Duty.TRANSLATOR):
            return cls(knows, knows)
        anybody = sa.and_(Participant.is_protected.is_(False), access.is_here(today))
        return cls(sa.or_(knows, anybody), knows)


def _pairs(db: Session, reach: Reach) -> list[Pair]:
    found = db.execute(
        sa.select(
            WantedTranslation.source_language,
            WantedTranslation.into,
            sa.func.count(WantedTranslation.id),
        )
        .join(Participant, WantedTranslation.participant_id == Participant.id)
        .where(WantedTranslation.done_at.is_(None), reach.condition)
        .group_by(WantedTranslation.source_language, WantedTranslation.into)
        .order_by(WantedTranslation.source_language, WantedTranslation.into)
    )
    return [Pair(*row) for row in found]
