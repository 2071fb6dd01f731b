"""Being signed in: it ends when she says so, when nothing is touched, and after a day, for every copy of the cookie."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.people import signing_in
from portal.people.sign_in_models import SignIn
from tests.browsing import HTMX, Browser, linted
from tests.cast import Cast
from tests.people.ways_in import is_in, letter, sign_out, try_pin, type_code, with_phone


def test_a_copied_cookie_is_dead_after_sign_out(app: Flask, db: Session, cast: Cast) -> None:
    phone, thief = with_phone(app, db, cast.amina), app.test_client()
    cookie = phone.get_cookie("session")
    assert cookie
    thief.set_cookie("session", cookie.value)
    assert is_in(thief)
    answer = sign_out(phone)
    assert answer.status_code == 303
    assert answer.location == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_in(phone)
    assert not is_in(thief)


def test_nothing_touched_for_thirty_minutes_signs_her_out_and_says_why(
    app: Flask, db: Session, cast: Cast
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        phone = with_phone(app, db, cast.amina)
        time.shift(timedelta(minutes=29))
        assert is_in(phone)
        time.shift(timedelta(minutes=29))
        assert is_in(phone), "being here kept it alive"
        time.shift(timedelta(minutes=30))
        answer = phone.get("/me")
        assert answer.location == "/sign-in?next=/me"
        page = linted(phone.get(answer.location))
        assert "30 minuter" in page.select("[role=status]")[0].get_text()
        assert try_pin(phone, next="/me").location == "/me"


def test_nobody_is_told_so_on_a_first_visit(browser: Browser, cast: Cast) -> None:
    assert not browser.visit("/sign-in", as_=None).select("[role=status]")


def test_after_twelve_hours_she_signs_in_again(app: Flask, db: Session, cast: Cast) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        phone = with_phone(app, db, cast.amina)
        for _ in range(12 * 3 - 1):
            time.shift(timedelta(minutes=20))
            assert is_in(phone)
        time.shift(timedelta(minutes=20))
        assert not is_in(phone)
        assert "länge" in phone.get("/sign-in").text


def test_leaving_in_a_hurry_ends_the_session_and_says_nothing(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone, copy = with_phone(app, db, cast.amina), app.test_client()
    cookie = phone.get_cookie("session")
    assert cookie
    copy.set_cookie("session", cookie.value)
    answer = phone.post("/leave")
    assert (answer.status_code, answer.location) == (303, "/today")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert not is_in(copy)

    neutral = phone.get("/today")
    page = linted(neutral)
    assert "Set-Cookie" not in neutral.headers
    assert not page.select("a, form, script")
    assert "Min väg" not in neutral.text
    assert "Vecka" in page.get_text()


def test_leaving_never_asks_anything_back(app: Flask, db: Session, cast: Cast) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert app.test_client().post("/leave").location == "/today"


def test_the_masked_token_opens_the_form_and_no_token_does_not(
    app: Flask, db: Session, cast: Cast
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    phone, code = app.test_client(), letter(db, cast.amina)
    assert type_code(phone, code).status_code == 400
    tokens = set()
    for _ in range(2):
        page = phone.get("/sign-in/code").text.partition('name="csrf_token" value="')[2]
        tokens.add(page.partition('"')[0])
    assert len(tokens) == 2, "masked anew on each page"
    for token in tokens:
        assert type_code(phone, code, csrf_token=token).location == "/sign-in/pin"


def test_old_sessions_are_swept(app: Flask, db: Session, cast: Cast) -> None:
    with_phone(app, db, cast.amina)
    signing_in.sweep(db, now=clock.now() + timedelta(days=89))
    assert db.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 1
    signing_in.sweep(db, now=clock.now() + timedelta(days=91))
    assert db.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0


def test_what_amina_wrote_survives_the_end_of_her_session(
    app: Flask, db: Session, cast: Cast
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        phone = with_phone(app, db, cast.amina)
        time.shift(timedelta(minutes=31))
        answer = phone.post(
            "/me/devices/add", data={"comment": "Jag kan inte <b>komma</b>.", "answer": "cannot"}
        )
        assert answer.status_code == 401
        page = linted(answer)
        carried = page.select_one("form[action='/sign-in'] input[name=kept]")
        assert carried
        sealed = str(carried["value"])

        again = try_pin(phone, "9071", kept=sealed)
        assert f'value="{sealed}"' in again.text, "a wrong PIN loses nothing"
        page = linted(try_pin(phone, kept=sealed))
        form = page.select_one("form[action='/me/devices/add']")
        assert form
        [wrote] = form.select("textarea[name=comment]")
        assert wrote.get_text().strip() == "Jag kan inte <b>komma</b>."
        assert form.select_one("input[name=answer][value=cannot]")
        assert is_in(phone)


def test_what_she_wants_to_talk_about_survives_the_end_of_her_session(
    app: Flask, db: Session, cast: Cast
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        phone = with_phone(app, db, cast.amina)
        time.shift(timedelta(minutes=31))
        ended = linted(phone.post("/progress/talk", data={"talk": "Skolan"}))
        [sealed] = ended.select("form[action='/sign-in'] input[name=kept]")
        again = linted(try_pin(phone, kept=str(sealed["value"])))
        [wrote] = again.select("form[action='/progress/talk'] textarea[name=talk]")
        assert wrote.get_text().strip() == "Skolan"


def test_what_she_wrote_is_shown_to_nobody_else_and_cannot_be_forged(
    app: Flask, db: Session, cast: Cast
) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        phone = with_phone(app, db, cast.amina)
        time.shift(timedelta(minutes=31))
        page = linted(phone.post("/me/devices/add", data={"comment": "Bara för Karin"}))
        [carried] = page.select("input[name=kept]")
        sealed = str(carried["value"])

        bashirs = with_phone(app, db, cast.bashir)
        sign_out(bashirs)
        assert try_pin(bashirs, kept=sealed).location == "/"
        sign_out(phone)
        assert try_pin(phone, kept=sealed[:-2] + "xx").location == "/"
        time.shift(timedelta(hours=3))
        assert try_pin(phone, kept=sealed).location == "/", "too old"


def test_a_stranger_who_posts_is_only_shown_the_way_in(app: Flask, db: Session, cast: Cast) -> None:
    answer = app.test_client().post("/me/devices/add", data={"comment": "Hej"})
    assert answer.status_code == 303
    assert answer.location == "/sign-in"


def test_a_part_of_a_page_gives_way_to_the_whole_sign_in_page(
    app: Flask, db: Session, cast: Cast
) -> None:
    stranger = app.test_client().get("/me", headers=HTMX)
    assert (stranger.status_code, stranger.headers["HX-Redirect"]) == (204, "/sign-in")
    with time_machine.travel(clock.now(), tick=False) as time:
        phone = with_phone(app, db, cast.amina)
        time.shift(timedelta(minutes=31))
        answer = phone.post("/me/devices/add", data={"comment": "Jag kan inte."}, headers=HTMX)
        assert answer.headers["HX-Retarget"] == "body"
        assert linted(answer).select_one("input[name=kept]")


@pytest.mark.parametrize("address", ["/me", "/me/devices", "/me/devices/add"])
def test_her_own_pages_are_in_order_and_behind_their_door(
    browser: Browser, cast: Cast, address: str
) -> None:
    page = browser.visit(address, as_=cast.amina)
    assert page.select_one("template[data-portal-idle]")
    assert page.select_one("form[data-portal-exit='/today']")
    assert browser.get(address, as_=cast.karin).status_code == 403
    assert browser.get(address, as_=None).status_code == 303
