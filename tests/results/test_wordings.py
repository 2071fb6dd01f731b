"""Only answers that could be chosen alike are added up, whoever has written a new version since."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import shipped
from portal.feedback.answer_models import AnswerBlock
from portal.feedback.models import Questionnaire, QuestionnaireVersion
from portal.feedback.questions import Kind, Option, Question
from portal.people.account_models import Duty
from portal.results.wordings import Asks
from tests.browsing import Browser
from tests.cast import Cast, give_duties, sv

PAGE, FILE = "/staff/results", "/staff/results/file.csv"


@pytest.fixture
def answered(db: Session, cast: Cast) -> Cast:
    """Eighteen have answered in five steps whether the measure helped."""
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    shipped.load(db, now=clock.now())
    db.flush()
    say(db, 1, **{"a-lot": 10, "hardly": 8})
    return cast


def add_version(db: Session, *questions: Question) -> None:
    questionnaire = db.query(Questionnaire).filter_by(key="after-measure").one()
    db.add(QuestionnaireVersion(
        questionnaire=questionnaire, number=2, minutes=2, in_use_from=clock.now(),
        in_use_until=None, questions=[one.to_store() for one in questions],
    ))  # fmt: skip
    db.commit()


def say(db: Session, version: int, **counts: int) -> None:
    db.add(AnswerBlock(
        questionnaire="after-measure", version=version, question="helped", about="training",
        on=clock.today(), number=sum(counts.values()), counts=counts,
    ))  # fmt: skip
    db.commit()


def tables_of(page: BeautifulSoup) -> list[dict[str, str]]:
    """The tables that count answers, each by what was chosen."""
    return [
        {row.th.text: row.td.text for row in table.select("tbody tr") if row.th and row.td}
        for table in page.select("table.answers")
    ]


def test_answers_to_a_question_with_other_choices_are_never_added_to_those_of_now(
    browser: Browser, db: Session, answered: Cast
) -> None:
    """The editor keeps the question and lets people say yes or no: two of five steps are not two of three."""
    browser.visit(PAGE, as_=answered.sara)  # what is kept ready goes
    add_version(db, Question("helped", Kind.YES_NO, sv("Fick du hjälp?")))
    page = browser.visit(PAGE, as_=answered.sara)
    assert "Ännu har färre än fem svarat" in page.text
    [before] = tables_of(page)
    assert [one for one in before.values() if not one.startswith("0")] == ["10 av 18", "8 av 18"]
    say(db, 2, yes=6, no=1)
    page = browser.visit(PAGE, as_=answered.sara)
    assert tables_of(page) == [{"Ja": "6 av 7", "Nej": "1 av 7", "Vet inte": "0 av 7"}, before]
    summary = next(one for one in page.select("summary") if "Tidigare fråga" in one.text)
    assert "inte med i tabellerna" in summary.parent.text  # type: ignore[union-attr]
    file = browser.get(FILE, as_=answered.sara).data.decode("utf-8-sig")
    rows = [
        row for row in csv.reader(StringIO(file, newline=""), delimiter=";") if row[0] == "svar"
    ]
    assert {row[9] for row in rows} == {"7"}


def test_answers_to_other_words_with_the_same_choices_are_added(
    browser: Browser, db: Session, answered: Cast
) -> None:
    questionnaire = db.query(Questionnaire).filter_by(key="after-measure").one()
    [shipped_version] = questionnaire.versions
    helped = next(
        one for one in map(Question.stored, shipped_version.questions) if one.key == "helped"
    )
    add_version(db, replace(helped, text=sv("Blev det bättre?")))
    say(db, 2, **{"a-lot": 5})
    page = browser.visit(PAGE, as_=answered.sara)
    [table] = tables_of(page)
    assert [one for one in table.values() if not one.startswith("0")] == ["15 av 23", "8 av 23"]
    assert "Blev det bättre?" in page.text and "Tidigare fråga" not in page.text


def asks(*versions: Question) -> Asks:
    """A questionnaire of one question; the newest version of it stands first."""
    numbers = tuple(range(len(versions), 0, -1))
    row = Questionnaire(key="own", name=sv("Egen"), occasion="after-case")
    made = [
        QuestionnaireVersion(questionnaire=row, number=number, questions=[one.to_store()])
        for number, one in zip(numbers, versions, strict=True)
    ]
    return Asks.of(made)


def scale(*keys: str) -> Question:
    return Question("q", Kind.SCALE, sv("Hur?"), tuple(Option(one, sv(one)) for one in keys))


def test_the_order_of_steps_says_something_and_that_of_other_answers_does_not() -> None:
    up, down = scale("a", "b", "c"), scale("c", "b", "a")
    [found] = asks(up, down, up).wordings
    assert [one.versions for one in found] == [{3, 1}, {2}]
    one_of, other_way = (replace(one, kind=Kind.ONE) for one in (up, down))
    [found] = asks(one_of, other_way).wordings
    assert [one.versions for one in found] == [{2, 1}]
    [found] = asks(one_of, replace(one_of, kind=Kind.SEVERAL), scale("a", "b")).wordings
    assert [one.versions for one in found] == [{3}, {2}, {1}]
