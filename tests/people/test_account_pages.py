"""Administrators keep the accounts; to other staff the pages do not exist."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock
from portal.people import accounts
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Staff
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.people.staff_ways_in import employ, is_in, sign_in
from tests.people.ways_in import type_code

NEW = {
    "name": "Nadja Holm",
    "email": "Nadja.Holm@timra.example",
    "role": "social-worker",
    "organisation": "economic-support",
    "duties": "caseworker",
}


@pytest.fixture
def _sara_keeps_the_accounts(db: Session, cast: Cast) -> StaffAccount:
    return employ(db, cast.sara, Duty.ADMINISTRATOR)


pytestmark = pytest.mark.usefixtures("_sara_keeps_the_accounts")


def fault(answer: TestResponse, field: str) -> str:
    assert answer.status_code == 422
    found = linted(answer).select_one(f"#{field}-fault")
    assert found
    return found.get_text()


def test_only_administrators_find_the_pages(browser: Browser, db: Session, cast: Cast) -> None:
    employ(db, cast.lars, Duty.CASEWORKER, Duty.UNIT_MANAGER)
    for address in ("/staff/accounts", "/staff/accounts/new", f"/staff/accounts/{cast.lars.id}"):
        assert browser.get(address, as_=cast.sara).status_code == 200
        assert browser.get(address, as_=cast.lars).status_code == 404
        assert browser.get(address, as_=cast.amina).status_code == 403
        assert browser.get(address, as_=None).status_code == 303
    for act in ("duties", "code", "end", "stay"):
        address = f"/staff/accounts/{cast.sara.id}/{act}"
        assert browser.post(address, {"on": "2020-01-01"}, as_=cast.lars).status_code == 404
    assert browser.get(f"/staff/accounts/{uuid4()}", as_=cast.sara).status_code == 404


def test_the_list_says_who_can_get_in(browser: Browser, db: Session, cast: Cast) -> None:
    employ(db, cast.karin, Duty.CASEWORKER, Duty.TRANSLATOR, password=None)
    cast.lars.ended_on = clock.today() - timedelta(days=1)
    db.commit()
    rows = [
        row.get_text(" ", strip=True)
        for row in browser.visit("/staff/accounts", as_=cast.sara).select(".rows li")
    ]
    assert [row.split()[0] for row in rows] == ["Karin", "Sara", "Lars"]
    assert "Handläggare, Översättare" in rows[0]
    assert "Har inget lösenord än" in rows[0]
    assert "Senast här" in rows[1]
    assert "Slutade" in rows[2]


def test_a_new_colleague_gets_an_account_and_a_code(
    app: Flask, browser: Browser, db: Session, cast: Cast
) -> None:
    answer = browser.post("/staff/accounts/new", NEW, as_=cast.sara)
    assert answer.status_code == 303
    page = browser.visit(answer.location, as_=cast.sara)
    assert "Nadja Holm" in page.get_text()
    account = accounts.by_email(db, "nadja.holm@timra.example")
    assert account
    assert account.duties == ["caseworker"]
    db.commit()

    shown = linted(browser.post(f"{answer.location}/code", {"key": "k"}, as_=cast.sara))
    code = shown.select(".what .code")[0].get_text()
    again = linted(browser.post(f"{answer.location}/code", {"key": "k"}, as_=cast.sara))
    assert code in again.get_text(), "sent twice, it is the same code"
    assert type_code(app.test_client(), code).location == "/sign-in/staff/password"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", "  "),
        ("name", "N" * 101),
        ("email", "nadja"),
        ("email", "nadja@timra"),
        ("email", "n" * 200 + "@timra.se"),
        ("email", "sara@timra.example"),
        ("role", "queen"),
        ("organisation", ""),
        ("duties", "queen"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    browser: Browser, db: Session, cast: Cast, field: str, typed: str
) -> None:
    answer = browser.post("/staff/accounts/new", NEW | {field: typed}, as_=cast.sara)
    assert fault(answer, field)
    page = linted(answer)
    for name in {"name", "email"} - {field}:
        assert page.select_one(f"input[name={name}]")["value"] == NEW[name]  # type: ignore[index]
    assert db.scalar(sa.select(sa.func.count()).select_from(Staff)) == 3


def test_pasted_html_in_a_name_is_text(browser: Browser, cast: Cast) -> None:
    name = "<b>Nadja</b> נדיה 🐟"
    answer = browser.post("/staff/accounts/new", NEW | {"name": name}, as_=cast.sara)
    assert name in browser.visit(answer.location, as_=cast.sara).get_text()


def test_the_same_new_colleague_sent_twice_is_one(
    browser: Browser, db: Session, cast: Cast
) -> None:
    browser.post("/staff/accounts/new", NEW, as_=cast.sara)
    assert fault(browser.post("/staff/accounts/new", NEW, as_=cast.sara), "email")
    assert db.scalar(sa.select(sa.func.count()).select_from(Staff)) == 4


def test_a_colleague_from_the_file_is_given_an_account(
    browser: Browser, db: Session, cast: Cast
) -> None:
    address = f"/staff/accounts/{cast.karin.id}"
    assert "Ge ett konto" in browser.visit(address, as_=cast.sara).get_text()
    assert fault(browser.post(f"{address}/code", as_=cast.sara), "duties")
    form = {"email": "sara@timra.example", "duties": "caseworker"}
    assert fault(browser.post(f"{address}/duties", form, as_=cast.sara), "email")
    form["email"] = "karin@timra.example"
    assert browser.post(f"{address}/duties", form, as_=cast.sara).status_code == 303
    assert accounts.by_email(db, "karin@timra.example")


def test_duties_change_and_the_last_administrator_stays(
    browser: Browser, db: Session, cast: Cast
) -> None:
    address = f"/staff/accounts/{cast.sara.id}"
    answer = browser.post(f"{address}/duties", {"duties": "caseworker"}, as_=cast.sara)
    assert "administratör" in fault(answer, "duties")
    on = clock.today().isoformat()
    assert "administratör" in fault(browser.post(f"{address}/end", {"on": on}, as_=cast.sara), "on")
    assert fault(browser.post(f"{address}/duties", {}, as_=cast.sara), "duties")
    karin = employ(db, cast.karin, Duty.ADMINISTRATOR)
    assert (
        browser.post(f"{address}/duties", {"duties": "caseworker"}, as_=cast.sara).status_code
        == 303
    )
    assert browser.get("/staff/accounts", as_=cast.sara).status_code == 404
    db.refresh(karin)


def test_ending_says_what_is_open_and_throws_her_out(
    app: Flask, browser: Browser, db: Session, cast: Cast
) -> None:
    karin = employ(db, cast.karin)
    hers = app.test_client()
    sign_in(hers, karin.email)
    address = f"/staff/accounts/{cast.karin.id}"
    assert "kontakt för 1 deltagare" in browser.visit(address, as_=cast.sara).get_text()
    answer = browser.post(f"{address}/end", {"on": clock.today().isoformat()}, as_=cast.sara)
    assert answer.status_code == 303
    page = browser.visit(address, as_=cast.sara)
    assert "Slutade" in page.get_text()
    assert "måste lämnas över" in page.get_text()
    assert not page.select(f"form[action='{address}/code']")
    assert not is_in(hers)
    refused = browser.post(f"{address}/code", as_=cast.sara)
    assert refused.status_code == 422
    assert linted(refused).select_one("#faults a[href='#ended']")
    assert browser.post(f"{address}/stay", as_=cast.sara).status_code == 303
    assert browser.visit(address, as_=cast.sara).select("#on")


@pytest.mark.parametrize("typed", ["", "i morgon", "2026-13-01", "1999-01-01", "3026-01-01"])
def test_a_wrong_day_is_said_beside_it_and_stays(browser: Browser, cast: Cast, typed: str) -> None:
    address = f"/staff/accounts/{cast.karin.id}/end"
    answer = browser.post(address, {"on": typed}, as_=cast.sara)
    assert fault(answer, "on")
    [field] = linted(answer).select("input[name=on]")
    assert field["value"] == typed
