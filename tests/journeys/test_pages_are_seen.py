"""Every page can be seen: WCAG 2.2 AA by axe, small screens, large text, fingers, dark and forced colours."""

from __future__ import annotations

import pytest

from tests.journeys.every_body import (
    HERS,
    LANGUAGES,
    PUBLIC,
    STAFF,
    Visitors,
    barriers,
    by_axe,
    measured,
    settle,
)

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("name", "language"),
    [(name, language) for language in LANGUAGES for name in (*HERS, *PUBLIC)]
    + [(name, "sv") for name in STAFF],
)
def test_a_page_is_there_for_every_body(visitors: Visitors, name: str, language: str) -> None:
    page = visitors.visit(name, language)
    faults = barriers(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["home", "step"])
def test_with_large_text_the_menu_at_the_foot_takes_two_rows_and_covers_nothing(
    visitors: Visitors, name: str, language: str
) -> None:
    page = visitors.visit(name, language)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults = measured(page, "foot(2)")
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["home", "plan", "step", "pin"])
def test_dark_colours_can_be_read(visitors: Visitors, name: str) -> None:
    page = visitors.visit(name, "sv")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(232, 238, 238)"
    faults = by_axe(page)
    settle(page)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["home", "step", "pin"])
def test_forced_colours_leave_edges_and_the_current_place(visitors: Visitors, name: str) -> None:
    page = visitors.visit(name, "sv")
    page.emulate_media(forced_colors="active")
    faults = measured(page, "forced()")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    faults += measured(page, "focus()")["faults"]
    settle(page)
    assert not faults, "\n".join(faults)


def test_nothing_moves(visitors: Visitors) -> None:
    page = visitors.visit("pin", "sv")
    assert not measured(page, "motion()")
