"""What a person does to get in, as forms that her browser sends."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock
from portal.people import codes
from portal.people.models import Participant, Staff
from tests.conftest import SECRET

PIN = "4826"


def letter(db: Session, person: Participant | Staff) -> str:
    """The code in the letter that she was sent."""
    code = codes.make(
        db,
        SECRET,
        participant=person if isinstance(person, Participant) else None,
        staff=person if isinstance(person, Staff) else None,
        now=clock.now(),
    )
    db.commit()
    return code


def type_code(phone: FlaskClient, code: str, **more: str) -> TestResponse:
    return phone.post("/sign-in/code", data={"code": code, **more})


def choose(phone: FlaskClient, pin: str = PIN, **more: str) -> TestResponse:
    """Choose the PIN, typed twice, and a picture unless told otherwise."""
    return phone.post(
        "/sign-in/pin", data={"pin": pin, "pin_again": pin, "picture": "boat", **more}
    )


def try_pin(phone: FlaskClient, pin: str = PIN, /, **more: str) -> TestResponse:
    return phone.post("/sign-in", data={"pin": pin, **more})


def with_phone(app: Flask, db: Session, person: Participant, **choices: str) -> FlaskClient:
    """A phone that has become hers, and where she is signed in."""
    phone = app.test_client()
    assert type_code(phone, letter(db, person)).location == "/sign-in/pin"
    assert choose(phone, **choices).location == "/"
    return phone


def is_in(phone: FlaskClient) -> bool:
    """Whether this browser is signed in as a participant."""
    return phone.get("/me/still-here").status_code == 204


def sign_out(phone: FlaskClient) -> TestResponse:
    return phone.post("/sign-out")
