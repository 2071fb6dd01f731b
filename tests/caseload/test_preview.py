"""Staff look at her pages as she sees them: the same words in her language, and nothing that can be pressed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from sqlalchemy.orm import Session

from portal.privacy.models import AccessLog, Opened
from portal.writing import Writing
from tests.browsing import Browser
from tests.cast import Cast
from tests.plan.writing import plan, step


def preview(browser: Browser, cast: Cast, which: str = "home") -> BeautifulSoup:
    address = f"/staff/participants/{cast.amina.id}/as-she-sees?page={which}"
    return browser.visit(address, as_=cast.karin)


def words(tag: Tag | None) -> str:
    assert tag
    return " ".join(tag.get_text(" ").split())


@pytest.mark.parametrize(("which", "address"), [("home", "/"), ("plan", "/plan")])
@pytest.mark.parametrize("language", ["sv", "ar", "so"])
def test_it_says_what_her_own_page_says_in_her_language(
    db: Session, browser: Browser, cast: Cast, which: str, address: str, language: str
) -> None:
    cast.amina.language = language
    plan(db, cast.amina, step("Ring Lars"), step("Boka", cast.lars, due="2026-01-05"))
    page = preview(browser, cast, which)
    [frame] = page.select(".hers")
    hers = browser.visit(address, as_=cast.amina)
    for unseen in (*hers.select("main > [role=status], .paper, template"), *frame.select(".paper")):
        unseen.decompose()
    assert words(frame) == words(hers.select_one("main"))
    assert (frame["lang"], frame["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert page.html and page.html["lang"] == "sv"


@pytest.mark.parametrize("which", ["home", "plan"])
def test_nothing_in_it_can_be_pressed(
    db: Session, browser: Browser, cast: Cast, which: str
) -> None:
    plan(db, cast.amina, step("Ring Lars"), step("Boka tid", cast.lars, due="2026-01-05"))
    [frame] = preview(browser, cast, which).select(".hers")
    assert "Ring Lars" in frame.text
    assert not frame.select(
        "form, [href], button:not([disabled]), input:not([disabled]), [hx-post]"
    )


def test_her_own_words_stay_text_in_it(db: Session, browser: Browser, cast: Cast) -> None:
    own = Writing.in_(
        "so", '<form action="/x"><h1>Waxaan rabaa</h1> id="x" hx-get="/x" data-portal-exit'
    )
    plan(db, cast.amina, step("Ring"), own_words=own)
    [frame] = preview(browser, cast, "plan").select(".hers")
    assert own.original in frame.text and not frame.select("form")


def test_looking_is_logged_and_a_stranger_finds_nothing(
    db: Session, browser: Browser, cast: Cast
) -> None:
    address = f"/staff/participants/{cast.amina.id}/as-she-sees"
    assert browser.get(address, as_=cast.lars).status_code == 404
    preview(browser, cast)
    [line] = db.scalars(sa.select(AccessLog))
    assert (line.staff_id, line.opened) == (cast.karin.id, Opened.PARTICIPANT)


def test_both_views_lead_to_each_other(browser: Browser, cast: Cast) -> None:
    page = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    here = page.select_one("nav[aria-label='Två sätt att se'] [aria-current=page]")
    assert here and here.text == "För dig"
    back = preview(browser, cast).select_one(f"a[href='/staff/participants/{cast.amina.id}']")
    assert back


def test_a_protected_name_does_not_stand_in_the_preview(browser: Browser, cast: Cast) -> None:
    page = browser.visit(f"/staff/participants/{cast.farid.id}/as-she-sees", as_=cast.sara)
    assert "Farid" not in str(page)
