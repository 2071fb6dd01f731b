"""Phones that take notices: hers, also signed out; listed, forgotten, taken away, and at a new address."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.notifications import choosing
from portal.notifications.delivering import Office
from portal.notifications.push import Phone
from portal.notifications.worker import drain
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.notifications.her_choice import (
    ENDPOINT,
    phones,
    subscribe,
)
from tests.notifications.postmen import AUTH, P256DH, Postman, message
from tests.people.ways_in import sign_out, try_pin

pytestmark = pytest.mark.usefixtures("every_channel")


def test_a_phone_takes_notices_also_after_signing_out(
    db: Session, cast: Cast, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    assert subscribe(phone) == 303
    assert subscribe(phone) == 303, "the same phone is one phone"
    [stored] = phones(db)
    assert ENDPOINT not in stored.sealed + stored.endpoint_hash
    sign_out(phone)
    message(db, cast.amina)
    drain(office)
    [delivered] = postman.delivered
    assert delivered.to == Phone(ENDPOINT, P256DH, AUTH)
    try_pin(phone)
    page = linted(phone.get("/me/notices"))
    assert page.select_one("[data-portal-push][data-on]")


def test_a_forgotten_phone_takes_no_notices(
    db: Session, cast: Cast, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    subscribe(phone)
    [stored] = phones(db)
    phone.post(f"/me/devices/{stored.device_id}/forget")
    message(db, cast.amina)
    drain(office)
    assert not postman.delivered


@pytest.mark.parametrize(
    "endpoint", ["https://127.0.0.1/x", "http://fcm.googleapis.com/x", "https://example.org/", ""]
)
def test_no_other_address_is_taken_for_a_phone(
    db: Session, phone: FlaskClient, endpoint: str
) -> None:
    assert subscribe(phone, endpoint) == 422
    assert not phones(db)


def test_she_takes_a_phone_away_and_nobody_elses(
    db: Session, browser: Browser, cast: Cast, phone: FlaskClient
) -> None:
    subscribe(phone)
    [stored] = phones(db)
    address = f"/me/notices/phone/{stored.id}/remove"
    assert browser.post(address, as_=cast.bashir).status_code == 404
    assert phone.post(address).status_code == 303
    assert not phones(db)


def test_a_phone_says_its_new_address_itself_when_it_knows_the_old_one(
    db: Session, app: Flask, phone: FlaskClient
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    subscribe(phone)
    app.config["WTF_CSRF_ENABLED"] = True
    nobody = app.test_client()
    new = {"endpoint": ENDPOINT + "2", "p256dh": P256DH, "auth": AUTH}
    for old in ("https://fcm.googleapis.com/guess", ""):
        assert nobody.post("/push/renew", data={"old": old, **new}).status_code == 204
    [stored] = phones(db)
    assert stored.endpoint_hash == choosing.endpoint_hash(SECRET, ENDPOINT)
    headers = {"Sec-Fetch-Site": "cross-site"}
    data = {"old": ENDPOINT, **new}
    assert nobody.post("/push/renew", data=data, headers=headers).status_code == 403
    assert nobody.post("/push/renew", data=data).status_code == 204
    [stored] = phones(db)
    assert stored.endpoint_hash == choosing.endpoint_hash(SECRET, ENDPOINT + "2")
    evil = {**new, "old": ENDPOINT + "2", "endpoint": "https://example.org/"}
    nobody.post("/push/renew", data=evil)
    assert phones(db)[0].endpoint_hash == stored.endpoint_hash
