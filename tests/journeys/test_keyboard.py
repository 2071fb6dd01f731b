"""With a keyboard: the focus is seen and never covered, menus open and close, and a fault is said at its field."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.every_body import Visitors, by_axe, measured, resize, settle
from tests.journeys.taps import follow, send

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("height", [740, 420])
@pytest.mark.parametrize(("name", "language"), [("home", "sv"), ("home", "ar"), ("step", "sv")])
def test_with_a_keyboard_the_focus_is_seen_and_never_covered(
    visitors: Visitors, name: str, language: str, height: int
) -> None:
    page = visitors.visit(name, language)
    resize(page, 360, height)
    reached: list[str] = []
    faults: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = measured(page, "focus()")
        if found is None:
            break
        reached.append(found["name"])
        faults += [f"{found['name']} {fault}" for fault in found["faults"]]
    settle(page)
    assert len(reached) > 12 and len(reached) < 60
    assert not faults, "\n".join(faults)


def test_the_first_key_skips_to_what_the_page_is_about(visitors: Visitors) -> None:
    page = visitors.visit("home", "sv")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#next-step button").first).to_be_focused()


def test_the_language_menu_opens_and_closes_with_keys(visitors: Visitors) -> None:
    page = visitors.visit("home", "sv")
    menu, choices = page.locator("header summary"), page.locator("header .languages button")
    menu.focus()
    page.keyboard.press("Enter")
    expect(choices.first).to_be_visible()
    page.keyboard.press("Tab")
    expect(choices.first).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(choices.first).to_be_hidden()
    page.keyboard.press("Enter")
    for _ in range(choices.count() + 1):
        page.keyboard.press("Tab")
    expect(page.locator(".exit button")).to_be_focused()
    expect(choices.first).to_be_hidden()  # it would lie over what has the focus next
    menu.focus()
    page.keyboard.press("Enter")
    follow(page.locator("header .languages button[value=ar]"), key="Enter")
    expect(page.locator("html")).to_have_attribute("lang", "ar")


@pytest.mark.parametrize("language", ["sv", "ar"])
@pytest.mark.parametrize(
    ("name", "field", "typed"),
    [
        ("code", "[name=code]", "ABCD-EFGH-JKMN"),
        ("pin", "[name=pin]", "12"),
        ("another phone", "[name=pin]", "0000"),
        ("own step", "[name=text]", ""),
        ("step", "[name=comment]", "x" * 5000),
        ("accessibility", "[name=body]", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    visitors: Visitors, name: str, field: str, typed: str, language: str
) -> None:
    page = visitors.visit(name, language)
    page.locator(field).fill(typed)
    form = page.locator("form", has=page.locator(field))
    form.evaluate("form => form.noValidate = true")
    send(form.locator("button").last, shows=page.locator("main [role=alert]").first)
    faults = measured(page, "tied()") + measured(page, "landmarks()")
    if language == "sv":
        faults += by_axe(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["new ready-made step", "routines"])
def test_staff_are_told_at_the_field_too(visitors: Visitors, name: str) -> None:
    page = visitors.visit(name, "sv")
    form = page.locator("main section form").first
    form.locator("textarea").first.fill("")
    send(form.locator("button").last, shows=page.locator("main [role=alert]").first)
    faults = measured(page, "tied()") + measured(page, "landmarks()") + by_axe(page)
    assert not faults, "\n".join(faults)
