"""What a caseworker may offer, to whom, and from when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import cases, offering, opened
from portal.handover.cases import AlreadyOffered
from portal.handover.offering import Typed, Unfit
from portal.people.models import HandoverReason
from portal.people.sign_in_models import CodeRequest, HelpReason
from portal.plan.models import Answer, ClashReport, Companion, StepAnswer
from tests.cast import Cast
from tests.handover.asking import ask, line, monday, typed
from tests.plan.writing import plan, step


def faults(db: Session, cast: Cast, form: Typed) -> dict[str, str]:
    with pytest.raises(Unfit) as refused:
        ask(db, cast.karin, cast.amina, form=form)
    return refused.value.faults


def test_nothing_moves_by_asking(db: Session, cast: Cast) -> None:
    phone = step("Ringa", cast.karin)
    plan(db, cast.amina, phone)
    [offer] = ask(db, cast.karin, cast.amina, form=typed(note=" Amina vill ses på plats. "))
    assert (offer.to, offer.from_on, offer.reason) == (
        cast.sara,
        monday(),
        HandoverReason.REORGANISED,
    )
    assert offer.note == "Amina vill ses på plats."
    assert [(item.step_id, item.to_id) for item in offer.items] == [(phone.id, cast.sara.id)]
    assert phone.doer_staff_id == cast.karin.id
    assert [one.staff_id for one in cast.amina.assignments] == [cast.karin.id]


def test_a_step_may_go_to_another_colleague_than_the_receiver(db: Session, cast: Cast) -> None:
    phone, letter = step("Ringa", cast.karin), step("Skriva", cast.karin)
    plan(db, cast.amina, phone, letter)
    [offer] = ask(db, cast.karin, cast.amina, form=typed(steps={letter.id: line("lars ek")}))
    assert {item.step_id: item.to_id for item in offer.items} == {
        phone.id: cast.sara.id,
        letter.id: cast.lars.id,
    }


def test_everything_that_is_wrong_is_told_at_once(db: Session, cast: Cast) -> None:
    assert faults(db, cast, Typed()) == {
        "to": "nobody",
        "from_on": "no-day",
        "reason": "no-reason",
    }
    yesterday = clock.today() - timedelta(days=1)
    assert faults(db, cast, typed("Karin Berg", yesterday, note="x" * 2001)) == {
        "to": "yourself",
        "from_on": "past",
        "note": "too-long",
    }
    assert faults(db, cast, Typed("ek", "i morgon", "reorganised")) == {
        "to": "several",
        "from_on": "no-date",
    }, "Lars Ek, and every socialsEKreterare"
    far = clock.today() + timedelta(days=400)
    assert faults(db, cast, typed("Napoleon", far)) == {"to": "unknown", "from_on": "far"}


def test_who_has_left_or_leaves_before_that_day_cannot_take_over(db: Session, cast: Cast) -> None:
    cast.sara.ended_on = clock.today() - timedelta(days=1)
    db.commit()
    assert faults(db, cast, typed())["to"] == "unknown"
    cast.sara.ended_on = monday() - timedelta(days=3)
    db.commit()
    db.info.clear()
    assert faults(db, cast, typed())["to"] == "leaves"
    cast.karin.ended_on = clock.today() + timedelta(days=1)
    db.commit()
    assert faults(db, cast, typed(line("lars ek")))["from_on"] == "gap"


def test_a_participant_is_offered_to_one_at_a_time(db: Session, cast: Cast) -> None:
    ask(db, cast.karin, cast.amina)
    with pytest.raises(AlreadyOffered):
        ask(db, cast.karin, cast.amina, form=typed(line("Lars Ek")))
    [case] = cases.held(db, [cast.karin.id], clock.today())
    assert not case.is_free


def test_whoever_was_asked_in_the_meantime_goes_first(db: Session, cast: Cast) -> None:
    these = cases.chosen(db, cast.karin, [cast.amina.id], clock.today())
    ask(db, cast.karin, cast.amina)
    with pytest.raises(AlreadyOffered):
        offering.offer(db, cast.karin, cast.karin, these, typed(line("Lars Ek")), now=clock.now())


def test_anothers_participant_cannot_be_given_away(db: Session, cast: Cast) -> None:
    with pytest.raises(NoResultFound):
        ask(db, cast.karin, cast.amina, cast.bashir)
    cast.amina.moved_on = clock.today()
    db.commit()
    with pytest.raises(NoResultFound):
        ask(db, cast.karin, cast.amina)


def test_what_is_open_is_found_for_each_case(db: Session, cast: Cast) -> None:
    now = clock.now()
    course, work, phone = step("Kurs"), step("Praktik"), step("Ringa", cast.karin)
    seen = step("Träna")
    course.answer = StepAnswer(answer=Answer.CANNOT, answered_at=now)
    seen.answer = StepAnswer(answer=Answer.CANNOT, answered_at=now, handled_at=now)
    work.companions = [Companion(position=0, staff=cast.karin)]
    done = step("Klart", cast.karin, done="2026-01-02")
    made = plan(db, cast.amina, course, work, phone, seen, done, follow_up="2026-01-01")
    db.add_all(
        [
            ClashReport(
                participant_id=cast.amina.id, first_step=course, second_step=work, reported_at=now
            ),
            CodeRequest(participant=cast.amina, reason=HelpReason.FORGOTTEN_PIN, asked_at=now),
        ]
    )
    db.commit()
    found = opened.find(db, cast.karin, [cast.amina, cast.bashir])
    hers = found[cast.amina.id]
    assert (hers.answers, hers.steps, hers.beside) == ([course], [phone], [work])
    assert (len(hers.reports), len(hers.codes), hers.waiting) == (1, 1, 3)
    assert hers.follow_ups == [made]
    assert found[cast.bashir.id].waiting == 0
    made.finished_on = date(2026, 1, 3)
    db.commit()
    assert not opened.find(db, cast.karin, [cast.amina])[cast.amina.id].steps


def test_the_search_finds_by_a_part_and_prefers_the_exact_name(db: Session, cast: Cast) -> None:
    among = cases.colleagues(db, clock.today())
    assert [one.name for one in among] == ["Karin Berg", "Lars Ek", "Sara Nyström"]
    assert cases.matching(among, " sara ") == [cast.sara]
    assert cases.matching(among, cases.label(cast.lars).upper()) == [cast.lars]
    assert cases.matching(among, "") == []
    cast.lars.name = "Sara Nyströmsson"
    assert cases.matching(among, "Sara Nyström") == [cast.sara]
