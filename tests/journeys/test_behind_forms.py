"""Every page that stands behind a form, for every body: codes, phones that are shared, her own steps, the letter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import PIN
from tests.journeys.every_body import LANGUAGES, Visitors, barriers, by_axe, measured, resize
from tests.journeys.taps import LONGEST, follow

pytestmark = pytest.mark.journey

A4 = 794
"""Width of the paper in CSS pixels."""
SOON = """document.addEventListener("readystatechange", () => {
  if (location.search === "?soon" && document.body) document.body.dataset.portalIdleMinutes = "2.6";
});"""
"""Ends the session soon, before the page's own script reads when."""


@pytest.fixture
def another_phone(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ar")
    context.set_default_timeout(LONGEST)
    yield context.new_page()
    context.close()


def press(page: Page) -> None:
    """The main button of the page, which leads to another."""
    follow(page.locator("main form button.button").first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_phone_a_session_that_ends_and_what_she_was_writing(
    visitors: Visitors, another_phone: Page, language: str
) -> None:
    """The code for another phone, coming back with a PIN, what was kept, her own step, and forgetting a phone."""
    page = visitors.visit("another phone", language)
    faults: list[str] = []

    def look(at: Page, name: str) -> None:
        faults.extend(f"{name}: {fault}" for fault in barriers(at))

    page.locator("[name=pin]").fill(PIN)
    press(page)
    look(page, "code for another phone")
    another_phone.goto(f"{visitors.demo.address}/sign-in/code")
    another_phone.locator("[name=code]").fill(page.locator("main .code").inner_text())
    press(another_phone)
    another_phone.locator("[name=pin]").fill(PIN)
    another_phone.locator("[name=pin_again]").fill(PIN)
    press(another_phone)
    another_phone.wait_for_url("**/")
    another_phone.goto(f"{visitors.demo.address}/plan/steps/new")
    another_phone.locator("[name=text]").fill("Gå ut en stund varje dag")
    page.goto(f"{visitors.demo.address}/me/devices")
    others = page.locator("main section:not(:has(.turn)) form[action$='/sign-out'] button")
    for number in range(others.count()):
        follow(others.nth(number))
    press(another_phone)
    expect(another_phone.locator("[name=kept]")).to_be_attached()
    look(another_phone, "signed out while she wrote")
    another_phone.locator("[name=pin]").first.fill(PIN)
    press(another_phone)
    expect(another_phone.locator("[id^=kept-]")).to_be_visible()
    look(another_phone, "what she wrote is kept")
    press(another_phone)
    another_phone.wait_for_url("**/plan**")
    look(another_phone, "after it was sent")
    follow(visitors.visit("phones", language).locator("main a[href*=forget]").first)
    look(page, "forget a phone")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_her_own_step_is_changed_and_removed(visitors: Visitors, language: str) -> None:
    page, faults = visitors.visit("own step", language), []
    page.locator("[name=text]").fill("Gå ut en stund varje dag")
    press(page)
    page.goto(page.url.partition("#")[0])
    if "/plan/steps/" not in page.url:
        follow(page.locator("main a[href*='/plan/steps/']", has_text="Gå ut").last)
    faults += barriers(page)
    follow(page.locator("main a[href$='/change']").first)
    faults += barriers(page)
    page.go_back()
    follow(page.locator("main form[action$='/remove'] button"))
    expect(page.locator("main form[action$='/restore'] button")).to_be_visible()
    faults += barriers(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_people_share_a_phone_and_one_asks_for_a_new_code(
    visitors: Visitors, another_phone: Page, language: str
) -> None:
    for key, picture in (("P-1004", 1), ("P-1007", 2)):
        another_phone.goto(visitors.invite(key))
        press(another_phone)
        another_phone.locator("[name=pin]").fill(PIN)
        another_phone.locator("[name=pin_again]").fill(PIN)
        another_phone.locator("[name=picture]").nth(picture).check()
        press(another_phone)
        another_phone.wait_for_url("**/")
        visitors.read_in(another_phone, language)
        follow(another_phone.locator("footer button"))
    another_phone.goto(f"{visitors.demo.address}/sign-in")
    visitors.read_in(another_phone, language)
    another_phone.goto(f"{visitors.demo.address}/sign-in")
    expect(another_phone.locator("main form").first.locator("[name=phone]")).to_have_count(2)
    faults = barriers(another_phone)
    asking = another_phone.locator("main form", has=another_phone.locator("[name=reason]"))
    asking.locator("[name=phone]").first.check()
    follow(asking.locator("[name=reason]"))
    another_phone.wait_for_url("**/asked")
    faults += barriers(another_phone)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_was_sent(visitors: Visitors, language: str) -> None:
    page = visitors.visit("accessibility", language)
    page.locator("[name=body]").fill("Texten är för liten.")
    follow(page.locator("#report button"))
    page.wait_for_url("**/sent*")
    faults = barriers(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_warning_before_she_is_signed_out(visitors: Visitors, language: str) -> None:
    """As if half an hour were a little more than two minutes."""
    page = visitors.visit("more", language)
    page.add_init_script(SOON)
    page.goto(f"{visitors.demo.address}/me?soon")
    warning = page.get_by_role("alertdialog")
    expect(warning).to_be_visible()
    expect(warning).to_be_focused()
    faults = by_axe(page) + measured(page, "smallTargets()") + measured(page, "sideways(360)")
    for _ in range(2):
        page.keyboard.press("Tab")
        found = measured(page, "focus()")
        faults += [f"{found['name']} {fault}" for fault in found["faults"]]
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults += measured(page, "sideways(360)")
    page.evaluate("document.documentElement.style.fontSize = ''")
    warning.locator("[data-portal-stay]").click()
    expect(warning).to_be_hidden()
    page.goto(
        f"{visitors.demo.address}/me"
    )  # where half an hour is half an hour, and she stays signed in
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("key", "language"), [("P-1005", "sv"), ("P-1002", "ar"), ("P-1003", "ti")]
)
def test_the_letter_on_paper_and_on_a_screen(
    visitors: Visitors, another_phone: Page, key: str, language: str
) -> None:
    letter = visitors.folder / f"letter-{language}.html"
    visitors.invite(key, "--letter", str(letter))
    another_phone.goto(letter.as_uri())
    expect(another_phone.locator("html")).to_have_attribute("lang", language)
    faults = by_axe(another_phone) + measured(another_phone, "sideways(360)")
    another_phone.emulate_media(media="print")
    resize(another_phone, A4, 1123)
    faults += by_axe(another_phone) + measured(another_phone, f"sideways({A4})")
    assert another_phone.locator(".square svg").first.bounding_box()["width"] > 100  # type: ignore[index]
    assert not faults, "\n".join(faults)
