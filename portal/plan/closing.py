"""Finishing a plan: what came of it, in words that stay readable, and nothing left open by mistake."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal import clock
from portal.plan import editing, typed
from portal.plan.changes import changes
from portal.plan.document import PlanDocument
from portal.plan.drafts import Manuscript
from portal.plan.publishing import PlanMoved, Proof, write_version
from portal.plan.step_part import State, StepPart
from portal.plan.version_models import PlanVersion
from portal.translators.wanting import want_for
from portal.writing import Writing

CLOSED = Writing.in_("sv", "Planen är avslutad.")
"""Why a step was dropped when it was left open at the end of a plan."""


class HasDraft(Exception):
    """I have a draft of the plan: it is to be published or thrown away first."""


def open_steps(document: PlanDocument) -> list[StepPart]:
    """The steps that somebody has to decide about when the plan ends."""
    return [one for one in document.steps if one.state in (State.OPEN, State.PAUSED)]


def finish(
    db: Session,
    manuscript: Manuscript,
    summary: str,
    language: str,
    decided: Mapping[UUID, str],
    *,
    token: str,
    now: datetime,
    is_sure: bool = False,
) -> PlanVersion | None:
    """Finish a plan with a summary; `decided` says for each open step whether it is done or dropped.

    Finishing twice changes nothing (None). Raises `typed.Faults`, `HasDraft`, or `PlanMoved` when a colleague has
    published since the page was opened.
    """
    plan, document = manuscript.plan, manuscript.live
    if plan is None or document is None or manuscript.draft:
        raise HasDraft
    if plan.is_finished:
        return None
    if token != manuscript.token:
        raise PlanMoved
    today = clock.local(now).date()
    words = _checked(document, summary, language, decided, is_sure)
    after = document
    for step in open_steps(document):
        state = State(decided[step.id])
        reason = CLOSED if state is State.DROPPED else None
        after = editing.with_state(after, step.id, state, today, reason)
    found = changes(document, after)
    found.append(
        {"what": "finished", "id": None, "before": None, "after": words.to_store(), "fields": []}
    )
    version = write_version(db, plan, manuscript.staff, Proof(after, found, []), now=now)
    plan.finished_on, plan.closing_summary = today, words
    db.flush()
    want_for(db, manuscript.participant, now=now)
    return version


def _checked(
    document: PlanDocument,
    summary: str,
    language: str,
    decided: Mapping[UUID, str],
    is_sure: bool,
) -> Writing:
    faults = {}
    words = None
    try:
        words = typed.text(summary, language, None, typed.LONGEST_STORY, is_sure=is_sure)
    except ValueError as fault:
        faults.update(typed.at("summary", fault))
    if words is None and not faults:
        faults["summary"] = "Skriv hur det gick, med några ord till deltagaren."
    for step in open_steps(document):
        if decided.get(step.id) not in (State.DONE, State.DROPPED):
            faults[f"step-{step.id}"] = f"Välj vad som ska hända med «{step.text.original}»."
    if faults or words is None:
        raise typed.Faults(faults)
    return words
