"""What is new to her: in a plan until she has opened it, else since she was last here. Her own doings are no news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from portal.people.contacts import Contacts
from portal.people.models import Assignment
from portal.plan.models import Plan, Step
from portal.plan.reading import Plans
from portal.plan.version_models import PlanVersion
from portal.plan.versions import Versions
from portal.plan.what_changed import step_ids


class Kind(StrEnum):
    """What sort of thing is new."""

    NEW_CONTACT = "new-contact"
    NEW_PLAN = "new-plan"
    CHANGED_PLAN = "changed-plan"
    NEW_STEP = "new-step"
    CHANGED_STEP = "changed-step"


@dataclass(frozen=True)
class News:
    """One thing that is new, and what it is about."""

    kind: Kind
    at: datetime
    contact: Assignment | None = None
    version: PlanVersion | None = None
    """Who changed the plan, where it was published here."""
    plan: Plan | None = None
    step: Step | None = None


def news(
    plans: Plans, people: Contacts, since: datetime | None, versions: Versions | None = None
) -> list[News]:
    """What others have changed, the newest first: people since that moment, plans since she last opened them.

    A plan that was published anew is one piece of news, its changed steps among it. On her very first visit
    (`since` is None) nothing is called new: everything is, and the page itself says it.
    """
    published = versions or Versions()
    found = [
        *_contacts(people, since),
        *_plans(plans.plans, published, is_first_visit=since is None),
        *_steps(plans, step_ids(published.all)),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _contacts(people: Contacts, since: datetime | None) -> Iterable[News]:
    return (
        News(Kind.NEW_CONTACT, one.created_at, contact=one)
        for one in people.now
        if since and one.created_at > since
    )


def _plans(plans: Iterable[Plan], versions: Versions, *, is_first_visit: bool) -> Iterable[News]:
    for plan in plans:
        if plan.seen_at is None:
            if not is_first_visit and not plan.is_finished:
                yield News(Kind.NEW_PLAN, plan.created_at, plan=plan)
        elif plan.changed_at > plan.seen_at:
            version = next((one for one in versions.all if one.plan_id == plan.id), None)
            yield News(Kind.CHANGED_PLAN, plan.changed_at, plan=plan, version=version)


def _steps(plans: Plans, told: set[str]) -> Iterable[News]:
    """Steps of a plan that she has never opened, or that a new version tells of, are part of that news."""
    for step in plans.steps:
        since = step.sub_goal.goal.plan.seen_at if step.sub_goal else None
        if since is None or str(step.id) in told:
            continue
        if step.created_at > since:
            yield News(Kind.NEW_STEP, step.created_at, step=step)
        elif step.changed_at > since:
            yield News(Kind.CHANGED_STEP, step.changed_at, step=step)
