"""Saving a translation where the text stands, with who made it: nothing is written over, a mistake is taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.plan import answers
from portal.plan.models import Step, StepAnswer
from portal.translators import saving
from portal.translators.models import Place, WantedTranslation
from portal.translators.saving import Changed, Unfit
from portal.translators.wanting import want_for
from portal.writing import Translated, Writing
from tests.cast import Cast, sv
from tests.translators.writing import LATER, NOW, answered, planned, the_want, waits

WORDS = "Ring mig på måndag"
THEIRS = "I soo wac Isniinta"
SAID = Place.STEP_ANSWER_COMMENT


@pytest.fixture
def made(db: Session, cast: Cast) -> Step:
    """A step that waits to be read in Somali, and her answer to it that waits to be read in Swedish."""
    made = planned(db, cast, WORDS)
    answered(db, made, "Ma awoodo")
    want_for(db, cast.amina, now=NOW)
    db.commit()
    return made


@pytest.fixture
def want(db: Session, made: Step) -> WantedTranslation:
    return the_want(db)


def save(
    db: Session, cast: Cast, want: WantedTranslation, typed: str = THEIRS, seen: str = WORDS
) -> None:
    saving.save(db, want, typed, seen, staff=cast.karin, now=NOW)
    db.commit()


def test_she_reads_it_with_who_translated_it_and_when(
    db: Session, cast: Cast, made: Step, want: WantedTranslation
) -> None:
    save(db, cast, want, f"  {THEIRS}\r\n")
    db.refresh(made)
    passage = made.text.for_reader("so")
    assert (passage.text, passage.is_original) == (THEIRS, False)
    assert passage.translated == Translated("Karin Berg", "2030-05-06")
    assert made.text.original == WORDS
    assert (want.done_at, want.done_by_id) == (NOW, cast.karin.id)
    want_for(db, cast.amina, now=LATER)
    assert (Place.STEP_TEXT, "so") not in waits(db)


@pytest.mark.parametrize("place", list(Place))
def test_each_place_has_a_row_and_an_attribute(place: Place) -> None:
    row, attribute = place.value.split(".")
    assert hasattr(saving.ROWS[row], attribute)


def test_staff_read_her_comment_in_swedish(db: Session, cast: Cast, made: Step) -> None:
    save(db, cast, the_want(db, SAID), "Jag kan inte", "Ma awoodo")
    said = db.query(StepAnswer).one().comment
    assert said and said.for_reader("sv").text == "Jag kan inte"
    assert said.language == "und" and said.original == "Ma awoodo"


def test_what_a_machine_made_says_so(
    db: Session, cast: Cast, made: Step, want: WantedTranslation
) -> None:
    saving.save_machine_made(db, want, THEIRS, WORDS, staff=cast.karin, now=NOW)
    assert made.text.translated["so"].is_machine


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "missing"), (" \n", "missing"), ("x" * 5001, "too-long")]
)
def test_no_words_or_too_many_are_said_to_be_so(
    db: Session, cast: Cast, want: WantedTranslation, typed: str, reason: str
) -> None:
    with pytest.raises(Unfit) as unfit:
        save(db, cast, want, typed)
    assert unfit.value.reason == reason


def test_a_text_that_was_changed_meanwhile_is_not_given_the_wrong_words(
    db: Session, cast: Cast, made: Step, want: WantedTranslation
) -> None:
    made.text = sv("Ring mig på fredag")
    db.commit()
    with pytest.raises(Changed) as changed:
        save(db, cast, want)
    assert changed.value.now.original == "Ring mig på fredag"
    assert "so" not in made.text.texts


def test_two_who_translate_do_not_write_over_each_other(
    db: Session, cast: Cast, made: Step, want: WantedTranslation
) -> None:
    save(db, cast, want)
    save(db, cast, want)  # the same words sent twice are no matter
    with pytest.raises(Changed):
        saving.save(db, want, "Isniinta i wac", WORDS, staff=cast.lars, now=LATER)
    assert made.text.texts["so"] == THEIRS
    assert want.done_by_id == cast.karin.id


def test_a_translation_of_earlier_words_gives_way(
    db: Session, cast: Cast, made: Step, want: WantedTranslation
) -> None:
    old = Translated("Lars Ek", "2029-01-01", is_outdated=True)
    made.text = Writing({"sv": WORDS, "so": THEIRS}, {"so": old})
    db.commit()
    save(db, cast, want, THEIRS)
    assert made.text.translated["so"] == Translated("Karin Berg", "2030-05-06")


def test_a_text_that_is_gone_takes_no_translation(db: Session, cast: Cast, made: Step) -> None:
    own = answers.add_own(db, cast.amina, answers.OwnStep("Baro"), "k", now=NOW)
    want_for(db, cast.amina, now=NOW)
    its = next(row for row in db.query(WantedTranslation) if row.row_id == own.id)
    answers.remove_own(db, cast.amina, own.id, now=NOW)
    with pytest.raises(NoResultFound):
        save(db, cast, its, "Öva", "Baro")


def test_that_she_wrote_swedish_settles_it(db: Session, cast: Cast, made: Step) -> None:
    want = the_want(db, SAID)
    saving.say_it_is_swedish(db, want, staff=cast.karin, now=NOW)
    db.commit()
    want_for(db, cast.amina, now=LATER)
    said = db.query(StepAnswer).one().comment
    assert said == Writing.in_("sv", "Ma awoodo")
    assert (SAID, "sv") not in waits(db)


def test_nobody_calls_a_text_of_ours_swedish(
    db: Session, cast: Cast, made: Step, want: WantedTranslation
) -> None:
    saving.say_it_is_swedish(db, want, staff=cast.karin, now=NOW)
    assert want.done_at is None and made.text == sv(WORDS)


def test_a_mistake_is_taken_back_within_a_minute(
    db: Session, cast: Cast, made: Step, want: WantedTranslation
) -> None:
    save(db, cast, want)
    saving.undo(db, want, staff=cast.lars, now=NOW)
    saving.undo(db, want, staff=cast.karin, now=NOW + timedelta(seconds=61))
    assert "so" in made.text.texts, "somebody else's, and too late"
    saving.undo(db, want, staff=cast.karin, now=NOW + timedelta(seconds=59))
    db.commit()
    assert made.text == sv(WORDS)
    assert (Place.STEP_TEXT, "so") in waits(db)


def test_that_it_was_swedish_is_taken_back_too(db: Session, cast: Cast, made: Step) -> None:
    want = the_want(db, SAID)
    saving.say_it_is_swedish(db, want, staff=cast.karin, now=NOW)
    saving.undo(db, want, staff=cast.karin, now=NOW)
    said = db.query(StepAnswer).one().comment
    assert said == Writing.in_("und", "Ma awoodo")
    assert want.done_at is None
