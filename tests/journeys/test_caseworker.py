"""From «it does not work for me» to a published step in her language: two phones, one at each end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from portal import i18n
from tests.journeys.conftest import Demo, fits, sign_in, sign_in_staff
from tests.journeys.taps import follow, send

READY = "Säg vilka dagar och tider du kan"
FEW = 10


class Caseworker:
    """Karin's phone. Counts her taps."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps = page, 0

    def tap(self, what: Locator) -> None:
        follow(what.first)
        self.taps += 1
        assert fits(self.page), self.page.url


@pytest.mark.journey
@pytest.mark.parametrize("javascript", [True, False])
def test_what_does_not_work_becomes_a_step_in_her_language_in_few_taps(
    demo: Demo, phone: Callable[..., Page], javascript: bool
) -> None:
    hers = phone("so", javascript=javascript)
    sign_in(hers, demo.links[0])
    follow(hers.locator("#next-step a[href*='/plan/steps/']").first)
    hers.locator("[name=answer][value=cannot]").check()
    hers.locator("[name=comment]").fill("Waan xanuunsanahay")
    answer = hers.locator("form:has([name=answer]) button").first
    send(answer, shows=hers.locator("main .notice"))

    karin = Caseworker(phone(javascript=javascript))
    page = karin.page
    sign_in_staff(page, demo.links[2])
    karin.tap(page.locator("section:has(#cannot) a.row", has_text="Amina Warsame"))
    expect(page.locator("main")).to_contain_text("Waan xanuunsanahay")
    karin.tap(page.get_by_role("link", name="Skriv i planen"))
    karin.tap(page.locator("main a.row", has_text="Utvecklingsplan"))
    karin.tap(page.get_by_role("link", name="Färdigt steg"))
    karin.tap(page.locator("main li", has_text=READY).locator("a, button"))
    if "/steps/new" in page.url:
        karin.tap(page.get_by_role("button", name="Spara i utkastet"))
    hers.goto(demo.address + "/plan")
    said = i18n.content_catalogue("so").gettext(READY)
    assert said != READY
    assert said not in hers.locator("main").inner_text(), "a draft is nobody else's"
    karin.tap(page.get_by_role("link", name="Publicera"))
    karin.tap(page.get_by_role("button", name="Publicera"))
    assert karin.taps < FEW, karin.taps
    hers.reload()
    expect(hers.locator("main")).to_contain_text(said)
    expect(hers.locator("html")).to_have_attribute("lang", "so")
