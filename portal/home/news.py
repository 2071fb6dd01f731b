"""What is new since she was last here. Her own doings are no news to her."""

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
    """What others have changed since that moment, the newest first.

    A plan that was published anew is one piece of news, its changed steps among it. Empty on her very first
    visit: then everything is new, and the page itself says it.
    """
    if since is None:
        return []
    published = versions or Versions()
    found = [
        *_contacts(people, since),
        *_plans(plans.plans, published, since),
        *_steps(plans, step_ids(published.all), since),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _contacts(people: Contacts, since: datetime) -> Iterable[News]:
    return (
        News(Kind.NEW_CONTACT, one.created_at, contact=one)
        for one in people.now
        if one.created_at > since
    )


def _plans(plans: Iterable[Plan], versions: Versions, since: datetime) -> Iterable[News]:
    for plan in plans:
        if plan.created_at > since:
            yield News(Kind.NEW_PLAN, plan.created_at, plan=plan)
        elif plan.changed_at > since:
            version = next((one for one in versions.all if one.plan_id == plan.id), None)
            yield News(Kind.CHANGED_PLAN, plan.changed_at, plan=plan, version=version)


def _steps(plans: Plans, told: set[str], since: datetime) -> Iterable[News]:
    """Steps of a plan that is itself new, or that a new version tells of, are part of that news."""
    for step in plans.steps:
        if step.sub_goal is None or step.sub_goal.goal.plan.created_at > since:
            continue
        if str(step.id) in told:
            continue
        if step.created_at > since:
            yield News(Kind.NEW_STEP, step.created_at, step=step)
        elif step.changed_at > since:
            yield News(Kind.CHANGED_STEP, step.changed_at, step=step)
