"""The PIN opens her own phone, and guessing it soon takes longer than anybody waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.people import code_requests, pins
from portal.people.sign_in_models import Device, HelpReason
from tests.browsing import linted
from tests.cast import Cast
from tests.people.ways_in import (
    PIN,
    choose,
    is_in,
    letter,
    sign_out,
    try_pin,
    type_code,
    with_phone,
)

WRONG = "9071"


def only_device(db: Session) -> Device:
    db.expire_all()
    found = db.scalars(sa.select(Device)).one()
    db.commit()  # looking must not stand in the way of the portal
    return found


def test_amina_comes_back_with_her_pin(app: Flask, db: Session, cast: Cast) -> None:
    phone = with_phone(app, db, cast.amina)
    sign_out(phone)
    assert not is_in(phone)
    page = linted(phone.get("/sign-in"))
    assert "⛵" in page.get_text()
    assert "Amina" not in page.get_text()
    assert try_pin(phone).location == "/"
    assert is_in(phone)


def test_digits_of_her_own_keyboard_are_the_same_pin(app: Flask, db: Session, cast: Cast) -> None:
    phone = with_phone(app, db, cast.amina)
    sign_out(phone)
    assert try_pin(phone, "٤٨٢٦").location == "/"


@pytest.mark.parametrize(
    "easy", ["0000", "1234", "4321", "9876", "121212", "2580", "123456", "1212"]
)
def test_a_pin_that_everybody_tries_first_is_refused(easy: str) -> None:
    assert pins.weakness(easy) is pins.Weakness.TOO_EASY


@pytest.mark.parametrize("no_pin", ["", "482", "482691375", "48a6", "48 26x"])
def test_a_pin_is_four_to_eight_digits(no_pin: str) -> None:
    assert pins.weakness(no_pin) is pins.Weakness.NOT_A_PIN


@pytest.mark.parametrize("good", ["4826", "70419", "19840731", "48264826"[:7]])
def test_an_ordinary_pin_is_fine(good: str) -> None:
    assert pins.weakness(good) is None


def test_what_is_wrong_with_a_choice_is_said_beside_the_field(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = app.test_client()
    type_code(phone, letter(db, cast.amina))
    for data, field in [
        ({"pin": "1234", "pin_again": "1234"}, "pin"),
        ({"pin": "4826", "pin_again": "4862"}, "pin_again"),
        ({"pin": "4826", "pin_again": "4826", "nickname": "x" * 21}, "nickname"),
    ]:
        answer = phone.post("/sign-in/pin", data=data)
        assert answer.status_code == 422
        page = linted(answer)
        wrong = page.select_one(f"#{field}[aria-invalid=true]")
        assert wrong
        assert page.select_one(f"#{str(wrong['aria-describedby']).split()[0]}")
        assert page.select_one(f"[role=alert] a[href='#{field}']")
    assert db.scalar(sa.select(sa.func.count()).select_from(Device)) == 0


@pytest.mark.parametrize("nickname", ["amina", "AMINA", "lilla aminah", "Warsame2", "Ámina"])
def test_her_name_never_stands_on_the_phone(
    app: Flask, db: Session, cast: Cast, nickname: str
) -> None:
    phone = app.test_client()
    type_code(phone, letter(db, cast.amina))
    assert choose(phone, nickname=nickname).status_code == 422
    assert choose(phone, nickname="Havet").location == "/"


def test_who_chooses_no_picture_is_given_one(app: Flask, db: Session, cast: Cast) -> None:
    with_phone(app, db, cast.amina, picture="")
    assert only_device(db).picture == "sun"


def test_the_pin_is_useless_without_the_phone(app: Flask, db: Session, cast: Cast) -> None:
    phone = with_phone(app, db, cast.amina)
    cookie = phone.get_cookie("device")
    assert cookie
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.max_age == 400 * 24 * 3600
    device = only_device(db)
    assert cookie.value not in (device.token_hash, device.pin_hash)
    secret = app.config["SECRET_KEY"]
    assert pins.is_right(secret, device, cookie.value, PIN)
    assert not pins.is_right(secret, device, "0" * 64, PIN)
    assert not pins.is_right("another secret", device, cookie.value, PIN)
    assert not pins.is_right(secret, None, cookie.value, PIN)
    stranger = app.test_client()
    assert try_pin(stranger).status_code == 422
    stranger.set_cookie("device", "0" * 64)
    assert try_pin(stranger).status_code == 422


def test_each_wrong_pin_makes_the_wait_longer_and_the_tenth_ends_it(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = with_phone(app, db, cast.amina)
    sign_out(phone)
    with time_machine.travel(clock.now(), tick=False) as time:
        for _ in range(4):
            answer = try_pin(phone, WRONG)
            assert answer.status_code == 422
            assert "Vänta" not in answer.text
        for minutes in (1, 2, 4, 8, 16):
            said = linted(try_pin(phone, WRONG)).get_text(" ")
            assert f"Vänta {minutes} minut" in said
            assert try_pin(phone, PIN).status_code == 422, "not even the right one"
            assert f"Vänta {minutes} minut" in linted(phone.get("/sign-in")).get_text(" ")
            time.shift(timedelta(minutes=minutes, seconds=-1))
            assert try_pin(phone, PIN).status_code == 422
            time.shift(timedelta(seconds=1))
        assert only_device(db).wrong_pins == 9
        assert "ny kod" in try_pin(phone, WRONG).text
        time.shift(timedelta(days=30))
        assert try_pin(phone, PIN).status_code == 422
        assert not is_in(phone)
        assert type_code(phone, letter(db, cast.amina)).location == "/sign-in/pin"
        assert choose(phone, "7391").location == "/"
        sign_out(phone)
        assert len(linted(phone.get("/sign-in")).select("#pin")) == 1
        assert try_pin(phone, "7391").location == "/", (
            "the new phone entry takes the place of the old"
        )


def test_the_right_pin_forgives_the_wrong_ones(app: Flask, db: Session, cast: Cast) -> None:
    phone = with_phone(app, db, cast.amina)
    for _ in range(3):
        sign_out(phone)
        for _ in range(4):
            try_pin(phone, WRONG)
        assert only_device(db).wrong_pins == 4, "what was refused stays counted"
        assert try_pin(phone).location == "/"
        assert only_device(db).wrong_pins == 0


def test_ten_guesses_at_the_same_moment_are_all_counted(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = with_phone(app, db, cast.amina)
    cookie = phone.get_cookie("device")
    assert cookie
    guessers = []
    for _ in range(10):
        guesser = app.test_client()
        guesser.set_cookie("device", cookie.value)
        guessers.append(guesser)
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda one: try_pin(one, WRONG), guessers))
    assert {answer.status_code for answer in answers} == {422}
    device = only_device(db)
    assert device.wrong_pins == 5, "four are free, the fifth locks, the rest are refused unseen"
    assert device.locked_until


def test_amina_has_forgotten_her_pin(app: Flask, db: Session, cast: Cast) -> None:
    phone = with_phone(app, db, cast.amina)
    sign_out(phone)
    for _ in range(3):
        asked = phone.post("/sign-in/ask", data={"reason": "forgotten-pin"})
        assert asked.location == "/sign-in/asked"
    page = linted(phone.get("/sign-in/asked")).get_text()
    assert "Amina" not in page
    assert "Karin" not in page
    [question] = code_requests.waiting(db, [cast.amina])
    assert question.reason is HelpReason.FORGOTTEN_PIN


def test_two_people_share_a_phone_and_each_has_her_own_pin(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = with_phone(app, db, cast.amina, picture="boat")
    type_code(phone, letter(db, cast.bashir))
    choose(phone, "7391", picture="fish", nickname="Sjön")
    assert "Bashir" not in phone.get("/me/devices").text
    sign_out(phone)

    page = linted(phone.get("/sign-in"))
    assert "⛵" in page.get_text()
    assert "Sjön" in page.get_text()
    by_word = {
        label.get_text(" ", strip=True): str(label.input["value"])
        for label in page.select("form[action='/sign-in'] label.choice")
        if label.input
    }
    aminas = next(value for word, value in by_word.items() if "båt" in word)
    bashirs = next(value for word, value in by_word.items() if "Sjön" in word)
    assert try_pin(phone, PIN).status_code == 422, "nobody was picked"
    assert try_pin(phone, PIN, phone=bashirs).status_code == 422, "Amina's PIN is not Bashir's"
    assert try_pin(phone, PIN, phone=aminas).location == "/"
    assert is_in(phone)
    sign_out(phone)
    assert try_pin(phone, "7391", phone=bashirs).location == "/"


def test_one_phone_remembers_six_people_at_most(app: Flask, db: Session, cast: Cast) -> None:
    phone = app.test_client()
    phone.set_cookie("device", ".".join(["a" * 64] * 3 + ["../x", "b" * 64]))
    assert phone.get("/sign-in").status_code == 200
    type_code(phone, letter(db, cast.amina))
    choose(phone)
    cookie = phone.get_cookie("device")
    assert cookie
    assert len(cookie.value.split(".")) == 1, "what is nobody's is dropped"
