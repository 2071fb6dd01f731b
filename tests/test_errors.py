"""A page that is not there says so in plain words, and leaves everybody where she was."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from flask import Flask

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


@pytest.mark.parametrize(
    ("address", "whose"), [("/messages", "amina"), ("/accessibility", None), ("/messages", "karin")]
)
def test_what_was_written_on_a_page_that_was_open_too_long_is_sent_with_one_press_more(
    app: Flask, browser: Browser, cast: Cast, address: str, whose: str | None
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    form = {"body": "Jag kan inte komma", "key": "one-form", "csrf_token": "old"}
    answer = browser.post(address, form, as_=getattr(cast, whose) if whose else None)
    linted(answer)
    assert answer.status_code == 400
    [again] = BeautifulSoup(answer.text, "html.parser").select(f"main form[action='{address}']")
    fields = {str(one["name"]): one.get("value", one.text) for one in again.select("[name]")}
    assert str(fields["body"]).strip() == "Jag kan inte komma" and fields["key"] == "one-form"
    assert fields["csrf_token"] not in {"", "old"}


def test_a_page_that_was_open_too_long_shows_no_secret_again(app: Flask, browser: Browser) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    form = {"body": "hej", "pin": "4826"}
    answer = browser.post("/messages", form, as_=None)
    assert answer.status_code == 400 and "hej" not in answer.text


@pytest.mark.parametrize("address", ["/finns-inte", "//example.org/messages"])
def test_nothing_is_shown_again_that_would_be_sent_elsewhere(app: Flask, address: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    elsewhere = {"PATH_INFO": address}
    answer = app.test_client().post("/", data={"body": "Hej"}, environ_overrides=elsewhere)
    assert answer.status_code >= 400 and "Hej" not in answer.text
