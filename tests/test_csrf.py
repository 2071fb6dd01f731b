"""Every form on every page carries a token that works, and that looks different each time."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.plan.models import Step
from tests.browsing import Browser
from tests.cast import Cast
from tests.people.ways_in import try_pin, with_phone
from tests.plan.writing import plan, step

PAGES = ["/", "/messages", "/plan", "/plan/steps/new", "/me", "/me/devices/add", "/help"]
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
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.app.config["WTF_CSRF_ENABLED"] = True
    for token in ("", "x", "åäö", "A" * 200):
        answer = browser.post(
            "/plan/steps/new", {"text": "Träna", "csrf_token": token}, as_=cast.amina
        )
        assert answer.status_code == 400
        assert "Det du skrev är inte skickat än." in answer.text and ">\nTräna<" in answer.text
    assert not db.scalars(sa.select(Step)).all()


def test_what_was_kept_over_a_sign_in_can_be_sent_with_the_new_sessions_token(
    app: Flask, db: Session, cast: Cast
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        phone = with_phone(app, db, cast.amina)
        wrote = {"text": "Träna"}
        before = tokens(phone.get("/plan/steps/new").text)[0]
        time.shift(timedelta(minutes=31))
        app.config["WTF_CSRF_ENABLED"] = True
        ended = phone.post("/plan/steps/new", data=wrote | {"csrf_token": before})
        assert ended.status_code == 401
        page = BeautifulSoup(ended.text, "html.parser")
        sealed = str(page.select("input[name=kept]")[0]["value"])
        again = try_pin(phone, kept=sealed, csrf_token=tokens(ended.text)[0])
        assert again.status_code == 200
        after = tokens(again.text)[0]
        sent = phone.post("/plan/steps/new", data=wrote | {"csrf_token": after})
        assert sent.status_code == 303
