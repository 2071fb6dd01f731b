"""What a member of staff was writing when her session ended: hers alone, and sent only when she says so."""

from __future__ import annotations

import json
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
import time_machine
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from portal import clock, log
from portal.people import kept
from portal.people.account_models import Duty, StaffAccount
from portal.people.kept import Kept
from portal.plan.models import Plan, Step
from tests.browsing import HTMX, Browser, linted
from tests.cast import Cast
from tests.conftest import SECRET
from tests.people.staff_ways_in import PASSWORD, employ, is_in
from tests.plan.writing import plan, published, step

WORDS = "Amina börjar på SFI مرحبا <b>måndag</b>"


@pytest.fixture
def clock_stands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.now(), tick=False) as time:
        yield time


@pytest.fixture
def account(db: Session, cast: Cast) -> StaffAccount:
    return employ(db, cast.karin, Duty.CASEWORKER, Duty.ADMINISTRATOR)


@pytest.fixture
def karins(app: Flask, db: Session, cast: Cast) -> FlaskClient:
    """Karin's browser, where she is signed in."""
    browser = app.test_client()
    Browser(app, db).sign_in(browser, cast.karin)
    return browser


@pytest.fixture
def sfi(db: Session, cast: Cast) -> Step:
    """A step of Amina's published plan."""
    made = step("SFI", cast.karin)
    published(db, plan(db, cast.amina, made), cast.karin)
    db.commit()
    return made


def sign_in_again(
    browser: FlaskClient, page: BeautifulSoup, email: str, password: str = PASSWORD
) -> TestResponse:
    """The form of the sign-in page, filled in and sent."""
    form = page.select_one("form[action='/sign-in/staff']")
    assert form
    carried = {str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")}
    return browser.post("/sign-in/staff", data=carried | {"email": email, "password": password})


def form_on(answer: TestResponse) -> tuple[str, list[tuple[str, str]], Tag]:
    """Where the kept form goes, and what a browser would send of it, in its order."""
    linted(answer)  # takes keys out
    [form] = BeautifulSoup(answer.text, "html.parser").select("main form")
    sent = [
        (
            str(one["name"]),
            one.get_text().removeprefix("\n") if one.name == "textarea" else str(one["value"]),
        )
        for one in form.select("textarea, input")
    ]
    return str(form["action"]), sent, form


def test_what_karin_wrote_in_a_plan_is_there_after_signing_in_and_saved_when_she_sends_it(
    app: Flask, db: Session, cast: Cast, account: StaffAccount, karins: FlaskClient, sfi: Step,
    clock_stands: time_machine.Traveller,
) -> None:  # fmt: skip
    [made] = db.scalars(select(Plan)).all()
    db.commit()
    url = f"/staff/participants/{cast.amina.id}/plan/{made.id}/goals/new"
    page = linted(karins.get(url))
    typed = {
        str(one["name"]): str(one.get("value", "")) for one in page.select("main form input[name]")
    }
    typed |= {"key": "k" * 32, "text": WORDS, "language": "sv"}
    clock_stands.shift(timedelta(minutes=31))
    answer = karins.post(url, data=typed)
    assert answer.status_code == 401
    page = linted(answer)
    assert "Det du skrev är kvar" in page.get_text()
    assert not is_in(karins)

    wrong = sign_in_again(karins, page, account.email, "fel lösenord här")
    assert wrong.status_code == 422
    back = sign_in_again(karins, linted(wrong), account.email)
    assert back.status_code == 200
    address, sent, _ = form_on(back)
    assert address == url
    assert dict(sent)["text"] == WORDS, "a wrong password loses nothing"
    assert {name: value for name, value in typed.items() if name != "csrf_token"} == {
        name: value for name, value in sent if name != "csrf_token"
    }
    assert "avslutar" not in back.text
    saved = karins.post(address, data=dict(sent))
    assert saved.status_code == 303, saved.text
    assert "Amina börjar på SFI" in karins.get(saved.location).text


def unsealed(sealed: str) -> bytes:
    """What the signed text holds; one that begins with a dot has been made smaller, which depends on chance."""
    payload = decoded(sealed.lstrip(".").split(".")[0].encode())
    return zlib.decompress(payload) if sealed.startswith(".") else payload


def decoded(text: bytes) -> bytes:
    """What is written in base64; nothing, where the random signs of a seal happen to be none."""
    try:
        return urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except ValueError:
        return b""


def test_what_she_wrote_in_several_languages_is_there_each_with_its_name(
    cast: Cast, account: StaffAccount, karins: FlaskClient, clock_stands: time_machine.Traveller
) -> None:
    """What a unit manager tells everybody, a round's name, and a question in the editor."""
    forms = {
        "/staff/results/told/new": {"said-sv": "Ni vill ha lätta brev", "does-ar": "رسائل أسهل"},
        "/staff/feedback/panel/new": {"name-sv": "Hur vi skriver", "name-uk": "Як ми пишемо", "from": "2026-11-02"},
        "/staff/feedback/questionnaires/versions/00000000-0000-4000-8000-000000000000/new": {
            "option-0-sv": "Ja", "option-11-ti": "እወ", "hint-sv": "Välj en", "key-0": "ja",
        },
    }  # fmt: skip
    for url, typed in forms.items():
        clock_stands.shift(timedelta(minutes=31))
        back = sign_in_again(karins, linted(karins.post(url, data=typed)), account.email)
        address, sent, form = form_on(back)
        carried = {one: value for one, value in sent if one != "csrf_token"}
        assert (address, carried) == (url, typed)
        shown = {str(one["name"]) for one in form.select("textarea")}
        assert shown == set(typed) - {"from", "key-0"}, "only her words are shown"
    labels = [one.get_text(strip=True) for one in form.select("label")]
    assert labels == [
        "Svar 1, på svenska",
        "Svar 12, på tigrinja",
        "Hjälp under frågan, på svenska",
    ]


def test_nobody_but_she_is_shown_it_and_nobody_can_read_the_seal(
    app: Flask, db: Session, cast: Cast, account: StaffAccount, karins: FlaskClient, sfi: Step,
    clock_stands: time_machine.Traveller,
) -> None:  # fmt: skip
    lars = employ(db, cast.lars)
    clock_stands.shift(timedelta(minutes=31))
    url = f"/staff/participants/{cast.amina.id}/steps/{sfi.id}/pause"
    answer = karins.post(url, data={"pause_reason": WORDS})
    page = linted(answer)
    [carried] = page.select("input[name=kept]")
    sealed = str(carried["value"])
    for hidden in ("Amina", "SFI", str(cast.amina.id), "pause_reason", str(cast.karin.id)):
        assert hidden not in answer.text
        outer = unsealed(sealed)
        assert hidden.encode() not in outer
        assert hidden.encode() not in decoded(outer.strip(b'"'))
    his = sign_in_again(karins, page, lars.email)
    assert (his.status_code, his.location) == (303, "/staff")
    assert "Amina börjar" not in karins.get("/staff").text
    forged = app.test_client().post(
        "/sign-in/staff",
        data={"email": account.email, "password": PASSWORD, "kept": sealed[:-2] + "xx"},
    )
    assert forged.location == "/staff"
    clock_stands.shift(timedelta(hours=3))
    late = sign_in_again(app.test_client(), page, account.email)
    assert late.location == "/staff", "too old"


def test_what_takes_something_away_is_sent_only_after_she_has_read_it_again(
    app: Flask, db: Session, cast: Cast, account: StaffAccount, karins: FlaskClient, sfi: Step,
    clock_stands: time_machine.Traveller,
) -> None:  # fmt: skip
    clock_stands.shift(timedelta(minutes=31))
    url = f"/staff/participants/{cast.amina.id}/steps/{sfi.id}"
    page = linted(karins.post(f"{url}/drop", data={"drop_reason": "Kursen är inställd"}))
    back = sign_in_again(karins, page, account.email)
    address, sent, form = form_on(back)
    assert "avslutar eller tar bort" in back.text
    assert form.select_one("button[aria-describedby=ends]")
    assert form.select_one(f"a[href='{url}']"), "the page that it was written on"
    db.expire_all()
    found = db.get(Step, sfi.id)
    assert found and found.dropped_on is None, "signing in has changed nothing"
    db.commit()
    assert karins.post(address, data=dict(sent)).status_code == 303


def test_texts_that_go_together_by_their_places_stay_together(
    app: Flask, db: Session, cast: Cast, account: StaffAccount, karins: FlaskClient,
    clock_stands: time_machine.Traveller,
) -> None:  # fmt: skip
    clock_stands.shift(timedelta(minutes=31))
    typed = {"does": ["", "Två", "Tre"], "does-was": ["Ett", "Två", ""], "kind": "authority"}
    url = f"/staff/municipality/units/{cast.support.id}"
    page = linted(karins.post(url, data=typed))
    _, sent, _ = form_on(sign_in_again(karins, page, account.email))
    assert [value for name, value in sent if name == "does"] == ["", "Två", "Tre"]
    assert [value for name, value in sent if name == "does-was"] == ["Ett", "Två", ""]


def test_htmx_is_told_to_show_the_way_in_instead_of_the_page(
    cast: Cast, account: StaffAccount, karins: FlaskClient, sfi: Step,
    clock_stands: time_machine.Traveller,
) -> None:  # fmt: skip
    clock_stands.shift(timedelta(minutes=31))
    url = f"/staff/participants/{cast.amina.id}/steps/{sfi.id}/pause"
    answer = karins.post(url, data={"pause_reason": WORDS}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "body")
    assert linted(answer).select("input[name=kept]")


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"key": "k", "revision": "3"},
        {"text": "   "},
        {"reason": "reorganised", "to": "lars"},
        {"password_now": PASSWORD, "password": "en ny mening här", "text": "x"},
        {"text": "x" * 150_000},
    ],
)
def test_buttons_choices_and_passwords_are_not_carried(
    app: Flask, db: Session, cast: Cast, karins: FlaskClient, typed: dict[str, str],
    clock_stands: time_machine.Traveller,
) -> None:  # fmt: skip
    clock_stands.shift(timedelta(minutes=31))
    answer = karins.post("/staff/absence", data=typed)
    assert (answer.status_code, answer.location) == (303, "/sign-in/staff")
    assert app.test_client().post("/staff/absence", data={"text": WORDS}).status_code == 303


def test_a_participants_seal_is_nothing_to_staff_and_every_seal_is_another(
    cast: Cast,
) -> None:
    text = Kept("/plan", [("text", "samma")])
    one, other = (kept.seal(SECRET, text, cast.amina.id) for _ in range(2))
    assert one and other and one.split(".")[0] != other.split(".")[0]
    assert kept.opened(SECRET, one, cast.amina.id) == text
    assert kept.opened(SECRET, one, cast.karin.id) is None
    assert kept.opened("another secret", one, cast.amina.id) is None


def test_neither_the_log_nor_an_address_holds_what_she_wrote(
    cast: Cast, account: StaffAccount, karins: FlaskClient, sfi: Step,
    clock_stands: time_machine.Traveller, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    log.set_up()
    clock_stands.shift(timedelta(minutes=31))
    url = f"/staff/participants/{cast.amina.id}/steps/{sfi.id}/pause"
    page = linted(karins.post(url, data={"pause_reason": "Sjukhus"}))
    back = sign_in_again(karins, page, account.email)
    structlog.reset_defaults()
    lines = capsys.readouterr().err.strip().splitlines()
    assert "signed-in" in {json.loads(one)["event"] for one in lines}
    sealed = str(page.select_one("input[name=kept]")["value"])  # type: ignore[index]
    for secret in ("Sjukhus", sealed, str(cast.amina.id)):
        assert not [line for line in lines if secret in line]
    links = [str(one["href"]) for one in linted(back).select("a[href]")]
    assert not [one for one in links if "Sjukhus" in one or sealed in one]
