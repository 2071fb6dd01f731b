"""The managers' page of results and its file: who may read them, what they say, and what they keep back."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import shipped
from portal.feedback.answer_models import AnswerBlock
from portal.feedback.models import Questionnaire
from portal.municipality.models import Measure
from portal.people.account_models import Duty
from portal.people.models import Participant
from portal.plan.enrolment_models import Enrolment, Outcome
from portal.results import outcomes
from tests.browsing import Browser
from tests.cast import Cast, give_duties, sv
from tests.feedback.asked import people, request

PAGE, FILE = "/staff/results", "/staff/results/file.csv"
LAST_YEAR = date(clock.today().year - 1, 12, 31)


@pytest.fixture
def manager(db: Session, cast: Cast) -> Cast:
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    return cast


@pytest.fixture
def answered(db: Session, manager: Cast) -> Cast:
    """Twelve have answered about work training, of whom nine were helped; six about another measure."""
    shipped.load(db, now=clock.now())
    for key, name in (("training", "Arbetsträning"), ("course", "=Kurs")):
        db.add(Measure(key=key, name=sv(name), skr_class=6 if key == "course" else 1))
    db.add(Measure(key="year", name=sv("Utvecklingsår"), skr_class=7))
    for about, a_lot, hardly in (("training", 9, 3), ("course", 1, 5)):
        db.add(AnswerBlock(
            questionnaire="after-measure", version=1, question="helped", about=about,
            on=clock.today(), number=a_lot + hardly, counts={"a-lot": a_lot, "hardly": hardly},
        ))  # fmt: skip
    db.commit()
    return manager


def test_the_tables_by_class_provider_and_half_year_stand_behind_the_question(
    browser: Browser, db: Session, answered: Cast
) -> None:
    last_year = clock.today() - timedelta(days=366)
    db.add(AnswerBlock(
        questionnaire="after-measure", version=1, question="helped", about="training",
        on=last_year, number=10, counts={"a-lot": 4, "hardly": 6},
    ))  # fmt: skip
    for measure in db.query(Measure).filter_by(key="training"):
        measure.provider = answered.support
    db.commit()
    page = browser.visit(PAGE, as_=answered.sara)
    tables = {one.caption.text: one for one in page.select("details table") if one.caption}
    cells = {
        caption: {
            row.th.text: [cell.get_text(" ", strip=True) for cell in row.select("td")][:3]
            for row in table.select("tbody tr")
            if row.th
        }
        for caption, table in tables.items()
    }
    assert {key[:3]: row[:2] for key, row in cells["Efter SKR-klass"].items()} == {
        "1": ["22", "59 %"], "6–7": ["6", "17 %"],
    }  # fmt: skip
    assert cells["Efter utförare"]["Övriga insatser"][0] == "6"
    assert [row[0] for row in cells["Halvår för halvår"].values()] == ["10", "18"]
    assert tables["Halvår för halvår"].select("th")[0].text == "Räknade under"
    crossed = cells["Insats och halvår som svaren räknades under"]
    assert crossed["Arbetsträning"] == ["–", "–"], "it would tell of six about the course"
    assert crossed["=Kurs"] == ["", "–"]


def test_nobody_is_found_by_reckoning_back_from_measures_to_questionnaires(
    browser: Browser, db: Session, manager: Cast
) -> None:
    """Only one questionnaire has enough: of the measures within it, those left over are enough too."""
    on = LAST_YEAR.replace(month=10, day=1)
    for about, asked, said in (("training", 24, 12), ("course", 4, 2)):
        for number, one in enumerate(people(db, asked, about)):
            made = request(db, one, about=about, on=on)
            made.answered_on = on if number < said else None
    db.commit()
    page = browser.visit(PAGE, as_=manager.sara)
    rows = {
        row.th.text: [cell.text for cell in row.select("td")]
        for row in page.select("#rates ~ details tbody tr")
        if row.th
    }
    assert rows == {"Stödet training": ["–", "–", "–"], "Stödet course": ["–", "–", "–"]}


def test_what_is_kept_ready_goes_when_answers_are_counted_or_words_change(
    browser: Browser, db: Session, answered: Cast
) -> None:
    assert "Arbetsträning" in browser.visit(PAGE, as_=answered.sara).text
    measure = db.query(Measure).filter_by(key="training").one()
    measure.name = sv("Träna på ett jobb")
    db.commit()
    text = browser.visit(PAGE, as_=answered.sara).text
    assert "Träna på ett jobb" in text and "Arbetsträning" not in text
    db.add(AnswerBlock(
        questionnaire="after-measure", version=1, question="helped", about="training",
        on=clock.today(), number=5, counts={"hardly": 5},
    ))  # fmt: skip
    db.commit()
    page = browser.visit(PAGE, as_=answered.sara)
    row = next(row for row in page.select("tr") if "Träna på ett jobb" in row.text)
    assert row.td and row.td.text == "17"
    questionnaire = db.query(Questionnaire).filter_by(key="after-measure").one()
    questionnaire.name = sv("Efter stödet")
    db.commit()
    assert "Efter stödet" in browser.visit(PAGE, as_=answered.sara).text


def test_it_takes_ten_queries(browser: Browser, db: Session, answered: Cast) -> None:
    browser.visit(PAGE, as_=answered.sara)
    asked: list[str] = []

    def note(*given: Any) -> None:
        asked.append(given[2])

    event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        browser.visit(PAGE, as_=answered.sara)
    finally:
        event.remove(sa.Engine, "before_cursor_execute", note)
    assert 5 < len([one for one in asked if one.startswith(("SELECT", "WITH"))]) <= 10


def ended(
    db: Session, number: int, outcome: Outcome | None, on: date = LAST_YEAR, times: int = 1
) -> None:
    measure = db.query(Measure).filter_by(key="training").one()
    for one in range(number):
        key = f"{outcome}-{one}-{on}-{times}"
        whose = Participant(key=key, name="N N", language="sv", created_at=clock.now())
        db.add(whose)
        db.flush()
        for time in range(times):
            db.add(Enrolment(
                participant_id=whose.id, measure=measure, outcome=outcome,
                started_on=on - timedelta(days=90 + time), ended_on=on - timedelta(days=time),
            ))  # fmt: skip
    db.commit()


def cells_of_ended(browser: Browser, as_: Cast) -> list[list[str]]:
    page = browser.visit(PAGE, as_=as_.sara)
    rows = [row for row in page.select("#ended ~ div tr") if "Arbetsträning" in row.text]
    return [[cell.get_text(strip=True) for cell in row.select("td")] for row in rows]


def test_only_managers_and_administrators_find_it(browser: Browser, manager: Cast) -> None:
    for page in (PAGE, FILE):
        assert browser.get(page, as_=manager.sara).status_code == 200
        assert browser.get(page, as_=manager.karin).status_code == 404
        assert browser.get(page, as_=manager.amina).status_code == 403


def test_before_anybody_has_answered_it_says_when_there_will_be_something(
    browser: Browser, manager: Cast
) -> None:
    text = browser.visit(PAGE, as_=manager.sara).text
    assert "när minst fem har svarat" in text
    year = clock.today().year
    assert f"De som avslutas {year} visas här från 1 januari {year + 1}" in text
    assert "Ingen förfrågan har stängt" in text


def test_it_tells_what_was_answered_and_how_sure_that_is(
    browser: Browser, db: Session, answered: Cast
) -> None:
    page = browser.visit(PAGE, as_=answered.sara)
    row = next(row for row in page.select("tr") if "Arbetsträning" in row.text)
    cells = [cell.get_text(" ", strip=True) for cell in row.select("td")]
    assert cells[:3] == ["12", "75 %", "47–91 %"]
    assert "än övriga" not in page.text, "9 of 12 and 1 of 6: one in sixteen by chance alone"
    db.add(AnswerBlock(
        questionnaire="after-measure", version=1, question="helped", about="training",
        on=clock.today(), number=8, counts={"a-lot": 8},
    ))  # fmt: skip
    db.commit()
    page = browser.visit(PAGE, as_=answered.sara)
    rows = {row.th.text: row for row in page.select("tr") if row.th and "än övriga" in row.th.text}
    assert set(rows) == {"Arbetsträningbättre än övriga", "=Kurssämre än övriga"}


def test_a_page_that_broke_once_works_the_next_time(
    browser: Browser, answered: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept ready then is no row of the broken request's."""

    def breaks(*_: object) -> None:
        raise RuntimeError("something broke after the tables were kept")

    with monkeypatch.context() as broken:
        broken.setattr(outcomes, "ended", breaks)
        assert browser.get(PAGE, as_=answered.sara).status_code == 500
    assert browser.get(PAGE, as_=answered.sara).status_code == 200
    assert browser.get(FILE, as_=answered.sara).status_code == 200


def test_no_name_reference_or_caseworker_is_in_it(
    browser: Browser, db: Session, answered: Cast
) -> None:
    ended(db, 6, Outcome.EMPLOYED)
    for found in (browser.get(PAGE, as_=answered.sara), browser.get(FILE, as_=answered.sara)):
        for name in ("Amina", "A-1", "employed-", "Karin", "Lars"):
            assert name not in found.text


def test_few_to_one_outcome_are_kept_back_and_so_is_what_would_tell_them(
    browser: Browser, db: Session, answered: Cast
) -> None:
    ended(db, 8, Outcome.EMPLOYED)
    ended(db, 2, Outcome.STUDIES)
    ended(db, 7, None)
    assert cells_of_ended(browser, answered) == [["1", "17", "8", "–", "0", "–"]]


def test_of_four_who_ended_nothing_is_told(browser: Browser, db: Session, answered: Cast) -> None:
    ended(db, 4, Outcome.EMPLOYED)
    assert cells_of_ended(browser, answered) == [["1", *"–––––"]]


def test_one_person_who_ended_five_times_is_one_person(
    browser: Browser, db: Session, answered: Cast
) -> None:
    """Whatever it led to each time: neither in the row nor in any of its cells is she more than one."""
    ended(db, 1, Outcome.EMPLOYED, times=5)
    assert cells_of_ended(browser, answered) == [["1", *"–––––"]]
    whose = db.query(Participant).filter(Participant.key.startswith("employed")).one()
    measure = db.query(Measure).filter_by(key="training").one()
    for number, outcome in enumerate(Outcome, 10):
        on = LAST_YEAR - timedelta(days=number)
        db.add(Enrolment(
            participant_id=whose.id, measure=measure, outcome=outcome, started_on=on, ended_on=on,
        ))  # fmt: skip
    db.commit()
    assert cells_of_ended(browser, answered) == [["1", *"–––––"]]
    ended(db, 5, Outcome.STUDIES)
    assert cells_of_ended(browser, answered) == [["1", "6", "–", "–", "0", "0"]]


def test_the_year_that_goes_on_is_not_shown_and_others_are_tables_of_their_own(
    browser: Browser, db: Session, answered: Cast
) -> None:
    this_year = LAST_YEAR + timedelta(days=1)
    ended(db, 5, Outcome.EMPLOYED, on=this_year)
    text = browser.visit(PAGE, as_=answered.sara).text
    assert f"visas här från 1 januari {this_year.year + 1}" in text
    assert cells_of_ended(browser, answered) == []
    ended(db, 6, Outcome.STUDIES)
    ended(db, 7, None, on=LAST_YEAR.replace(year=LAST_YEAR.year - 1))
    assert cells_of_ended(browser, answered) == [
        ["1", "6", "0", "6", "0", "0"],
        ["1", "7", "0", "0", "0", "7"],
    ]


def test_the_file_has_the_measures_keys_and_no_formula(browser: Browser, answered: Cast) -> None:
    found = browser.get(FILE, as_=answered.sara)
    assert found.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(StringIO(found.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {13}
    shares = {row[4]: row for row in rows if row[0] == "andel bra svar" and not row[6]}
    assert shares["training"][8:11] == ["9", "12", "0,75"]
    assert shares["course"][3] == "'=Kurs"
    assert shares["course"][5] == "6–7"
