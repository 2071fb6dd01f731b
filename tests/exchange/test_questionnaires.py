"""`questionnaire/1`: a municipality's own wording, loaded as a file, with every fault named by its line."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.exchange.faults import FileWrong
from portal.feedback import shipped
from portal.feedback.models import Occasion, Questionnaire, QuestionnaireVersion
from portal.feedback.questionnaires import in_use, questions
from tests.exchange.files import LATER, NOW, Desk, changed

LICENSED = """\
format: questionnaire/1
key: licensed
occasion: quality
name: {sv: Årets enkät, en: This year's questions}
minutes: 4
questions:
- key: easy
  kind: one
  text: {sv: "Är det lätt?", en: "Is it easy?"}
  options:
  - {key: yes, text: Ja}
  - {key: no, text: Nej}
- key: why
  kind: text
  text: Varför inte?
  only_if: {question: easy, is: [no]}
"""


@pytest.mark.parametrize("file", shipped.FILES, ids=lambda file: file.stem)
def test_each_file_of_the_product_is_an_example_of_the_format(desk: Desk, file: object) -> None:
    text = getattr(file, "read_text")("utf-8")  # noqa: B009 (parametrized)
    assert desk.load(text).lines() == ["questionnaires: 1 new", "Loaded."]
    assert desk.load(text).lines() == ["questionnaires: 1 unchanged", "Nothing changed."]


def test_the_municipalitys_own_wording_takes_the_place_of_the_products(
    db: Session, desk: Desk
) -> None:
    shipped.load(db, now=NOW)
    db.commit()
    desk.load(LICENSED, now=LATER)
    version = in_use(db, Occasion.QUALITY, LATER)
    assert version and version.questionnaire.key == "licensed"
    easy, why = questions(version)
    assert [one.key for one in easy.choices] == ["yes", "no"], "words, and no truth values"
    assert easy.text.texts == {"sv": "Är det lätt?", "en": "Is it easy?"}
    assert why.only_if and why.only_if.options == ("no",)


def test_a_changed_file_is_a_new_version_and_the_same_file_is_none(db: Session, desk: Desk) -> None:
    desk.load(LICENSED)
    desk.load(changed(LICENSED, "minutes: 4", "minutes: 5"), now=LATER)
    desk.load(changed(LICENSED, "minutes: 4", "minutes: 5"), now=LATER)
    rows = db.scalars(sa.select(QuestionnaireVersion).order_by(QuestionnaireVersion.number)).all()
    assert [(one.number, one.minutes) for one in rows] == [(1, 4), (2, 5)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("occasion: quality", "occasion: quallity", ':3: occasion: "quallity" is unknown; did you mean "quality"?'),
        ("minutes: 4", "minutes: 0", ":5: minutes: "),
        ("kind: one", "kind: scale", ":10: questions[0].options: a scale has 5 options"),
        ("key: why", "key: easy", ':13: questions[1].key: the key "easy" stands here already'),
        ("key: easy", "key: Lätt fråga", ':7: questions[0].key: "Lätt fråga" is no key'),
        ("question: easy", "question: esy", ':16: questions[1].only_if: no question "esy" stands before'),
        ("is: [no]", "is: [maybe]", ':16: questions[1].only_if: no such answer: "maybe"'),
        ("kind: text", "kind: yes-no\n  options: []", None),
        ("  - {key: no, text: Nej}\n", "", ":10: questions[0].options: at least 2 options are expected here"),
        ("  text: Varför inte?\n", "", ':13: questions[1]: "text" is missing'),
        ("  only_if:", "  onlyif:", ':16: questions[1].onlyif: unknown key "onlyif"; did you mean "only_if"?'),
    ],
)  # fmt: skip
def test_every_fault_is_named_by_its_line(
    db: Session, desk: Desk, old: str, new: str, told: str | None
) -> None:
    text = changed(LICENSED, old, new)
    if told is None:
        desk.load(text)
        return
    with pytest.raises(FileWrong) as wrong:
        desk.load(text)
    assert any(told in str(fault) for fault in wrong.value.faults), wrong.value
    assert not db.scalar(sa.select(Questionnaire.id))
