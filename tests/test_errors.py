"""A page that is not there says so in plain words, and leaves everybody where she was."""

from __future__ import annotations

import pytest

from tests.browsing import Browser, linted
from tests.cast import Cast


@pytest.mark.parametrize("address", ["/staff/finns-inte", "/finns-inte"])
def test_a_member_of_staff_keeps_her_menu(browser: Browser, cast: Cast, address: str) -> None:
    answer = browser.get(address, as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 404 and "Sidan finns inte" in page.text
    assert page.select_one("nav.rooms a[href='/staff/participants']") and "Karin Berg" in page.text
    assert "Logga ut" in page.text and not page.select(".languages"), "staff pages are Swedish"


def test_a_participant_and_a_stranger_see_no_staff_menu(browser: Browser, cast: Cast) -> None:
    for somebody in (cast.amina, None):
        page = linted(browser.get("/finns-inte", as_=somebody))
        assert "Sidan finns inte" in page.text and page.select_one(".languages")
        assert not page.select("nav.rooms")
