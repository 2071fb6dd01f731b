"""Writing: who reads it and by when she gets an answer; sent once, nothing lost, and drafts that only she can read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy.orm import Session

from portal.messages import subjects
from portal.messages.models import Conversation, Message, MessageDraft, Thread
from portal.people.models import Absence
from tests.browsing import Browser, linted
from tests.cast import Cast, assign
from tests.messages.hers.conftest import NOW, Talk
from tests.messages.hers.test_conversation import said
from tests.people.ways_in import try_pin, with_phone
from tests.plan.writing import plan, step


def form(body: str = "När kommer pengarna?", **more: str) -> dict[str, str]:
    return {"body": body, "key": "k1", **more}


def written(db: Session) -> list[Message]:
    db.rollback()
    found = list(db.scalars(sa.select(Message).order_by(Message.number)))
    db.commit()
    return found


def drafts(db: Session) -> list[MessageDraft]:
    db.rollback()
    found = list(db.scalars(sa.select(MessageDraft)))
    db.commit()
    return found


def field(page: BeautifulSoup) -> str:
    found = page.select_one("#write textarea[name=body]")
    assert found
    return found.get_text().strip()


def test_she_is_told_who_reads_by_when_and_what_to_do_when_it_cannot_wait(
    browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/messages", as_=cast.amina)
    text = said(page, "#write")
    assert "Skriv till Karin" in text and "Karin Berg läser det du skriver." in text
    assert "Du får svar senast torsdag 26 november." in text
    assert "Är Karin borta kan en kollega läsa och svara." in text
    assert "Du kan inte ta tillbaka det du har skickat." in text
    assert "112" in text and page.select_one("#write a[href='tel:+46700000001']")


def test_with_several_contacts_each_subject_says_who_reads(
    db: Session, browser: Browser, cast: Cast
) -> None:
    other = assign(db, cast.amina, cast.lars)
    other.is_main, other.about = False, ["work"]
    db.commit()
    page = browser.visit("/messages?subject=work", as_=cast.amina)
    choices = {one["value"]: one.text for one in page.select("#subject option")}
    assert "Karin Berg" in choices["money"] and "Lars Ek" in choices["work"]
    assert list(choices)[-1] == "other"
    [chosen] = page.select("#subject option[selected]")
    assert chosen["value"] == "work"


def test_while_her_contact_is_away_she_is_told_who_reads_now(
    db: Session, browser: Browser, cast: Cast
) -> None:
    db.add(
        Absence(
            staff_id=cast.karin.id, stand_in_id=cast.sara.id, from_on=date(2026, 11, 20),
            until_on=date(2026, 12, 1), made_at=NOW,
        )
    )  # fmt: skip
    db.commit()
    page = browser.visit("/messages", as_=cast.amina)
    text = said(page, "#write")
    assert "Karin är borta till och med tisdag 1 december." in text
    assert "Sara Nyström hjälper dig till dess." in text
    assert page.select_one("#write a[href='tel:+46700000003']")


def test_with_nobody_who_stands_in_she_is_given_the_units_number(
    db: Session, browser: Browser, cast: Cast
) -> None:
    cast.support.phone = "+46 60 11 11 11"
    away = Absence(
        staff_id=cast.karin.id, from_on=date(2026, 11, 20), until_on=date(2026, 12, 1), made_at=NOW
    )
    db.add(away)
    db.commit()
    page = browser.visit("/messages", as_=cast.amina)
    assert [one["href"] for one in page.select("#write a[href^=tel]")] == ["tel:+4660111111"]


def test_without_a_contact_person_she_can_write_and_call(
    db: Session, browser: Browser, cast: Cast
) -> None:
    [contact] = cast.amina.assignments
    contact.until_on = date(2026, 11, 1)
    db.commit()
    page = browser.visit("/messages", as_=cast.amina)
    assert "ser till att rätt person svarar" in said(page, "#write")
    assert page.select_one("#write a[href='tel:+4660000000']")
    assert browser.post("/messages", form(), as_=cast.amina).status_code == 303


def test_what_she_sends_is_confirmed_with_the_promised_day(
    db: Session, browser: Browser, cast: Cast
) -> None:
    sent = browser.post("/messages", form(subject="money", urgent="yes"), as_=cast.amina)
    assert (sent.status_code, sent.location) == (303, "/messages#said")
    page = browser.visit("/messages", as_=cast.amina)
    [notice] = page.select("#said[role=status][tabindex='-1']")
    assert notice.text == "Skickat. Du får svar senast torsdag 26 november."
    [message] = written(db)
    assert message.body and message.body.original == "När kommer pengarna?"
    assert message.thread.subject == subjects.MONEY and message.thread.is_urgent


def test_a_retry_after_a_lost_connection_says_sent_and_sends_once(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for _ in range(3):
        browser.post("/messages", form(), as_=cast.amina)
        assert "Skickat." in said(browser.visit("/messages", as_=cast.amina), "#said")
    assert len(written(db)) == 1


def test_something_else_written_in_a_form_that_was_sent_is_not_lost(
    db: Session, browser: Browser, cast: Cast
) -> None:
    """She goes back with the button of her phone, and changes the words."""
    for words in ("När kommer pengarna?", "Och hyran?", "Och hyran?"):
        browser.post("/messages", form(words), as_=cast.amina)
    assert [one.body.original for one in written(db) if one.body] == [
        "När kommer pengarna?", "Och hyran?",
    ]  # fmt: skip


@pytest.mark.parametrize(("body", "words"), [("  ", "Skriv något först."), ("x" * 8001, "för långt")])  # fmt: skip
def test_what_cannot_be_sent_stays_as_she_typed_it(
    db: Session, browser: Browser, cast: Cast, body: str, words: str
) -> None:
    answer = browser.post("/messages", form(body, subject="work", urgent="yes"), as_=cast.amina)
    assert answer.status_code == 422
    page = linted(answer)
    assert words in said(page, "#write [role=alert]")
    assert field(page) == body.strip()
    assert page.select_one("option[value=work][selected]")
    assert page.select_one("input[name=urgent][checked]")
    assert not written(db) and not db.scalar(sa.select(Conversation.id))


def test_a_subject_that_is_not_offered_is_sent_as_something_else(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.post("/messages", form(subject="<nonsense>"), as_=cast.amina)
    assert written(db)[0].thread.subject == subjects.OTHER


def test_a_message_hangs_on_the_step_it_is_about(db: Session, browser: Browser, cast: Cast) -> None:
    other = assign(db, cast.amina, cast.lars)
    other.is_main, other.about = False, ["work"]
    call = step("Fråga restaurangen", cast.lars)
    plan(db, cast.amina, call)
    page = browser.visit(f"/messages?step={call.id}", as_=cast.amina)
    assert "Om steget: Fråga restaurangen" in said(page, "#write")
    assert page.select_one("option[value=work][selected]"), "Lars does it, and Lars is asked"
    browser.post("/messages", form(subject="work", step=str(call.id)), as_=cast.amina)
    page = browser.visit("/messages", as_=cast.amina)
    assert page.select_one(f"ol.talk a[href='/plan/steps/{call.id}']")
    assert browser.get(f"/messages?step={call.id}", as_=cast.bashir).status_code == 404
    browser.post("/messages", form(step=str(call.id)), as_=cast.bashir)
    assert [one.step_id for one in written(db)] == [call.id, None], "his words are sent without it"


@pytest.mark.parametrize(
    "asked", ["step=x", "meeting=00000000-0000-4000-8000-000000000000", "about=message-7"]
)
def test_what_is_not_there_is_not_found(browser: Browser, cast: Cast, asked: str) -> None:
    assert browser.get(f"/messages?{asked}", as_=cast.amina).status_code == 404


def test_she_says_that_something_is_wrong_and_is_promised_an_answer(
    db: Session, browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.we("Du kom inte i går.")
    page = browser.visit("/messages", as_=cast.amina)
    [link] = page.select("ol.talk a[href*=correction]")
    page = browser.visit(str(link["href"]), as_=cast.amina)
    assert "Vad är fel?" in said(page, "#write h2")
    assert "Om ett meddelande från oss" in said(page, "#write")
    sent = {str(one["name"]): str(one["value"]) for one in page.select("#write input[type=hidden]")}
    browser.post("/messages", form("Jag var där.", **sent), as_=cast.amina)
    correction = written(db)[-1]
    assert (correction.thread.subject, correction.about) == ("correction", "message-1")
    assert correction.thread.answer_by == date(2026, 11, 26)


def test_her_answer_marks_as_read_what_stood_on_her_page_and_nothing_newer(
    db: Session, browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.we("Hej")
    talk.we("Kom medan hon skrev")
    browser.post("/messages", form(first="1", seen="1"), as_=cast.amina)
    assert [one.read_at is not None for one in written(db)][:2] == [True, False]


def test_a_draft_comes_back_and_goes_when_it_is_sent(
    db: Session, browser: Browser, cast: Cast
) -> None:
    kept = browser.post("/messages/draft", form("Jag undrar", quiet="yes"), as_=cast.amina)
    assert kept.status_code == 204
    page = browser.visit("/messages", as_=cast.amina)
    assert field(page) == "Jag undrar"
    assert not page.select_one("[data-portal-kept][hidden]")
    browser.post("/messages", form("Jag undrar en sak"), as_=cast.amina)
    assert not drafts(db)
    assert field(browser.visit("/messages", as_=cast.amina)) == ""


def test_without_javascript_a_button_keeps_the_draft_and_another_throws_it_away(
    db: Session, browser: Browser, cast: Cast
) -> None:
    kept = browser.post("/messages/draft", form("Jag undrar"), as_=cast.amina)
    assert kept.location == "/messages#said"
    assert "Bara du ser det." in said(browser.visit("/messages", as_=cast.amina), "#said")
    browser.post("/messages/draft/throw-away", form("Jag undrar"), as_=cast.amina)
    assert not drafts(db)
    browser.post("/messages/draft", form("Jag undrar"), as_=cast.amina)
    browser.post("/messages/draft", form("  "), as_=cast.amina)
    assert not drafts(db), "an emptied field is no draft"


def test_a_draft_that_comes_in_after_the_message_was_sent_is_none(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.post("/messages", form(), as_=cast.amina)
    browser.post("/messages/draft", form(quiet="yes"), as_=cast.amina)
    assert not drafts(db)


def test_a_draft_cannot_be_read_in_the_database_and_is_hers_alone_for_thirty_days(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.post("/messages/draft", form("Jag undrar"), as_=cast.amina)
    [draft] = drafts(db)
    assert "undrar" not in draft.sealed
    draft.participant_id = draft.writer_id = cast.bashir.id
    db.commit()
    assert field(browser.visit("/messages", as_=cast.bashir)) == "", "sealed for Amina"
    draft.participant_id = draft.writer_id = cast.amina.id
    db.commit()
    for days, there in ((29, "Jag undrar"), (31, "")):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            fresh = Browser(browser.app, db)
            assert field(fresh.visit("/messages", as_=cast.amina)) == there


@pytest.mark.parametrize("address", ["/messages", "/messages/draft"])
def test_what_she_wrote_when_her_session_ended_is_there_and_is_sent_as_a_message(
    app: Flask, db: Session, cast: Cast, address: str
) -> None:
    phone = with_phone(app, db, cast.amina)
    with time_machine.travel(NOW + timedelta(minutes=31), tick=False):
        ended = phone.post(address, data=form("Jag undrar", subject="work"))
        assert ended.status_code == 401
        [sealed] = BeautifulSoup(ended.text, "html.parser").select("input[name=kept]")
        again = BeautifulSoup(try_pin(phone, kept=str(sealed["value"])).text, "html.parser")
        [kept] = again.select("main form[action='/messages']")
        fields = {str(one["name"]): str(one["value"]) for one in kept.select("input")}
        fields |= {str(one["name"]): one.get_text().strip() for one in kept.select("textarea")}
        assert phone.post("/messages", data=fields).status_code == 303
    [message] = written(db)
    assert message.body and message.body.original == "Jag undrar"
    assert message.thread.subject == "work"


def test_when_her_case_has_ended_she_can_read_and_is_told_to_call(
    db: Session, browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.we("Lycka till.")
    cast.amina.moved_on = date(2026, 11, 1)
    db.commit()
    page = browser.visit("/messages", as_=cast.amina)
    assert "Lycka till." in said(page) and not page.select("textarea")
    answer = browser.post("/messages", form("Hej igen"), as_=cast.amina)
    assert answer.status_code == 422 and "Hej igen" in answer.text
    assert not db.scalar(sa.select(Thread.id).where(Thread.waits_for_us_since.is_not(None)))
