"""«Ni sa – vi gör»: written by the unit, read by everybody in their own language."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.models import Occasion, PublishedAnswer
from portal.people.account_models import Duty
from portal.people.models import Participant
from tests.browsing import Browser, linted
from tests.cast import Cast, give_duties
from tests.feedback.asked import answer, request
from tests.feedback.rounds import panel_round

NEW, INDEX, PUBLIC = "/staff/results/told/new", "/staff/results/told", "/results"
TEXTS = {
    "said-sv": "Det är svårt att få tag i oss.", "does-sv": "Vi svarar i telefon varje dag.",
    "said-ar": "من الصعب الوصول إلينا.", "does-ar": "نرد على الهاتف كل يوم.",
}  # fmt: skip


@pytest.fixture
def manager(db: Session, cast: Cast) -> Cast:
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    return cast


def kept(db: Session) -> PublishedAnswer:
    found = db.scalars(sa.select(PublishedAnswer)).one()
    db.commit()
    return found


def test_what_is_published_is_read_by_everybody_in_their_language(
    browser: Browser, manager: Cast
) -> None:
    browser.post(NEW, {**TEXTS, "act": "publish-anyway"}, as_=manager.sara)
    page = browser.visit(PUBLIC, as_=None, language="ar")
    assert TEXTS["does-ar"] in page.text
    page = browser.visit(PUBLIC, as_=manager.amina)
    assert TEXTS["does-sv"] in page.text


def test_in_a_language_that_lacks_it_the_swedish_words_say_that_they_are_swedish(
    browser: Browser, manager: Cast
) -> None:
    browser.post(NEW, {**TEXTS, "act": "publish-anyway"}, as_=manager.sara)
    page = browser.visit(PUBLIC, as_=None, language="uk")
    assert TEXTS["does-sv"] in [one.text for one in page.select("main [lang=sv]")]
    assert "швед" in page.text
    assert "ukrainska" in browser.visit(INDEX, as_=manager.sara).text


def test_nothing_is_shown_before_it_is_said_in_which_languages_it_lacks(
    browser: Browser, manager: Cast
) -> None:
    refused = browser.post(NEW, {**TEXTS, "act": "publish"}, as_=manager.sara)
    assert refused.status_code == 422
    page = linted(refused)
    [trouble] = page.select("#lacks")
    assert "somaliska" in trouble.text and "svenska." in trouble.text
    assert page.select_one("button[value=publish-anyway]")
    assert TEXTS["said-sv"] not in browser.visit("/results", as_=manager.amina).text


def test_what_is_kept_or_taken_back_is_read_by_nobody(
    browser: Browser, db: Session, manager: Cast
) -> None:
    browser.post(NEW, {**TEXTS, "act": "keep"}, as_=manager.sara)
    assert TEXTS["said-sv"] not in browser.visit(PUBLIC, as_=None).text
    address = f"{INDEX}/{kept(db).id}"
    browser.post(address, {**TEXTS, "act": "publish-anyway"}, as_=manager.sara)
    assert TEXTS["said-sv"] in browser.visit(PUBLIC, as_=None).text
    browser.post(f"{address}/take-back", as_=manager.sara)
    assert TEXTS["said-sv"] not in browser.visit(PUBLIC, as_=None).text


def test_without_swedish_words_nothing_is_kept_and_nothing_is_lost(
    browser: Browser, db: Session, manager: Cast
) -> None:
    answer = browser.post(NEW, {**TEXTS, "does-sv": " ", "act": "publish-anyway"}, as_=manager.sara)
    assert answer.status_code == 422
    assert TEXTS["does-ar"] in answer.text
    assert "Skriv texten på svenska." in answer.text
    assert db.scalar(sa.select(PublishedAnswer)) is None


def test_another_units_is_not_hers_to_change(browser: Browser, db: Session, manager: Cast) -> None:
    browser.post(NEW, {**TEXTS, "act": "publish-anyway"}, as_=manager.sara)
    db.execute(sa.update(PublishedAnswer).values(organisation_id=manager.employment.id))
    db.commit()
    assert browser.get(f"{INDEX}/{kept(db).id}", as_=manager.sara).status_code == 404
    assert browser.get(INDEX, as_=manager.karin).status_code == 404


TOLD = "Vi ändrar något efter det du har svarat."


def is_told(browser: Browser, whose: Participant) -> bool:
    on_both = [TOLD in browser.visit(page, as_=whose).text for page in ("/", "/feedback")]
    assert len(set(on_both)) == 1
    return on_both[0]


def test_who_answered_in_the_round_is_told_once_and_nobody_else_is(
    browser: Browser, db: Session, manager: Cast
) -> None:
    of = panel_round(db)
    for whose in (manager.amina, manager.bashir):
        asked = request(db, whose, Occasion.PANEL, about=str(of.id), on=clock.today())
        asked.subject_id = of.id
        if whose is manager.amina:
            asked.answered_on = clock.today()
    db.commit()
    browser.visit(NEW, as_=manager.sara)
    browser.post(NEW, {**TEXTS, "about": str(of.id), "act": "keep"}, as_=manager.sara)
    assert not is_told(browser, manager.amina), "not before everybody may read it"
    address = f"{INDEX}/{kept(db).id}"
    assert browser.visit(address, as_=manager.sara).select_one(f"option[value='{of.id}'][selected]")
    browser.post(address, {**TEXTS, "about": str(of.id), "act": "publish-anyway"}, as_=manager.sara)
    assert is_told(browser, manager.amina)
    assert not is_told(browser, manager.bashir)
    assert (
        TOLD
        not in browser.get(
            f"/staff/participants/{manager.amina.id}/as-she-sees", as_=manager.karin
        ).text
    )
    for _ in range(2):
        browser.visit(PUBLIC, as_=manager.amina)
        assert not is_told(browser, manager.amina)


def test_who_was_asked_after_a_measure_is_told_of_what_came_of_it(
    browser: Browser, db: Session, manager: Cast
) -> None:
    answer(db, request(db, manager.amina, on=clock.today()))
    long_ago = request(db, manager.bashir, on=clock.today() - timedelta(days=500))
    answer(db, long_ago)
    db.commit()
    form = {**TEXTS, "about": Occasion.AFTER_MEASURE, "act": "publish-anyway"}
    browser.post(NEW, form, as_=manager.sara)
    assert is_told(browser, manager.amina)
    assert not is_told(browser, manager.bashir), "that was long ago"


def test_what_is_about_nothing_that_there_is_is_refused(browser: Browser, manager: Cast) -> None:
    refused = browser.post(NEW, {**TEXTS, "about": "everything", "act": "keep"}, as_=manager.sara)
    assert refused.status_code == 422 and "Välj vad det gäller" in refused.text
    assert TEXTS["does-ar"] in refused.text
