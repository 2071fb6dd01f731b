"""A round of the user panel: from paper in Arabic without JavaScript, and on a unit's tablet that forgets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal import clock
from tests.journeys.conftest import Demo, fits, give_every_duty, sign_in_staff
from tests.journeys.taps import follow

pytestmark = pytest.mark.journey

BUTTON = "main form button.button"


def made_round(demo: Demo, page: Page, folder: Path) -> str:
    """Karin makes a round, and gives its address."""
    give_every_duty(folder, "karin")
    sign_in_staff(page, demo.links[2])
    page.goto(f"{demo.address}/staff/feedback/panel")
    follow(page.locator("main a.button").first)
    page.locator("#name-sv").fill("Hur vi skriver till dig")
    page.locator("summary").last.click()
    page.locator("#name-ar").fill("كيف نكتب إليك")
    today = clock.today()
    page.locator("#from").fill((today - timedelta(days=1)).isoformat())
    page.locator("#until").fill((today + timedelta(days=14)).isoformat())
    follow(page.locator("main form button", has_text="Spara"))
    expect(page.locator("h1")).to_have_text("Hur vi skriver till dig")
    assert fits(page)
    return page.url


def test_a_paper_is_answered_in_arabic_without_javascript_and_works_once(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    karin = phone()
    made_round(demo, karin, tmp_path)
    karin.locator("#number").fill("3")
    karin.locator("#language").select_option("ar")
    follow(karin.locator("main form button", has_text="papper"))
    expect(karin.locator("article")).to_have_count(3)
    path = karin.locator(".address").first.inner_text().partition("/feedback/")[2]
    page = phone("sv", javascript=False)
    page.goto(f"{demo.address}/feedback/{path}?in=ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("main h2").first).to_have_text("كيف نكتب إليك")
    assert fits(page)
    follow(page.locator("button[value=one]"))
    page.locator("input[type=radio]").nth(1).check()
    assert fits(page)
    follow(page.locator(BUTTON).first)
    page.goto(f"{demo.address}/feedback/{path}")  # she stops, and comes back
    follow(page.locator("button[value=one]"))
    while page.locator("main fieldset").count():
        page.locator("input[type=radio]").first.check()
        follow(page.locator(BUTTON).first)
    page.locator("textarea").fill("اكتبوا بوضوح")
    follow(page.locator(BUTTON).first)
    assert fits(page)
    follow(page.locator("form[action$='/send'] button"))
    assert page.url.endswith("/thanks") and fits(page)
    answer = page.goto(f"{demo.address}/feedback/{path}")
    assert answer and answer.status == 410 and fits(page)


def test_the_tablet_forgets_between_two_people(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    page = phone()
    made_round(demo, page, tmp_path)
    follow(page.locator("#tablet ~ p a.button"))
    follow(page.locator("main form button", has_text="Visa frågorna här"))
    page.clock.install()
    page.goto(f"{demo.address}/kiosk")
    assert fits(page)
    follow(page.locator("button[value=ar]"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    follow(page.locator("button[value=one]"))
    page.locator("input[type=radio]").nth(1).check()
    follow(page.locator(BUTTON).first)
    assert page.url.endswith("/questions/whom-to-contact")
    page.clock.fast_forward(45_000)
    expect(page.locator("[role=alertdialog]")).to_be_visible()
    page.locator("[role=alertdialog] button").click()
    expect(page.locator("[role=alertdialog]")).to_have_count(0)
    page.clock.fast_forward(61_000)
    page.wait_for_url("**/kiosk")
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.go_back()
    expect(page.locator("button[value=ar]")).to_be_visible()  # nobody's question: the first page
    follow(page.locator("button[value=uk]"))
    follow(page.locator("button[value=one]"))
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)
    page.locator("input[type=radio]").nth(2).check()
    follow(page.locator(BUTTON).first)
    page.goto(f"{demo.address}/kiosk/check")
    follow(page.locator("form[action$='/send'] button"))
    assert page.url.endswith("/thanks") and fits(page)
    page.clock.fast_forward(16_000)
    page.wait_for_url("**/kiosk")
    page.goto(f"{demo.address}/help")
    assert page.url.endswith("/kiosk"), "there is no way to anything else"
