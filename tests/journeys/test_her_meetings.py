"""Booking, moving and cancelling a meeting in Somali on a phone without JavaScript, in three taps from home."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, fits, sign_in

pytestmark = pytest.mark.journey
TIMES = "main .acts a[href*=starts_at]"


def test_booked_moved_and_cancelled_in_somali_without_javascript(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("so", javascript=False)
    sign_in(page, demo.links[0])
    expect(page.locator("html")).to_have_attribute("lang", "so")
    page.locator("a[href*='purpose=short-call']").click()
    assert fits(page)
    page.locator(TIMES).first.click()
    assert fits(page)
    page.locator("[name=topic]").fill("Waxaan rabaa inaan ka hadlo SFI")
    page.locator("main form button.button").click()
    one = page.url
    assert "/meetings/" in one and "book" not in one, "three taps"
    assert page.locator("main [role=status]").count() == 1
    assert page.locator("[name=topic]").input_value() == "Waxaan rabaa inaan ka hadlo SFI"
    before = page.locator(".facts dd b").inner_text()

    page.locator("a[href$='/move']").click()
    page.locator(TIMES).nth(3).click()
    page.locator("main form button.button").click()
    assert page.url == one, "it keeps its address"
    moved = page.locator(".facts dd b").inner_text()
    assert moved != before
    page.goto(demo.address)
    expect(page.locator("main")).to_contain_text(moved)

    page.goto(one)
    page.locator("a[href$='/cancel']").click()
    page.locator("main form button.button").click()
    assert "purpose=short-call" in page.url, "straight to new times"
    assert page.locator(TIMES).count() > 3 and fits(page)
    page.goto(one)
    assert not page.locator("a[href$='/cancel']").count()
