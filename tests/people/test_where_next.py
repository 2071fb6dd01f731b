"""After signing in she is taken where she was going, and never to another site."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from portal.people import where_next
from tests.cast import Cast
from tests.people.ways_in import choose, letter, sign_out, try_pin, type_code, with_phone

ELSEWHERE = [
    "//evil.example", "///evil.example", "\\\\evil.example", "/\\evil.example", "\\/evil.example",
    "https:evil.example", "https://evil.example", "javascript:alert(1)", "evil.example", "",
    "/\t/evil.example", "/\n/evil.example", "/me\r\nSet-Cookie: a=b", " //evil.example",
    "/me\\@evil.example", "/\u2028/evil", "/me\x00",
]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_that_leads_away_is_home(address: str) -> None:
    assert where_next.safe(address) == "/"


@pytest.mark.parametrize("address", ["/", "/me", "/plan/steps/1?from=home", "/messages#latest"])
def test_an_address_of_ours_is_kept(address: str) -> None:
    assert where_next.safe(address) == address


def test_she_arrives_where_she_was_going(app: Flask, db: Session, cast: Cast) -> None:
    phone = app.test_client()
    going = phone.get("/me/devices").location
    assert going == "/sign-in?next=/me/devices"
    assert 'href="/sign-in/code?next=/me/devices"' in phone.get(going).text
    answer = type_code(phone, letter(db, cast.amina), next="/me/devices")
    assert answer.location == "/sign-in/pin?next=/me/devices"
    assert 'name="next" value="/me/devices"' in phone.get(answer.location).text
    assert choose(phone, next="/me/devices").location == "/me/devices"


def test_nobody_is_led_away_or_astray_by_signing_in(app: Flask, db: Session, cast: Cast) -> None:
    phone = with_phone(app, db, cast.amina)
    for address in [*ELSEWHERE, "/sign-out", "/leave", "/no/such/page"]:
        answer = phone.post("/language", data={"language": "sv", "next": address})
        assert answer.location == "/", repr(address)
    for address in ["//evil.example", "/\\evil.example", "/leave"]:
        sign_out(phone)
        assert try_pin(phone, next=address).location == "/", repr(address)
