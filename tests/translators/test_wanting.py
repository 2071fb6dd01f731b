"""Which texts wait for a translation: hers that staff cannot read, and staff's that she cannot."""

from __future__ import annotations

from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.plan import answers
from portal.plan.answers import OwnStep
from portal.plan.models import Answer, StepKind
from portal.plan.version_models import PlanVersion, Says
from portal.translators.models import Place, WantedTranslation
from portal.translators.wanting import want_for, want_for_all
from portal.writing import Translated, Writing
from tests.cast import Cast, sv
from tests.plan.writing import plan, step
from tests.translators.writing import LATER, NOW, answered, planned, reads, the_want, waits

SAID = Place.STEP_ANSWER_COMMENT


def asked(db: Session, cast: Cast) -> dict[tuple[Place, str], str]:
    want_for(db, cast.amina, now=NOW)
    db.commit()
    return waits(db)


def test_what_staff_wrote_waits_to_be_read_in_her_language(db: Session, cast: Cast) -> None:
    planned(db, cast)
    assert asked(db, cast) == {
        (Place.GOAL_TEXT, "so"): "Jag arbetar i ett kök",
        (Place.SUB_GOAL_TEXT, "so"): "Jag har prövat ett riktigt kök",
        (Place.STEP_TEXT, "so"): "Ring mig på måndag",
    }


def test_every_text_of_a_plan_is_found(db: Session, cast: Cast) -> None:
    made = planned(db, cast)
    made.why, made.bring, made.place = sv("Därför"), sv("Papper"), sv("Huset")
    made.ground, made.state_reason = sv("Lagen"), sv("Du är sjuk")
    assert made.sub_goal
    its = made.sub_goal.goal.plan
    its.own_words, its.closing_summary = sv("Jag vill laga mat"), sv("Det gick bra")
    db.add(
        PlanVersion(
            plan=its,
            number=1,
            staff_id=cast.karin.id,
            published_at=NOW,
            changes=[],
            document={},
            says=Says.WANTS_CHANGE,
            comment=Writing.in_("und", "Maya"),
        )
    )
    answered(db, made, "Ma awoodo")
    of_plans = {one for one in Place if one.value.startswith(("plan", "goal", "sub_goal", "step"))}
    assert {place for place, _ in asked(db, cast)} == of_plans


def test_what_she_can_read_does_not_wait(db: Session, cast: Cast) -> None:
    made = planned(db, cast)
    made.text = Writing({"sv": "Ring mig", "so": "I soo wac"})
    made.place = sv(
        "Hälsocentralen och regionen"
    )  # stands in the catalogue of the municipality's texts
    db.commit()
    assert not {place for place, _ in asked(db, cast)} & {Place.STEP_TEXT, Place.STEP_PLACE}


def test_a_translation_of_earlier_words_waits_to_be_made_anew(db: Session, cast: Cast) -> None:
    made = planned(db, cast)
    old = Translated("Hodan Ali", "2030-01-01", is_outdated=True)
    made.text = Writing({"sv": "Ring mig på fredag", "so": "I soo wac Isniinta"}, {"so": old})
    db.commit()
    assert (Place.STEP_TEXT, "so") in asked(db, cast)


def test_she_who_reads_swedish_waits_for_nothing(db: Session, cast: Cast) -> None:
    made = step("Ring mig")
    plan(db, cast.amina, made)
    answered(db, made, "Det går inte")
    assert asked(db, cast) == {}


def test_what_she_wrote_waits_to_be_read_in_swedish_and_not_by_herself(
    db: Session, cast: Cast
) -> None:
    made = planned(db, cast)
    answered(db, made, "Ma awoodo Isniinta")
    answers.add_own(db, cast.amina, OwnStep("Baro luuqadda"), "k", now=NOW)
    found = asked(db, cast)
    assert found[SAID, "sv"] == "Ma awoodo Isniinta"
    assert found[Place.STEP_TEXT, "sv"] == "Baro luuqadda"
    assert (SAID, "so") not in found


def test_her_own_words_in_a_plan_wait_in_the_direction_that_is_missing(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "so")
    plan(db, cast.amina, step("Ring"), own_words=Writing.in_("so", "Waxaan rabaa shaqo"))
    found = asked(db, cast)
    assert found[Place.PLAN_OWN_WORDS, "sv"] == "Waxaan rabaa shaqo"
    assert (Place.PLAN_OWN_WORDS, "so") not in found


def test_asking_twice_changes_nothing(db: Session, cast: Cast) -> None:
    answered(db, planned(db, cast), "Ma awoodo")
    asked(db, cast)
    before = {row.id: row.asked_at for row in db.scalars(sa.select(WantedTranslation))}
    want_for(db, cast.amina, now=LATER)
    db.commit()
    db.expire_all()
    assert {row.id: row.asked_at for row in db.scalars(sa.select(WantedTranslation))} == before


def test_changed_words_are_asked_for_anew(db: Session, cast: Cast) -> None:
    made = planned(db, cast)
    asked(db, cast)
    made.text = sv("Ring mig på fredag")
    want_for(db, cast.amina, now=LATER)
    db.commit()
    assert waits(db)[Place.STEP_TEXT, "so"] == "Ring mig på fredag"
    assert the_want(db).asked_at == LATER


def test_a_translated_text_that_was_changed_waits_again(db: Session, cast: Cast) -> None:
    made = planned(db, cast)
    asked(db, cast)
    made.text = made.text.with_translation("so", "I soo wac", Translated("Hodan Ali", "2030-05-06"))
    row = the_want(db)
    row.done_at, row.done_by_id = NOW, cast.karin.id
    want_for(db, cast.amina, now=LATER)
    db.commit()
    assert the_want(db).done_at == NOW, "still done: nobody changed it"
    who = replace(made.text.translated["so"], is_outdated=True)
    made.text = Writing({"sv": "Ring mig på fredag", "so": "I soo wac"}, {"so": who})
    want_for(db, cast.amina, now=LATER)
    db.commit()
    again = the_want(db)
    assert (again.done_at, again.done_by_id, again.asked_at) == (None, None, LATER)


def test_what_is_gone_is_no_longer_asked_for(db: Session, cast: Cast) -> None:
    reads(db, cast.amina, "so")
    own = answers.add_own(db, cast.amina, OwnStep("Baro luuqadda"), "k", now=NOW)
    assert asked(db, cast)
    answers.remove_own(db, cast.amina, own.id, now=NOW)
    assert asked(db, cast) == {}
    answers.restore_own(db, cast.amina, own.id)
    assert asked(db, cast)


def test_when_she_reads_another_language_the_texts_wait_for_that(db: Session, cast: Cast) -> None:
    planned(db, cast)
    asked(db, cast)
    cast.amina.chosen_language = "ar"
    assert {into for _, into in asked(db, cast)} == {"ar"}


def test_a_language_that_the_portal_has_not_is_not_waited_for(db: Session, cast: Cast) -> None:
    made = planned(db, cast)
    reads(db, cast.amina, "fi")
    answered(db, made, "En pysty")
    assert set(asked(db, cast)) == {(SAID, "sv")}


def test_that_something_does_not_work_and_what_she_must_do_is_urgent(
    db: Session, cast: Cast
) -> None:
    made = planned(db, cast)
    said = answered(db, made, "Ma awoodo")
    made.kind = StepKind.REQUIRED
    asked(db, cast)
    assert the_want(db).is_urgent and the_want(db, SAID).is_urgent
    assert not the_want(db, Place.GOAL_TEXT).is_urgent
    said.answer, made.kind = Answer.WORKS, StepKind.AGREED
    asked(db, cast)
    assert not the_want(db).is_urgent and not the_want(db, SAID).is_urgent


def test_as_many_questions_for_two_people_as_for_one(db: Session, cast: Cast) -> None:
    planned(db, cast)
    reads(db, cast.bashir, "ar")
    plan(db, cast.bashir, *(step(f"Steg {number}") for number in range(20)))
    both = [cast.amina, cast.bashir]
    rows_of_bashir = sa.select(WantedTranslation).filter_by(participant_id=cast.bashir.id)
    want_for_all(db, both, now=NOW)
    db.commit()
    asked_for: list[str] = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda *it: asked_for.append(it[2]))
    want_for_all(db, both, now=LATER)
    for_both = len([one for one in asked_for if one.startswith("SELECT")])
    asked_for.clear()
    want_for_all(db, both[:1], now=LATER)
    assert len([one for one in asked_for if one.startswith("SELECT")]) == for_both <= 12
    assert len(db.scalars(rows_of_bashir).all()) == 22


def test_an_unprintable_sign_stops_nothing(db: Session, cast: Cast) -> None:
    answered(db, planned(db, cast), "Ma\0 awoodo 😀")
    assert asked(db, cast)[SAID, "sv"] == "Ma awoodo 😀"
