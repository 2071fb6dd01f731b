"""With whom a question stands that is late, or that nobody is there to answer: duty officers and managers."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.messages import inbox
from portal.messages.inbox import Place
from portal.messages.late import Grounds
from portal.people.account_models import Duty
from portal.people.models import Staff
from tests.cast import Cast, give_duties
from tests.messages.listed import places, rows
from tests.messages.writing import TUESDAY, asks
from tests.people.away import away, on_duty

pytestmark = pytest.mark.usefixtures("clock_stands")
FRIDAY, MONDAY = TUESDAY + timedelta(days=3), TUESDAY + timedelta(days=6)


def test_one_working_day_late_it_stands_with_the_duty_officer_and_after_two_with_the_manager(
    db: Session, cast: Cast, eva: Staff, clock_stands: time_machine.Traveller
) -> None:
    """The promise is Thursday; Friday is one working day late, and Monday two."""
    asks(db, cast.amina)
    clock_stands.move_to(FRIDAY, tick=False)
    on_duty(db, cast.lars)
    on_duty(db, cast.lars, on=3)
    assert places(db, cast.lars, TUESDAY + timedelta(days=2)) == []
    assert places(db, cast.lars, FRIDAY) == [("A-1", Place.LATE)], "by reference"
    assert places(db, eva, FRIDAY) == []
    clock_stands.move_to(MONDAY, tick=False)
    assert places(db, eva, MONDAY) == [("A-1", Place.LATE)]
    assert places(db, cast.lars, MONDAY) == [("A-1", Place.LATE)]
    assert places(db, cast.karin, MONDAY) == [("Amina Warsame", Place.MINE)], "she still has it"
    [row] = rows(db, eva, MONDAY)
    assert (row.tells, row.late, row.grounds) == (False, 2, Grounds.MANAGER)


def test_of_somebody_protected_the_manager_learns_the_reference_and_the_duty_officer_nothing(
    db: Session, cast: Cast, eva: Staff, clock_stands: time_machine.Traveller
) -> None:
    asks(db, cast.farid)
    clock_stands.move_to(MONDAY, tick=False)
    on_duty(db, cast.lars)
    assert places(db, cast.lars, MONDAY) == []
    assert places(db, eva, MONDAY) == [("F-1", Place.LATE)]
    [hers] = inbox.worded(db, rows(db, cast.sara, MONDAY))
    assert (hers.label, hers.tells, hers.words) == ("F-1", False, None)


def test_when_nobody_at_work_answers_the_manager_is_told_at_once(
    db: Session, cast: Cast, eva: Staff
) -> None:
    asks(db, cast.amina)
    assert places(db, eva) == []
    away(db, cast.karin)
    [row] = rows(db, eva)
    assert (row.label, row.place, row.grounds) == ("A-1", Place.LATE, Grounds.NOBODY_AT_WORK)


def test_a_unit_without_a_manager_tells_the_administrator(
    db: Session, cast: Cast, admin: Staff
) -> None:
    asks(db, cast.amina)
    assert places(db, admin, MONDAY) == [("A-1", Place.LATE)]
    assert places(db, admin) == []


def test_another_units_manager_learns_nothing(db: Session, cast: Cast, eva: Staff) -> None:
    other = Staff(
        key="nina", name="Nina Ek", role=cast.karin.role, organisation=cast.employment, languages=[]
    )
    db.add(other)
    give_duties(db, other, Duty.UNIT_MANAGER)
    asks(db, cast.amina)
    assert places(db, other, MONDAY) == []


def test_whoever_has_no_contact_stands_with_the_one_who_is_to_give_her_one(
    db: Session, cast: Cast, eva: Staff, admin: Staff
) -> None:
    asks(db, cast.amina)
    asks(db, cast.farid)
    for one in (cast.amina, cast.farid):
        one.assignments[0].until_on = TUESDAY.date() - timedelta(days=1)
    db.commit()
    assert places(db, eva) == [("A-1", Place.ALONE)]
    assert places(db, admin) == [("F-1", Place.ALONE)]
    assert places(db, cast.karin) == []
