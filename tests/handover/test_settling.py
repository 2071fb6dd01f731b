"""What an answer changes, all at once, and what makes it too late."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.db import transaction
from portal.handover import cases, settling
from portal.handover.offering import Unfit
from portal.handover.settling import TooLate
from portal.people.contacts import contacts, of_caseload
from portal.people.handover_models import HandoverOffer
from portal.people.models import Assignment, HandoverReason, Participant, Staff
from portal.plan.models import Companion
from tests.cast import Cast, assign
from tests.handover.asking import ask, line, monday, typed
from tests.plan.writing import plan, step


def accept(db: Session, staff: Staff, offer: HandoverOffer) -> HandoverOffer:
    accepted = settling.accept(db, staff, offer.id, now=clock.now())
    db.commit()
    return accepted


def assignments(db: Session, participant: Participant) -> list[Assignment]:
    return list(
        db.scalars(
            sa.select(Assignment)
            .where(Assignment.participant_id == participant.id)
            .order_by(Assignment.from_on, Assignment.created_at)
        )
    )


def too_late(db: Session, staff: Staff, offer: HandoverOffer) -> str:
    db.commit()
    with pytest.raises(TooLate) as late:
        settling.accept(db, staff, offer.id, now=clock.now())
    db.rollback()
    assert len(assignments(db, offer.participant)) == 1, "nothing half done"
    return late.value.reason


def test_the_old_contact_ends_the_day_before_the_new_one_begins(db: Session, cast: Cast) -> None:
    [offer] = ask(db, cast.karin, cast.amina)
    accept(db, cast.sara, offer)
    old, new = assignments(db, cast.amina)
    assert (old.until_on, old.reason) == (monday() - timedelta(days=1), HandoverReason.REORGANISED)
    assert (new.staff_id, new.from_on, new.until_on) == (cast.sara.id, monday(), None)
    assert (new.is_main, new.about, new.reason) == (True, ["money"], None)


def test_her_promises_get_their_new_doers_and_what_is_done_stays(db: Session, cast: Cast) -> None:
    phone, letter = step("Ringa", cast.karin), step("Skriva", cast.karin)
    done, theirs = step("Klart", cast.karin, done="2026-01-02"), step("Annat", cast.lars)
    beside = step("Träffas")
    beside.companions = [Companion(position=0, staff=cast.karin)]
    plan(db, cast.amina, phone, letter, done, theirs, beside)
    [offer] = ask(db, cast.karin, cast.amina, form=typed(steps={letter.id: line("lars ek")}))
    since = step("Lovat sedan dess", cast.karin)
    plan(db, cast.amina, since, position=1)
    accept(db, cast.sara, offer)
    db.expire_all()
    doers = [one.doer_staff_id for one in (phone, letter, done, theirs, since)]
    sara, lars, karin = cast.sara.id, cast.lars.id, cast.karin.id
    assert doers == [sara, lars, karin, lars, sara]
    assert [one.staff_id for one in beside.companions] == [sara]


def test_a_step_for_somebody_who_has_left_meanwhile_goes_to_the_receiver(
    db: Session, cast: Cast
) -> None:
    letter = step("Skriva", cast.karin)
    plan(db, cast.amina, letter)
    [offer] = ask(db, cast.karin, cast.amina, form=typed(steps={letter.id: line("lars ek")}))
    cast.lars.ended_on = clock.today()
    db.commit()
    accept(db, cast.sara, offer)
    assert letter.doer_staff_id == cast.sara.id


def test_only_the_one_who_was_asked_can_accept_and_twice_is_once(db: Session, cast: Cast) -> None:
    [offer] = ask(db, cast.karin, cast.amina)
    for other in (cast.lars, cast.karin):
        with pytest.raises(NoResultFound):
            settling.accept(db, other, offer.id, now=clock.now())
    accept(db, cast.sara, offer)
    accept(db, cast.sara, offer)
    assert len(assignments(db, cast.amina)) == 2


def test_whoever_helped_already_becomes_the_main_contact_and_is_there_once(
    db: Session, cast: Cast
) -> None:
    helping = assign(db, cast.amina, cast.sara)
    helping.is_main, helping.about = False, ["work"]
    db.commit()
    [offer] = ask(db, cast.karin, cast.amina)
    accept(db, cast.sara, offer)
    people = contacts(db, cast.amina, monday())
    assert [(one.staff_id, one.is_main, one.about) for one in people.now] == [
        (cast.sara.id, True, ["money", "work"])
    ]


def test_from_today_the_new_one_is_there_at_once_and_may_hand_back(db: Session, cast: Cast) -> None:
    today = clock.today()
    [offer] = ask(db, cast.karin, cast.amina, form=typed(from_on=today))
    accept(db, cast.sara, offer)
    assert contacts(db, cast.amina, today).main is not None
    assert [one.staff_id for one in contacts(db, cast.amina, today).now] == [cast.sara.id]
    [back] = ask(db, cast.sara, cast.amina, form=typed(line("Karin Berg"), today))
    accept(db, cast.karin, back)
    main = contacts(db, cast.amina, today).main
    assert main and main.staff_id == cast.karin.id
    assert [one.participant.key for one in cases.held(db, [cast.karin.id], today)] == ["A-1"]


def test_an_answer_after_the_day_begins_today_and_rewrites_nothing(db: Session, cast: Cast) -> None:
    [offer] = ask(db, cast.karin, cast.amina)
    offer.from_on = clock.today() - timedelta(days=3)
    db.commit()
    assert accept(db, cast.sara, offer).from_on == clock.today()
    old, _ = assignments(db, cast.amina)
    assert old.until_on == clock.today() - timedelta(days=1)


def test_she_reads_the_whole_case_when_she_has_accepted_and_not_before(
    db: Session, cast: Cast
) -> None:
    [offer] = ask(db, cast.karin, cast.amina)
    with pytest.raises(NoResultFound):
        of_caseload(db, cast.sara, cast.amina.id, clock.today())
    accept(db, cast.sara, offer)
    assert of_caseload(db, cast.sara, cast.amina.id, clock.today()).key == "A-1"
    assert of_caseload(db, cast.karin, cast.amina.id, clock.today()).key == "A-1", "still hers"
    with pytest.raises(NoResultFound):
        of_caseload(db, cast.karin, cast.amina.id, monday())


def test_what_changed_in_the_meantime_makes_it_too_late(db: Session, cast: Cast) -> None:
    [offer] = ask(db, cast.karin, cast.amina)
    cast.amina.moved_on = clock.today()
    assert too_late(db, cast.sara, offer) == "moved"
    cast.amina.moved_on = None
    cast.sara.ended_on = clock.today()
    assert too_late(db, cast.sara, offer) == "left"
    cast.sara.ended_on = None
    offer.assignment.until_on = clock.today() - timedelta(days=1)
    assert too_late(db, cast.sara, offer) == "ended"
    offer.assignment.until_on = None
    db.commit()
    settling.take_back(db, cast.karin, offer.id, now=clock.now())
    assert too_late(db, cast.sara, offer) == "taken-back"


def test_a_no_says_why_and_moves_nothing(db: Session, cast: Cast) -> None:
    [offer] = ask(db, cast.karin, cast.amina)
    for words in ("  ", "x" * 1001):
        with pytest.raises(Unfit):
            settling.decline(db, cast.sara, offer.id, words, now=clock.now())
    settling.decline(db, cast.sara, offer.id, "Jag har 52 redan.", now=clock.now())
    db.commit()
    assert (offer.is_accepted, offer.answer) == (False, "Jag har 52 redan.")
    assert too_late(db, cast.sara, offer) == "declined"
    with pytest.raises(TooLate):
        settling.take_back(db, cast.karin, offer.id, now=clock.now())
    assert ask(db, cast.karin, cast.amina, form=typed(line("Lars Ek"))), "another may be asked now"


def test_an_accepted_one_cannot_be_taken_back_or_declined(db: Session, cast: Cast) -> None:
    [offer] = ask(db, cast.karin, cast.amina)
    accept(db, cast.sara, offer)
    with pytest.raises(TooLate):
        settling.take_back(db, cast.karin, offer.id, now=clock.now())
    with pytest.raises(TooLate):
        settling.decline(db, cast.sara, offer.id, "Nej", now=clock.now())
    with pytest.raises(NoResultFound):
        settling.take_back(db, cast.lars, offer.id, now=clock.now())


def test_two_answers_at_the_same_moment_make_one_new_contact(
    db: Session, engine: sa.Engine, cast: Cast
) -> None:
    helping = assign(db, cast.amina, cast.lars)
    helping.is_main, helping.about = False, ["work"]
    db.commit()
    [main], [other] = ask(db, cast.karin, cast.amina), ask(db, cast.lars, cast.amina)

    def say_yes(offer_id: UUID) -> None:
        with transaction(engine) as own:
            settling.accept(own, cast.sara, offer_id, now=clock.now())

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(say_yes, [main.id, other.id, main.id, other.id]))
    [new] = [one for one in assignments(db, cast.amina) if one.staff_id == cast.sara.id]
    assert (new.is_main, set(new.about)) == (True, {"money", "work"})
