"""Staff sign in with e-mail and password, after choosing the password with a one-time code."""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import timedelta

import pytest
import sqlalchemy as sa
import structlog
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock, log
from portal.people import accounts, passwords, pins
from portal.people.account_models import Duty, StaffAccount
from portal.people.sign_in_models import SignIn
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.people.staff_ways_in import (
    PASSWORD,
    choose,
    code_for,
    employ,
    is_in,
    sign_in,
    with_code,
)
from tests.people.ways_in import letter, type_code


def test_karin_gets_a_code_chooses_a_password_and_comes_back_with_it(
    app: Flask, db: Session, cast: Cast
) -> None:
    account = employ(db, cast.karin, password=None)
    browser = with_code(app, code_for(db, account))
    page = linted(browser.get("/sign-in/staff/password"))
    assert account.email in str(page)
    answer = choose(browser, PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/staff")
    assert is_in(browser)
    db.refresh(account)
    db.commit()
    assert account.password_hash
    assert account.password_hash.startswith("$argon2id$")
    assert PASSWORD not in account.password_hash

    later = app.test_client()
    assert sign_in(later, f"  {account.email.upper()} ").location == "/staff"
    assert is_in(later)


def test_the_page_she_wanted_comes_after_signing_in(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    browser = app.test_client()
    way = browser.get("/staff/participants").location
    assert way == "/sign-in/staff?next=/staff/participants"
    page = linted(browser.get(way))
    [carried] = page.select("input[name=next]")
    answer = browser.post(
        "/sign-in/staff",
        data={"email": account.email, "password": PASSWORD, "next": str(carried["value"])},
    )
    assert answer.location == "/staff/participants"


def test_nothing_tells_an_unknown_email_from_a_wrong_password(
    app: Flask, db: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    employ(db, cast.karin)
    employ(db, cast.lars, password=None)
    left = employ(db, cast.sara)
    left.staff.ended_on = clock.today() - timedelta(days=1)
    db.commit()
    looked: list[str] = []
    real = passwords._keyed

    def look(secret_key: str, account: StaffAccount | None, password: str) -> str:
        looked.append("hashed")
        return real(secret_key, account, password)

    monkeypatch.setattr(passwords, "_keyed", look)
    answers = set()
    for email, password in [
        ("karin@timra.example", "ett annat lösenord här"),
        ("nobody@timra.example", PASSWORD),
        ("lars@timra.example", PASSWORD),
        ("sara@timra.example", PASSWORD),
        ("karin@timra.example", ""),
    ]:
        answer = sign_in(app.test_client(), email, password)
        assert answer.status_code == 422
        answers.add(linted(answer).select_one("#password-fault").get_text())  # type: ignore[union-attr]
    assert len(answers) == 1
    assert len(looked) == 5, "each is hashed, so that each takes as long"
    assert db.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0


def test_what_she_typed_stays_but_never_the_password(app: Flask, db: Session, cast: Cast) -> None:
    page = linted(sign_in(app.test_client(), "karin@timra.example", "fel <b>lösenord</b>"))
    [email] = page.select("input[name=email]")
    assert email["value"] == "karin@timra.example"
    assert "fel" not in " ".join(str(field) for field in page.select("input"))


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("kort", None, "password"),
        ("passwordpassword", None, "password"),
        ("karin går till jobbet", None, "password"),
        ("timrå i mitt hjärta", None, "password"),
        (PASSWORD, "vi cyklar till sjön", "password_again"),
        ("", "", "password"),
    ],
)
def test_a_password_that_will_not_do_is_said_beside_its_field(
    app: Flask, db: Session, cast: Cast, password: str, again: str | None, field: str
) -> None:
    account = employ(db, cast.karin, password=None)
    code = code_for(db, account)
    browser = with_code(app, code)
    answer = choose(browser, password, again)
    assert answer.status_code == 422
    assert linted(answer).select_one(f"#{field}-fault")
    assert choose(browser, PASSWORD).location == "/staff", "the code is not used up by trying"
    assert type_code(app.test_client(), code).status_code == 422, "but by choosing"


def test_a_password_pasted_from_another_keyboard_is_the_same(
    app: Flask, db: Session, cast: Cast
) -> None:
    account = employ(db, cast.karin, password=None)
    typed, pasted = (unicodedata.normalize(form, "räven på isen ler") for form in ("NFC", "NFD"))
    assert typed != pasted
    choose(with_code(app, code_for(db, account)), typed)
    assert sign_in(app.test_client(), account.email, pasted).location == "/staff"


def test_a_new_password_signs_her_out_elsewhere_and_the_old_one_is_dead(
    app: Flask, db: Session, cast: Cast
) -> None:
    account = employ(db, cast.karin)
    old = app.test_client()
    sign_in(old, account.email)
    assert is_in(old)
    new = with_code(app, code_for(db, account))
    assert is_in(old), "a code alone ends nothing"
    assert choose(new, "en helt annan mening").location == "/staff"
    assert is_in(new)
    assert not is_in(old)
    assert sign_in(app.test_client(), account.email).status_code == 422


def test_a_form_sent_twice_signs_in_once(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin, password=None)
    browser = with_code(app, code_for(db, account))
    cookie = browser.get_cookie("session")
    assert cookie
    for _ in range(2):
        browser.set_cookie("session", cookie.value)
        assert choose(browser, PASSWORD).location == "/staff"
    assert db.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 1
    assert is_in(browser)


def test_ten_tries_at_one_email_and_then_a_while_of_waiting(
    app: Flask, db: Session, cast: Cast
) -> None:
    karin, lars = employ(db, cast.karin), employ(db, cast.lars)
    with time_machine.travel(clock.now(), tick=False) as time:
        for number in range(10):
            place = {"REMOTE_ADDR": f"192.0.2.{number}"}
            answer = app.test_client().post(
                "/sign-in/staff",
                data={"email": karin.email, "password": "fel lösenord igen"},
                environ_base=place,
            )
            assert answer.status_code == 422
        answer = sign_in(app.test_client(), karin.email.upper())
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert sign_in(app.test_client(), lars.email).location == "/staff", "others are not held up"
        time.shift(timedelta(minutes=10))
        assert sign_in(app.test_client(), karin.email).location == "/staff"


def test_sixty_tries_from_one_place_and_then_a_while_of_waiting(
    app: Flask, db: Session, cast: Cast
) -> None:
    browser = app.test_client()
    with time_machine.travel(clock.now(), tick=False):
        for number in range(60):
            assert sign_in(browser, f"{number}@timra.example").status_code == 422
        assert sign_in(browser, "61@timra.example").status_code == 429


def test_she_is_out_the_day_after_her_last_day(app: Flask, db: Session, cast: Cast) -> None:
    account = employ(db, cast.karin)
    today = clock.today()
    accounts.end(db, cast.karin, today + timedelta(days=1), today=today, now=clock.now())
    db.commit()
    with time_machine.travel(clock.now(), tick=False) as time:
        time.shift(timedelta(hours=12))
        browser = app.test_client()
        assert sign_in(browser, account.email).location == "/staff"
        for _ in range(3):
            time.shift(timedelta(hours=12))
            browser = app.test_client()
            answer = sign_in(browser, account.email)
        assert answer.status_code == 422
        token = Browser(app, db).sign_in(app.test_client(), cast.karin)
        copied = app.test_client()
        with copied.session_transaction() as cookie:
            cookie["_user_id"] = token
        assert not is_in(copied), "a session that was open is refused as well"


def test_a_code_for_somebody_without_an_account_opens_nothing(
    app: Flask, db: Session, cast: Cast
) -> None:
    assert type_code(app.test_client(), letter(db, cast.karin)).status_code == 422


def test_a_participants_code_never_leads_to_a_password_nor_staffs_to_a_pin(
    app: Flask, db: Session, cast: Cast
) -> None:
    browser = app.test_client()
    type_code(browser, letter(db, cast.amina))
    assert browser.get("/sign-in/staff/password").location == "/sign-in/code"
    assert choose(browser, PASSWORD).location == "/sign-in/code"
    staffs = with_code(app, code_for(db, employ(db, cast.karin, password=None)))
    assert staffs.get("/sign-in/pin").location == "/sign-in/code"


def test_the_pages_are_swedish_and_linked_from_the_way_in(browser: Browser, cast: Cast) -> None:
    page = browser.visit("/sign-in", as_=None)
    assert page.select_one("a[href='/sign-in/staff']")
    page = browser.visit("/sign-in/staff", as_=None, language="ar")
    assert page.select_one("html[lang=sv][dir=ltr]")
    assert browser.get("/sign-in/staff", as_=cast.karin).location == "/staff"
    assert browser.get("/sign-in/staff", as_=cast.amina).location == "/"


def test_two_accounts_with_one_password_are_kept_differently(db: Session, cast: Cast) -> None:
    one, other = employ(db, cast.karin), employ(db, cast.lars, Duty.TRANSLATOR)
    assert one.password_hash != other.password_hash
    assert passwords.is_right(SECRET, one, PASSWORD)
    moved = StaffAccount(id=other.id, password_hash=one.password_hash)
    assert not passwords.is_right(SECRET, moved, PASSWORD), "a hash is worth nothing elsewhere"
    assert not passwords.is_right("another secret", one, PASSWORD)
    assert not passwords.is_right(SECRET, None, "nobody's")
    assert re.match(r"\$argon2id\$", pins.nobodys())


def test_the_whole_way_in_leaves_no_secret_behind(
    app: Flask, db: Session, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up()
    account = employ(db, cast.karin, password=None)
    code = code_for(db, account)
    browser = with_code(app, code)
    answers = [choose(browser, "för kort"), choose(browser, PASSWORD), browser.post("/sign-out")]
    answers += [
        sign_in(browser, account.email, "ett annat lösenord"),
        sign_in(browser, account.email),
    ]
    structlog.reset_defaults()
    lines = capsys.readouterr().err.strip().splitlines()
    assert {"signed-in", "signed-out", "sign-in-refused"} <= {
        json.loads(one)["event"] for one in lines
    }
    for secret in (code, PASSWORD, "ett annat", account.email, "Karin", str(cast.karin.id)):
        assert not [line for line in lines if secret in line], secret
        assert not [answer.location for answer in answers if secret in (answer.location or "")]
