"""A number or a mail address is hers when she has typed the code that came there."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.notifications.choice_models import (
    NoticeAddressTrial,
)
from portal.notifications.delivering import Office
from portal.notifications.groups import OF
from portal.notifications.models import Channel, NoticeKind
from portal.notifications.worker import drain
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.notifications.her_choice import (
    addresses,
    ask_for_code,
    code_that_came,
)
from tests.notifications.postmen import NUMBER, Postman
from tests.people.ways_in import PIN, with_phone

pytestmark = pytest.mark.usefixtures("every_channel")


def test_a_number_is_hers_when_she_types_the_code_that_came_there(
    db: Session, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    assert ask_for_code(phone) == 303
    code = code_that_came(office, postman)
    assert (postman.channels, postman.delivered[0].to) == ([Channel.SMS], NUMBER)
    assert not addresses(db), "not before she has shown that it is hers"
    page = linted(phone.get("/me/notices/sms/code"))
    assert "…22" in page.get_text()
    assert NUMBER not in str(page)
    answer = phone.post("/me/notices/sms/code", data={"code": f" {code[:3]} {code[3:]}"})
    assert answer.status_code == 303
    assert addresses(db) == [(Channel.SMS, NUMBER)]
    shown = linted(phone.get("/me/notices"))
    assert "…22" in shown.get_text()
    assert "0622" not in str(shown)
    assert phone.post("/me/notices/sms/code", data={"code": code}).status_code == 303, "sent twice"


def test_a_finder_of_the_open_phone_cannot_have_her_notices_sent_to_theirs(
    db: Session, phone: FlaskClient
) -> None:
    assert ask_for_code(phone, pin="9071") == 422
    assert not db.scalars(sa.select(NoticeAddressTrial)).all()


def test_without_a_pin_of_hers_nothing_is_asked(browser: Browser, cast: Cast) -> None:
    answer = browser.post("/me/notices/sms", {"to": NUMBER, "pin": PIN}, as_=cast.amina)
    assert answer.status_code == 422
    assert not linted(answer).select("#pin")


def test_after_five_wrong_codes_the_right_one_opens_nothing(
    db: Session, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    ask_for_code(phone)
    code = code_that_came(office, postman)
    wrong = "000000" if code != "000000" else "111111"
    for _ in range(5):
        assert phone.post("/me/notices/sms/code", data={"code": wrong}).status_code == 422
    answer = phone.post("/me/notices/sms/code", data={"code": code})
    assert answer.status_code == 422
    assert linted(answer).select_one("a[href='/me/notices/sms']"), "the way to a new one"
    assert not addresses(db)


def test_a_code_lives_ten_minutes(
    db: Session, phone: FlaskClient, office: Office, postman: Postman, noon: time_machine.Traveller
) -> None:
    ask_for_code(phone)
    code = code_that_came(office, postman)
    noon.shift(timedelta(minutes=10))
    assert phone.post("/me/notices/sms/code", data={"code": code}).status_code == 422
    assert not addresses(db)


def test_a_newer_code_makes_the_older_one_void(
    db: Session, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    ask_for_code(phone)
    older = code_that_came(office, postman)
    ask_for_code(phone, to="+46 70 174 06 23")
    newer = code_that_came(office, postman)
    if older != newer:
        assert phone.post("/me/notices/sms/code", data={"code": older}).status_code == 422
    phone.post("/me/notices/sms/code", data={"code": newer})
    assert addresses(db) == [(Channel.SMS, "+46701740623")]


def test_nobody_is_pestered_with_codes_through_us(phone: FlaskClient) -> None:
    assert [ask_for_code(phone) for _ in range(6)] == [303] * 5 + [429]


def test_two_people_may_share_a_number(
    app: Flask, db: Session, cast: Cast, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    for one in (phone, with_phone(app, db, cast.bashir, picture="fish")):
        ask_for_code(one)
        one.post("/me/notices/sms/code", data={"code": code_that_came(office, postman)})
    assert addresses(db) == [(Channel.SMS, NUMBER)] * 2


@pytest.mark.parametrize("typed", ["", "hej", "12", "070", "+4670174062212345", "<script>"])
def test_what_is_no_number_is_asked_for_again_and_kept(phone: FlaskClient, typed: str) -> None:
    answer = phone.post("/me/notices/sms", data={"to": typed, "pin": PIN})
    assert answer.status_code == 422
    field = linted(answer).select_one("#to")
    assert field
    assert field["value"] == typed


def test_a_mail_address_is_shown_to_be_hers_likewise(
    db: Session, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    phone.post("/me/notices/email", data={"to": "amina@example.org", "pin": PIN})
    drain(office)
    [delivered] = postman.delivered
    assert delivered.channel is Channel.EMAIL
    code = delivered.letter.words.mail.split()[0]
    phone.post("/me/notices/email/code", data={"code": code})
    assert addresses(db) == [(Channel.EMAIL, "amina@example.org")]
    page = linted(phone.get("/me/notices"))
    assert "amina@example.org" not in page.text
    remove = page.select_one("form[action='/me/notices/email/remove'] button")
    assert remove and remove.find_parent("details"), "she is asked first"
    phone.post("/me/notices/email/remove")
    assert not addresses(db)
    assert "Vi skickar inget mer dit." in phone.get("/me/notices").text


def test_a_code_is_no_notice_that_can_be_turned_off() -> None:
    assert NoticeKind.ADDRESS_CODE not in OF
    assert set(NoticeKind) - set(OF) == {NoticeKind.ADDRESS_CODE, NoticeKind.CALENDAR}
