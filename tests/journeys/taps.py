"""Taps that lead somewhere, and waiting for what must come true: on any machine, however slow or unlucky."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Error, Locator, Page, expect

LONGEST = 30_000
"""Milliseconds until what should come true counts as broken. A quick machine never waits so long."""
A_MOMENT = 100


def follow(leading: Locator, *, key: str | None = None) -> None:
    """Tap what leads to another page, or press a key on it, and wait until that page is whole.

    Much of what a test asks for is so on the page before, too: to wait for that is not to wait.
    """
    with leading.page.expect_navigation():
        if key:
            leading.press(key)
        else:
            leading.click()


def send(form: Locator, *, shows: Locator) -> None:
    """Tap what is answered with a part of the page, or without htmx with a whole one: `shows` is not there before."""
    form.click()
    expect(shows).to_be_visible()
    form.page.wait_for_load_state()


def choose_language(page: Page, language: str) -> None:
    """Choose in the menu, also the language that the page is already in."""
    page.locator("header .languages summary").click()
    follow(page.locator(f"header .languages button[value={language}]"))
    assert page.locator("html").get_attribute("lang") == language


def leave_in_a_hurry(page: Page) -> None:
    """Tap the button at the top: the neutral page is there, and the server has heard of it, which may take longer."""
    follow(page.locator("form.exit button"))
    page.wait_for_url("**/today")
    until(page, lambda: "session" not in {one.get("name") for one in page.context.cookies()})


def comes_true(page: Page, what: str) -> None:
    """Wait for it; Playwright's own way of waiting is not allowed by the page's content security policy."""
    until(page, lambda: _is_true(page, what), what)


def _is_true(page: Page, what: str) -> bool:
    try:
        return bool(page.evaluate(what))
    except Error as fault:
        if "context was destroyed" not in str(fault):  # the page is making way for the next one
            raise
        return False


def until(page: Page, holds: Callable[[], bool], said: str = "") -> None:
    """Ask again and again, while the page goes on."""
    last = time.monotonic() + LONGEST / 1000
    while not holds():
        assert time.monotonic() < last, f"never came true: {said}"
        page.wait_for_timeout(A_MOMENT)
