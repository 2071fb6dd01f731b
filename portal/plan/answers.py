"""What she does with a step: says how it is for her, marks it done, adds one of her own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Participant
from portal.plan import progress, reading
from portal.plan.models import Answer, Step, StepAnswer, StepKind
from portal.writing import UNKNOWN_LANGUAGE, Writing

LONGEST_COMMENT = 2000
LONGEST_STEP = 300


class Unfit(Exception):
    """What she sent cannot be kept as it is; `field` says which field, and `reason` is a key the page has words for."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field, self.reason = field, reason


def answer(
    db: Session, participant: Participant, step_id: UUID, given: str, comment: str, *, now: datetime
) -> Step:
    """Keep her answer to a step, in place of an earlier one.

    Raises `Unfit` when no answer was chosen or the comment is too long, and `NoResultFound` for a step
    that is not hers to answer. An answer is never a refusal («det är svårt att säga nej»).
    """
    step = reading.step(db, participant, step_id)
    if not progress.takes_part(step):
        raise NoResultFound
    if given not in set(Answer):
        raise Unfit("answer", "missing-answer")
    words = her_words(comment, "comment", LONGEST_COMMENT)
    if step.answer is None:
        step.answer = StepAnswer(answer=Answer(given), comment=words, answered_at=now)
    else:
        words = _same_or(step.answer.comment, words)
        step.answer.answer, step.answer.comment, step.answer.answered_at = Answer(given), words, now
    return step


def mark_done(db: Session, participant: Participant, step_id: UUID, *, today: date) -> Step:
    """Mark a step of hers as done. Doing so twice changes nothing; one that is another's is not hers to mark."""
    step = _hers(db, participant, step_id)
    if not step.is_done:
        step.done_on, step.done_by_herself = today, True
    return step


def undo_done(db: Session, participant: Participant, step_id: UUID) -> Step:
    """Take back that a step is done. Only what she marked herself can be taken back by her."""
    step = _hers(db, participant, step_id)
    if step.done_by_herself:
        step.done_on, step.done_by_herself = None, False
    return step


@dataclass(frozen=True)
class OwnStep:
    """What she writes about a step of her own; all as typed."""

    text: str
    due_on: str = ""

    @property
    def words(self) -> Writing:
        """Her words, or `Unfit` when there are none or too many."""
        words = her_words(self.text, "text", LONGEST_STEP)
        if words is None:
            raise Unfit("text", "missing")
        return words

    @property
    def due(self) -> date | None:
        """The day she has set herself, or `Unfit` when it is no date."""
        if not self.due_on.strip():
            return None
        try:
            return date.fromisoformat(self.due_on.strip())
        except ValueError:
            raise Unfit("due_on", "no-date") from None

    def check_day(self, today: date, *, before: date | None = None) -> None:
        """Raise `Unfit` for a day that has passed, unless it is the one that stood there (`before`)."""
        if self.due and self.due < today and self.due != before:
            raise Unfit("due_on", "past")


def add_own(
    db: Session, participant: Participant, typed: OwnStep, key: str, *, now: datetime
) -> Step:
    """Add a step of her own. The same form sent twice (same `key`) makes one step."""
    words, due = typed.words, typed.due
    known = db.scalar(
        sa.select(Step).where(Step.participant_id == participant.id, Step.form_key == key)
    )
    if known:
        return known
    typed.check_day(clock.local(now).date())
    last = db.scalar(
        sa.select(sa.func.max(Step.position)).where(
            Step.participant_id == participant.id, Step.sub_goal_id.is_(None)
        )
    )
    step = Step(
        participant_id=participant.id,
        position=0 if last is None else last + 1,
        text=words,
        due_on=due,
        kind=StepKind.OWN,
        is_hers=True,
        form_key=key or None,
        created_at=now,
        changed_at=now,
    )
    db.add(step)
    db.flush()
    return step


def change_own(
    db: Session, participant: Participant, step_id: UUID, typed: OwnStep, *, today: date
) -> Step:
    """Change the words or the day of a step of her own. A day that has passed may stay, and is never chosen."""
    step = own(db, participant, step_id)
    typed.check_day(today, before=step.due_on)
    step.text, step.due_on = _same_or(step.text, typed.words) or step.text, typed.due
    return step


def remove_own(db: Session, participant: Participant, step_id: UUID, *, now: datetime) -> Step:
    """Take away a step of her own; `restore_own` brings it back."""
    step = own(db, participant, step_id)
    step.removed_at = now
    return step


def removed(db: Session, participant: Participant, step_id: UUID) -> Step:
    """A step of her own that she took away and may bring back."""
    return db.scalars(
        sa.select(Step).where(
            Step.id == step_id,
            Step.participant_id == participant.id,
            Step.sub_goal_id.is_(None),
            Step.removed_at.is_not(None),
        )
    ).one()


def restore_own(db: Session, participant: Participant, step_id: UUID) -> Step:
    """Bring back a step of her own that she took away; bringing it back twice changes nothing."""
    step = db.scalars(
        sa.select(Step).where(
            Step.id == step_id,
            Step.participant_id == participant.id,
            Step.sub_goal_id.is_(None),
        )
    ).one()
    step.removed_at = None
    return step


def own(db: Session, participant: Participant, step_id: UUID) -> Step:
    """A step that she added herself. Raises `NoResultFound` for any other."""
    step = reading.step(db, participant, step_id)
    if not step.is_own:
        raise NoResultFound
    return step


def _hers(db: Session, participant: Participant, step_id: UUID) -> Step:
    step = reading.step(db, participant, step_id)
    if not step.is_hers:
        raise NoResultFound
    return step


def _same_or(kept: Writing | None, words: Writing | None) -> Writing | None:
    """The kept text with its translations when she left the words as they were, else the new words."""
    return kept if kept and words and kept.original == words.original else words


def her_words(typed: str, field: str, longest: int) -> Writing | None:
    """What she wrote, in a language that nobody has said; None for nothing. Raises `Unfit` when it is too long."""
    words = typed.replace("\r\n", "\n").strip()
    if len(words) > longest:
        raise Unfit(field, "too-long")
    return Writing.in_(UNKNOWN_LANGUAGE, words) if words else None
