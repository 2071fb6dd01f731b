"""Rounds of the panel, own words and answer rates on the managers' page."""

from __future__ import annotations

import csv
from io import StringIO
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.answer_models import AnswerBlock, FreeText, FreeTextState
from portal.feedback.models import PanelRound
from portal.half_years import HalfYear
from portal.people.account_models import Duty
from portal.writing import Writing
from tests.browsing import Browser
from tests.cast import Cast, give_duties
from tests.feedback.asked import answer, people, request
from tests.feedback.rounds import panel_round

PAGE = "/staff/results"


@pytest.fixture
def manager(db: Session, cast: Cast) -> Cast:
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    return cast


def counted(db: Session, of: PanelRound, **counts: int) -> None:
    db.add(AnswerBlock(
        questionnaire="panel", version=1, question="first", about=str(of.id), on=clock.today(),
        number=sum(counts.values()), counts=counts,
    ))  # fmt: skip
    db.commit()


def text(db: Session, words: str, state: FreeTextState = FreeTextState.RELEASED) -> None:
    db.add(FreeText(
        id=uuid4(), questionnaire="panel", question="tips", about=None, on=clock.today(),
        text=Writing.in_("und", words), state=state,
    ))  # fmt: skip


def test_rounds_stand_beside_each_other_by_their_names(
    browser: Browser, db: Session, manager: Cast
) -> None:
    first, second = panel_round(db), panel_round(db)
    second.name = Writing.in_("sv", "Telefontider")
    counted(db, first, letters=6, heard=2)
    counted(db, second, letters=1, heard=6)
    page = browser.visit(PAGE, as_=manager.sara)
    row = next(row for row in page.select("tr") if "Breven ska vara" in row.text)
    heads = [one.text for one in row.find_parent("table").select("thead th")]  # type: ignore[union-attr]
    cells = dict(zip(heads, [one.text for one in row.select("th, td")], strict=True))
    assert cells["Hur vi skriver till dig"] == "6 av 8" and cells["Telefontider"] == "1 av 7"
    assert str(first.id) not in page.text
    file = browser.get(f"{PAGE}/file.csv", as_=manager.sara).data.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(file, newline=""), delimiter=";"))
    assert {"Hur vi skriver till dig", "Telefontider"} <= {row[3] for row in rows}


def test_own_words_are_shown_when_ten_may_be_shown(
    browser: Browser, db: Session, manager: Cast
) -> None:
    panel_round(db)
    for number in range(9):
        text(db, f"Skriv enklare, gång {number}")
    for state in (FreeTextState.WAITING, FreeTextState.WITHHELD):
        text(db, f"Inte den här ({state})", state)
    db.commit()
    assert "Skriv enklare" not in browser.visit(PAGE, as_=manager.sara).text
    text(db, "أرجو أن تكتبوا بوضوح")
    db.commit()
    page = browser.visit(PAGE, as_=manager.sara)
    shown = [one.text for one in page.select(".words li[dir=auto]")]
    assert len(shown) == 10 and "أرجو أن تكتبوا بوضوح" in shown
    assert "Inte den här" not in page.text


def test_the_answer_rate_stands_there_when_no_group_is_small(
    browser: Browser, db: Session, manager: Cast
) -> None:
    on = HalfYear.of(clock.today()).before.first
    asked = [request(db, one, on=on) for one in people(db, 16)]
    for one in asked[:6]:
        answer(db, one)
    for one in asked[6:11]:
        one.opened_on = on
    db.commit()
    page = browser.visit(PAGE, as_=manager.sara)
    row = next(row for row in page.select("#rates ~ div tr") if "Om stödet du har haft" in row.text)
    assert [one.text for one in row.select("td")] == ["16", "11", "6", "38 %"]
    for one in asked[6:8]:
        one.opened_on = None
    asked[11].answered_on = asked[12].answered_on = on
    for one in asked[13:]:
        db.delete(one)
    db.commit()
    page = browser.visit(PAGE, as_=manager.sara)
    row = next(row for row in page.select("#rates ~ div tr") if "Om stödet du har haft" in row.text)
    assert [one.text for one in row.select("td")] == ["13", "–", "8", "62 %"]
