"""Whoever has no contact person stands on the day of somebody who can give her one, and is given one there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.caseload.day import day
from portal.handover import alone
from portal.people.account_models import Duty
from portal.people.day import Waits
from portal.people.models import Assignment, HandoverReason, Participant, Staff
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, give_duties
from tests.handover.asking import line
from tests.people.away import away

TODAY = clock.today()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def eva(db: Session, cast: Cast) -> Staff:
    """The manager of the unit that owns every stage."""
    eva = Staff(
        key="eva", name="Eva Lundin", role=cast.karin.role, organisation=cast.support, languages=[]
    )
    db.add(eva)
    return give_duties(db, eva, Duty.UNIT_MANAGER)


@pytest.fixture
def admin(db: Session, cast: Cast, eva: Staff) -> Staff:
    """The portal's administrator, of another unit."""
    ada = Staff(
        key="ada", name="Ada Sund", role=eva.role, organisation=cast.employment, languages=[]
    )
    db.add(ada)
    return give_duties(db, ada, Duty.ADMINISTRATOR)


def left_alone(db: Session, *people: Participant) -> None:
    """Yesterday was the last day that somebody was there for them."""
    for one in people:
        for contact in one.assignments:
            contact.until_on = YESTERDAY
    db.commit()


def listed(db: Session, staff: Staff) -> set[str]:
    """Whom the day of this person shows as having nobody, as it names them."""
    found = {
        row.participant.staff_label
        for group in day(db, staff, clock.now()).groups
        if group.kind is Waits.NO_CONTACT
        for row in group.rows
        if row.participant
    }
    db.commit()
    return found


def page(whose: Participant) -> str:
    return f"/staff/handover/alone/{whose.id}"


def test_she_stands_on_the_day_of_the_manager_of_her_stage_by_reference(
    db: Session, cast: Cast, eva: Staff, admin: Staff
) -> None:
    assert listed(db, eva) == set()
    left_alone(db, cast.amina, cast.farid)
    assert listed(db, eva) == {"A-1"}, "of the protected she learns nothing"
    assert listed(db, admin) == {"F-1"}
    assert listed(db, cast.karin) == listed(db, cast.lars) == set()


def test_without_a_manager_of_her_stage_or_without_a_stage_it_is_the_administrators(
    db: Session, cast: Cast, eva: Staff, admin: Staff
) -> None:
    left_alone(db, cast.amina, cast.bashir)
    cast.bashir.stage_id = None
    db.commit()
    assert (listed(db, eva), listed(db, admin)) == ({"A-1"}, {"B-1"})
    eva.ended_on = YESTERDAY
    db.commit()
    assert (listed(db, eva), listed(db, admin)) == (set(), {"A-1", "B-1"})


def test_without_an_administrator_it_is_every_manager_of_the_municipalitys_own_units(
    db: Session, cast: Cast, eva: Staff
) -> None:
    left_alone(db, cast.amina, cast.farid)
    cast.amina.stage_id = None
    db.commit()
    assert listed(db, eva) == {"A-1"}
    eva.organisation = cast.employment
    db.commit()
    assert listed(db, eva) == set()


def test_who_has_a_contact_that_is_away_or_begins_later_or_has_moved_is_not_alone(
    db: Session, cast: Cast, eva: Staff
) -> None:
    away(db, cast.karin)
    assert listed(db, eva) == set()
    left_alone(db, cast.amina, cast.bashir)
    assign(db, cast.amina, cast.lars, from_on=TODAY + timedelta(days=2))
    cast.bashir.moved_on = TODAY
    db.commit()
    assert listed(db, eva) == set()


def test_whose_contact_has_left_is_alone_and_what_was_left_ends_with_its_reason(
    db: Session, cast: Cast, eva: Staff
) -> None:
    cast.karin.ended_on = YESTERDAY
    db.commit()
    assert listed(db, eva) == {"A-1"}
    made = alone.give(db, eva, cast.amina.id, line(cast.lars.name), now=clock.now())
    assert made and (made.is_main, made.about, made.from_on) == (True, ["money"], TODAY)
    db.commit()
    old = db.scalars(sa.select(Assignment).where(Assignment.staff_id == cast.karin.id)).one()
    assert (old.until_on, old.reason) == (YESTERDAY, HandoverReason.STAFF_LEFT)
    assert listed(db, eva) == set()


def test_the_manager_gives_her_a_contact_from_her_day_and_it_is_in_the_log(
    db: Session, browser: Browser, cast: Cast, eva: Staff
) -> None:
    left_alone(db, cast.amina)
    shown = browser.visit("/staff", as_=eva)
    [row] = shown.select("main a.row")
    assert row["href"] == page(cast.amina) and "A-1" in row.text
    assert "Amina" not in shown.text
    form = browser.visit(page(cast.amina), as_=eva)
    offered = {str(one["value"]) for one in form.select("datalist option")}
    assert (
        line(cast.lars.name) in offered
        and line(eva.name) not in offered
        and "Amina" not in form.text
    )
    for said in ("Lars Ek är kontaktperson från och med i dag.", "har redan en kontaktperson"):
        answer = browser.post(page(cast.amina), {"to": line(cast.lars.name)}, as_=eva, follow=True)
        assert said in linted(answer).text
    assert "Lars Ek" in browser.visit("/people", as_=cast.amina).text
    read = sa.select(AccessLog.opened).where(AccessLog.staff_id == eva.id)
    assert set(db.scalars(read)) == {Opened.OVERVIEW, Opened.HANDOVER}
    held = sa.select(Assignment).where(Assignment.staff_id == cast.lars.id)
    assert [one.participant_id for one in db.scalars(held)].count(cast.amina.id) == 1


def test_nobody_names_herself_or_somebody_away_or_who_is_no_caseworker(
    db: Session, browser: Browser, cast: Cast, eva: Staff
) -> None:
    give_duties(db, eva, Duty.UNIT_MANAGER, Duty.CASEWORKER)
    give_duties(db, cast.sara, Duty.TRANSLATOR)
    away(db, cast.lars)
    left_alone(db, cast.amina)
    for typed in (line(eva.name), line(cast.lars.name), line(cast.sara.name), "", "Ingen Alls"):
        answer = browser.post(page(cast.amina), {"to": typed}, as_=eva)
        shown = linted(answer)
        kept = shown.select_one("#to")
        assert answer.status_code == 422 and shown.select_one("#to-fault"), typed
        assert kept and kept["value"] == typed
    assert listed(db, eva) == {"A-1"}


def test_a_manager_gives_nobody_whom_she_does_not_answer_for(
    db: Session, browser: Browser, cast: Cast, eva: Staff, admin: Staff
) -> None:
    assert browser.get(page(cast.amina), as_=eva).status_code == 404, "Karin is there for her"
    left_alone(db, cast.farid, cast.amina)
    for whose, staff in ((cast.farid, eva), (cast.amina, admin), (cast.amina, cast.karin)):
        assert browser.get(page(whose), as_=staff).status_code == 404
        given = browser.post(page(whose), {"to": line(cast.lars.name)}, as_=staff)
        assert given.status_code == 404
    assert "F-1" in browser.visit(page(cast.farid), as_=admin).text
    assert "Farid" not in browser.visit(page(cast.farid), as_=admin).text
