"""Messages as she lives them: written without JavaScript, read by having been on the screen, and a draft that stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, fits, sign_in
from tests.journeys.taps import comes_true, follow, until

pytestmark = pytest.mark.journey
FIELD = "textarea[name=body]"
SEND = "#write .acts button.button:not([formaction])"
NEW = "main a[href='/messages#new']"


def test_she_writes_in_arabic_without_javascript_and_is_told_until_when(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("ar", javascript=False)
    sign_in(page, demo.links[1])
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    follow(page.locator("a[href='/messages#write']").first)
    assert fits(page)
    expect(page.locator("#write")).to_be_focused()
    before = page.locator("ol.talk .mine").count()

    follow(page.locator(SEND))
    assert page.locator("#write [role=alert]").count() == 1, "nothing is written yet"
    assert page.url.endswith("#write") and fits(page)

    words = "هل يمكنني الحضور يوم الخميس؟"
    page.locator(FIELD).fill(words)
    page.locator("[name=urgent]").check()
    follow(page.locator(SEND))
    expect(page.locator("#said")).to_be_focused()
    last = page.locator("ol.talk .mine").last
    expect(last.locator(".lines")).to_have_text(words)
    assert page.locator("ol.talk .mine").count() == before + 1
    assert page.locator(FIELD).input_value() == ""
    assert fits(page)
    page.goto(demo.address)
    assert page.locator("section[aria-labelledby=messages]").count() == 1, "home says who waits"


def test_what_was_on_her_screen_is_read_and_what_she_began_to_write_is_there_again(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone()
    sign_in(page, demo.links[0])
    assert page.locator(NEW).count() == 1

    page.goto(f"{demo.address}/messages")
    page.wait_for_timeout(1500)
    expect(
        page.locator("form[data-portal-mark]")
    ).to_be_visible()  # it is further down: nobody saw it
    page.goto(demo.address)
    follow(page.locator(NEW))
    expect(page.locator("form[data-portal-mark]")).to_be_hidden()
    page.goto(demo.address)
    assert page.locator(NEW).count() == 0

    page.goto(f"{demo.address}/messages#write")
    page.locator(FIELD).fill("Jag har en fråga om")
    page.locator("#subject").select_option("work")
    expect(page.locator("[data-portal-kept]")).to_be_visible()
    page.reload()
    assert page.locator(FIELD).input_value() == "Jag har en fråga om"
    assert page.locator("#subject").input_value() == "work"
    page.locator(FIELD).press_sequentially(" SFI.")
    follow(page.locator(SEND))
    expect(page.locator("#said")).to_be_focused()
    expect(page.locator("ol.talk .mine .lines").last).to_contain_text("SFI.")
    page.reload()
    assert page.locator(FIELD).input_value() == ""


def test_a_draft_is_kept_at_once_when_she_turns_to_another_window(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone()
    sign_in(page, demo.links[0])
    page.goto(f"{demo.address}/messages#write")
    page.locator(FIELD).fill("Inte klar")
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => true}),"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    comes_true(page, "!document.querySelector('[data-portal-kept]').hidden")
    other = page.context.new_page()
    other.goto(f"{demo.address}/messages")
    until(other, lambda: other.locator(FIELD).input_value() == "Inte klar")
    follow(other.locator("[data-portal-kept] button"))
    assert other.locator(FIELD).input_value() == ""
