"""Who may see whom: named, standing in, on duty, or opened with a reason; and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.people import access
from portal.people.access_models import CaseOpening
from portal.people.account_models import Duty
from portal.people.contacts import of_caseload
from portal.people.handover_models import HandoverOffer
from portal.people.models import HandoverReason, Participant, Staff
from portal.people.seen import Why, seen
from tests.cast import Cast, assign, give_duties
from tests.people.away import away, on_duty

DAY = timedelta(days=1)


def sees(db: Session, staff: Staff, participant: Participant, *, in_days: int = 0) -> bool:
    """Whether she may open her; the list of whom she may see has to say the same."""
    today = clock.today() + timedelta(days=in_days)
    try:
        of_caseload(db, staff, participant.id, today)
    except NoResultFound:
        found = False
    else:
        found = True
    assert found == (participant in [one.participant for one in seen(db, staff, today)])
    return found


def opened(db: Session, staff: Staff, participant: Participant) -> None:
    db.add(
        CaseOpening(
            staff_id=staff.id,
            participant_id=participant.id,
            on=clock.today(),
            reason="Hon ringde",
            opened_at=clock.now(),
        )
    )
    db.commit()


def test_a_co_caseworker_sees_her_although_she_is_not_the_main_contact(
    db: Session, cast: Cast
) -> None:
    assert not sees(db, cast.lars, cast.amina)
    assign(db, cast.amina, cast.lars).is_main = False
    db.commit()
    assert sees(db, cast.lars, cast.amina)


def test_a_stand_in_sees_her_while_the_contact_is_away_and_not_a_day_longer(
    db: Session, cast: Cast
) -> None:
    away(db, cast.karin, cast.sara, begins=1, days=2)
    assert [sees(db, cast.sara, cast.amina, in_days=day) for day in range(4)] == [
        False,
        True,
        True,
        False,
    ]
    assert sees(db, cast.karin, cast.amina, in_days=1), "Karin keeps her own"
    assert not sees(db, cast.lars, cast.amina, in_days=1)


def test_the_duty_officer_sees_those_whose_contact_is_away_that_day_only(
    db: Session, cast: Cast
) -> None:
    on_duty(db, cast.sara)
    assert not sees(db, cast.sara, cast.amina), "nobody is away"
    away(db, cast.karin, days=2)
    assert sees(db, cast.sara, cast.amina)
    assert not sees(db, cast.sara, cast.amina, in_days=1), "it is not her day"
    assert not sees(db, cast.sara, cast.bashir), "Lars is at work"


def test_a_duty_officer_of_another_unit_sees_nobody_here(db: Session, cast: Cast) -> None:
    cast.sara.organisation = cast.employment
    db.commit()
    on_duty(db, cast.sara)
    away(db, cast.karin)
    assert not sees(db, cast.sara, cast.amina)


def test_an_opening_with_a_reason_lasts_for_the_day(db: Session, cast: Cast) -> None:
    opened(db, cast.lars, cast.amina)
    assert sees(db, cast.lars, cast.amina)
    assert not sees(db, cast.lars, cast.amina, in_days=1)
    assert not sees(db, cast.sara, cast.amina), "it is open for Lars only"


def test_an_opening_ends_when_she_is_no_caseworker_any_more_or_works_elsewhere(
    db: Session, cast: Cast
) -> None:
    opened(db, cast.lars, cast.amina)
    for duties, may in (
        ([Duty.TRANSLATOR, Duty.ADMINISTRATOR], False),
        ([Duty.UNIT_MANAGER], True),
        ([], False),
        ([Duty.CASEWORKER], True),
    ):
        give_duties(db, cast.lars, *duties)
        assert sees(db, cast.lars, cast.amina) is may, duties
    cast.lars.organisation = cast.employment
    db.commit()
    assert not sees(db, cast.lars, cast.amina)


def test_a_protected_participant_is_seen_by_those_named_and_their_stand_in_only(
    db: Session, cast: Cast
) -> None:
    away(db, cast.sara, cast.karin)
    on_duty(db, cast.lars)
    opened(db, cast.lars, cast.farid)
    assert sees(db, cast.sara, cast.farid), "named for him"
    assert sees(db, cast.karin, cast.farid), "named as her stand-in"
    assert not sees(db, cast.lars, cast.farid), "neither by duty nor by an opening"
    assert cast.farid not in access.mine(db, cast.lars, clock.today())


def test_staff_who_have_left_see_nobody_from_the_day_after(db: Session, cast: Cast) -> None:
    cast.karin.ended_on = clock.today()
    db.commit()
    assert sees(db, cast.karin, cast.amina), "the last day is a day at work"
    assert not sees(db, cast.karin, cast.amina, in_days=1)
    assert access.mine(db, cast.karin, clock.today() + DAY) == []


def test_a_participant_who_has_moved_away_is_nobodys(db: Session, cast: Cast) -> None:
    cast.amina.moved_on = clock.today() + DAY
    db.commit()
    assert sees(db, cast.karin, cast.amina)
    assert not sees(db, cast.karin, cast.amina, in_days=1)


def test_to_look_after_are_her_own_those_of_the_absent_and_no_openings(
    db: Session, cast: Cast
) -> None:
    today = clock.today()
    away(db, cast.karin, cast.sara)
    opened(db, cast.sara, cast.bashir)
    assert access.mine(db, cast.sara, today) == [cast.amina, cast.farid]


@pytest.mark.parametrize("stand_in_is_away", [False, True])
def test_the_duty_officer_looks_after_those_with_nobody_at_work_in_the_contacts_place(
    db: Session, cast: Cast, stand_in_is_away: bool
) -> None:
    away(db, cast.karin, cast.lars)
    on_duty(db, cast.sara)
    if stand_in_is_away:
        away(db, cast.lars)
    mine = access.mine(db, cast.sara, clock.today())
    assert (cast.amina in mine) == stand_in_is_away


def test_whoever_has_agreed_to_take_over_sees_her_before_that_day_and_why(
    db: Session, cast: Cast
) -> None:
    offer = HandoverOffer(
        participant_id=cast.amina.id,
        assignment_id=cast.amina.assignments[0].id,
        offered_by_id=cast.karin.id,
        to_id=cast.lars.id,
        from_on=clock.today() + 3 * DAY,
        reason=HandoverReason.REORGANISED,
        offered_at=clock.now(),
    )
    db.add(offer)
    db.commit()
    assert not sees(db, cast.lars, cast.amina), "not before she has answered"
    offer.is_accepted, offer.settled_at = True, clock.now()
    db.commit()
    assert sees(db, cast.lars, cast.amina)
    whys = {one.participant.key: one.why for one in seen(db, cast.lars, clock.today())}
    assert whys["A-1"] is Why.TAKEN_ON


def test_the_list_says_why_she_is_seen_and_in_whose_place(db: Session, cast: Cast) -> None:
    absence = away(db, cast.karin, cast.sara)
    opened(db, cast.sara, cast.bashir)
    found = {one.participant.key: one for one in seen(db, cast.sara, clock.today())}
    assert {key: one.why for key, one in found.items()} == {
        "A-1": Why.STAND_IN,
        "B-1": Why.OPENED,
        "F-1": Why.MINE,
    }
    amina = found["A-1"]
    assert amina.away and amina.absence
    assert (amina.away.name, amina.absence.until_on) == ("Karin Berg", absence.until_on)
