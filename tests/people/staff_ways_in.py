"""What a member of staff does to get in, as forms that her browser sends."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock
from portal.people import accounts, passwords
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Staff
from tests.conftest import SECRET
from tests.people.ways_in import type_code

PASSWORD = "vi cyklar till havet"


def employ(
    db: Session,
    staff: Staff,
    *has: Duty,
    password: str | None = PASSWORD,
    email: str | None = None,
) -> StaffAccount:
    """An account for a member of staff, with a password unless told otherwise."""
    address = email or f"{staff.key}@timra.example"
    account = accounts.add(db, staff, address, has or (Duty.CASEWORKER,), now=clock.now())
    if password:
        account.password_hash = passwords.hashed(SECRET, account, password)
        account.password_set_at = clock.now()
    db.commit()
    return account


def code_for(db: Session, account: StaffAccount) -> str:
    """The one-time code that her administrator gives her."""
    code = accounts.make_code(db, SECRET, account, today=clock.today(), now=clock.now())
    db.commit()
    return code


def sign_in(browser: FlaskClient, email: str, password: str = PASSWORD, /) -> TestResponse:
    return browser.post("/sign-in/staff", data={"email": email, "password": password})


def choose(browser: FlaskClient, password: str, again: str | None = None) -> TestResponse:
    return browser.post(
        "/sign-in/staff/password",
        data={"password": password, "password_again": password if again is None else again},
    )


def with_code(app: Flask, code: str) -> FlaskClient:
    """A browser in which she has typed her code and is to choose a password."""
    browser = app.test_client()
    assert type_code(browser, code).location == "/sign-in/staff/password"
    return browser


def is_in(browser: FlaskClient) -> bool:
    """Whether this browser is signed in as staff."""
    return browser.get("/staff/absence").status_code == 200
