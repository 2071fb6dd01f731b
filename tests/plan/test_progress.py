"""What is next and whose turn it is."""

from __future__ import annotations

from datetime import date

import pytest

from portal.people.models import Staff
from portal.plan import progress
from portal.plan.models import Companion, Goal, Plan, Step, SubGoal
from portal.plan.progress import Turn
from tests.plan.writing import on, step

TODAY = date(2026, 11, 22)
LARS = Staff(key="lars", name="Lars Ek", languages=[])


def test_her_own_step_comes_before_an_earlier_one_of_somebody_else() -> None:
    call = step("Ring Lars", due="2026-11-24")
    ask = step("Fråga restaurangen", LARS, due="2026-11-20")
    assert progress.next_step([ask, call], TODAY) is call


def test_the_step_that_is_due_first_is_next() -> None:
    later, sooner, some_day = step("b", due="2026-12-20"), step("a", due="2026-11-24"), step("c")
    assert progress.next_step([some_day, later, sooner], TODAY) is sooner


def test_what_has_not_begun_waits_for_what_has() -> None:
    internship = step("Praktik", starts="2026-12-13", due="2026-11-23")
    school = step("SFI", due="2027-02-01")
    assert progress.next_step([internship, school], TODAY) is school


def test_with_nothing_of_her_own_she_sees_what_she_waits_for() -> None:
    done, ask = step("Ring", done="2026-11-20"), step("Fråga", LARS, due="2026-12-01")
    assert progress.next_step([done, ask], TODAY) is ask


def test_when_all_is_done_nothing_is_next() -> None:
    assert progress.next_step([step("Ring", done="2026-11-20")], TODAY) is None
    assert progress.next_step([], TODAY) is None


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (step("a"), Turn.YOURS),
        (step("a", LARS), Turn.OTHERS),
        (step("a", done="2026-11-01"), Turn.NOBODYS),
        (step("a", paused_on=TODAY), Turn.NOBODYS),
        (step("a", LARS, dropped_on=TODAY), Turn.NOBODYS),
    ],
)
def test_whose_turn_it_is(made: Step, expected: Turn) -> None:
    assert progress.turn(made) is expected


def test_what_was_paused_or_taken_away_is_never_next_nor_late() -> None:
    paused = step("a", due="2026-11-01", paused_on=TODAY)
    dropped = step("b", LARS, due="2026-11-01", dropped_on=TODAY)
    later = step("c", due="2026-12-01")
    assert progress.next_step([paused, dropped, later], TODAY) is later
    assert not progress.is_late(paused, TODAY)
    assert progress.late_by_others([dropped], TODAY) == []


def test_a_step_is_late_from_the_day_after() -> None:
    assert not progress.is_late(step("a", due="2026-11-22"), TODAY)
    assert progress.is_late(step("a", due="2026-11-21"), TODAY)
    assert not progress.is_late(step("a", due="2026-11-21", done="2026-11-22"), TODAY)
    assert not progress.is_late(step("a"), TODAY)


def test_only_others_keep_her_waiting() -> None:
    mine, theirs = step("a", due="2026-11-01"), step("b", LARS, due="2026-11-10")
    earlier = step("c", LARS, due="2026-11-09")
    assert progress.late_by_others([mine, theirs, earlier], TODAY) == [earlier, theirs]


def _in_a_plan(made: Step, agreed: str | None) -> Step:
    plan = Plan(agreed_on=on(agreed))
    made.sub_goal = SubGoal(goal=Goal(plan=plan))
    return made


def test_she_has_waited_since_it_was_agreed_or_was_to_begin() -> None:
    assert progress.waiting_since(_in_a_plan(step("a", LARS), "2026-10-01")) == date(2026, 10, 1)
    begun = _in_a_plan(step("a", LARS, starts="2026-11-01"), "2026-10-01")
    assert progress.waiting_since(begun) == date(2026, 11, 1)


def test_the_follow_up_is_the_first_of_the_running_plans_and_late_the_day_after() -> None:
    first, second = Plan(follow_up_on=on("2026-11-22")), Plan(follow_up_on=on("2026-12-24"))
    over = Plan(follow_up_on=on("2026-01-01"), finished_on=on("2026-02-01"))
    found = progress.follow_up([over, second, first], TODAY)
    assert found and found.plan is first and not found.is_late
    found = progress.follow_up([first], date(2026, 11, 23))
    assert found and found.is_late
    assert progress.follow_up([Plan()], TODAY) is None


def test_she_hears_within_working_days_that_skip_the_weekend() -> None:
    assert progress.hear_by(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert progress.hear_by(date(2026, 11, 16), 10) == date(2026, 11, 30)


def test_she_answers_for_steps_that_she_does_or_is_to_be_at() -> None:
    assert progress.takes_part(step("a"))
    assert not progress.takes_part(step("a", LARS))
    together = step("a", LARS)
    together.companions = [Companion(position=0, is_participant=True)]
    assert progress.takes_part(together)
