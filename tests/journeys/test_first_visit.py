"""A fresh start: from the printed link to what is next, whose turn, whom do I call, where am I."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PIN, Demo, fits, sign_in, sign_in_staff
from tests.journeys.taps import choose_language, follow, leave_in_a_hurry, send

pytestmark = pytest.mark.journey

FIRST_SCREEN = {
    "sv": ("Din tur", "Din kontaktperson", "Här är du", "Del 3 av 5"),
    "en": ("Your turn", "Your contact person", "You are here", "3"),
    "ar": (None, None, None, "3"),
}


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("language", ["sv", "en", "ar"])
def test_the_first_screen_answers_the_four_questions(
    demo: Demo, phone: Callable[..., Page], language: str, javascript: bool
) -> None:
    page = phone(language, javascript=javascript)
    page.goto(demo.address)
    choose_language(page, language)
    sign_in(page, demo.links[0])
    choose_language(page, language)  # her case file says Somali
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    turn, contact, here, part = FIRST_SCREEN[language]
    card = page.locator("#next-step")
    expect(card).to_contain_text("Ring Lars och säg vilka dagar du kan praktisera")
    expect(page.locator("[aria-labelledby=contact]")).to_contain_text("Karin Berg")
    expect(page.locator("[aria-labelledby=contact] a[href='tel:+46700000001']")).to_be_visible()
    expect(page.locator("[aria-labelledby=stage]")).to_contain_text(part or "")
    for words, place in ((turn, "#next-step"), (contact, "#contact"), (here, "#stage")):
        if words:
            expect(page.locator(place)).to_contain_text(words)
    box = card.bounding_box()
    assert box and box["y"] < 200, "the next step is seen without scrolling"
    for address in ("/", "/plan", "/week", "/people", "/me", "/help"):
        page.goto(demo.address + address)
        assert fits(page), f"{address} scrolls sideways"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_step_is_answered_done_and_undone(
    demo: Demo, phone: Callable[..., Page], javascript: bool
) -> None:
    page = phone(javascript=javascript)
    sign_in(page, demo.links[0])
    choose_language(page, "sv")
    follow(page.get_by_role("link", name="Säg om det fungerar för dig"))
    page.get_by_text("Jag är osäker").click()
    page.locator("[name=comment]").fill("Jag vet inte vilka dagar")
    done = page.get_by_role("button", name="Jag har gjort det")
    undo = page.get_by_role("button", name="Ångra: det är inte klart")
    saved = page.get_by_role("status").filter(has_text="Ditt svar är sparat")
    send(page.get_by_role("button", name="Spara svaret"), shows=saved)
    send(done, shows=undo)
    send(undo, shows=done)
    staff = phone(javascript=javascript)
    sign_in_staff(staff, demo.links[2])
    follow(staff.get_by_role("link", name=re.compile("Amina Warsame")).first)
    expect(staff.locator("main")).to_contain_text("Jag vet inte vilka dagar")
    page.goto(demo.address + "/me/access-log")
    expect(page.locator("main")).to_contain_text("Karin Berg")


@pytest.mark.parametrize("javascript", [True, False])
def test_leaving_in_a_hurry_shows_a_neutral_page_and_back_shows_nothing_of_hers(
    demo: Demo, phone: Callable[..., Page], javascript: bool
) -> None:
    page = phone(javascript=javascript)
    sign_in(page, demo.links[0])
    page.goto(demo.address + "/plan")
    leave_in_a_hurry(page)
    assert "Min väg" not in page.content()
    page.go_back()
    assert "Ring Lars" not in page.content()
    page.goto(demo.address + "/plan")
    page.locator("[name=pin]").fill(PIN)
    follow(page.locator("main form button.button").first)
    expect(page).to_have_url(demo.address + "/plan")


def test_the_printed_plan_shows_the_plan_and_not_the_chrome(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone()
    sign_in(page, demo.links[0])
    page.goto(demo.address + "/plan")
    page.emulate_media(media="print")
    expect(page.locator(".paper svg")).to_be_visible()
    expect(page.locator("nav.places")).to_be_hidden()
    expect(page.locator("header")).to_be_hidden()
    assert len(page.pdf(format="A4")) > 1000
    pages = page.pdf(format="A4").count(b"/Type /Page\n") or page.pdf(format="A4").count(
        b"/Type /Page"
    )
    assert pages <= 4
