"""Answers are moved away from whoever gave them, five people at a time, and become numbers when they are enough."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.answer_models import AnswerBlock, AnswerGiven, AnswerWaiting, FreeText
from portal.feedback.counting import Pot, Told, count
from portal.feedback.models import FeedbackRequest, Occasion
from portal.feedback.moving import move
from portal.feedback.questions import Answer
from tests.cast import Cast
from tests.conftest import SECRET
from tests.feedback.asked import TODAY, TUESDAY, answer, answered, people, request

YEAR = timedelta(days=365)
MEETING: dict[str, Answer] = {"could-talk": ["yes"]}


def number(db: Session, model: type[AnswerGiven | AnswerWaiting | AnswerBlock | FreeText]) -> int:
    return db.scalar(sa.select(sa.func.count(model.id))) or 0


def blocks(db: Session) -> dict[tuple[str, str | None], list[int]]:
    """How many each block counts, by question and subject."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for one in db.scalars(sa.select(AnswerBlock)):
        found.setdefault((one.question, one.about), []).append(one.number)
    return found


def test_four_wait_as_they_are_and_the_fifth_unties_them_all(db: Session, cast: Cast) -> None:
    everybody = people(db, 5)
    list(answered(db, everybody[:4]))
    assert move(db, SECRET, TUESDAY) == 0
    assert (number(db, AnswerGiven), number(db, AnswerWaiting)) == (12, 0)
    list(answered(db, everybody[4:]))
    assert move(db, SECRET, TUESDAY) == 3
    assert (number(db, AnswerGiven), number(db, AnswerWaiting)) == (0, 0)
    [helped] = db.scalars(sa.select(AnswerBlock).where(AnswerBlock.question == "helped"))
    assert (helped.number, helped.counts, helped.on) == (5, {"a-lot": 5}, TODAY)


def test_five_about_different_measures_are_untied_and_wait_for_their_like(
    db: Session, cast: Cast
) -> None:
    for number_, one in enumerate(people(db, 5)):
        list(answered(db, [one], about=f"measure-{number_}"))
    move(db, SECRET, TUESDAY)
    assert (number(db, AnswerGiven), number(db, AnswerWaiting)) == (0, 15)
    assert not blocks(db)
    list(answered(db, people(db, 4, "M"), about="measure-0"))
    list(answered(db, people(db, 1, "O"), about="measure-9"))
    move(db, SECRET, TUESDAY)
    assert blocks(db) == {(key, "measure-0"): [5] for key in ("helped", "heard", "got-on")}


def test_a_question_that_fewer_answered_waits_alone(db: Session, cast: Cast) -> None:
    everybody = people(db, 6)
    list(answered(db, everybody[:5], helped=["hardly"]))
    list(answered(db, everybody[5:], helped=["a-lot"], heard=["never"]))
    move(db, SECRET, TUESDAY)
    assert blocks(db) == {("helped", "training"): [6]}
    assert number(db, AnswerWaiting) == 1


def test_what_has_waited_for_a_year_is_counted_with_its_like_and_after_two_thrown_away(
    db: Session, cast: Cast
) -> None:
    for number_, one in enumerate(people(db, 7)):
        list(answered(db, [one], about="big" if number_ < 2 else f"small-{number_}"))
    move(db, SECRET, TUESDAY)
    assert not blocks(db)
    move(db, SECRET, TUESDAY + YEAR - timedelta(days=31))
    assert not blocks(db)
    move(db, SECRET, TUESDAY + YEAR)
    assert blocks(db) == {(key, None): [7] for key in ("helped", "heard", "got-on")}
    for number_, one in enumerate(people(db, 5, "M")):
        about = f"other-{number_}"
        list(
            answered(db, [one], about=about, helped=["a-lot"])
            if number_
            else answered(db, [one], about=about)
        )
    move(db, SECRET, TUESDAY)
    assert number(db, AnswerWaiting) == 7
    move(db, SECRET, TUESDAY + 2 * YEAR + timedelta(days=40))
    assert number(db, AnswerWaiting) == 0


def test_one_person_who_answers_five_times_is_not_five_people(db: Session, cast: Cast) -> None:
    """She answers after every fifth meeting; nobody else has more than once."""
    everybody = people(db, 5)
    for round_ in range(5):
        for one in everybody if round_ == 0 else everybody[:1]:
            made = request(
                db, one, Occasion.AFTER_MEETING, about=None, on=TODAY + timedelta(weeks=round_)
            )
            answer(db, made, MEETING)
        move(db, SECRET, TUESDAY + timedelta(weeks=round_))
    assert blocks(db) == {("could-talk", None): [5]}
    assert number(db, AnswerGiven) == 4, "hers wait, sealed, for four others who answer again"
    for one in everybody[1:]:
        made = request(db, one, Occasion.AFTER_MEETING, about=None, on=TODAY + timedelta(weeks=9))
        answer(db, made, MEETING)
    move(db, SECRET, TUESDAY + timedelta(weeks=9))
    assert blocks(db) == {("could-talk", None): [5, 5]}
    assert number(db, AnswerGiven) == 3
    move(db, SECRET, TUESDAY + 3 * YEAR)
    assert number(db, AnswerGiven) == 0


def test_one_person_with_five_measures_is_not_five_people_either(db: Session, cast: Cast) -> None:
    """Too few answered about each of them for a year: hers are not put together."""
    others = people(db, 4)
    for number_ in range(5):
        on = TODAY + timedelta(days=number_)
        answer(db, request(db, cast.amina, about=f"small-{number_}", on=on), {"helped": ["a-lot"]})
    for one in others:
        answer(db, request(db, one, Occasion.AFTER_MEETING, about=None), MEETING)
    move(db, SECRET, TUESDAY)
    assert number(db, AnswerWaiting) == 9
    move(db, SECRET, TUESDAY + YEAR + timedelta(days=40))
    assert not blocks(db)


def test_words_are_moved_ten_at_a_time_and_apart_from_all_else(db: Session, cast: Cast) -> None:
    everybody = people(db, 10)
    list(answered(db, everybody[:9], helped=["a-lot"], tips="Mer språk"))
    move(db, SECRET, TUESDAY)
    assert blocks(db) == {("helped", "training"): [9]}
    assert (number(db, AnswerWaiting), number(db, FreeText)) == (9, 0)
    others = people(db, 4, "M")
    for one in others:
        answer(db, request(db, one, Occasion.AFTER_MEETING, about=None), MEETING)
    list(answered(db, everybody[9:], helped=["hardly"], tips="Mer tid"))
    move(db, SECRET, TUESDAY)
    texts = Counter(one.text.original for one in db.scalars(sa.select(FreeText)))
    assert texts == {"Mer språk": 9, "Mer tid": 1}
    assert {one.about for one in db.scalars(sa.select(FreeText))} == {"training"}


def test_what_somebody_answered_who_is_gone_is_gone(db: Session, cast: Cast) -> None:
    everybody = people(db, 6)
    list(answered(db, everybody))
    db.commit()
    db.execute(sa.delete(FeedbackRequest).where(FeedbackRequest.participant_id == everybody[0].id))
    move(db, SECRET, TUESDAY)
    assert blocks(db) == {(key, "training"): [5] for key in ("helped", "heard", "got-on")}
    assert number(db, AnswerGiven) == 0


def test_what_is_not_sent_is_not_moved(db: Session, cast: Cast) -> None:
    from portal.feedback import answering

    everybody = people(db, 5)
    for one in everybody:
        answering.keep(db, SECRET, request(db, one), {"helped": ["a-lot"]}, today=TODAY)
    move(db, SECRET, TUESDAY)
    assert (number(db, AnswerGiven), number(db, AnswerWaiting)) == (5, 0)


def test_fewer_than_five_cannot_be_counted_even_by_mistake(db: Session) -> None:
    pot = Pot("k", 1, "helped", None)
    with pytest.raises(ValueError, match="too few"):
        count(db, pot, [Told(pot, ["a-lot"], may_be_pooled=True)] * 4, TODAY)
    with pytest.raises(ValueError, match="too few"):
        count(db, pot, [Told(pot, "ord", may_be_pooled=True)] * 9, TODAY)
    row = AnswerBlock(
        questionnaire="k", version=1, question="q", about=None, on=TODAY, number=4, counts={}
    )
    db.add(row)
    with pytest.raises(sa.exc.IntegrityError):
        db.flush()


def test_what_was_sealed_with_another_secret_stops_nobody_else(db: Session, cast: Cast) -> None:
    """The installation was given a new secret while answers waited: they are lost, and the others are counted."""
    everybody = people(db, 15)
    for one in everybody[:5]:
        answer(db, request(db, one, about=one.key))
    move(db, SECRET, TUESDAY)
    list(answered(db, everybody[5:8]))
    new = "another secret of the installation's, long enough"
    for one in everybody[8:13]:
        answer(db, request(db, one), secret=new)
    assert move(db, new, TUESDAY) == 3
    assert blocks(db) == {(key, "training"): [5] for key in ("helped", "heard", "got-on")}
