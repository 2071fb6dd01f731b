"""A step as it stands in a plan's document, and the plain values that documents are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal.plan.models import Companion, Step, StepKind
from portal.writing import Writing

Record = dict[str, Any]


class State(StrEnum):
    """How it stands with a step. One that is paused or dropped says why, and stays readable."""

    OPEN = "open"
    DONE = "done"
    PAUSED = "paused"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Party:
    """Whoever does a step or takes part in it: a named member of staff, an organisation, or else she herself."""

    staff: UUID | None = None
    organisation: UUID | None = None

    @property
    def is_participant(self) -> bool:
        return self.staff is None and self.organisation is None

    def to_json(self) -> Record:
        if self.staff:
            return {"staff": str(self.staff)}
        return {"organisation": str(self.organisation)} if self.organisation else {"participant": True}  # fmt: skip

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Party:
        return cls(identity(kept.get("staff")), identity(kept.get("organisation")))


@dataclass(frozen=True)
class Hours:
    """Hours that come back every week; 0 is Monday, times like 09:00."""

    weekday: int
    starts: str
    ends: str

    def to_json(self) -> Record:
        return {"weekday": self.weekday, "from": self.starts, "until": self.ends}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Hours:
        return cls(int(kept["weekday"]), str(kept["from"]), str(kept["until"]))


@dataclass(frozen=True)
class StepPart:
    """A step as it is written."""

    id: UUID
    text: Writing
    doer: Party
    why: Writing | None = None
    bring: Writing | None = None
    place: Writing | None = None
    companions: tuple[Party, ...] = ()
    kind: StepKind = StepKind.AGREED
    affects_money: bool = False
    decided_by: UUID | None = None
    ground: Writing | None = None
    measure: UUID | None = None
    starts_on: date | None = None
    due_on: date | None = None
    weekly: tuple[Hours, ...] = ()
    ready_key: str | None = None
    state: State = State.OPEN
    state_on: date | None = None
    """Since when it is done, paused or dropped."""
    state_reason: Writing | None = None

    def to_json(self) -> Record:
        return {
            "id": str(self.id),
            **{name: stored(getattr(self, name)) for name in TEXTS},
            "doer": self.doer.to_json(),
            "with": [one.to_json() for one in self.companions],
            "kind": str(self.kind),
            "affects_money": self.affects_money,
            **{name: text_of(getattr(self, name)) for name in PLAIN},
            "weekly": [one.to_json() for one in self.weekly],
            "ready_key": self.ready_key,
            "state": str(self.state),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> StepPart:
        values: dict[str, Any] = {
            **{name: writing(kept.get(name)) for name in TEXTS},
            **{name: identity(kept.get(name)) for name in ("decided_by", "measure")},
            **{name: day(kept.get(name)) for name in ("starts_on", "due_on", "state_on")},
        }
        return cls(
            id=UUID(kept["id"]),
            doer=Party.from_json(kept["doer"]),
            companions=tuple(Party.from_json(one) for one in kept.get("with") or []),
            kind=StepKind(kept["kind"]),
            affects_money=bool(kept.get("affects_money")),
            weekly=tuple(Hours.from_json(one) for one in kept.get("weekly") or []),
            ready_key=kept.get("ready_key"),
            state=State(kept.get("state") or State.OPEN),
            **values,
        )

    @classmethod
    def from_row(cls, row: Step) -> StepPart:
        state, since = state_of(row)
        return cls(
            id=row.id,
            doer=Party(row.doer_staff_id, row.doer_organisation_id),
            **{name: getattr(row, name) for name in TEXTS},
            companions=tuple(_companion(one) for one in row.companions),
            kind=row.kind,
            affects_money=row.affects_money,
            decided_by=row.decided_by_id,
            measure=row.measure_id,
            starts_on=row.starts_on,
            due_on=row.due_on,
            weekly=tuple(Hours(one.weekday, one.starts, one.ends) for one in row.weekly),
            ready_key=row.ready_key,
            state=state,
            state_on=since,
        )

    def row_values(self) -> Record:
        """What the row of this step says: all but its place, its hours, who takes part, and how it stands with it."""
        return {
            **{name: getattr(self, name) for name in TEXTS},
            "kind": self.kind,
            "is_hers": self.doer.is_participant,
            "doer_staff_id": self.doer.staff,
            "doer_organisation_id": self.doer.organisation,
            "affects_money": self.affects_money,
            "decided_by_id": self.decided_by,
            "measure_id": self.measure,
            "starts_on": self.starts_on,
            "due_on": self.due_on,
            "ready_key": self.ready_key,
        }

    def with_(self, **values: Any) -> StepPart:
        return replace(self, **values)


TEXTS = ("text", "why", "bring", "place", "ground", "state_reason")
PLAIN = ("decided_by", "measure", "starts_on", "due_on", "state_on")


def state_of(row: Step) -> tuple[State, date | None]:
    """How it stands with a step, and since when."""
    for state, since in (
        (State.DROPPED, row.dropped_on),
        (State.DONE, row.done_on),
        (State.PAUSED, row.paused_on),
    ):
        if since:
            return state, since
    return State.OPEN, None


def _companion(row: Companion) -> Party:
    return Party() if row.is_participant else Party(row.staff_id, row.organisation_id)


def stored(text: Writing | None) -> Record | None:
    return text.to_store() if text else None


def writing(kept: Mapping[str, Any] | None) -> Writing | None:
    return Writing.stored(kept) if kept else None


def text_of(value: UUID | date | None) -> str | None:
    """An identity or a day as documents keep it."""
    return None if value is None else str(value)


def identity(kept: str | None) -> UUID | None:
    return UUID(kept) if kept else None


def day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None
