"""Taking back an act on a step within a minute.

The state before travels, sealed, in the form that takes it back, so that nothing of it has to be stored; nobody
can forge it, or use it for another step or as somebody else.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from portal.people.models import Staff
from portal.plan.models import Step
from portal.writing import Writing

UNDO_WITHIN = timedelta(minutes=1)


class TooLate(Exception):
    """It can no longer be taken back; `reason` is `too-late` or `changed-since`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class State:
    """Everything about a step that an act may change."""

    done_on: date | None
    done_by_herself: bool
    paused_on: date | None
    dropped_on: date | None
    state_reason: Writing | None
    starts_on: date | None
    due_on: date | None
    changed_at: datetime
    handled_at: datetime | None
    """Of her answer to the step."""

    @classmethod
    def of(cls, step: Step) -> State:
        kept = {one.name: getattr(step, one.name) for one in fields(cls)[:-1]}
        return cls(**kept, handled_at=step.answer.handled_at if step.answer else None)

    def put_back(self, step: Step) -> None:
        for one in fields(self)[:-1]:
            setattr(step, one.name, getattr(self, one.name))
        if step.answer:
            step.answer.handled_at = self.handled_at

    def to_seal(self) -> list[Any]:
        return [_plain(getattr(self, one.name)) for one in fields(self)]


def seal(secret_key: str, step: Step, before: State, staff: Staff, *, now: datetime) -> str:
    """What the form carries that takes an act back: the step as it was before, and as the act left it."""
    parts = [before.to_seal(), State.of(step).to_seal()]
    kept = [str(step.id), str(staff.id), now.isoformat(), *parts]
    sealed = _sealer(secret_key).dumps(kept)
    return sealed if isinstance(sealed, str) else sealed.decode()


def undo(secret_key: str, sealed: str, step: Step, staff: Staff, *, now: datetime) -> None:
    """Put the step back as it was before the act; doing so twice changes nothing.

    Raises `TooLate` after a minute, when somebody has changed the step since, or when the seal is not hers.
    """
    try:
        step_id, staff_id, at, before, after = _sealer(secret_key).loads(sealed)
    except (BadSignature, ValueError):
        raise TooLate("too-late") from None
    if (step_id, staff_id) != (str(step.id), str(staff.id)):
        raise TooLate("too-late")
    current = State.of(step).to_seal()
    if current == before:
        return
    if now - datetime.fromisoformat(at) > UNDO_WITHIN:
        raise TooLate("too-late")
    if current != after:
        raise TooLate("changed-since")
    _unsealed(before).put_back(step)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.to_store() if isinstance(value, Writing) else value


def _unsealed(kept: list[Any]) -> State:
    done, by_herself, paused, dropped, reason, starts, due, changed, handled = kept
    days = [
        date.fromisoformat(one) if one else None for one in (done, paused, dropped, starts, due)
    ]
    return State(
        days[0], by_herself, days[1], days[2], Writing.stored(reason) if reason else None,
        days[3], days[4], datetime.fromisoformat(changed),
        datetime.fromisoformat(handled) if handled else None,
    )  # fmt: skip


def _sealer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="take back an act on a step")
