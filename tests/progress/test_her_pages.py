"""Her pages: what she is told before she answers, the questions, what has changed, and what stays unseen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal.municipality.models import RatingIndicator
from portal.progress.models import Level, RatingPause, SelfRating, StaffRating
from tests.browsing import Browser, linted
from tests.cast import Cast
from tests.meetings.test_her_booking import said
from tests.plan.writing import plan, step
from tests.progress.conftest import BELIEF, HERS, NOW, TODAY, rated

pytestmark = pytest.mark.usefixtures("asked")
HALF_A_YEAR_AGO = date(2026, 3, 7)


def hers(db: Session) -> list[SelfRating]:
    asked = sa.select(SelfRating).order_by(SelfRating.started_at)
    found = list(db.scalars(asked.execution_options(populate_existing=True)))
    db.commit()
    return found


def test_before_the_first_question_she_reads_who_reads_it_and_that_it_is_not_about_money(
    browser: Browser, cast: Cast
) -> None:
    text = said(browser.visit("/progress", as_=cast.amina))
    money = text.index("Svaren säger inget om dina pengar.")
    for words in (
        "När du är klar kan Karin Berg läsa svaren", "10 korta frågor", "ungefär fem minuter",
        "Du kan hoppa över frågor", "fortsätta en annan dag",
    ):  # fmt: skip
        assert text.index(words) > money, words
    assert text.index("Svara på en fråga i taget") > money


def test_one_question_at_a_time_until_she_is_done(
    db: Session, browser: Browser, cast: Cast
) -> None:
    answer = browser.post("/progress/start", {"way": "one"}, as_=cast.amina)
    for number, key in enumerate(HERS):
        assert (answer.status_code, answer.location) == (303, f"/progress/questions/{key}")
        page = browser.visit(answer.location, as_=cast.amina)
        assert f"Fråga {number + 1} av 10" in said(page)
        assert len(page.select("input[name=answer]")) == 5
        form = {"act": "skip"} if number == 4 else {"answer": str(number % 5 + 1)}
        answer = browser.post(answer.location, form, as_=cast.amina)
    assert answer.location == "/progress"
    text = said(browser.visit("/progress", as_=cast.amina))
    assert "Stämmer svaren?" in text and "Du hoppade över den" in text and "Jag är klar" in text
    for _ in range(2):
        assert browser.post("/progress/finish", as_=cast.amina).location == "/progress"
    [found] = hers(db)
    assert found.rated_on == TODAY
    assert list(found.answers) == HERS and found.answers[HERS[4]] is None
    assert found.answers[HERS[1]] is Level.LOW
    text = said(browser.visit("/progress", as_=cast.amina))
    assert "Tack. Dina svar är sparade." in text and "Ändra svaren" in text


def test_a_question_without_a_choice_is_asked_again(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.post("/progress/start", as_=cast.amina)
    for form in ({}, {"answer": "6"}, {"answer": "x"}, {"answer": ""}):
        answer = browser.post("/progress/questions/health", form, as_=cast.amina)
        assert answer.status_code == 422
        assert "Välj ett svar, eller hoppa över frågan." in said(linted(answer))
    assert hers(db)[0].answers == {}


def test_she_can_stop_and_go_on_where_she_was(db: Session, browser: Browser, cast: Cast) -> None:
    browser.post("/progress/questions/health", {"answer": "2"}, as_=cast.amina)
    with time_machine.travel(NOW + timedelta(days=9)):
        browser.sign_in(browser.client(cast.amina), cast.amina)
        page = browser.visit("/progress", as_=cast.amina)
        text = said(page)
        assert "Du har börjat svara" in text and "Hälsan Ganska svårt" in text
        assert page.select_one(f"a.button[href='/progress/questions/{HERS[0]}']")
        kept = browser.visit("/progress/questions/health", as_=cast.amina)
        assert kept.select_one("input[value='2'][checked]")
        browser.post("/progress/start", {"anew": "yes"}, as_=cast.amina)
    assert [one.answers for one in hers(db)] == [{}]


def test_all_questions_on_one_page_keep_what_is_answered(
    db: Session, browser: Browser, cast: Cast
) -> None:
    answer = browser.post("/progress/start", {"way": "all"}, as_=cast.amina)
    assert answer.location == "/progress/questions"
    page = browser.visit(answer.location, as_=cast.amina)
    assert len(page.select("fieldset")) == 10
    [begun] = hers(db)
    form = {"answer-health": "4", "answer-job-search": "skip", "rating": str(begun.id)}
    for _ in range(2):
        answer = browser.post("/progress/questions", form | {"act": "keep"}, as_=cast.amina)
        assert answer.location == "/progress"
    [found] = hers(db)
    assert found.answers == {"health": Level.HIGH, "job-search": None} and not found.rated_on
    page = browser.visit("/progress/questions", as_=cast.amina)
    assert page.select_one("input[name=answer-health][value='4'][checked]")
    assert page.select_one("input[name=answer-job-search][value=skip][checked]")
    for moment in (NOW, NOW, NOW + timedelta(days=1)):
        with time_machine.travel(moment, tick=False):
            browser.sign_in(browser.client(cast.amina), cast.amina)
            sent = browser.post("/progress/questions", form | {"act": "finish"}, as_=cast.amina)
            assert sent.status_code == 303
    [found] = hers(db)
    assert found.rated_on == TODAY, "the form that came again the next day began nothing"


def test_nothing_answered_is_no_rating_and_no_dead_end(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.post("/progress/start", {"way": "all"}, as_=cast.amina)
    answer = browser.post(
        "/progress/questions", {"answer-health": "skip", "act": "finish"}, as_=cast.amina
    )
    assert answer.status_code == 422
    assert "Svara på minst en fråga. Eller spara" in said(linted(answer))
    assert hers(db)[0].rated_on is None


def test_a_question_that_is_not_hers_is_not_there(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for key in (BELIEF, "nothing"):
        address = f"/progress/questions/{key}"
        assert browser.get(address, as_=cast.amina).status_code == 404
        assert browser.post(address, {"answer": "3"}, as_=cast.amina).status_code == 404
    form = {f"answer-{BELIEF}": "5", "answer-health": "3", "act": "finish"}
    browser.post("/progress/questions", form, as_=cast.amina)
    assert hers(db)[0].answers == {"health": Level.MIDDLE}


def test_a_question_opened_before_she_began_leads_to_the_beginning(
    browser: Browser, cast: Cast
) -> None:
    for address in ("/progress/questions", "/progress/questions/health"):
        assert browser.get(address, as_=cast.amina).location == "/progress"


def test_what_staff_think_is_on_no_page_of_hers(db: Session, browser: Browser, cast: Cast) -> None:
    belief = db.scalars(sa.select(RatingIndicator).where(RatingIndicator.key == BELIEF)).one()
    belief.name.texts["sv"] = "Tror-på-henne"  # type: ignore[index]
    sa.orm.attributes.flag_modified(belief, "name")
    for day in (HALF_A_YEAR_AGO, TODAY - timedelta(days=3)):
        rated(db, cast.amina, day, own_belief=Level.LOW)
        kept = dict.fromkeys([*HERS, BELIEF], 5)
        db.add(
            StaffRating(
                participant_id=cast.amina.id, staff_id=cast.karin.id, rated_on=day, saved_at=NOW,
                kept=kept,
            )
        )  # fmt: skip
    plan(db, cast.amina, step("Gå till SFI"))
    db.commit()
    begun = ("", "/progress/questions", f"/progress/questions/{HERS[0]}")
    browser.post("/progress/start", as_=cast.amina)
    for address in ("/", "/plan", "/me", "/progress", *begun[1:], "/me/access-log"):
        text = browser.visit(address, as_=cast.amina)
        if address in begun:
            for choice in text.select("label.choice"):
                choice.decompose()
        for words in ("Ja, säkert", "Tror-på-henne", "Mycket lätt", BELIEF):
            assert words not in text.get_text(" "), (address, words)


def test_her_free_words_are_kept_when_they_are_too_long(
    db: Session, browser: Browser, cast: Cast
) -> None:
    rated(db, cast.amina, HALF_A_YEAR_AGO)
    answer = browser.post("/progress/talk", {"talk": "x" * 1001}, as_=cast.amina)
    assert answer.status_code == 422 and "x" * 1001 in answer.text
    for _ in range(2):
        answer = browser.post("/progress/talk", {"talk": "أريد أن أتكلم"}, as_=cast.amina)
        assert answer.location == "/progress"
    page = browser.visit("/progress", as_=cast.amina)
    assert page.select_one("textarea[dir=auto]") and "أريد أن أتكلم" in said(page)


def test_home_asks_quietly_and_can_be_told_not_now(
    db: Session, browser: Browser, cast: Cast
) -> None:
    asks = "Vill du svara på hur du har det?"
    assert asks not in said(browser.visit("/", as_=cast.amina)), "she has no plan yet"
    plan(db, cast.amina, step("Gå till SFI"))
    text = said(browser.visit("/", as_=cast.amina))
    assert asks in text and text.index("Gå till SFI") < text.index(asks)
    answer = browser.post("/progress/later", {"back": "home"}, as_=cast.amina)
    assert answer.location == "/"
    assert asks not in said(browser.visit("/", as_=cast.amina))
    assert "Svara på en fråga i taget" in said(browser.visit("/progress", as_=cast.amina))
    db.execute(sa.delete(RatingPause))
    rated(db, cast.amina, HALF_A_YEAR_AGO + timedelta(days=1))
    assert asks not in said(browser.visit("/", as_=cast.amina)), "one day is left"
    rated(db, cast.amina, None)
    assert "Du har börjat svara på hur du har det." in said(browser.visit("/", as_=cast.amina))


def test_when_it_is_time_the_questions_stand_first(
    db: Session, browser: Browser, cast: Cast
) -> None:
    made = rated(db, cast.amina, HALF_A_YEAR_AGO)
    text = said(browser.visit("/progress", as_=cast.amina))
    assert text.index("Vill du svara igen?") < text.index("Så har du haft det")
    made.rated_on = HALF_A_YEAR_AGO + timedelta(days=1)
    db.commit()
    text = said(browser.visit("/progress", as_=cast.amina))
    assert text.index("Så har du haft det") < text.index("Vill du svara igen?")
    assert "Vi frågar dig igen tisdag 8 september." in text


def test_mer_and_the_plan_lead_there(db: Session, browser: Browser, cast: Cast) -> None:
    plan(db, cast.amina, step("Gå till SFI"))
    for address in ("/me", "/plan"):
        assert browser.visit(address, as_=cast.amina).select_one("main a[href='/progress']")


def test_eight_ratings_take_no_more_questions_than_one(
    db: Session, browser: Browser, cast: Cast
) -> None:
    engine = browser.app.extensions["portal_engine"]
    seen: list[str] = []

    def count(address: str) -> int:
        browser.visit(address, as_=cast.amina)
        seen.clear()
        note = lambda *args: seen.append(str(args[2]))  # noqa: E731 (one to take away again)
        sa.event.listen(engine, "before_cursor_execute", note)
        browser.visit(address, as_=cast.amina)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len([one for one in seen if one.startswith("SELECT")])

    rated(db, cast.amina, TODAY - timedelta(days=1))
    few, home = count("/progress"), count("/")
    for number in range(1, 9):
        rated(db, cast.amina, TODAY - timedelta(days=182 * number))
    assert (count("/progress"), count("/")) == (few, home)
    assert len([one for one in seen if "self_rating" in one]) == 1, "home asks once"
