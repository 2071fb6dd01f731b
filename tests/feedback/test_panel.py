"""The user panel: joined and left as she likes, rounds made by managers, and nobody reads who is in it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import asking, panel, questionnaires
from portal.feedback.models import FeedbackRequest, Occasion, PanelMember, PanelRound, PanelToken
from portal.meetings.days_off import is_working_day
from portal.people.account_models import Duty
from tests.browsing import Browser, linted
from tests.cast import Cast, give_duties
from tests.feedback.asked import people
from tests.feedback.rounds import panel_round

PANEL = "/staff/feedback/panel"


@pytest.fixture
def manager(db: Session, cast: Cast) -> Cast:
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    return cast


def working_noon() -> datetime:
    """The next hour at which people are asked."""
    day = clock.today()
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(13), clock.LOCAL)


def form(db: Session, **other: str) -> dict[str, str]:
    panel_round(db)
    version = questionnaires.in_use(db, Occasion.PANEL, clock.now())
    assert version
    today = clock.today()
    return {
        "name-sv": "Hur vi svarar i telefon", "name-ar": "كيف نرد", "version": str(version.id),
        "from": today.isoformat(), "until": (today + timedelta(days=7)).isoformat(), **other,
    }  # fmt: skip


def rounds(db: Session) -> list[PanelRound]:
    db.expire_all()
    found = list(db.scalars(sa.select(PanelRound).order_by(PanelRound.made_at)))
    db.commit()
    return found


def test_she_joins_is_asked_in_the_round_and_leaves_when_she_likes(
    browser: Browser, db: Session, cast: Cast
) -> None:
    of = panel_round(db, until_on=clock.today() + timedelta(days=20))
    assert "Jag vill vara med i panelen" in browser.visit("/feedback", as_=cast.amina).text
    for _ in range(2):
        browser.post("/feedback/panel/join", as_=cast.amina)
    assert asking.run(db, working_noon()) == 1
    db.commit()
    asked = db.scalars(sa.select(FeedbackRequest)).one()
    db.commit()
    assert (asked.participant_id, asked.about) == (cast.amina.id, str(of.id))
    page = browser.visit("/feedback", as_=cast.amina)
    assert "Hur vi skriver till dig" in page.text and "Du är med i panelen" in page.text
    for _ in range(2):
        browser.post("/feedback/panel/leave", as_=cast.amina)
    assert "frågar dig inget just nu" in browser.visit("/feedback", as_=cast.amina).text
    browser.post("/feedback/panel/join", as_=cast.amina)
    member = db.scalars(sa.select(PanelMember)).one()
    db.commit()
    assert member.left_on is None, "she may come back"


def test_staff_read_how_many_and_never_who(browser: Browser, db: Session, manager: Cast) -> None:
    for number, one in enumerate(people(db, 5), 1):
        panel.join(db, one, today=clock.today())
        db.commit()
        text = browser.visit(PANEL, as_=manager.sara).text
        assert ("Färre än fem" in text) == (number < 5)
        assert one.key not in text and one.name not in text
    assert "5 deltagare" in " ".join(text.split())


def test_whose_page_it_is_does_not_show_that_she_is_in_the_panel(
    browser: Browser, db: Session, cast: Cast
) -> None:
    panel.join(db, cast.amina, today=clock.today())
    db.commit()
    for address in ("", "/as-she-sees"):
        seen = browser.get(f"/staff/participants/{cast.amina.id}{address}", as_=cast.karin)
        assert "anelen" not in seen.text


def test_a_manager_makes_a_round_in_several_languages(
    browser: Browser, db: Session, manager: Cast
) -> None:
    wanted = form(db)
    browser.visit(f"{PANEL}/new", as_=manager.sara)
    made = browser.post(f"{PANEL}/new", wanted, as_=manager.sara)
    assert made.status_code == 303
    [_, of] = rounds(db)
    assert of.name.texts == {"sv": "Hur vi svarar i telefon", "ar": "كيف نرد"}
    assert "Hur vi svarar i telefon" in browser.visit(PANEL, as_=manager.sara).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name-sv": " "}, "Skriv vad omgången heter"),
        ({"name-uk": "є" * 81}, "Namnet är för långt"),
        ({"from": "i morgon"}, "Välj en dag"),
        ({"until": "2020-01-01"}, "före den första"),
        ({"version": "none"}, "Välj vilka frågor"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    browser: Browser, db: Session, manager: Cast, wrong: dict[str, str], words: str
) -> None:
    refused = browser.post(f"{PANEL}/new", form(db, **wrong), as_=manager.sara)
    assert refused.status_code == 422 and words in refused.text
    assert "كيف نرد" in refused.text
    linted(refused)
    assert len(rounds(db)) == 1


def test_a_round_that_has_begun_keeps_its_questions_and_its_last_day_moves_for_everybody(
    browser: Browser, db: Session, manager: Cast
) -> None:
    of = panel_round(db)
    panel.join(db, manager.amina, today=clock.today())
    asking.run(db, working_noon())
    db.commit()
    until = clock.today() + timedelta(days=3)
    wanted = form(db, until=until.isoformat())
    refused = browser.post(f"{PANEL}/{of.id}", wanted, as_=manager.sara)
    assert refused.status_code == 422 and "första dagen står fast" in refused.text
    wanted["from"] = of.from_on.isoformat()
    assert browser.post(f"{PANEL}/{of.id}", wanted, as_=manager.sara).status_code == 303
    asked = db.scalars(sa.select(FeedbackRequest)).one()
    assert asked.closes_on == until


def test_the_last_day_of_a_round_moves_for_those_who_have_answered_or_did_not_want_to(
    browser: Browser, db: Session, manager: Cast
) -> None:
    """Else they would be counted in another half-year than the others of the same round."""
    of = panel_round(db)
    for one in people(db, 3):
        panel.join(db, one, today=clock.today())
    asking.run(db, working_noon())
    answered, declined, _ = db.scalars(sa.select(FeedbackRequest))
    answered.answered_on = declined.declined_on = clock.today()
    db.commit()
    until = clock.today() + timedelta(days=30)
    wanted = form(db, **{"from": of.from_on.isoformat(), "until": until.isoformat()})
    assert browser.post(f"{PANEL}/{of.id}", wanted, as_=manager.sara).status_code == 303
    db.expire_all()
    assert [one.closes_on for one in db.scalars(sa.select(FeedbackRequest))] == [until] * 3


@pytest.mark.parametrize(
    ("ends", "wanted", "words"),
    [
        (-1, 7, "Omgången är slut: sista dagen står fast"),
        (-1, -3, "Omgången är slut: sista dagen står fast"),
        (7, -1, "Den dagen har redan varit"),
    ],
)
def test_what_has_closed_stays_in_its_half_year(
    browser: Browser, db: Session, manager: Cast, ends: int, wanted: int, words: str
) -> None:
    today = clock.today()
    until, new = (today + timedelta(days=days) for days in (ends, wanted))
    of = panel_round(db, from_on=today - timedelta(days=9), until_on=until)
    typed = form(db, **{"from": of.from_on.isoformat(), "until": new.isoformat()})
    refused = browser.post(f"{PANEL}/{of.id}", typed, as_=manager.sara)
    assert refused.status_code == 422 and words in refused.text
    typed["until"] = until.isoformat()
    assert browser.post(f"{PANEL}/{of.id}", typed, as_=manager.sara).status_code == 303, "its name"
    db.expire_all()
    assert of.until_on == until and of.name.texts["sv"] == "Hur vi svarar i telefon"


def papers_of(answer_text: str) -> list[str]:
    page = BeautifulSoup(answer_text, "html.parser")
    return [one.get_text(strip=True) for one in page.select(".address")]


def test_papers_are_printed_once_in_her_language_and_in_swedish(
    browser: Browser, db: Session, manager: Cast
) -> None:
    of = panel_round(db)
    browser.visit(f"{PANEL}/{of.id}", as_=manager.sara)
    wanted = {"number": "3", "language": "ar", "key": "k"}
    printed = browser.post(f"{PANEL}/{of.id}/slips", wanted, as_=manager.sara)
    page = BeautifulSoup(printed.text, "html.parser")
    assert len(page.select("article")) == len(set(papers_of(printed.text))) == 3
    assert [one["lang"] for one in page.select("article")[0].select("section")] == ["ar", "sv"]
    assert page.select_one("section[lang=ar][dir=rtl]")
    again = browser.post(f"{PANEL}/{of.id}/slips", wanted, as_=manager.sara)
    assert papers_of(again.text) == papers_of(printed.text), "the same form is the same papers"
    assert db.scalar(sa.select(sa.func.count(PanelToken.id))) == 3
    db.commit()
    path = papers_of(printed.text)[0].partition("/feedback/")[2]
    browser.visit(f"/feedback/{path}", as_=None)
    for number in ("0", "101", "many", ""):
        refused = browser.post(
            f"{PANEL}/{of.id}/slips", {**wanted, "number": number}, as_=manager.sara
        )
        assert refused.status_code == 422 and "Skriv hur många papper" in refused.text


def test_only_managers_and_administrators_find_it(
    browser: Browser, db: Session, manager: Cast
) -> None:
    of = panel_round(db)
    for page in (PANEL, f"{PANEL}/new", f"{PANEL}/{of.id}"):
        browser.visit(page, as_=manager.sara)
        assert browser.get(page, as_=manager.karin).status_code == 404
    assert browser.post(f"{PANEL}/{of.id}/slips", as_=manager.karin).status_code == 404
