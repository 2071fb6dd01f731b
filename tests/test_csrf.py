"""Every form on every page carries a token that works, and that looks different each time."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from tests.browsing import Browser
from tests.cast import Cast
from tests.plan.writing import plan, step

PAGES = ["/", "/plan", "/plan/steps/new", "/me", "/me/devices/add", "/help"]
SIGNED_OUT = ["/", "/sign-in", "/sign-in/code?code=ABCD-EFGH-JKMN"]


def tokens(text: str) -> list[str]:
    page = BeautifulSoup(text, "html.parser")
    return [str(one["value"]) for one in page.select("input[name=csrf_token]")]


@pytest.mark.parametrize(
    ("address", "signed_in"), [(one, True) for one in PAGES] + [(one, False) for one in SIGNED_OUT]
)
def test_each_forms_token_is_disguised_and_valid(
    db: Session, browser: Browser, cast: Cast, address: str, signed_in: bool
) -> None:
    plan(db, cast.amina, step("Ring Lars"))
    person = cast.amina if signed_in else None
    found = tokens(browser.get(address, as_=person).text)
    assert found
    again = tokens(browser.get(address, as_=person).text)
    assert not set(found) & set(again), "each page has its own disguise"
    browser.app.config["WTF_CSRF_ENABLED"] = True
    for token in found:
        answer = browser.post("/language", {"csrf_token": token, "language": "sv"}, as_=person)
        assert answer.status_code == 303


def test_without_a_token_nothing_is_done_and_the_page_says_what_to_do(
    browser: Browser, cast: Cast
) -> None:
    browser.app.config["WTF_CSRF_ENABLED"] = True
    for token in ("", "x", "åäö", "A" * 200):
        answer = browser.post(
            "/plan/steps/new", {"text": "Träna", "csrf_token": token}, as_=cast.amina
        )
        assert answer.status_code == 400
        assert "Gå tillbaka och försök igen." in answer.text
