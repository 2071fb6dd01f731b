"""A text in every language: what participants read after a change, who has checked it, and how it looks."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy.orm import Session

from portal import clock
from portal.people.models import Staff
from portal.writing import Translated, Writing
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.facts.forms import START, fields, stage, support


def test_a_changed_text_is_read_at_once_and_its_translations_are_to_be_checked(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    found = stage(db)
    found.name = Writing({"sv": "Skapa plan", "ar": "خطة قديمة"})
    cast.amina.stage, cast.amina.language = found, "ar"
    db.commit()
    assert "خطة قديمة" in browser.visit("/", as_=cast.amina).get_text()
    url = f"{START}/stages/{found.id}"
    sent = fields(browser.visit(url, as_=karin)) | {"name": "Skriva planen"}
    page = linted(browser.client(karin).post(url, data=sent, follow_redirects=True))
    assert "Sparat." in page.get_text()
    home = browser.visit("/", as_=cast.amina)
    assert "خطة قديمة" not in home.get_text()
    assert home.find("span", lang="sv", string="Skriva planen"), "Swedish, and said to be"
    assert "Översättningar att kontrollera" in browser.visit(START, as_=karin).get_text()
    check = browser.visit(f"{START}/check", as_=karin)
    [form] = [form for form in check.select("main form") if form.find(attrs={"name": "text-ar"})]
    box = form.select_one("textarea")
    assert box
    assert (box["dir"], box["lang"]) == ("rtl", "ar")
    data = {str(one["name"]): str(one.get("value", "")) for one in form.select("input")}
    answer = browser.post(str(form["action"]), data | {"text-ar": "خطة قديمة"}, as_=karin)
    assert answer.status_code == 303
    assert "خطة قديمة" in browser.visit("/", as_=cast.amina).get_text()
    today = clock.today().isoformat()
    assert stage(db).name.translated["ar"] == Translated("Karin Berg", today)


def test_a_translation_written_while_the_text_changed_is_not_taken_for_right(
    browser: Browser, db: Session, karin: Staff
) -> None:
    url = f"{START}/stages/{stage(db).id}/texts/name"
    sent = fields(browser.visit(url, as_=karin)) | {"text-so": "Qorshe"}
    stage(db).name = Writing.in_("sv", "Något annat")
    db.commit()
    refused = browser.client(karin).post(url, data=sent)
    assert refused.status_code == 409
    page = linted(refused)
    assert "Skapa plan" in page.get_text()
    assert "Något annat" in page.get_text()
    assert "Qorshe" in page.get_text()
    assert "so" not in stage(db).name.texts
    again = browser.client(karin).post(url, data=fields(page))
    assert again.status_code == 303
    assert stage(db).name.texts["so"] == "Qorshe"


def test_each_text_of_a_list_keeps_its_own_translations(
    browser: Browser, db: Session, cast: Cast, karin: Staff
) -> None:
    cast.support.does = [Writing({"sv": "Ett", "so": "1"}), Writing({"sv": "Två", "so": "2"})]
    db.commit()
    url = f"{START}/units/{cast.support.id}"
    sent = fields(browser.visit(url, as_=karin))
    assert sent["does-was"] == ["Ett", "Två", ""]
    sent |= {"does": ["", "Två", "Tre"]}
    assert browser.client(karin).post(url, data=sent).status_code == 303
    assert support(db).does == [Writing({"sv": "Två", "so": "2"}), Writing.in_("sv", "Tre")]


def test_a_preview_is_in_its_language_and_direction(
    browser: Browser, db: Session, karin: Staff
) -> None:
    found = stage(db)
    found.name = Writing({"sv": "Skapa plan", "ar": "خطة"})
    found.what = Writing.in_("sv", "Ni skriver tillsammans.")
    db.commit()
    page = browser.visit(f"{START}/stages/{found.id}/in/ar", as_=karin)
    assert page.find("dd", lang="ar", dir="rtl", string="خطة")
    assert page.find("dd", lang="sv", dir="ltr", string="Ni skriver tillsammans.")
    assert browser.get(f"{START}/stages/{found.id}/in/xx", as_=karin).status_code == 404
    assert browser.get(f"{START}/stages/{uuid4()}", as_=karin).status_code == 404
    assert browser.get(f"{START}/nothing", as_=karin).status_code == 404


def test_the_catalogues_translation_is_shown_where_the_row_has_none(
    browser: Browser, db: Session, karin: Staff
) -> None:
    page = browser.visit(f"{START}/stages/{stage(db).id}/texts/name", as_=karin)
    assert page.select_one("#text-ar").get_text(strip=True) == ""  # type: ignore[union-attr]
    assert page.find("span", lang="ar", dir="rtl", string="كتابة الخطة")
