"""«Ni sa – vi gör»: written by the unit, read by everybody in their own language."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback.models import PublishedAnswer
from portal.people.account_models import Duty
from tests.browsing import Browser
from tests.cast import Cast, give_duties

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
    browser.post(NEW, {**TEXTS, "act": "publish"}, as_=manager.sara)
    page = browser.visit(PUBLIC, as_=None, language="ar")
    assert TEXTS["does-ar"] in page.text
    page = browser.visit(PUBLIC, as_=manager.amina)
    assert TEXTS["does-sv"] in page.text


def test_in_a_language_that_lacks_it_the_swedish_words_say_that_they_are_swedish(
    browser: Browser, manager: Cast
) -> None:
    browser.post(NEW, {**TEXTS, "act": "publish"}, as_=manager.sara)
    page = browser.visit(PUBLIC, as_=None, language="uk")
    assert TEXTS["does-sv"] in [one.text for one in page.select("main [lang=sv]")]
    assert "ukrainska" in browser.visit(INDEX, as_=manager.sara).text


def test_what_is_kept_or_taken_back_is_read_by_nobody(
    browser: Browser, db: Session, manager: Cast
) -> None:
    browser.post(NEW, {**TEXTS, "act": "keep"}, as_=manager.sara)
    assert TEXTS["said-sv"] not in browser.visit(PUBLIC, as_=None).text
    address = f"{INDEX}/{kept(db).id}"
    browser.post(address, {**TEXTS, "act": "publish"}, as_=manager.sara)
    assert TEXTS["said-sv"] in browser.visit(PUBLIC, as_=None).text
    browser.post(f"{address}/take-back", as_=manager.sara)
    assert TEXTS["said-sv"] not in browser.visit(PUBLIC, as_=None).text


def test_without_swedish_words_nothing_is_kept_and_nothing_is_lost(
    browser: Browser, db: Session, manager: Cast
) -> None:
    answer = browser.post(NEW, {**TEXTS, "does-sv": " ", "act": "publish"}, as_=manager.sara)
    assert answer.status_code == 422
    assert TEXTS["does-ar"] in answer.text
    assert "Skriv texten på svenska." in answer.text
    assert db.scalar(sa.select(PublishedAnswer)) is None


def test_another_units_is_not_hers_to_change(browser: Browser, db: Session, manager: Cast) -> None:
    browser.post(NEW, {**TEXTS, "act": "publish"}, as_=manager.sara)
    db.execute(sa.update(PublishedAnswer).values(organisation_id=manager.employment.id))
    db.commit()
    assert browser.get(f"{INDEX}/{kept(db).id}", as_=manager.sara).status_code == 404
    assert browser.get(INDEX, as_=manager.karin).status_code == 404
