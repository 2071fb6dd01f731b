"""What is logged and where people are sent says nothing of a code, a PIN, a secret, a name or an address."""

from __future__ import annotations

import json

import pytest
import structlog
from flask import Flask
from sqlalchemy.orm import Session

from portal import create_app, log
from portal.settings import Settings
from tests.cast import Cast
from tests.conftest import SECRET
from tests.people.ways_in import PIN, choose, letter, sign_out, try_pin, type_code


def test_the_whole_way_in_and_out_leaves_no_secret_behind(
    app: Flask, db: Session, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    log.set_up()
    phone, code = app.test_client(), letter(db, cast.amina)
    phone.get(f"/sign-in/code?code={code}")
    answers = [
        type_code(phone, "ABCD-EFGH-JKMX"),
        type_code(phone, code, next="/me"),
        choose(phone, next="/me"),
        sign_out(phone),
        try_pin(phone, "9071"),
        phone.post("/sign-in/ask", data={"reason": "forgotten-pin"}),
        try_pin(phone),
        phone.post("/me/devices/add", data={"pin": PIN}),
        phone.post("/leave"),
        type_code(app.test_client(), code),
    ]
    structlog.reset_defaults()
    lines = capsys.readouterr().err.strip().splitlines()
    device = phone.get_cookie("device")
    assert device
    said = {json.loads(line)["event"] for line in lines}
    assert {"signed-in", "signed-out", "sign-in-refused", "code-refused", "code-asked-for"} <= said
    for secret in (code, code.replace("-", ""), PIN, "9071", device.value, "Amina", "Warsame",
                   "127.0.0.1", cast.amina.key, str(cast.amina.id)):  # fmt: skip
        assert not [line for line in lines if secret in line], secret
        assert not [answer.location for answer in answers if secret in (answer.location or "")]


def test_with_https_the_cookies_are_bound_to_the_host(
    database_url: str, db: Session, cast: Cast
) -> None:
    settings = Settings(
        secret_key=SECRET, database_url=database_url, base_url="https://portal.example.org"
    )
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    phone = app.test_client()
    at = {"base_url": "https://portal.example.org"}
    phone.post("/sign-in/code", data={"code": letter(db, cast.amina)}, **at)
    answer = phone.post("/sign-in/pin", data={"pin": PIN, "pin_again": PIN}, **at)
    kept = {cookie.partition("=")[0]: cookie for cookie in answer.headers.getlist("Set-Cookie")}
    assert set(kept) == {"__Host-session", "__Host-device"}
    for cookie in kept.values():
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    app.extensions["portal_engine"].dispose()
