"""Inviting a participant: a code on the screen or a letter to print, made by staff who are there for her."""

from __future__ import annotations

import re

import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.people import code_requests, codes
from portal.people.models import Participant
from portal.people.sign_in_models import ActivationCode, CodeRequest, HelpReason
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.people.ways_in import type_code

CODE = re.compile(r"\b(?<!-)[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b(?!-)")
"""Not a part of an identity in an address, which may be all figures."""


def _count(db: Session) -> int:
    found = db.scalar(sa.select(sa.func.count()).select_from(ActivationCode)) or 0
    db.commit()
    return found


def test_looking_makes_nothing_and_says_what_will_happen(
    browser: Browser, db: Session, cast: Cast
) -> None:
    page = browser.visit(f"/staff/participants/{cast.amina.id}/invite", as_=cast.karin)
    assert "slutar att fungera" in page.get_text()
    assert not CODE.search(page.get_text())
    assert _count(db) == 0
    link = f"/staff/participants/{cast.amina.id}"
    assert page.select(f"a[href='{link}']")
    assert browser.visit(link, as_=cast.karin).select(f"a[href='{link}/invite']")


def test_the_code_on_the_screen_opens_her_phone_and_is_logged(
    app: Flask, browser: Browser, db: Session, cast: Cast
) -> None:
    code_requests.ask(db, cast.amina, HelpReason.NEW_CODE, now=clock.now())
    db.commit()
    answer = browser.post(
        f"/staff/participants/{cast.amina.id}/invite", {"key": "a"}, as_=cast.karin
    )
    page = linted(answer)
    code = page.select(".what .code")[0].get_text()
    assert CODE.fullmatch(code)
    assert page.select("[role=img] svg[viewbox]"), "made smaller, it stays whole"
    assert code not in " ".join(str(tag) for tag in page.select("[href], [action], [src], input"))
    assert answer.headers["Cache-Control"] == "no-store"
    [line] = db.scalars(sa.select(AccessLog).where(AccessLog.opened == Opened.LETTER)).all()
    assert (line.participant_id, line.staff_id) == (cast.amina.id, cast.karin.id)
    assert db.scalars(sa.select(CodeRequest.handled_at)).one()
    db.commit()
    assert type_code(app.test_client(), code).location == "/sign-in/pin"


def test_sent_twice_it_is_one_code_and_the_letter_has_the_same(
    browser: Browser, db: Session, cast: Cast
) -> None:
    address = f"/staff/participants/{cast.amina.id}/invite"
    shown = {
        code
        for more in ({}, {}, {"as": "letter"})
        for code in CODE.findall(browser.post(address, {"key": "a", **more}, as_=cast.karin).text)
    }
    assert len(shown) == 1
    assert _count(db) == 1
    browser.post(address, {"key": "b"}, as_=cast.karin)
    dead = browser.post(address, {"key": "a"}, as_=cast.karin)
    assert dead.status_code == 422
    assert linted(dead).select("[role=alert]")
    assert _count(db) == 2


def test_a_code_that_is_used_is_not_shown_again(
    app: Flask, browser: Browser, db: Session, cast: Cast
) -> None:
    address = f"/staff/participants/{cast.amina.id}/invite"
    [code] = set(CODE.findall(browser.post(address, {"key": "a"}, as_=cast.karin).text))
    found = codes.find(db, app.config["SECRET_KEY"], code, browser="", now=clock.now())
    codes.use(db, found, browser="hers", now=clock.now())
    db.commit()
    assert browser.post(address, {"key": "a"}, as_=cast.karin).status_code == 422


def test_the_letter_is_in_her_language_and_in_swedish_without_her_name(
    browser: Browser, db: Session, cast: Cast
) -> None:
    db.execute(sa.update(Participant).where(Participant.key == "A-1").values(language="ar"))
    db.commit()
    answer = browser.post(
        f"/staff/participants/{cast.amina.id}/invite", {"key": "a", "as": "letter"}, as_=cast.karin
    )
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "html.parser")
    assert [(one["lang"], one["dir"]) for one in page.select("section")] == [
        ("ar", "rtl"),
        ("sv", "ltr"),
    ]
    for section in page.select("section"):
        assert len(section.select("svg.drawn")) == 2
        assert len(section.select("[role=img] svg")) == 1
        assert CODE.search(section.get_text())
        assert cast.karin.phone
        assert cast.karin.phone in section.get_text()
    assert not page.select("style, [style], script:not([src])")
    [around] = page.select("nav.acts[lang=sv][dir=ltr]")
    assert around.select_one(f"a[href='/staff/participants/{cast.amina.id}']"), "a way back"
    assert around.select_one("button[data-portal-print]"), "and a button that prints"
    assert not page.select("main nav, main button"), "neither is part of the letter"
    for word in (*cast.amina.name.split(), cast.amina.key):
        assert word not in answer.text


def test_whoever_is_not_there_for_her_makes_no_code(
    browser: Browser, db: Session, cast: Cast
) -> None:
    address = f"/staff/participants/{cast.amina.id}/invite"
    assert browser.get(address, as_=cast.lars).status_code == 404
    assert browser.post(address, {"key": "a"}, as_=cast.lars).status_code == 404
    assert browser.post(address, {"key": "a"}, as_=cast.amina).status_code == 403
    assert _count(db) == 0


def test_a_protected_participant_is_named_by_reference_only(browser: Browser, cast: Cast) -> None:
    address = f"/staff/participants/{cast.farid.id}/invite"
    for text in (
        browser.get(address, as_=cast.sara).text,
        browser.post(address, {"key": "a"}, as_=cast.sara).text,
    ):
        assert cast.farid.key in text
        assert "Farid" not in text
