"""Staff: my days and, one choice away, a colleague's."""

from __future__ import annotations

from datetime import date, timedelta

from flask import current_app, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.addresses import url_for
from portal.meetings import calendar
from portal.meetings.calendar import CalendarDay
from portal.meetings.staff_door import bp
from portal.pages import page
from portal.people import current
from portal.people.account_models import Duty
from portal.transactions import recording, session

FEED = "staff.calendar_feed.show"
FARTHEST = timedelta(days=3 * 366)
"""How far from today one can leaf."""
EARLIEST_ROW, LATEST_ROW = 32, 64
"""The week shows at least 8 to 16 o'clock."""


@bp.get("/calendar")
def show() -> ResponseReturnValue:
    """A week (`?week=`, any day of it, or as ISO writes weeks), or one day (`?day=`); `?whose=` is a colleague."""
    db, staff, now, today = session(), current.staff(), clock.now(), clock.today()
    people = calendar.may_look_at(db, staff, today)
    whose = calendar.whose(people, request.args.get("whose", ""), staff)
    is_day = "day" in request.args
    day = _day(request.args.get("day" if is_day else "week", ""), today)
    first, last = (day, day) if is_day else calendar.week_of(day)
    found = calendar.calendar(db, staff, whose, first, last, now)
    with recording() as own:
        calendar.read(own, staff, found.shown, now)
    days = found.days if is_day else calendar.without_empty_weekend(found.days)
    step = timedelta(days=1 if is_day else 7)
    return page(
        "meetings/staff/calendar.html",
        calendar=found,
        days=days,
        rows=_first_row(days),
        is_day=is_day,
        day=day,
        before=_within(first - step, today),
        after=_within(first + step, today),
        week=first.isocalendar().week,
        others={} if whose.id == staff.id else {"whose": whose.id},
        people=people,
        may_set=current.may(Duty.UNIT_MANAGER),
        staff=staff,
        feed=url_for(FEED) if FEED in current_app.view_functions else "",
    )


def _day(typed: str, today: date) -> date:
    """The day that stands in the address; today when it is none, or too far away to leaf to."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return today
    return _within(found, today) or today


def _within(day: date, today: date) -> date | None:
    return day if abs(day - today) <= FARTHEST else None


def _first_row(days: list[CalendarDay]) -> tuple[int, int]:
    """The first quarter that the week shows, and the one after the last: whole hours."""
    spans = [span for day in days for span in day.spans]
    first = min([EARLIEST_ROW, *(span.first for span in spans)])
    last = max([LATEST_ROW, *(span.first + span.length for span in spans)])
    return first - first % 4, last
