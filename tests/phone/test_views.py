"""What a phone is given to keep: a name, a picture, and a page for when the net is gone. Nothing about anybody."""

from __future__ import annotations

import json
import re

import brotli
import pytest
from sqlalchemy.orm import Session

from portal import i18n
from portal.places import STATIC
from portal.static_files import asset
from tests.browsing import Browser, linted
from tests.cast import Cast

ICONS = ("icon.svg", "icon-192.png", "icon-512.png", "icon-maskable.png")


@pytest.mark.parametrize("language", list(i18n.languages()))
def test_the_manifest_has_a_neutral_name_and_the_readers_language(
    browser: Browser, language: str
) -> None:
    answer = browser.get("/manifest.webmanifest", as_=None, language=language)
    assert answer.mimetype == "application/manifest+json"
    found = json.loads(answer.text)
    assert (found["lang"], found["dir"]) == (language, i18n.languages()[language].dir)
    assert found["start_url"] == found["scope"] == found["id"] == "/"
    assert found["display"] == "standalone"
    home = browser.visit("/help", as_=None, language=language)
    assert found["name"] == home.select_one("header .home").get_text()  # type: ignore[union-attr]
    assert {icon["src"] for icon in found["icons"]} == {asset(name) for name in ICONS}
    assert all(browser.get(icon["src"], as_=None).status_code == 200 for icon in found["icons"])


def test_the_icons_are_small() -> None:
    for name in ICONS:
        assert (STATIC / name).stat().st_size < 6_000, name


def test_her_pages_can_be_installed_and_the_neutral_page_and_staff_pages_cannot(
    browser: Browser, cast: Cast
) -> None:
    for person, address in ((None, "/"), (None, "/help"), (cast.amina, "/"), (cast.amina, "/plan")):
        page = browser.visit(address, as_=person)
        assert page.select_one("link[rel=manifest][data-portal-worker='/sw.js']"), address
        assert len(page.select("meta[name=theme-color]")) == 2
    for other, address in (
        (None, "/today"),
        (None, "/offline"),
        (cast.karin, "/staff/participants"),
    ):
        text = browser.get(address, as_=other).text
        assert "manifest" not in text, address
        assert "sw.js" not in text, address
    assert "manifest" not in browser.get("/staff/no-such-page", as_=cast.karin).text


def test_a_phone_that_saves_data_is_given_no_worker_and_no_reading(
    browser: Browser, cast: Cast
) -> None:
    answer = browser.client(cast.amina).get("/", headers={"Save-Data": "on"})
    page = linted(answer)
    assert not page.select("[data-portal-worker], [data-portal-read], [data-portal-aloud]")


def test_the_worker_is_small_and_keeps_only_what_the_offline_page_needs(
    browser: Browser, cast: Cast
) -> None:
    answer = browser.get("/sw.js", as_=None)
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert len(answer.data) < 2_000
    [files] = re.findall(r"const FILES = (\[.*?\]);", answer.text)
    page = browser.visit("/offline", as_=None)
    needed = {tag["href"] for tag in page.select("link[href]")}
    assert set(json.loads(files)) == needed
    assert browser.get("/sw.js", as_=cast.amina).text == answer.text, "the same for everybody"


def test_the_worker_is_not_sent_again_when_it_is_the_same(browser: Browser) -> None:
    first = browser.get("/sw.js", as_=None)
    again = browser.client(None).get("/sw.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("language", ["sv", "ar"])
def test_the_offline_page_says_what_to_do_and_whom_to_call(
    browser: Browser, cast: Cast, language: str
) -> None:
    answer = browser.get("/offline", as_=None, language=language)
    page = linted(answer)
    assert answer.headers["Content-Language"] == language
    assert page.select_one(f"html[lang={language}]")
    assert page.select_one("a[href='tel:+4660000000']")
    assert page.select_one("main a.button[href='']"), "trying again opens the page she wanted"


def test_the_offline_page_knows_nobody(db: Session, browser: Browser, cast: Cast) -> None:
    cast.amina.chosen_language = "sv"
    db.commit()
    hers = browser.get("/offline", as_=cast.amina)
    assert hers.text == browser.get("/offline", as_=None, language="sv").text
    assert "Set-Cookie" not in hers.headers
    assert not linted(hers).select("form, input, script")


@pytest.mark.parametrize("address", ["/", "/plan", "/people"])
def test_a_page_that_can_be_read_aloud_brings_the_words_for_it(
    browser: Browser, cast: Cast, address: str
) -> None:
    page = browser.visit(address, as_=cast.amina)
    assert page.select_one(f"main[data-portal-read='{asset('aloud.js')}']")
    [words] = page.select("template[data-portal-aloud]")
    assert {"Lyssna på sidan", "Pausa", "Fortsätt läsa", "Sluta läsa"} <= set(
        words.stripped_strings
    )


def test_reading_aloud_is_light() -> None:
    assert len(brotli.compress((STATIC / "aloud.js").read_bytes())) <= 3_000
