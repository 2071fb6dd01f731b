"""Her phones: seen in a list, signed out, forgotten, and a second one added from the first."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock
from portal.people import codes
from portal.people.sign_in_models import ActivationCode, CodeKind, Device
from tests.browsing import Browser, linted
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


def second_phone_code(phone: FlaskClient, pin: str = PIN) -> str:
    page = linted(phone.post("/me/devices/add", data={"pin": pin}))
    shown = page.select_one("bdi.code")
    assert shown
    assert page.select_one("svg")
    return shown.get_text()


def device_of(db: Session, picture: str) -> Device:
    db.expire_all()
    found = db.scalars(sa.select(Device).where(Device.picture == picture)).one()
    db.commit()  # looking must not stand in the way of the portal
    return found


def test_amina_adds_a_second_phone_from_her_first(app: Flask, db: Session, cast: Cast) -> None:
    first, second = with_phone(app, db, cast.amina), app.test_client()
    code = second_phone_code(first)
    assert [len(group) for group in code.split("-")] == [4, 4]
    type_code(second, code)
    choose(second, "7391", picture="fish")
    assert is_in(first)
    assert is_in(second)
    page = linted(second.get("/me/devices"))
    assert len(page.select("h2 .picture")) == 2
    assert len([mark for mark in page.select(".turn") if "Den här" in mark.get_text()]) == 1


def test_the_code_for_a_second_phone_lives_ten_minutes(app: Flask, db: Session, cast: Cast) -> None:
    with time_machine.travel(clock.now(), tick=False) as time:
        code = second_phone_code(with_phone(app, db, cast.amina))
        time.shift(timedelta(minutes=9, seconds=59))
        assert type_code(app.test_client(), code).status_code == 303
        time.shift(timedelta(seconds=1))
        answer = type_code(app.test_client(), code)
        assert answer.status_code == 422
        assert "första telefon" in answer.text
        assert not linted(answer).select("button[name=reason]"), "her caseworker need not be asked"


def test_a_code_for_a_second_phone_leaves_the_letter_alone(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone, printed = with_phone(app, db, cast.amina), letter(db, cast.amina)
    older = second_phone_code(phone)
    newer = second_phone_code(phone)
    assert type_code(app.test_client(), older).status_code == 422
    assert type_code(app.test_client(), newer).status_code == 303
    assert type_code(app.test_client(), printed).status_code == 303


def test_who_finds_her_phone_open_cannot_add_their_own(
    app: Flask, db: Session, cast: Cast, browser: Browser
) -> None:
    phone = with_phone(app, db, cast.amina)
    for _ in range(10):
        phone.post("/me/devices/add", data={"pin": "9071"})
    assert phone.post("/me/devices/add", data={"pin": PIN}).status_code == 422, (
        "she has to wait too"
    )
    made = sa.select(sa.func.count()).select_from(ActivationCode)
    assert db.scalar(made) == 1
    assert browser.post("/me/devices/add", {"pin": PIN}, as_=cast.bashir).status_code == 422


def test_the_code_opens_in_the_camera_of_the_other_phone(
    app: Flask, db: Session, cast: Cast
) -> None:
    answer = with_phone(app, db, cast.amina).post("/me/devices/add", data={"pin": PIN})
    picture = linted(answer).select_one("svg")
    assert picture
    assert "style" not in str(picture)


def test_amina_signs_her_other_phone_out(app: Flask, db: Session, cast: Cast) -> None:
    first, second = with_phone(app, db, cast.amina), with_phone(app, db, cast.amina, picture="fish")
    other = device_of(db, "fish")
    assert first.post(f"/me/devices/{other.id}/sign-out").location == "/me/devices"
    assert is_in(first)
    assert not is_in(second)
    assert "utloggad" in second.get("/sign-in").text
    assert try_pin(second).location == "/", "it is still hers"


def test_amina_forgets_a_phone_that_she_lost(app: Flask, db: Session, cast: Cast) -> None:
    first, lost = with_phone(app, db, cast.amina), with_phone(app, db, cast.amina, picture="fish")
    address = f"/me/devices/{device_of(db, 'fish').id}/forget"
    linted(first.get(address))
    assert is_in(lost), "looking changes nothing"
    answer = first.post(address)
    assert answer.location == "/me/devices"
    assert "Clear-Site-Data" not in answer.headers
    assert not is_in(lost)
    assert try_pin(lost).status_code == 422
    assert len(linted(first.get("/me/devices")).select("h2 .picture")) == 1
    assert first.post(address).status_code == 404


def test_this_phone_forgets_amina_and_everything_of_hers(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = with_phone(app, db, cast.amina)
    answer = phone.post(f"/me/devices/{device_of(db, 'boat').id}/forget")
    assert answer.location == "/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage", "cookies"'
    assert phone.get_cookie("device") is None
    assert not is_in(phone)


def test_forgetting_amina_leaves_bashir_on_the_shared_phone(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = with_phone(app, db, cast.bashir, picture="fish")
    type_code(phone, letter(db, cast.amina))
    choose(phone)
    answer = phone.post(f"/me/devices/{device_of(db, 'boat').id}/forget")
    assert "cookies" not in answer.headers["Clear-Site-Data"]
    assert try_pin(phone).location == "/"
    assert "🐟" in phone.get("/me/devices").text


def test_bashirs_phone_does_not_exist_for_amina(app: Flask, db: Session, cast: Cast) -> None:
    phone = with_phone(app, db, cast.amina)
    bashirs = with_phone(app, db, cast.bashir, picture="fish")
    other = device_of(db, "fish").id
    assert phone.get(f"/me/devices/{other}/forget").status_code == 404
    assert phone.post(f"/me/devices/{other}/forget").status_code == 404
    assert phone.post(f"/me/devices/{other}/sign-out").status_code == 404
    assert phone.get(f"/me/devices/{other}/sign-out").status_code == 405
    assert is_in(bashirs)


def test_a_second_phone_signs_out_alone(app: Flask, db: Session, cast: Cast) -> None:
    first, second = with_phone(app, db, cast.amina), with_phone(app, db, cast.amina, picture="fish")
    sign_out(second)
    assert is_in(first)


def test_forty_bits_are_enough_for_ten_minutes() -> None:
    assert codes.GROUPS[CodeKind.SECOND_PHONE] * codes.GROUP * 5 == 40
