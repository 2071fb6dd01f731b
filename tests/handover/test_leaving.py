"""Nothing stays with somebody who has left, and the manager sees where contacts have changed often."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import counts, leaving, settling
from portal.handover.offering import Unfit
from portal.people.models import Assignment, Staff
from tests.cast import Cast, assign
from tests.handover.asking import ask, line, typed
from tests.plan.writing import plan, step


@pytest.fixture
def eva(db: Session, cast: Cast) -> Staff:
    """The manager of Karin's unit."""
    eva = Staff(
        key="eva", name="Eva Lundin", role=cast.karin.role, organisation=cast.support, languages=[]
    )
    db.add(eva)
    db.commit()
    return eva


def test_what_stays_with_somebody_who_left_is_counted_until_it_is_taken_over(
    db: Session, cast: Cast, eva: Staff
) -> None:
    phone = step("Ringa", cast.karin)
    plan(db, cast.amina, phone)
    assert leaving.leavers(db, eva, clock.today()) == []
    cast.karin.ended_on = clock.today() - timedelta(days=1)
    db.commit()
    assert leaving.left_behind(db, cast.karin) == 2
    [one] = leaving.leavers(db, eva, clock.today())
    assert [case.participant.key for case in one.cases] == ["A-1"]
    assert one.stray == [], "the promise follows the case"
    [offer] = ask(db, cast.karin, cast.amina, by=eva, form=typed(from_on=clock.today()))
    assert offer.offered_by_id == eva.id
    settling.accept(db, cast.sara, offer.id, now=clock.now())
    db.commit()
    assert leaving.left_behind(db, cast.karin) == 0
    assert leaving.leavers(db, eva, clock.today()) == []
    assert phone.doer_staff_id == cast.sara.id


def test_a_promise_in_anothers_case_goes_to_the_main_contact_or_whoever_is_named(
    db: Session, cast: Cast, eva: Staff
) -> None:
    phone, letter = step("Ringa", cast.karin), step("Skriva", cast.karin)
    plan(db, cast.bashir, phone, letter)
    cast.karin.ended_on = clock.today()
    db.commit()
    [one] = leaving.leavers(db, eva, clock.today())
    assert {stray.step.id for stray in one.stray} == {phone.id, letter.id}
    with pytest.raises(Unfit):
        leaving.give_stray(db, one, {phone.id: "Karin Berg"}, now=clock.now())
    with pytest.raises(Unfit) as unfit:
        leaving.give_stray(db, one, {phone.id: "nyst"}, now=clock.now())
    assert unfit.value.faults == {f"step-{phone.id}": "found"}, "she is shown first"
    assert phone.doer_staff_id == letter.doer_staff_id == cast.karin.id, "all or nothing"
    leaving.give_stray(db, one, {phone.id: line("Sara Nyström")}, now=clock.now())
    db.commit()
    assert (phone.doer_staff_id, letter.doer_staff_id) == (cast.sara.id, cast.lars.id)


def test_a_manager_has_to_do_with_her_own_unit_only(db: Session, cast: Cast, eva: Staff) -> None:
    cast.karin.ended_on = clock.today()
    eva.organisation = cast.employment
    db.commit()
    assert leaving.leavers(db, eva, clock.today()) == []
    with pytest.raises(NoResultFound):
        leaving.leaver(db, eva, cast.karin.id, clock.today())
    assert counts.counts(db, eva, clock.today()) == []


def test_main_contacts_are_counted_as_persons_in_a_year_and_in_all(
    db: Session, cast: Cast, eva: Staff
) -> None:
    today = clock.today()

    def earlier(staff: Staff, ended: int, began: int, is_main: bool = True) -> Assignment:
        one = assign(db, cast.amina, staff, from_on=today - timedelta(days=began))
        one.until_on, one.is_main = today - timedelta(days=ended), is_main
        return one

    earlier(cast.sara, 40, 300)
    earlier(cast.sara, 500, 600)
    earlier(cast.lars, 400, 450)
    earlier(eva, 50, 60, is_main=False)
    cast.bashir.moved_on = today
    db.commit()
    found = counts.counts(db, eva, today)
    assert [(one.participant.key, one.lately, one.in_all) for one in found] == [
        ("A-1", 2, 3),
        ("F-1", 1, 1),
    ]
