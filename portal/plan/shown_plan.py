"""Everything the page with her plans shows, gathered once: for her, and for staff who look at it as she sees it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.municipality import reading as facts
from portal.people.contacts import contacts
from portal.people.directory import directory
from portal.people.models import Participant
from portal.plan import clashes, progress, reading
from portal.plan.versions import versions
from portal.plan.what_changed import lines


def shown_plan(
    db: Session, participant: Participant, *, today: date, visit: datetime | None = None
) -> dict[str, Any]:
    """The facts of `plan/show.html`, by the names the page gives them; only the code on paper is missing.

    What was published since she opened a plan before the visit that began at `visit` is told as changed.
    """
    plans = reading.plans(db, participant)
    found = clashes.find(plans.open_steps)
    known = directory(db)
    return {
        "participant": participant,
        "plans": plans,
        "clashes": found,
        "reports": clashes.reported(db, participant) if found else [],
        "people": contacts(db, participant, today),
        "follow_up": progress.follow_up(plans.plans, today),
        "versions": versions(db, participant, plans, visit),
        "lines_of": lambda version: lines(version, plans.steps, known),
        "said_typed": None,
        "weeks": facts.follow_up_weeks(db),
    }
