"""What waits for staff on one participant's page, each with the form that says it was seen to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.people import reviews
from portal.people.models import CaseReview, Participant
from portal.plan import handled, progress
from portal.plan.models import Step
from portal.plan.reading import Plans
from portal.plan.version_models import PlanVersion


@dataclass(frozen=True)
class Waiting:
    """Her answers and wishes that nobody has seen to, and the review of her case."""

    answers: list[Step]
    wishes: Sequence[PlanVersion]
    reviewed: CaseReview | None
    review_due_on: date | None
    """Set when the case is to be gone through by now."""


def waiting(db: Session, participant: Participant, plans: Plans, *, today: date) -> Waiting:
    """What of this participant waits for somebody to talk with her. She is to be loaded through the staff."""
    due = reviews.due_on(db, participant)
    answers = [
        step
        for step in plans.steps
        if progress.answer_waits(step)
        and not (step.sub_goal and step.sub_goal.goal.plan.is_finished)
    ]
    return Waiting(
        answers=answers,
        wishes=handled.wishes(db, participant),
        reviewed=reviews.latest(db, participant),
        review_due_on=due if due <= today else None,
    )
