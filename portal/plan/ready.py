"""Ready-made steps: written once by the municipality in plain words, and translated already."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.municipality.models import ReadyStep
from portal.people.models import Staff
from portal.plan.step_part import Party, StepPart
from portal.plan.step_typed import StepTyped, value_of
from portal.writing import Writing


def offered(db: Session, search: str = "") -> Sequence[ReadyStep]:
    """The ready-made steps that are offered today, or those with these words in them."""
    found = db.scalars(
        sa.select(ReadyStep)
        .where(ReadyStep.retired_on.is_(None))
        .order_by(ReadyStep.position, ReadyStep.key)
    ).all()
    words = search.casefold().split()
    return [one for one in found if all(word in _haystack(one) for word in words)]


def by_key(db: Session, key: str) -> ReadyStep | None:
    """One of them by its key; None when there is none, or it is no longer offered."""
    return db.scalar(
        sa.select(ReadyStep).where(ReadyStep.key == key, ReadyStep.retired_on.is_(None))
    )


def typed_of(ready: ReadyStep, staff: Staff, sub_goal: str) -> StepTyped:
    """The form of a step filled in from a ready-made one; what is not hers to do is mine until I say otherwise."""
    doer = Party() if ready.is_participants else Party(staff=staff.id)
    return StepTyped(
        text=ready.text.original,
        language=ready.text.language,
        why=_original(ready.why),
        bring=_original(ready.bring),
        place=_original(ready.place),
        doer=value_of(doer),
        measure=str(ready.measure_id or ""),
        sub_goal=sub_goal,
        ready_key=ready.key,
    )


def with_translations(step: StepPart, ready: ReadyStep | None) -> StepPart:
    """The step with the translations that came with the ready-made one, where the words are the same."""
    texts = {name: getattr(ready, name) for name in ("text", "why", "bring", "place")} if ready else {}  # fmt: skip
    same = {n: text for n, text in texts.items() if _is_same(text, getattr(step, n))}
    return step.with_(**same, ready_key=step.ready_key if "text" in same else None)


def _is_same(one: Writing | None, other: Writing | None) -> bool:
    if one is None or other is None:
        return False
    return (one.language, one.original) == (other.language, other.original)


def _haystack(one: ReadyStep) -> str:
    return " ".join(part.original for part in (one.text, one.why) if part).casefold()


def _original(text: Writing | None) -> str:
    return text.original if text else ""
