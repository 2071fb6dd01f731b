"""Her choice on the page: numbers shown to be hers by a code, kinds turned off, phones listed and taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal.notice_settings import NoticeSettings
from portal.notifications import choosing, push, sealing
from portal.notifications.choice_models import (
    NoticeAddress,
    NoticeAddressTrial,
    NoticeChoice,
    PushSubscription,
)
from portal.notifications.delivering import Office
from portal.notifications.groups import OF, Group
from portal.notifications.models import Channel, NoticeKind, OutboxNotice
from portal.notifications.push import Phone
from portal.notifications.worker import drain
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.notifications.postmen import AUTH, NUMBER, P256DH, Postman, message, opens
from tests.people.ways_in import PIN, sign_out, try_pin, with_phone

ENDPOINT = "https://fcm.googleapis.com/fcm/send/hers"
KEY = push.new_key()


@pytest.fixture(autouse=True)
def channels(app: Flask) -> Iterator[None]:
    """This installation has every channel."""
    before = app.config["PORTAL"]
    named = NoticeSettings(
        mail_url="smtp://127.0.0.1", mail_from="a@example.org", sms_url="http://127.0.0.1/",
        vapid_key=KEY,
    )  # fmt: skip
    app.config["PORTAL"] = replace(before, notices=named)
    yield
    app.config["PORTAL"] = before


@pytest.fixture
def phone(app: Flask, db: Session, cast: Cast) -> FlaskClient:
    return with_phone(app, db, cast.amina)


def ask_for_code(phone: FlaskClient, to: str = "070-174 06 22", pin: str = PIN) -> int:
    return phone.post("/me/notices/sms", data={"to": to, "pin": pin}).status_code


def code_that_came(office: Office, postman: Postman) -> str:
    drain(office)
    sms: str = postman.delivered[-1].letter.words.sms
    return sms.split()[0]


def addresses(db: Session) -> list[tuple[Channel, str]]:
    db.rollback()
    found = [
        (one.channel, sealing.opened(SECRET, one.sealed)["to"])
        for one in db.scalars(sa.select(NoticeAddress))
    ]
    db.rollback()
    return found


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
    assert "amina@example.org" not in phone.get("/me/notices").text
    phone.post("/me/notices/email/remove")
    assert not addresses(db)


def test_she_turns_kinds_off_and_says_what_may_stand_there(
    db: Session, browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/me/notices", as_=cast.amina)
    assert len(page.select("input[name=group][checked]")) == len(Group)
    assert not page.select("input[name=says_time][checked]")
    chosen = {"group": "messages", "says_time": "yes"}
    page = linted(browser.post("/me/notices", chosen, as_=cast.amina, follow=True))
    assert [box["value"] for box in page.select("input[name=group][checked]")] == ["messages"]
    assert page.select("input[name=says_time][checked]")
    choice = db.scalars(sa.select(NoticeChoice)).one()
    assert set(choice.turned_off) == set(Group) - {Group.MESSAGES}


def subscribe(phone: FlaskClient, endpoint: str = ENDPOINT) -> int:
    data = {"endpoint": endpoint, "p256dh": P256DH, "auth": AUTH}
    return phone.post("/me/notices/phone", data=data).status_code


def phones(db: Session) -> list[PushSubscription]:
    db.expire_all()
    found = list(db.scalars(sa.select(PushSubscription)))
    db.commit()  # looking must not stand in the way of the portal
    return found


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


def test_whose_data_are_protected_is_told_plainly_that_nothing_is_sent(
    browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/me/notices", as_=cast.farid)
    assert "Vi skickar ingenting" in page.get_text()
    assert not page.select("main form")
    assert browser.get("/me/notices/sms", as_=cast.farid).status_code == 404


def test_what_she_chose_leaves_no_number_in_the_database(
    db: Session, phone: FlaskClient, office: Office, postman: Postman
) -> None:
    ask_for_code(phone)
    code = code_that_came(office, postman)
    rows = [
        *db.execute(sa.select(NoticeAddressTrial.__table__)),
        *db.execute(sa.select(OutboxNotice.__table__)),
    ]
    assert "1740622" not in str(rows)
    assert code not in str([one for row in rows for one in row if isinstance(one, str)])


def test_the_question_on_her_first_page_is_asked_until_she_answers(
    db: Session, browser: Browser, cast: Cast
) -> None:
    assert choosing.is_to_be_asked(db, cast.amina)
    assert not choosing.is_to_be_asked(db, cast.farid)
    db.rollback()
    browser.post("/me/notices/offer", as_=cast.amina)
    assert not choosing.is_to_be_asked(db, cast.amina)
    opens(db, cast.bashir, Channel.SMS)
    assert not choosing.is_to_be_asked(db, cast.bashir)


def test_a_code_is_no_notice_that_can_be_turned_off() -> None:
    assert NoticeKind.ADDRESS_CODE not in OF
    assert set(NoticeKind) - set(OF) == {NoticeKind.ADDRESS_CODE, NoticeKind.CALENDAR}
