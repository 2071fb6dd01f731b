"""A member of staff and her own account: a new password, and where she is signed in."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
import structlog
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock, log
from portal.people.sign_in_models import SignIn
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.people.staff_ways_in import PASSWORD, employ, is_in, sign_in

OWN = "/staff/my-account"
NEW = "en helt annan mening"


def change(
    browser: FlaskClient, now: str = PASSWORD, new: str = NEW, again: str | None = None
) -> TestResponse:
    return browser.post(
        f"{OWN}/password",
        data={"password_now": now, "password": new, "password_again": again or new},
    )


def signed_in(app: Flask, email: str) -> FlaskClient:
    browser = app.test_client()
    assert sign_in(browser, email).location == "/staff"
    return browser


def test_karin_changes_her_password_and_stays_in_here_only(
    app: Flask, db: Session, cast: Cast
) -> None:
    account, lars = employ(db, cast.karin), employ(db, cast.lars)
    here, elsewhere, his = (signed_in(app, one.email) for one in (account, account, lars))
    page = linted(here.get("/staff"))
    assert page.select_one(f"header a[href='{OWN}']"), "her name leads there"
    answer = change(here)
    assert (answer.status_code, answer.location) == (303, OWN)
    assert "Lösenordet är bytt" in linted(here.get(OWN)).get_text()
    assert is_in(here)
    assert not is_in(elsewhere)
    assert is_in(his), "nobody else is touched"
    assert sign_in(app.test_client(), account.email).status_code == 422, "the old one is dead"
    assert sign_in(app.test_client(), account.email, NEW).location == "/staff"


@pytest.mark.parametrize(
    ("now", "new", "again", "field"),
    [
        ("fel lösenord här", NEW, None, "password_now"),
        ("", NEW, None, "password_now"),
        (PASSWORD, "kort", None, "password"),
        (PASSWORD, "passwordpassword", None, "password"),
        (PASSWORD, "karin går till jobbet", None, "password"),
        (PASSWORD, PASSWORD, None, "password"),
        (PASSWORD, NEW, "en helt annan menning", "password_again"),
    ],
)
def test_what_will_not_do_is_said_beside_its_field_and_nothing_changes(
    app: Flask, db: Session, cast: Cast, now: str, new: str, again: str | None, field: str
) -> None:
    account = employ(db, cast.karin)
    here, elsewhere = signed_in(app, account.email), signed_in(app, account.email)
    answer = change(here, now, new, again)
    assert answer.status_code == 422
    page = linted(answer)
    assert page.select_one(f"#{field}-fault")
    assert f"{field}-fault" in str(page.select_one(f"#{field}")["aria-describedby"])  # type: ignore[index]
    assert not [one for one in page.select("input[type=password]") if one.get("value")]
    assert is_in(elsewhere)
    assert sign_in(app.test_client(), account.email).location == "/staff"


def test_a_form_sent_twice_changes_the_password_once(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    here = signed_in(app, account.email)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False) as time:
        here = signed_in(app, account.email)
        assert [change(here).status_code for _ in range(2)] == [303, 303]
        time.shift(timedelta(minutes=2))
        assert change(here).status_code == 422, "later it is a wrong password"


def test_guessing_is_as_slow_here_as_at_the_way_in(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    with time_machine.travel(clock.now(), tick=False):
        here = signed_in(app, account.email)
        for _ in range(9):
            assert change(here, "fel lösenord här").status_code == 422
        answer = change(here)
        assert answer.status_code == 429, "the try at the way in was counted too"
        assert int(answer.headers["Retry-After"]) > 0
        assert sign_in(app.test_client(), account.email).status_code == 429


def test_whoever_has_no_password_is_told_how_to_get_one(
    browser: Browser, db: Session, cast: Cast
) -> None:
    page = browser.visit(OWN, as_=cast.karin)
    assert "engångskod" in page.get_text()
    assert not page.select("input[type=password]")
    employ(db, cast.lars, password=None)
    assert not browser.visit(OWN, as_=cast.lars).select("input[type=password]")
    assert change(browser.client(cast.lars)).status_code == 422


def test_she_sees_where_she_is_signed_in_and_signs_out_there(
    app: Flask, db: Session, cast: Cast
) -> None:
    account, lars = employ(db, cast.karin), employ(db, cast.lars)
    here, elsewhere, his = (signed_in(app, one.email) for one in (account, account, lars))
    page = linted(here.get(OWN))
    places = page.select("#places + ul > li")
    assert len(places) == 2, "hers, not his"
    assert sum("Här" in one.get_text() for one in places) == 1
    for _ in range(2):
        assert here.post(f"{OWN}/sign-out-elsewhere").status_code == 303
    assert is_in(here)
    assert not is_in(elsewhere)
    assert is_in(his)
    page = linted(here.get(OWN))
    assert len(page.select("#places + ul > li")) == 1
    assert not page.select("form[action$=sign-out-elsewhere]")


def test_a_session_that_has_idled_out_is_not_shown(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    with time_machine.travel(clock.now(), tick=False) as time:
        signed_in(app, account.email)
        time.shift(timedelta(minutes=31))
        here = signed_in(app, account.email)
        assert len(linted(here.get(OWN)).select("#places + ul > li")) == 1
    assert db.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 2


def test_the_log_says_that_and_not_who_or_what(
    app: Flask, db: Session, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up()
    account = employ(db, cast.karin)
    here = signed_in(app, account.email)
    change(here, "fel lösenord här")
    change(here)
    here.post(f"{OWN}/sign-out-elsewhere")
    structlog.reset_defaults()
    lines = capsys.readouterr().err.strip().splitlines()
    assert {"password-refused", "password-changed", "signed-out"} <= {
        json.loads(one)["event"] for one in lines
    }
    for secret in (PASSWORD, NEW, "fel lös", account.email, "Karin", str(cast.karin.id)):
        assert not [line for line in lines if secret in line], secret
