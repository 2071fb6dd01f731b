"""Everything the first screen shows, gathered through the participant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from portal import clock
from portal.home.news import News, news
from portal.meetings.ahead import Ahead, ahead
from portal.meetings.today import activities
from portal.messages.her_home import Post, post
from portal.municipality.models import Municipality, Stage
from portal.people.contacts import Contacts, contacts
from portal.people.directory import directory
from portal.people.models import Participant
from portal.plan import clashes, progress, reading
from portal.plan.clashes import Clash
from portal.plan.models import Step
from portal.plan.progress import FollowUp
from portal.plan.reading import Plans
from portal.plan.versions import unseen_by_home
from portal.progress import due


@dataclass(frozen=True)
class Screen:
    """The first screen's facts; it answers what is next, whose turn, whom to call, and where she is."""

    plans: Plans
    step: Step | None
    is_late: bool
    waiting: list[Step]
    """What others should have done already, beside the next step."""
    people: Contacts
    stages: Sequence[Stage]
    follow_up: FollowUp | None
    clashes: list[Clash]
    news: list[News]
    municipality: Municipality | None
    meetings: Ahead
    messages: Post
    is_busy_today: bool
    """Whether she has a meeting or an activity today, which she may be ill or late for."""
    progress: due.Asks | None
    """Whether it is time to say how it goes, or to go on with saying so; asked quietly, and put off as she likes."""
    hear_by: date | None
    """Without a plan: the last day on which she is to have heard from her contact person."""


def screen(
    db: Session, participant: Participant, *, now: datetime, since: datetime | None
) -> Screen:
    """Gather the first screen; `since` is when she was last active in the session before this one."""
    today = clock.local(now).date()
    plans = reading.plans(db, participant)
    known = directory(db)
    people = contacts(db, participant, today)
    municipality = known.municipality
    step = progress.next_step(plans.open_steps, today)
    late = progress.late_by_others(plans.open_steps, today)
    coming = ahead(db, participant, plans.plans, now)
    return Screen(
        plans=plans,
        step=step,
        is_late=step is not None and progress.is_late(step, today),
        waiting=[one for one in late if one is not step],
        people=people,
        stages=list(known.stages.values()),
        follow_up=coming.followed_up(progress.follow_up(plans.plans, today), now),
        clashes=clashes.find(plans.open_steps),
        news=news(plans, people, since, unseen_by_home(db, participant, plans)),
        municipality=municipality,
        meetings=coming,
        messages=post(db, participant, people, today),
        is_busy_today=coming.has_today or bool(activities(plans.open_steps, now)),
        progress=due.asks(db, participant, has_plan=bool(plans.running), today=today),
        hear_by=_hear_by(plans, people, municipality),
    )


def _hear_by(plans: Plans, people: Contacts, municipality: Municipality | None) -> date | None:
    if plans.plans or people.main is None:
        return None
    days = municipality.first_contact_within_working_days if municipality else 10
    return progress.hear_by(people.main.from_on, days)
