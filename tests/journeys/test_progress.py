"""How it goes, in Arabic without JavaScript: she answers, stops, goes on, is done; her caseworker prepares with it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo, fits, sign_in, sign_in_staff
from tests.journeys.taps import choose_language, follow

pytestmark = pytest.mark.journey

ONE, ALL = "button[name=way][value=one]", "button[name=way][value=all]"
FINISH = "form[action$='/progress/finish'] button"


def test_she_answers_in_arabic_without_javascript_and_goes_on_another_time(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("ar", javascript=False)
    sign_in(page, demo.links[1])
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    follow(page.locator("main a.button[href='/progress']"))
    assert fits(page)
    expect(page.locator("#first")).to_be_visible()
    follow(page.locator(ONE))
    for number in range(3):
        assert fits(page)
        page.locator("[name=answer]").nth(number).check()
        follow(page.locator("main form button.button").first)
    follow(page.locator("main form button[value=skip]"))
    follow(page.locator("main > p a[href='/progress']"))
    expect(page.locator("[aria-labelledby=begun] li")).to_have_count(4)

    follow(page.locator("nav.places a").first)
    follow(page.locator("main a.button[href='/progress']"))
    follow(page.locator("[aria-labelledby=begun] a.button"))
    while page.locator("[name=answer]").count():
        page.locator("[name=answer]").last.check()
        follow(page.locator("main form button.button").first)
    expect(page.locator("[aria-labelledby=begun] li")).to_have_count(10)
    follow(page.locator(FINISH))
    expect(page.locator("main .notice")).to_be_visible()
    expect(page.locator("svg.curve")).to_have_count(9)  # she passed one over
    assert fits(page)
    follow(page.locator("main a.button[href='/progress/questions']"))
    assert page.locator("[name^=answer-][value='5']:checked").count() == 6
    assert fits(page)


def test_what_she_says_reaches_her_caseworker_and_what_she_believes_does_not_go_back(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    hers, karin = phone(), phone(javascript=False)
    sign_in(hers, demo.links[0])
    choose_language(hers, "sv")
    hers.goto(f"{demo.address}/progress")
    follow(hers.locator(ALL))
    for number in range(10):
        hers.locator("fieldset").nth(number).locator("input").nth(number % 5).check()
    follow(hers.locator("button[value=finish]"))
    hers.locator("[name=talk]").fill("Praktiken i köket")
    follow(hers.locator("form[action$='/talk'] button"))

    sign_in_staff(karin, demo.links[2])
    follow(karin.get_by_role("link", name="Deltagare", exact=True))
    follow(karin.get_by_role("link", name="Amina Warsame").first)
    expect(karin.locator("[aria-labelledby=progress]")).to_contain_text("Praktiken i köket")
    follow(karin.get_by_role("link", name="Hur det går (BIP)"))
    assert fits(karin)
    expect(karin.locator("[aria-labelledby=hers] li").first).not_to_be_visible()
    karin.locator("[name=level-caseworker-belief]").select_option("1")
    follow(karin.get_by_role("button", name="Spara"))
    expect(karin.locator("[aria-labelledby=hers] li").first).to_be_visible()
    expect(karin.locator("[aria-labelledby=hers]")).to_contain_text("nej, inte alls")
    assert fits(karin)

    for address in ("/", "/progress", "/plan", "/meetings"):
        hers.goto(demo.address + address)
        expect(hers.locator("main")).not_to_contain_text("inte alls")
    follow(hers.locator("main a.row").first)
    expect(hers.locator("[aria-labelledby=progress]")).to_contain_text("Praktiken i köket")


def test_who_is_due_says_not_now_and_is_left_alone(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    page = phone(javascript=False)
    program = Path(sys.executable).parent / "portal"
    done = subprocess.run(
        [program, "invite", "P-1003"], cwd=tmp_path, stdout=subprocess.PIPE, text=True, check=True
    )
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", done.stdout)
    assert code
    sign_in(page, f"{demo.address}/sign-in/code?code={code[0]}")
    expect(page.locator("main a.button[href='/progress']")).to_be_visible()  # she is due
    follow(page.locator("form[action$='/progress/later'] button"))
    expect(page.locator("main a.button[href='/progress']")).to_have_count(0)
