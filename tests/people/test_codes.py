"""The code in the letter: it opens once, for one phone, however it is typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal import clock
from portal.municipality.models import Installation
from portal.people import code_requests, codes
from portal.people.sign_in_models import ActivationCode, CodeRequest, Device, HelpReason, SignIn
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.people.ways_in import choose, is_in, letter, type_code, with_phone


def count(db: Session, model: type) -> int:
    db.expire_all()
    found = db.scalar(sa.select(sa.func.count()).select_from(model)) or 0
    db.commit()  # looking must not stand in the way of the portal
    return found


def test_amina_gets_in_with_the_code_from_her_letter(app: Flask, db: Session, cast: Cast) -> None:
    phone = app.test_client()
    code = letter(db, cast.amina)
    assert type_code(phone, code).location == "/sign-in/pin"
    linted(phone.get("/sign-in/pin"))
    assert choose(phone).location == "/"
    assert is_in(phone)
    assert db.scalars(sa.select(Device)).one().participant_id == cast.amina.id


def test_the_code_has_sixty_random_bits_and_only_a_keyed_hash_is_kept(
    db: Session, cast: Cast
) -> None:
    code = letter(db, cast.amina)
    groups = code.split("-")
    assert [len(group) for group in groups] == [4, 4, 4]
    assert set("".join(groups)) <= set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
    stored = db.scalars(sa.select(ActivationCode.code_hash)).one()
    assert code not in stored
    with pytest.raises(codes.CodeUnknown):
        codes.find(db, "another secret", code, browser="b", now=clock.now())


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("ABCD-EFGH-JKMN", "abcd efgh jkmn"),
        ("ABCD-EFGH-JKMN", " ABCDEFGHJKMN "),
        ("A0CD-1FGH-1KMN", "aocd–ifgh—lkmn"),
        ("AB01-2345-6789", "ab٠١ ٢٣٤٥ ٦٧٨٩"),
        ("ABCD-EFGH-JKMN", "https://portal.example.org/sign-in/code?code=ABCD-EFGH-JKMN"),
    ],
)
def test_a_code_may_be_typed_as_people_type(printed: str, typed: str) -> None:
    assert codes.normalised(typed) == codes.normalised(printed)


def test_the_address_fills_the_code_in_but_signs_nobody_in(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone = app.test_client()
    code = letter(db, cast.amina)
    page = linted(phone.get(f"/sign-in/code?code={code}"))
    field = page.select_one("input[name=code]")
    assert field and field["value"] == code
    assert field["autocomplete"] == "one-time-code"
    assert not is_in(phone)
    assert db.scalars(sa.select(ActivationCode.used_at)).one() is None


def test_a_wrong_code_is_shown_again_with_what_to_do(app: Flask, db: Session, cast: Cast) -> None:
    answer = type_code(app.test_client(), "ABCD-EFGH-JKMX")
    assert answer.status_code == 422
    page = linted(answer)
    field = page.select_one("input[name=code]")
    assert field and field["value"] == "ABCD-EFGH-JKMX"
    assert field["aria-invalid"] == "true"
    assert page.select_one("[role=alert] a[href='#code']")
    assert not page.select_one("button[name=reason]"), "nobody knows whose code this is"


def test_a_code_is_used_up_when_the_pin_is_saved_and_not_before(
    app: Flask, db: Session, cast: Cast
) -> None:
    code = letter(db, cast.amina)
    first, second = app.test_client(), app.test_client()
    type_code(first, code)
    assert choose(first, pin="0000").status_code == 422
    assert type_code(second, code).status_code == 303, "nobody has used it yet"
    assert choose(first).location == "/"

    answer = choose(second, pin="7391")
    assert not is_in(second)
    assert answer.status_code in (303, 422)
    assert type_code(app.test_client(), code).status_code == 422
    assert count(db, Device) == 1


def test_sending_the_form_twice_gives_one_phone_and_one_session(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone, again = app.test_client(), app.test_client()
    type_code(phone, letter(db, cast.amina))
    cookie = phone.get_cookie("session")
    assert cookie
    again.set_cookie("session", cookie.value)

    assert choose(phone).location == "/"
    assert choose(again).location == "/", "the answer to the first was lost"
    assert is_in(phone)
    assert is_in(again)
    one, other = phone.get_cookie("device"), again.get_cookie("device")
    assert one and other and one.value == other.value
    assert (count(db, Device), count(db, SignIn)) == (1, 1)


def test_a_second_tab_lands_at_home_too(app: Flask, db: Session, cast: Cast) -> None:
    phone = with_phone(app, db, cast.amina)
    assert choose(phone, pin="7391").location == "/sign-in"
    assert phone.get("/sign-in").location == "/"
    assert count(db, Device) == 1


def test_after_a_while_not_even_the_same_browser_repeats_a_code(
    app: Flask, db: Session, cast: Cast
) -> None:
    phone, later = app.test_client(), app.test_client()
    type_code(phone, letter(db, cast.amina))
    cookie = phone.get_cookie("session")
    assert cookie
    later.set_cookie("session", cookie.value)
    choose(phone)
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        choose(later)
        assert later.get_cookie("device") is None


def test_a_code_lives_fourteen_days(app: Flask, db: Session, cast: Cast) -> None:
    code, made = letter(db, cast.amina), clock.now()
    with time_machine.travel(made + timedelta(days=13, hours=23), tick=False):
        assert type_code(app.test_client(), code).status_code == 303
    with time_machine.travel(made + timedelta(days=14, minutes=1), tick=False):
        assert type_code(app.test_client(), code).status_code == 422


def test_a_new_letter_makes_the_older_one_worthless(app: Flask, db: Session, cast: Cast) -> None:
    old = letter(db, cast.amina)
    bashirs = letter(db, cast.bashir)
    new = letter(db, cast.amina)
    assert type_code(app.test_client(), old).status_code == 422
    assert type_code(app.test_client(), new).status_code == 303
    assert type_code(app.test_client(), bashirs).status_code == 303


def test_who_comes_too_late_can_ask_for_a_new_code_once(
    app: Flask, db: Session, cast: Cast
) -> None:
    code = letter(db, cast.amina)
    with time_machine.travel(clock.now() + timedelta(days=15), tick=False):
        phone = app.test_client()
        page = linted(type_code(phone, code))
        assert page.select_one("form[action='/sign-in/ask'] button[name=reason]")
        for _ in range(2):
            asked = phone.post("/sign-in/ask", data={"code": code, "reason": "new-code"})
            assert asked.location == "/sign-in/asked"
        linted(phone.get("/sign-in/asked"))
    [question] = code_requests.waiting(db, [cast.amina, cast.bashir])
    assert (question.participant_id, question.reason) == (cast.amina.id, HelpReason.NEW_CODE)
    letter(db, cast.amina)
    assert code_requests.waiting(db, [cast.amina]) == []
    assert count(db, CodeRequest) == 1


def test_asking_with_a_made_up_code_asks_nobody(app: Flask, db: Session, cast: Cast) -> None:
    app.test_client().post("/sign-in/ask", data={"code": "ABCD-EFGH-JKMN"})
    assert count(db, CodeRequest) == 0


@pytest.mark.parametrize("is_demo", [True, False, None])
def test_staff_get_in_by_a_printed_code_only_in_a_demo(
    app: Flask, db: Session, cast: Cast, is_demo: bool | None
) -> None:
    if is_demo is not None:
        db.add(Installation(is_demo=is_demo, made_at=clock.now()))
        db.commit()
    phone = app.test_client()
    answer = type_code(phone, letter(db, cast.karin))
    if is_demo:
        assert answer.location == "/staff"
        assert phone.get("/sign-in").location == "/staff"
        assert app.test_client().get("/sign-in").status_code == 200
    else:
        assert answer.status_code == 422
        assert count(db, SignIn) == 0


def test_many_who_try_the_same_code_at_once_leave_one_phone(
    app: Flask, db: Session, cast: Cast
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    code = letter(db, cast.amina)
    phones = [app.test_client() for _ in range(6)]
    for phone in phones:
        type_code(phone, code)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(choose, phones))
    assert count(db, Device) == 1
    assert sum(is_in(phone) for phone in phones) == 1


def test_nothing_of_the_session_before_goes_with_her(app: Flask, db: Session, cast: Cast) -> None:
    phone = app.test_client()
    with phone.session_transaction() as planted:
        planted["planted"] = "by somebody else"
    type_code(phone, letter(db, cast.amina))
    choose(phone)
    with phone.session_transaction() as cookie:
        assert set(cookie) == {"_user_id"}


def test_old_codes_are_swept(db: Session, cast: Cast) -> None:
    letter(db, cast.amina)
    assert SECRET
    codes.sweep(db, now=clock.now() + timedelta(days=103))
    assert count(db, ActivationCode) == 1
    codes.sweep(db, now=clock.now() + timedelta(days=105))
    assert count(db, ActivationCode) == 0


def test_the_code_page_is_in_order(browser: Browser, cast: Cast) -> None:
    browser.visit("/sign-in/code", as_=None)
    browser.visit("/sign-in", as_=None)
