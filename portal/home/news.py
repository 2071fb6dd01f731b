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
    plan: Plan | None = None
    step: Step | None = None


def news(plans: Plans, people: Contacts, since: datetime | None) -> list[News]:
    """What others have changed since that moment, the newest first.

    Empty on her very first visit: then everything is new, and the page itself says it.
    """
    if since is None:
        return []
    found = [*_contacts(people, since), *_plans(plans.plans, since), *_steps(plans, since)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _contacts(people: Contacts, since: datetime) -> Iterable[News]:
    return (
        News(Kind.NEW_CONTACT, one.created_at, contact=one)
        for one in people.now
        if one.created_at > since
    )


def _plans(plans: Iterable[Plan], since: datetime) -> Iterable[News]:
    for plan in plans:
        if plan.created_at > since:
            yield News(Kind.NEW_PLAN, plan.created_at, plan=plan)
        elif plan.changed_at > since:
            yield News(Kind.CHANGED_PLAN, plan.changed_at, plan=plan)


def _steps(plans: Plans, since: datetime) -> Iterable[News]:
    """Steps of a plan that is itself new are part of that news."""
    for step in plans.steps:
        if step.sub_goal is None or step.sub_goal.goal.plan.created_at > since:
            continue
        if step.created_at > since:
            yield News(Kind.NEW_STEP, step.created_at, step=step)
        elif step.changed_at > since:
            yield News(Kind.CHANGED_STEP, step.changed_at, step=step)
