"""The queue and the page of one text: who sees what, what is kept, what is logged, and that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Participant
from portal.plan.models import Answer, Step
from portal.privacy.models import AccessLog, Opened
from portal.translators import machine
from portal.translators.models import Place, WantedTranslation
from portal.translators.wanting import want_for
from tests.browsing import Browser, linted
from tests.cast import Cast, sv
from tests.plan.writing import plan, step
from tests.translators.writing import answered, planned, reads, the_want, translator

QUEUE = "/staff/texts"
WORDS = "Ring mig på måndag"
THEIRS = "I soo wac Isniinta"
SAID = Place.STEP_ANSWER_COMMENT


@pytest.fixture
def made(db: Session, cast: Cast) -> Step:
    made = planned(db, cast, WORDS)
    answered(db, made, "Ma awoodo <b>Isniinta</b> 😀")
    want_for(db, cast.amina, now=clock.now())
    db.commit()
    return made


@pytest.fixture
def address(db: Session, made: Step) -> str:
    return f"{QUEUE}/{the_want(db).id}"


def openings(db: Session, participant: Participant) -> list[Opened]:
    query = sa.select(AccessLog.opened).where(AccessLog.participant_id == participant.id)
    return list(db.scalars(query.order_by(AccessLog.opened_at)))


def said(page: BeautifulSoup) -> str:
    return " ".join(page.main.get_text(" ").split()) if page.main else ""


def test_her_caseworker_sees_what_waits_urgent_first(
    browser: Browser, cast: Cast, made: Step
) -> None:
    rows = browser.visit(QUEUE, as_=cast.karin).select("ul.rows > li")
    assert len(rows) == 4
    first = " ".join(rows[0].get_text(" ").split())
    assert first.startswith("Bråttom Ma awoodo <b>Isniinta</b> 😀 okänt språk till svenska, Amina")
    assert "Deltagarens svar på ett steg, 5 ord, kom i dag" in first
    assert "Bråttom" not in rows[1].get_text()
    [words] = [row.select_one("b bdi[lang=sv]") for row in rows if WORDS in row.text]
    assert words and words.text == WORDS


def test_a_row_says_how_long_it_has_waited_and_how_a_long_text_begins(
    db: Session, browser: Browser, cast: Cast
) -> None:
    planned(db, cast, "Ring " + "mig på måndag " * 20)
    want_for(db, cast.amina, now=clock.now() - timedelta(days=3))
    db.commit()
    rows = browser.visit(QUEUE, as_=cast.karin).select("ul.rows > li")
    [row] = [one.get_text() for one in rows if "Ring mig" in one.text]
    assert "har väntat 3 dagar" in row and " …" in row and len(row) < 200


def test_whoever_only_translates_sees_nobodys_words_in_the_list(
    db: Session, browser: Browser, cast: Cast, made: Step
) -> None:
    translator(db, cast.lars)
    page = said(browser.visit(QUEUE, as_=cast.lars))
    assert WORDS not in page and "awoodo" not in page and "Text " in page


def test_one_pair_of_languages_at_a_time(browser: Browser, cast: Cast, made: Step) -> None:
    page = browser.visit(f"{QUEUE}?pair=und-to-sv", as_=cast.karin)
    assert len(page.select("ul.rows > li")) == 1
    assert "svenska till somaliska: 3" in said(page)
    strange = browser.visit(f"{QUEUE}?pair=%3Cb%3E&about=x", as_=cast.karin)
    assert len(strange.select("ul.rows > li")) == 4


def test_nothing_waits_is_said_kindly(browser: Browser, cast: Cast, made: Step) -> None:
    assert "Ingen text väntar." in said(browser.visit(QUEUE, as_=cast.lars))


def test_a_caseworker_sees_nothing_of_others(browser: Browser, cast: Cast, address: str) -> None:
    assert browser.get(address, as_=cast.lars).status_code == 404
    assert "Amina" not in browser.visit(QUEUE, as_=cast.lars).text


def test_a_translator_sees_texts_by_their_reference_and_never_whose_they_are(
    db: Session, browser: Browser, cast: Cast, address: str
) -> None:
    translator(db, cast.lars)
    listed, page = browser.visit(QUEUE, as_=cast.lars), browser.visit(address, as_=cast.lars)
    assert len(listed.select("ul.rows > li")) == 4
    assert WORDS in page.text
    for shown in (listed, page):
        assert "Amina" not in str(shown) and "A-1" not in str(shown)
        assert str(cast.amina.id) not in str(shown)
    assert "Text " in said(page)


def test_a_translator_sees_nothing_of_somebody_with_protected_data(
    db: Session, browser: Browser, cast: Cast
) -> None:
    reads(db, cast.farid, "prs")
    plan(db, cast.farid, step("Ring mig"))
    want_for(db, cast.farid, now=clock.now())
    db.commit()
    want = the_want(db)
    translator(db, cast.lars)
    assert "Ingen text väntar." in said(browser.visit(QUEUE, as_=cast.lars))
    assert browser.get(f"{QUEUE}/{want.id}", as_=cast.lars).status_code == 404
    page = browser.visit(f"{QUEUE}/{want.id}", as_=cast.sara)
    assert "F-1" in said(page) and "Farid" not in page.text


def test_each_text_that_is_opened_is_logged(
    db: Session, browser: Browser, cast: Cast, address: str
) -> None:
    browser.visit(QUEUE, as_=cast.karin)
    browser.visit(address, as_=cast.karin)
    translator(db, cast.lars)
    browser.visit(QUEUE, as_=cast.lars)
    browser.visit(address, as_=cast.lars)
    assert openings(db, cast.amina) == [Opened.OVERVIEW, Opened.TEXTS, Opened.TEXTS]


def test_the_text_is_shown_as_it_was_written(
    db: Session, browser: Browser, cast: Cast, made: Step
) -> None:
    page = browser.visit(f"{QUEUE}/{the_want(db, SAID).id}", as_=cast.karin)
    [quote] = page.select("blockquote")
    assert (quote["lang"], quote["dir"]) == ("", "auto")
    assert quote.get_text() == "Ma awoodo <b>Isniinta</b> 😀"
    assert f"Hör till steget: {WORDS}" in said(page)


def test_a_translation_is_kept_and_she_reads_it(
    db: Session, browser: Browser, cast: Cast, made: Step, address: str
) -> None:
    form = {"text": THEIRS, "source": WORDS}
    answer = browser.post(address, form, as_=cast.karin)
    assert answer.status_code == 303 and answer.headers["Location"] == address
    page = browser.visit(address, as_=cast.karin)
    assert "Översatt av Karin Berg" in said(page) and "Nästa text" in said(page)
    assert browser.post(address, form, as_=cast.karin).status_code == 303, "a double click"
    hers = browser.visit(f"/plan/steps/{made.id}", as_=cast.amina)
    assert THEIRS in hers.text


def test_it_can_be_taken_back_at_once(
    db: Session, browser: Browser, cast: Cast, made: Step, address: str
) -> None:
    browser.post(address, {"text": THEIRS, "source": WORDS}, as_=cast.karin)
    [undo] = browser.visit(address, as_=cast.karin).select("form[action$=undo]")
    browser.post(str(undo["action"]), as_=cast.karin)
    db.refresh(made)
    db.commit()
    assert made.text == sv(WORDS)
    assert browser.visit(address, as_=cast.karin).select("textarea[name=text]")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Skriv översättningen först."), ("x" * 10_000, "Skriv högst 5 000 tecken.")],
)
def test_what_cannot_be_kept_is_said_by_the_field_and_stays(
    browser: Browser, cast: Cast, address: str, typed: str, words: str
) -> None:
    answer = browser.post(address, {"text": typed, "source": WORDS}, as_=cast.karin)
    assert answer.status_code == 422
    page = linted(answer)
    assert words in said(page)
    assert page.select_one("textarea") and page.select("textarea")[0].get_text() == typed


def test_when_the_text_was_changed_both_are_shown_and_what_was_typed_stays(
    db: Session, browser: Browser, cast: Cast, made: Step, address: str
) -> None:
    made.text = sv("Ring mig på fredag")
    db.commit()
    answer = browser.post(address, {"text": THEIRS, "source": WORDS}, as_=cast.karin)
    assert answer.status_code == 409
    page = linted(answer)
    assert WORDS in said(page) and "Ring mig på fredag" in said(page)
    [field] = page.select("textarea[name=text]")
    assert field.get_text() == THEIRS
    seen = page.select("input[name=source]")[0]["value"]
    again = browser.post(address, {"text": "Jimcaha", "source": str(seen)}, as_=cast.karin)
    assert again.status_code == 303
    db.refresh(made)
    assert made.text.texts["so"] == "Jimcaha"


def test_the_second_of_two_translators_sees_the_firsts_and_loses_nothing(
    db: Session, browser: Browser, cast: Cast, address: str
) -> None:
    translator(db, cast.lars)
    browser.post(address, {"text": THEIRS, "source": WORDS}, as_=cast.karin)
    answer = browser.post(address, {"text": "Isniinta i wac", "source": WORDS}, as_=cast.lars)
    assert answer.status_code == 409
    page = said(linted(answer))
    assert THEIRS in page and "Isniinta i wac" in page


def test_a_text_that_is_gone_gives_back_what_was_typed(
    db: Session, browser: Browser, cast: Cast, made: Step, address: str
) -> None:
    db.delete(made)
    db.commit()
    answer = browser.post(address, {"text": THEIRS, "source": WORDS}, as_=cast.karin)
    assert answer.status_code == 404
    assert THEIRS in said(linted(answer))


def test_what_she_wrote_in_swedish_is_marked_so(
    db: Session, browser: Browser, cast: Cast, made: Step
) -> None:
    address = f"{QUEUE}/{the_want(db, SAID).id}"
    browser.post(f"{address}/swedish", as_=cast.karin)
    page = said(browser.visit(address, as_=cast.karin))
    assert "Texten är på svenska" in page and "Ångra" in page
    assert len(browser.visit(QUEUE, as_=cast.karin).select("ul.rows > li")) == 3


def test_no_machine_is_offered_where_the_municipality_has_none(
    browser: Browser, cast: Cast, made: Step, address: str
) -> None:
    assert "Föreslå" not in browser.visit(address, as_=cast.karin).text
    assert browser.post(f"{address}/suggest", as_=cast.karin).status_code == 404
    form = {"text": THEIRS, "source": WORDS, "made_by": "machine"}
    browser.post(address, form, as_=cast.karin)
    assert "Översatt av Karin Berg" in said(browser.visit(address, as_=cast.karin))


@pytest.fixture
def with_machine(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """The municipality has a machine translator, which says this."""
    before = app.config["PORTAL"]
    app.config["PORTAL"] = replace(before, translate_url="http://127.0.0.1:9")

    def says(words: str) -> None:
        answers = {"/languages": [{"code": "sv"}, {"code": "so"}]}
        monkeypatch.setattr(machine, "_KNOWN", {})
        monkeypatch.setattr(
            machine.Machine,
            "_ask",
            lambda _, path, asked=None: answers.get(path, {"translatedText": words}),
        )

    yield says
    app.config["PORTAL"] = before


def test_a_suggestion_fills_the_field_and_is_kept_only_by_a_person(
    db: Session,
    browser: Browser,
    cast: Cast,
    made: Step,
    address: str,
    with_machine: Callable[[str], None],
) -> None:
    with_machine(THEIRS)
    page = linted(browser.post(f"{address}/suggest", as_=cast.karin))
    assert page.select("textarea")[0].get_text() == THEIRS
    db.refresh(made)
    db.commit()
    assert "so" not in made.text.texts, "a suggestion is not published"
    form = {"text": THEIRS, "source": WORDS, "made_by": "machine"}
    browser.post(address, form, as_=cast.karin)
    assert "Översatt av en dator" in said(browser.visit(address, as_=cast.karin))


def test_a_suggestion_does_not_take_the_place_of_what_was_typed(
    browser: Browser, cast: Cast, address: str, with_machine: Callable[[str], None]
) -> None:
    with_machine(THEIRS)
    page = linted(browser.post(f"{address}/suggest", {"text": "Mitt"}, as_=cast.karin))
    assert page.select("textarea")[0].get_text() == "Mitt"
    assert THEIRS in said(page)


def test_a_machine_that_is_silent_stops_nobody(
    browser: Browser, cast: Cast, address: str, with_machine: Callable[[str], None]
) -> None:
    answer = browser.post(f"{address}/suggest", {"text": "Mitt"}, as_=cast.karin)
    assert answer.status_code == 200
    page = linted(answer)
    assert "svarar inte" in said(page)
    assert page.select("textarea")[0].get_text() == "Mitt"


def test_as_many_questions_for_sixty_texts_as_for_three(
    db: Session, engine: sa.Engine, app: Flask, browser: Browser, cast: Cast, made: Step
) -> None:
    asked: list[str] = []
    its = app.extensions["portal_engine"]
    sa.event.listen(its, "before_cursor_execute", lambda *it: asked.append(it[2]))
    browser.visit(QUEUE, as_=cast.karin)
    asked.clear()
    browser.visit(QUEUE, as_=cast.karin)
    few = len(asked)
    plan(db, cast.amina, *(step(f"Steg {number}") for number in range(60)), position=1)
    want_for(db, cast.amina, now=clock.now())
    db.commit()
    asked.clear()
    page = browser.visit(QUEUE, as_=cast.karin)
    assert len(asked) == few
    assert "50 första av 66" in said(page)


def test_when_she_answers_her_words_wait_at_once(
    db: Session, browser: Browser, cast: Cast, made: Step
) -> None:
    form = {"answer": Answer.UNSURE.value, "comment": "Ma hubo"}
    assert browser.post(f"/plan/steps/{made.id}", form, as_=cast.amina).status_code == 303
    want = the_want(db, SAID)
    db.refresh(want)
    db.commit()
    assert want.source == "Ma hubo"
    browser.post("/plan/steps/new", {"text": "Baro luuqadda", "key": "k"}, as_=cast.amina)
    db.expire_all()
    wants = db.scalars(sa.select(WantedTranslation).where(WantedTranslation.into == "sv"))
    assert {one.source for one in wants} == {"Ma hubo", "Baro luuqadda"}
