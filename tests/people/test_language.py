"""The language she chooses: on this phone, and wherever she signs in."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal import i18n
from portal.people.models import Participant
from portal.translators import wanting
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.people.ways_in import choose, letter, type_code, with_phone

ALL = {language.code: language for language in i18n.TABLE}


@pytest.fixture(autouse=True)
def every_language(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_of_them(folder: Path | None = None) -> dict[str, i18n.Language]:
        return ALL

    monkeypatch.setattr(i18n, "languages", all_of_them)


@pytest.fixture
def app(app: Flask) -> Flask:
    app.jinja_env.globals["languages"] = lambda: ALL
    return app


def test_a_visitor_chooses_a_language_and_the_phone_remembers_it(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = app.test_client()
    answer = phone.post("/language", data={"language": "ar", "next": "/sign-in"})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    cookie = phone.get_cookie("language")
    assert cookie
    assert (cookie.value, cookie.max_age, cookie.http_only) == ("ar", 365 * 24 * 3600, True)
    page = linted(phone.get("/sign-in"))
    assert page.html
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")


def test_amina_takes_her_language_with_her_to_another_phone(
    app: Flask, db: Session, cast: Cast
) -> None:
    first = with_phone(app, db, cast.amina)
    first.post("/language", data={"language": "so", "next": "/me"})
    second = with_phone(app, db, cast.amina, picture="fish")
    assert second.get_cookie("language") is None
    assert '<html lang="so"' in second.get("/me").text
    chosen = sa.select(Participant.chosen_language).where(Participant.id == cast.amina.id)
    db.expire_all()
    assert db.scalar(chosen) == "so"


@pytest.mark.parametrize("unknown", ["", "xx", "sv_SE", "../sv", "AR"])
def test_a_language_that_is_not_here_is_answered_with_those_that_are(
    browser: Browser, cast: Cast, unknown: str
) -> None:
    answer = browser.post("/language", {"language": unknown, "next": "/me"}, as_=cast.amina)
    assert answer.status_code == 422
    page = linted(answer)
    assert page.select_one("main button[name=language][value=ar]")
    assert page.select_one("main input[name=next][value='/me']")


def test_the_code_survives_a_change_of_language_and_stays_out_of_the_redirect(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone, code = app.test_client(), letter(db, cast.amina)
    address = f"/sign-in/code?next=/me&code={code}"
    phone.get(address)
    answer = phone.post("/language", data={"language": "fa", "next": address})
    assert answer.location == "/sign-in/code?next=%2Fme"
    field = linted(phone.get(answer.location)).select_one("input[name=code]")
    assert field
    assert field["value"] == code
    assert type_code(phone, code).status_code == 303


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("fa-AF,fa;q=0.9,en;q=0.8", "prs"),
        ("prs", "prs"),
        ("fa-IR,fa;q=0.9", "fa"),
        ("en-US,en;q=0.9", "en"),
        ("en-GB", "en"),
        ("ti-ER,ti;q=0.9,en;q=0.8", "ti"),
        ("uk-UA", "uk"),
        ("tlh", "sv"),
    ],
)
def test_the_portal_understands_what_phones_call_a_language(
    app: Flask, asked: str, shown: str
) -> None:
    page = app.test_client().get("/sign-in", headers={"Accept-Language": asked})
    assert f'<html lang="{shown}"' in page.text


def test_when_the_code_is_right_the_page_for_the_pin_is_in_her_language(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = app.test_client()
    code, english = letter(db, cast.amina), {"Accept-Language": "en"}
    wrong = phone.post("/sign-in/code", data={"code": "ABCD-EFGH-JKMX"}, headers=english)
    assert '<html lang="en"' in wrong.text and phone.get_cookie("language") is None
    assert type_code(phone, code).location == "/sign-in/pin"
    assert f'<html lang="{cast.amina.language}"' in phone.get("/sign-in/pin", headers=english).text
    phone.post("/language", data={"language": "fa", "next": "/sign-in/pin"})
    assert '<html lang="fa"' in phone.get("/sign-in/pin").text, "what she chooses there stays"


def test_a_code_that_is_used_up_does_not_tell_her_language(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone, code = app.test_client(), letter(db, cast.amina)
    type_code(phone, code)
    choose(phone)
    other = app.test_client()
    answer = other.post("/sign-in/code", data={"code": code}, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    assert '<html lang="en"' in answer.text and other.get_cookie("language") is None


@pytest.mark.parametrize(
    ("chosen", "hers", "said"),
    [
        (None, "so", "somaliska"),
        ("sv", "so", "somaliska, har valt svenska nu"),
        ("ar", "ar", "arabiska"),
    ],
)
def test_swedish_in_the_menu_is_not_what_she_is_written_to_in(
    db: Session, cast: Cast, browser: Browser, chosen: str | None, hers: str, said: str
) -> None:
    cast.amina.language, cast.amina.chosen_language = "so", chosen
    db.commit()
    page = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    reads = page.find("dt", string="Läser")
    assert reads and reads.find_next("dd").text == said  # type: ignore[union-attr]
    assert wanting.reads(cast.amina).code == hers
