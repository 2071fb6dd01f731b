"""A unit's tablet: it shows one round's questions and nothing else, and forgets between people."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.answer_models import AnswerGiven
from portal.feedback.models import PanelRound, PanelToken
from portal.people.account_models import Duty
from tests.browsing import Browser, linted
from tests.cast import Cast, give_duties
from tests.feedback.rounds import panel_round


@pytest.fixture
def manager(db: Session, cast: Cast) -> Cast:
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    return cast


@pytest.fixture
def of(db: Session, manager: Cast) -> PanelRound:
    return panel_round(db)


@pytest.fixture
def tablet(browser: Browser, manager: Cast, of: PanelRound) -> FlaskClient:
    """A manager has made this browser a tablet."""
    page = f"/staff/feedback/kiosk/{of.id}"
    browser.visit(page, as_=manager.sara)
    opened = browser.post(page, as_=manager.sara)
    assert opened.location == "/kiosk"
    return browser.client(manager.sara)


def chose(tablet: FlaskClient, language: str = "sv") -> None:
    assert tablet.post("/kiosk", data={"language": language}).location == "/kiosk/read"


def answers(tablet: FlaskClient, key: str = "first", value: str = "letters") -> None:
    form = {"question": key, f"answer-{key}": value}
    assert "/kiosk/questions/" in tablet.post(f"/kiosk/questions/{key}", data=form).location


def rows(db: Session) -> tuple[int, int]:
    """How many answers and how many tokens there are."""
    db.expire_all()
    found = [db.scalar(sa.select(sa.func.count(one.id))) or 0 for one in (AnswerGiven, PanelToken)]
    db.commit()
    return found[0], found[1]


def test_she_chooses_her_language_reads_who_reads_it_answers_and_is_thanked(
    db: Session, tablet: FlaskClient
) -> None:
    page = linted(tablet.get("/kiosk"))
    assert page.select_one("button[value=ar][lang=ar][dir=rtl]")
    chose(tablet, "ar")
    page = linted(tablet.get("/kiosk/read"))
    assert page.select_one("html[lang=ar][dir=rtl]") and "كيف نكتب إليك" in page.text
    assert tablet.post("/kiosk/read", data={"way": "one"}).location == "/kiosk/questions/first"
    linted(tablet.get("/kiosk/questions/first"))
    linted(tablet.get("/kiosk/all"))
    answers(tablet)
    linted(tablet.get("/kiosk/check"))
    assert tablet.post("/kiosk/send").location == "/kiosk/thanks"
    assert linted(tablet.get("/kiosk/thanks")).select_one("html[lang=ar]")
    assert [one.is_sent for one in db.scalars(sa.select(AnswerGiven))] == [True]


def test_the_next_person_finds_nothing_of_the_one_before(db: Session, tablet: FlaskClient) -> None:
    chose(tablet, "ar")
    answers(tablet)
    tablet.post("/kiosk/send")
    for page in ("read", "questions/first", "all", "check"):
        assert tablet.get(f"/kiosk/{page}").location == "/kiosk", page
    assert linted(tablet.get("/kiosk", headers={"Accept-Language": "sv"})).select_one(
        "html[lang=sv]"
    )
    chose(tablet)
    assert "Börja svara" in tablet.get("/kiosk/read").text
    assert not linted(tablet.get("/kiosk/questions/first")).select("input[checked]")


def test_who_stops_leaves_nothing_behind(db: Session, tablet: FlaskClient) -> None:
    chose(tablet)
    answers(tablet)
    assert rows(db) == (1, 1)
    assert tablet.post("/kiosk/forget").location == "/kiosk"
    assert rows(db) == (0, 0)
    assert tablet.get("/kiosk/all").location == "/kiosk"


def test_who_walks_away_leaves_nothing_to_the_next(db: Session, tablet: FlaskClient) -> None:
    """Back to the first page, and then back in the browser: a GET writes nothing, and shows nothing either."""
    chose(tablet)
    answers(tablet)
    tablet.get("/kiosk")
    assert tablet.get("/kiosk/questions/first").location == "/kiosk"
    assert tablet.post("/kiosk/send").location == "/kiosk"
    chose(tablet)
    assert rows(db) == (0, 1), "her answers went when somebody else began"
    assert "Börja svara" in tablet.get("/kiosk/read").text


def test_without_a_script_it_forgets_after_ten_minutes(
    db: Session, tablet: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    chose(tablet)
    answers(tablet)
    later = clock.now() + timedelta(minutes=11)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert tablet.get("/kiosk/questions/first").location == "/kiosk"


def test_there_is_no_way_from_the_tablet_to_anything_else(tablet: FlaskClient) -> None:
    linted(tablet.get("/kiosk"))
    chose(tablet)
    for page in ("/kiosk/read", "/kiosk/questions/first", "/kiosk/check"):
        links = {one["href"] for one in linted(tablet.get(page)).select("a[href]")}
        assert all(str(one).startswith(("#", "/kiosk")) for one in links), links
    for page in ("/", "/help", "/results", "/sign-in", "/staff", "/feedback/AAAA-BBBB-CCCC"):
        assert tablet.get(page).location == "/kiosk", page
    assert tablet.post("/sign-in/code", data={"code": "A"}).location == "/kiosk"
    assert tablet.get("/sign-in/staff").status_code == 200, "where staff end it"


def test_staff_are_signed_out_of_it_and_end_it_after_signing_in(
    browser: Browser, db: Session, manager: Cast, of: PanelRound, tablet: FlaskClient
) -> None:
    assert tablet.get("/staff").location == "/kiosk"
    browser.sign_in(tablet, manager.sara)
    page = f"/staff/feedback/kiosk/{of.id}"
    assert "Sluta visa frågorna här" in tablet.get(page).text
    assert tablet.post(f"{page}/close").status_code == 303
    assert tablet.get("/kiosk").status_code == 404
    assert tablet.get("/help").status_code == 200


@pytest.mark.parametrize("kept", ["", "x", "{id}", "{id}.", "{id}.0000", "{other}.{signed}"])
def test_only_staff_make_a_tablet(
    browser: Browser, of: PanelRound, tablet: FlaskClient, kept: str
) -> None:
    cookie = tablet.get_cookie("kiosk")
    assert cookie
    signed = cookie.value.partition(".")[2]
    other = browser.app.test_client()
    value = kept.format(id=of.id, signed=signed, other="00000000-0000-0000-0000-000000000000")
    other.set_cookie("kiosk", value)
    assert other.get("/kiosk").status_code == 404
    assert other.get("/help").status_code == 200


def test_when_the_round_is_over_it_says_so(
    db: Session, of: PanelRound, tablet: FlaskClient
) -> None:
    chose(tablet)
    of.from_on = of.until_on = clock.today() - timedelta(days=1)
    db.commit()
    assert tablet.get("/kiosk/questions/first").location == "/kiosk"
    page = linted(tablet.get("/kiosk"))
    assert "Tiden att svara är slut" in page.text
    assert not page.select("main a")


def test_whoever_is_no_manager_makes_none(browser: Browser, manager: Cast, of: PanelRound) -> None:
    page = f"/staff/feedback/kiosk/{of.id}"
    assert browser.get(page, as_=manager.karin).status_code == 404
    assert browser.post(page, as_=manager.karin).status_code == 404
