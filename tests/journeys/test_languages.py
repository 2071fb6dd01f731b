"""People who read other languages: from the paper to the next step, and what they write themselves."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.dates import get_month_names
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from portal import clock, qr
from tests.journeys.conftest import Demo, fits, sign_in, sign_in_staff
from tests.journeys.taps import choose_language, follow, send

pytestmark = pytest.mark.journey

ISOLATED = re.compile(r"\+46[\d ]{6,}|\d{1,2}[:.]\d{2}")
"""Phone numbers and times of day."""
NOT_LATIN_DIGITS = re.compile(r"[\u0660-\u0669\u06f0-\u06f9]")
RIGHT_TO_LEFT = {"ar": "ar", "fa": "fa", "prs": "fa_AF"}
HER_WORDS = "لا أستطيع يوم الاثنين (SFI 09:00)، هل يمكن يوم 3؟"


def _letter(demo: Demo, folder: Path, key: str) -> tuple[str, BeautifulSoup]:
    """Invite her as a caseworker does, and read the letter with a phone's camera."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")
    }
    environment["PORTAL_SECRET_KEY"] = (folder / "instance" / "demo-secret").read_text()
    environment["PORTAL_BASE_URL"] = demo.address
    subprocess.run(
        [Path(sys.executable).parent / "portal", "invite", key, "--letter", "letter.html"],
        cwd=folder, env=environment, capture_output=True, check=True,
    )  # fmt: skip
    text = (folder / "letter.html").read_text(encoding="utf-8")
    letter = BeautifulSoup(text, "html.parser")
    # The letter says it in her language and in Swedish.
    [address] = {one.text for one in letter.select("li bdi") if one.text.startswith("http")}
    code = letter.select_one(".code")
    assert code
    scanned = f"{address}?code={code.get_text(strip=True)}"
    assert str(qr.picture(scanned)) in text, "the picture is this address"
    return scanned, letter


def _shows_the_next_step(page: Page, language: str, turn: str, step: str) -> None:
    html = page.locator("html")
    expect(html).to_have_attribute("lang", language)
    card = page.locator("#next-step")
    expect(card).to_contain_text(turn)
    expect(card.locator(".what [lang=sv][dir=ltr]")).to_have_text(step)
    box = card.bounding_box()
    assert box and box["y"] < 200, "the next step is seen without scrolling"
    assert fits(page)


def test_selam_comes_from_the_paper_to_her_next_step_in_tigrinya(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    scanned, letter = _letter(demo, tmp_path, "P-1003")
    assert letter.html and letter.html["lang"] == "ti"
    page = phone("ti-ER")
    sign_in(page, scanned)
    _shows_the_next_step(page, "ti", "ተራኹም", "Skicka betyg från komvux till Mehdi")
    follow(page.get_by_role("link", name="ብዛዕባ እዚ ስጉምቲ መልሲ ሃቡ"))
    expect(page.locator("h1")).to_contain_text("Skicka betyg")
    assert fits(page)
    send(page.get_by_role("button", name="ገይረዮ ኣለኹ"), shows=page.get_by_role("status"))


def test_farid_comes_from_the_paper_to_his_next_step_in_dari_without_javascript(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    scanned, letter = _letter(demo, tmp_path, "P-1006")
    assert letter.html and (letter.html["lang"], letter.html["dir"]) == ("prs", "rtl")
    page = phone("fa-AF", javascript=False)
    page.goto(scanned)
    expect(page.locator("html")).to_have_attribute("lang", "prs")
    sign_in(page, scanned)
    _shows_the_next_step(page, "prs", "نوبت شما", "Lämna in dina betyg för validering")
    follow(page.get_by_role("link", name="بگویید این قدم برای شما چطور است"))
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    follow(page.get_by_role("button", name="این را انجام دادم"))
    expect(page.get_by_role("status")).to_be_visible()
    assert fits(page)


def test_what_she_writes_in_arabic_reaches_staff_as_she_wrote_it(
    demo: Demo, phone: Callable[..., Page]
) -> None:
    page = phone("ar")
    sign_in(page, demo.links[0])
    choose_language(page, "ar")
    follow(page.get_by_role("link", name="الرد على الخطوة"))
    page.locator("[name=answer]").nth(1).check()
    field = page.locator("[name=comment]")
    field.fill(HER_WORDS)
    assert field.evaluate("one => getComputedStyle(one).direction") == "rtl"
    send(page.locator("form:has([name=comment]) button"), shows=page.get_by_role("status"))
    staff = phone("sv")
    sign_in_staff(staff, demo.links[2])
    follow(staff.get_by_role("link", name=re.compile("Amina Warsame")).first)
    quote = staff.get_by_text(HER_WORDS).first
    expect(quote).to_have_attribute("dir", "auto")
    expect(quote).to_have_attribute("lang", "")
    assert quote.evaluate("one => getComputedStyle(one).direction") == "rtl"
    for language, babel in RIGHT_TO_LEFT.items():
        page.goto(demo.address)
        choose_language(page, language)
        for address in ("/", "/week", "/me/access-log"):
            page.goto(demo.address + address)
            _numbers_read_as_people_read_them(page, babel, address)


def _numbers_read_as_people_read_them(page: Page, babel: str, address: str) -> None:
    main = BeautifulSoup(page.content(), "html.parser").main
    assert main
    text = main.get_text(" ")
    assert not NOT_LATIN_DIGITS.search(text), address
    assert not re.search(r"\b(AM|PM)\b|[صم] *\d{1,2}:|\d{4}-\d\d-\d\d", text), address
    months = {get_month_names("wide", locale=babel)[day.month] for day in _near()}
    assert any(month in text for month in months), f"{address}: none of {months}"
    found = list(main.find_all(string=ISOLATED))
    assert found, f"{address} has no time and no number"
    for piece in found:
        around = piece.find_parent("bdi")
        assert around and around["dir"] == "ltr", f"{address}: {piece}"


def _near() -> list[date]:
    return [clock.today() + timedelta(days=days) for days in (-7, 0, 7)]
