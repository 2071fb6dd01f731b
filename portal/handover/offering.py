"""Asking a colleague to take over. Nothing moves until she has accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import cases, opened
from portal.handover.cases import AlreadyOffered, Case
from portal.people import access
from portal.people.handover_models import HandoverItem, HandoverOffer
from portal.people.models import Assignment, HandoverReason, Staff
from portal.plan.models import Step

LONGEST_NOTE = 2000
FURTHEST = timedelta(days=366)
FOUND = "found"
"""Somebody was found by a part of her name: she is shown, and nothing is sent before that is confirmed."""


class Unfit(Exception):
    """What was sent cannot be kept as it is; `faults` says by field what is wrong, as a key the page has words for."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


@dataclass(frozen=True)
class Typed:
    """The form as it was typed; `steps` names a colleague for a step, and is empty for the receiver."""

    to: str = ""
    from_on: str = ""
    reason: str = ""
    note: str = ""
    steps: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Terms:
    """The form as it is meant."""

    to: Staff
    from_on: date
    reason: HandoverReason
    note: str | None
    doers: Mapping[UUID, Staff]


def terms(
    typed: Typed, giver: Staff, steps: Iterable[Step], among: Sequence[Staff], today: date
) -> Terms:
    """What was typed, understood. Raises `Unfit` with all that is wrong at once."""
    faults: dict[str, str] = {}
    to = _one(among, typed.to, giver, "to", faults)
    from_on = _day(typed.from_on, giver, today, faults)
    note = typed.note.replace("\r\n", "\n").strip()
    if len(note) > LONGEST_NOTE:
        faults["note"] = "too-long"
    if typed.reason not in set(HandoverReason):
        faults["reason"] = "no-reason"
    doers = {}
    for step in steps:
        name = typed.steps.get(step.id, "").strip()
        doer = _one(among, name, giver, f"step-{step.id}", faults) if name else to
        if doer:
            doers[step.id] = doer
    if to and from_on and faults.get("to", FOUND) == FOUND and access.has_left(to, from_on):
        faults["to"] = "leaves"
    if faults or to is None or from_on is None:
        raise Unfit(faults)
    return Terms(to, from_on, HandoverReason(typed.reason), note or None, doers)


def completed(typed: Typed, among: Sequence[Staff]) -> Typed:
    """The form with everybody who was found in it by her whole line, to be looked at and sent again."""
    steps = {step_id: whole_line(name, among) for step_id, name in typed.steps.items()}
    return replace(typed, to=whole_line(typed.to, among), steps=steps)


def whole_line(typed: str, among: Sequence[Staff]) -> str:
    """The one colleague who was meant by her whole line; what means nobody or several, as it was typed."""
    found = cases.matching(among, typed)
    return cases.label(found[0]) if len(found) == 1 else typed


def offer(
    db: Session, giver: Staff, by: Staff, these: Sequence[Case], typed: Typed, *, now: datetime
) -> list[HandoverOffer]:
    """Ask a colleague to take these cases over from the giver; `by` is the giver herself, or her manager.

    Raises `Unfit`, and `AlreadyOffered` when somebody has been asked about one of them in the meantime.
    """
    today = clock.local(now).date()
    _hold(db, these)
    open_things = opened.find(db, giver, [case.participant for case in these])
    steps = [step for one in open_things.values() for step in one.steps]
    agreed = terms(typed, giver, steps, cases.colleagues(db, today), today)
    made = [_made(case, by, agreed, open_things[case.participant.id].steps, now) for case in these]
    db.add_all(made)
    db.flush()
    return made


def _made(
    case: Case, by: Staff, agreed: Terms, steps: Iterable[Step], now: datetime
) -> HandoverOffer:
    return HandoverOffer(
        participant_id=case.participant.id,
        assignment_id=case.assignment.id,
        offered_by_id=by.id,
        to_id=agreed.to.id,
        from_on=agreed.from_on,
        reason=agreed.reason,
        note=agreed.note,
        offered_at=now,
        items=[
            HandoverItem(position=number, step_id=step.id, to_id=agreed.doers[step.id].id)
            for number, step in enumerate(steps)
        ],
    )


def _hold(db: Session, these: Sequence[Case]) -> None:
    """Let nobody else offer these at the same moment, and see whether somebody has."""
    ids = [case.assignment.id for case in these]
    db.execute(
        sa.select(Assignment.id)
        .where(Assignment.id.in_(ids))
        .order_by(Assignment.id)
        .with_for_update()
    )
    asked = db.scalar(
        sa.select(HandoverOffer)
        .where(
            HandoverOffer.assignment_id.in_(ids),
            sa.or_(HandoverOffer.settled_at.is_(None), HandoverOffer.is_accepted.is_(True)),
        )
        .limit(1)
    )
    if asked:
        raise AlreadyOffered(asked)


def _one(
    among: Sequence[Staff], typed: str, giver: Staff, field: str, faults: dict[str, str]
) -> Staff | None:
    """The colleague who was meant; what was typed must mean exactly one, and not the giver."""
    found = cases.matching(among, typed)
    if not typed.strip():
        faults[field] = "nobody"
    elif not found:
        faults[field] = "unknown"
    elif len(found) > 1:
        faults[field] = "several"
    elif found[0].id == giver.id:
        faults[field] = "yourself"
    else:
        if not cases.is_chosen(found[0], typed):
            faults[field] = FOUND
        return found[0]
    return None


def _day(typed: str, giver: Staff, today: date, faults: dict[str, str]) -> date | None:
    """The first day of the new contact: today at the earliest, and not so late that nobody is there before it."""
    try:
        day = date.fromisoformat(typed.strip())
    except ValueError:
        faults["from_on"] = "no-day" if not typed.strip() else "no-date"
        return None
    after = giver.ended_on + timedelta(days=1) if giver.ended_on else None
    if day < today:
        faults["from_on"] = "past"
    elif after and after > today and day > after:
        faults["from_on"] = "gap"
    elif day > today + FURTHEST:
        faults["from_on"] = "far"
    return day
