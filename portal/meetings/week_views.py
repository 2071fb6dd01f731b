"""Her week, with meetings among the activities of all her plans. It hangs on the plan's own week."""

from flask.typing import ResponseReturnValue

from portal import clock
from portal.meetings.week import full_week, of_week
from portal.pages import page
from portal.people import current
from portal.people.contacts import contacts
from portal.plan import clashes, reading
from portal.plan.week import week
from portal.plan.week_views import around, bp
from portal.transactions import session


@bp.get("")
def show() -> ResponseReturnValue:
    """Activities and meetings, day by day; `?from=2026-11-23` shows the week of that day."""
    db, participant, today = session(), current.participant(), clock.today()
    plans = reading.plans(db, participant)
    found = clashes.find(plans.open_steps)
    plain = week(plans.open_steps, around(today))
    return page(
        "plan/week.html",
        participant=participant,
        week=full_week(plain, of_week(db, participant, plain.begins)),
        this_week=week([], today).begins,
        today=today,
        clashes=found,
        reports=clashes.reported(db, participant) if found else [],
        people=contacts(db, participant, today),
        steps=plans.open_steps,
    )
