"""Questions: what may be answered, what is left out, and that what was asked once never changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback import shipped
from portal.feedback.models import Occasion, QuestionnaireVersion
from portal.feedback.question_faults import Why, faults
from portal.feedback.questionnaires import (
    Definition,
    InUse,
    Settled,
    in_use,
    questions,
    settle,
    take_into_use,
)
from portal.feedback.questions import Kind, OnlyIf, Option, Question, Unfit, to_be_asked
from portal.plan import plain
from tests.cast import sv

NOW = datetime(2026, 11, 24, 11, tzinfo=UTC)
STEPS = tuple(Option(f"step-{number}", sv(f"Steg {number}")) for number in range(5))


def question(key: str = "one", kind: Kind = Kind.SCALE, **values: object) -> Question:
    options = STEPS if kind is Kind.SCALE else ()
    return Question(key, kind, sv(f"Hur är {key}?"), **{"options": options, **values})  # type: ignore[arg-type]


def test_each_kind_reads_its_own_answers() -> None:
    scale, several = question(), question(kind=Kind.SEVERAL, options=STEPS)
    assert scale.read(["step-1"]) == ["step-1"]
    assert scale.read([""]) is scale.read([]) is None
    assert scale.read(["step-1", "step-2"]) == ["step-1"], "one step only"
    assert several.read(["step-2", "step-1", "step-2"]) == ["step-2", "step-1"]
    assert question(kind=Kind.YES_NO).read(["unknown"]) == ["unknown"]
    assert question(kind=Kind.TEXT).read([" Mer\r\ntid\x00 "]) == "Mer\ntid"
    assert question(kind=Kind.TEXT).read(["  "]) is None
    for one, typed in ((scale, "yes"), (question(kind=Kind.YES_NO), "maybe")):
        with pytest.raises(Unfit, match="unknown"):
            one.read([typed])
    with pytest.raises(Unfit, match="too-long"):
        question(kind=Kind.TEXT).read(["x" * 1001])


def test_a_question_is_asked_only_of_those_whom_it_concerns() -> None:
    first = question("first")
    why = question("why", Kind.TEXT, only_if=OnlyIf("first", ("step-3", "step-4")))
    more = question("more", Kind.YES_NO, only_if=OnlyIf("why", ("x",)))
    assert to_be_asked([first, why], {}) == [first]
    assert to_be_asked([first, why], {"first": ["step-4"]}) == [first, why]
    assert to_be_asked([first, why, more], {"first": ["step-0"], "why": ["x"]}) == [first]


def test_a_question_comes_back_from_the_database_as_it_was() -> None:
    full = question(hint=sv("Tänk efter."), only_if=OnlyIf("zero", ("yes", "no")))
    assert Question.stored(full.to_store()) == full


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ([], Why.NO_QUESTIONS),
        ([question(str(number)) for number in range(31)], Why.TOO_MANY_QUESTIONS),
        ([question("Två ord")], Why.KEY),
        ([question(), question()], Why.SAME_KEY),
        ([question(options=STEPS[:4])], Why.FIVE_STEPS),
        ([question(kind=Kind.ONE, options=STEPS[:1])], Why.OPTIONS_WANTED),
        ([question(kind=Kind.SEVERAL, options=STEPS * 3)], Why.TOO_MANY_OPTIONS),
        ([question(kind=Kind.ONE, options=STEPS[:2] * 2)], Why.SAME_KEY),
        ([question(kind=Kind.TEXT, options=STEPS)], Why.NO_OPTIONS),
        ([question(only_if=OnlyIf("two", ("x",))), question("two")], Why.NO_SUCH_QUESTION),
        ([question(), question("two", only_if=OnlyIf("one", ("x",)))], Why.NO_SUCH_OPTION),
        ([question(kind=Kind.TEXT), question("two", only_if=OnlyIf("one", ("x",)))], Why.NOT_TO_CHOOSE),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_named(asked: list[Question], why: Why) -> None:
    assert why in {one.why for one in faults(asked)}


@pytest.mark.parametrize("file", shipped.FILES, ids=lambda file: file.stem)
def test_what_comes_with_the_product_can_be_asked_and_is_plain(file: object) -> None:
    wanted = shipped.definition(file)  # type: ignore[arg-type]
    assert not faults(wanted.questions)
    texts = [
        text.original
        for one in wanted.questions
        for text in (one.text, one.hint, *(option.text for option in one.choices))
        if text
    ]
    assert not [text for text in texts if plain.SAID.search(text) or "!" in text]
    assert not [text for text in texts if plain.count(text).words > 14]


def test_every_occasion_has_its_questionnaire_and_a_second_load_changes_nothing(
    db: Session,
) -> None:
    assert set(shipped.load(db, now=NOW).values()) == {Settled.NEW}
    assert set(shipped.load(db, now=NOW).values()) == {Settled.UNCHANGED}
    assert all(in_use(db, one, NOW) for one in Occasion)
    assert db.scalar(sa.select(sa.func.count(QuestionnaireVersion.id))) == len(Occasion)


def definition(*asked: Question, minutes: int = 2) -> Definition:
    return Definition("own", Occasion.QUALITY, sv("Egen"), minutes, asked)


def test_a_changed_file_makes_a_new_version_and_leaves_the_old_one_as_it_was(db: Session) -> None:
    assert settle(db, definition(question()), now=NOW) is Settled.NEW
    first = in_use(db, Occasion.QUALITY, NOW)
    later = NOW + timedelta(days=1)
    assert settle(db, definition(question("two")), now=later) is Settled.NEW_VERSION
    second = in_use(db, Occasion.QUALITY, later)
    assert first and second and (first.number, second.number) == (1, 2)
    assert [one.key for one in questions(first)] == ["one"]
    assert first.in_use_until == second.in_use_from == later
    assert in_use(db, Occasion.QUALITY, later - timedelta(hours=1)) == first


def test_what_people_have_been_asked_cannot_be_changed(db: Session) -> None:
    settle(db, definition(question()), now=NOW)
    db.commit()
    for name, value in (("questions", []), ("minutes", 9), ("in_use_from", None)):
        version = in_use(db, Occasion.QUALITY, NOW)
        setattr(version, name, value)
        with pytest.raises(InUse):
            db.flush()
        db.rollback()


def test_what_is_being_written_can(db: Session) -> None:
    settle(db, definition(question()), now=NOW)
    known = in_use(db, Occasion.QUALITY, NOW)
    assert known
    draft = QuestionnaireVersion(
        questionnaire=known.questionnaire, number=2, questions=[], minutes=1
    )
    db.add(draft)
    db.flush()
    draft.questions = [question("two").to_store()]
    db.flush()
    take_into_use(db, draft, now=NOW + timedelta(days=1))
    assert in_use(db, Occasion.QUALITY, NOW + timedelta(days=2)) == draft


def test_the_products_next_version_does_not_take_the_place_of_the_municipalitys_own(
    db: Session,
) -> None:
    settle(db, definition(question()), now=NOW, is_shipped=True)
    newer = definition(question("two"))
    assert settle(db, newer, now=NOW, is_shipped=True) is Settled.NEW_VERSION
    settle(db, definition(question("ours")), now=NOW)
    assert settle(db, newer, now=NOW, is_shipped=True) is Settled.OURS
