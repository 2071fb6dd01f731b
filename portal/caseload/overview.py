"""What staff see of their participants in a list: who waits for what, on what ground each is seen, and a search."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.caseload.next_steps import next_steps
from portal.people.models import Participant, Staff
from portal.people.seen import Seen, Why, seen
from portal.people.sign_in_models import CodeRequest
from portal.plan.models import Answer, ClashReport, Step, StepAnswer

LONGEST_SEARCH = 100
ALIKE = str.maketrans("يىكةۀøłđ", "ییکههold")
"""Letters that people type one for the other: Arabic and Persian ones, and those that do not come apart."""


@dataclass(frozen=True)
class Row:
    """One participant in the list, what is next, and what in her case waits for an answer."""

    seen: Seen
    next_step: Step | None
    asks_for_code: bool
    unsure: int
    """How many steps she is unsure of or cannot do, and nobody has seen to."""
    clashes: int
    """How many clashes she has told of."""

    @property
    def participant(self) -> Participant:
        return self.seen.participant

    @property
    def waits(self) -> bool:
        return bool(self.asks_for_code or self.unsure or self.clashes)


@dataclass(frozen=True)
class Group:
    """Those who are seen on one ground, and in one colleague's place."""

    why: Why
    first: Seen
    rows: list[Row]


def overview(db: Session, staff: Staff, *, today: date, search: str = "") -> list[Row]:
    """Those whom I may see today and whose name or reference holds each word of the search, who wait first.

    At most four queries, however many they are.
    """
    found = [one for one in seen(db, staff, today) if matches(one.participant, search)]
    ids = [one.participant.id for one in found]
    steps, waits = next_steps(db, ids, today), _waits(db, ids)
    rows = [
        Row(
            one,
            steps.get(one.participant.id),
            asks_for_code=(one.participant.id, "code") in waits,
            unsure=waits[one.participant.id, "unsure"],
            clashes=waits[one.participant.id, "clash"],
        )
        for one in found
    ]
    return sorted(rows, key=lambda row: not row.waits)


def grouped(rows: Sequence[Row]) -> list[Group]:
    """My own first, then those of each absent colleague, then those whom I have opened with a reason."""
    groups: dict[tuple[Why, UUID | None], Group] = {}
    for row in rows:
        key = (row.seen.why, row.seen.away.id if row.seen.away else None)
        groups.setdefault(key, Group(row.seen.why, row.seen, [])).rows.append(row)
    return sorted(
        groups.values(),
        key=lambda group: (
            list(Why).index(group.why),
            group.first.away.name if group.first.away else "",
        ),
    )


def matches(participant: Participant, search: str) -> bool:
    """Whether her reference, or the name by which staff may know her, holds each word of the search.

    Capitals, accents, vowel signs and the spelling of Arabic letters make no difference. A protected name is not
    searched: the answer would tell whose it is.
    """
    known_as = _plain(f"{participant.staff_label} {participant.key}")
    return all(word in known_as for word in _plain(search[:LONGEST_SEARCH]).split())


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.replace("\u0640", "")).casefold()
    return "".join(
        sign for sign in apart if unicodedata.category(sign) not in {"Mn", "Cf"}
    ).translate(ALIKE)


def _waits(db: Session, ids: list[UUID]) -> Counter[tuple[UUID, str]]:
    """How much waits for an answer, by participant and kind."""
    codes = sa.select(CodeRequest.participant_id, sa.literal("code")).where(
        CodeRequest.participant_id.in_(ids), CodeRequest.handled_at.is_(None)
    )
    unsure = (
        sa.select(Step.participant_id, sa.literal("unsure"))
        .join(StepAnswer)
        .where(
            Step.participant_id.in_(ids),
            Step.removed_at.is_(None),
            Step.done_on.is_(None),
            Step.dropped_on.is_(None),
            StepAnswer.answer.in_([Answer.UNSURE, Answer.CANNOT]),
            sa.or_(StepAnswer.handled_at.is_(None), StepAnswer.handled_at < StepAnswer.answered_at),
        )
    )
    told = sa.select(ClashReport.participant_id, sa.literal("clash")).where(
        ClashReport.participant_id.in_(ids), ClashReport.handled_at.is_(None)
    )
    rows = db.execute(sa.union_all(codes, unsure, told))
    return Counter((participant_id, kind) for participant_id, kind in rows)
