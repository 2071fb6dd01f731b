"""Things in her plans that are at the same time."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from portal.people.models import Staff
from portal.plan import clashes
from portal.plan.models import Step
from portal.plan.week import week
from tests.plan.writing import step

TUESDAY = 1
SFI = [(0, "09:00", "12:00"), (TUESDAY, "09:00", "12:00"), (2, "09:00", "12:00")]


def test_two_courses_on_the_same_tuesday_clash_once() -> None:
    sfi, course = step("SFI", weekly=SFI), step("Kurs", weekly=[(TUESDAY, "10:00", "12:00")])
    [clash] = clashes.find([course, sfi])
    assert (clash.weekday, clash.on) == (TUESDAY, None)
    assert clash.other(sfi) is course and clash.other(course) is sfi


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            step("a", weekly=SFI),
            step("one ends as the other begins", weekly=[(TUESDAY, "12:00", "14:00")]),
        ),
        (step("a", weekly=SFI), step("another day", weekly=[(4, "09:00", "12:00")])),
        (
            step("a", weekly=SFI, due="2026-12-01"),
            step("not at the same time of year", weekly=SFI, starts="2026-12-02"),
        ),
        (step("a", weekly=SFI), step("done", weekly=SFI, done="2026-11-01")),
        (step("a", weekly=SFI), step("paused", weekly=SFI, paused_on=date(2026, 11, 1))),
        (step("a", weekly=SFI), step("gone", weekly=SFI, dropped_on=date(2026, 11, 1))),
        (
            step("a", weekly=SFI),
            step("hers is not the turn", Staff(name="Lars", languages=[]), weekly=SFI),
        ),
        (step("a"), step("b")),
    ],
)
def test_what_fits_together_is_no_clash(first: Step, second: Step) -> None:
    assert clashes.find([first, second]) == []


def test_a_thing_of_one_day_clashes_with_that_weekdays_hours_and_with_another_of_that_day() -> None:
    sfi, day = step("SFI", weekly=SFI), step("Besök", starts="2026-11-24", due="2026-11-24")
    other = step("Möte", starts="2026-11-24", due="2026-11-24")
    found = clashes.find([sfi, day, other])
    assert len(found) == 3
    assert week([step("paused", weekly=SFI, paused_on=day.due_on)], date(2026, 11, 24)).minutes == 0
    assert {clash.on for clash in found} == {date(2026, 11, 24)}


def test_the_week_shows_what_runs_each_day_and_the_hours_in_all() -> None:
    sfi = step("SFI", weekly=SFI, due="2026-11-24")
    course = step("Kurs", weekly=[(TUESDAY, "10:00", "12:30")])
    ring = step("Ring Lars", due="2026-11-27")
    shown = week([sfi, course, ring], date(2026, 11, 25))
    assert [len(day.hours) for day in shown.days] == [1, 2, 0, 0, 0, 0, 0], "SFI ends on Tuesday"
    assert shown.minutes == 3 * 60 * 2 + 150
    assert shown.number == 48
    assert [one.text.original for one in shown.days[4].dated] == ["Ring Lars"]
    assert all((later.on - earlier.on).days == 1 for earlier, later in pairwise(shown.days))
