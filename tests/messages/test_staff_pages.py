"""The conversation as a caseworker reads it, and answers in it."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import sending, subjects
from portal.messages.models import Message
from portal.messages.sending import Sent, words
from tests.browsing import Browser, linted
from tests.cast import Cast, assign
from tests.messages.staff_pages import NOW, form, page
from tests.messages.writing import asks, conversation, replies, thread


def test_the_conversation_says_what_waits_who_has_it_and_what_she_reads(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    cast.amina.language, cast.amina.interpreter_language = "ti", "ti"
    db.commit()
    shown = browser.visit(page(cast.amina), as_=cast.karin)
    assert "Läser tigrinja." in shown.text and "Tolk: tigrinja." in shown.text
    assert "Pengar väntar på svar" in shown.text and "Du har frågan." in shown.text
    words = shown.select_one("#m-1 p.lines")
    assert words and (words["lang"], words["dir"]) == ("", "auto")
    assert shown.select_one(f"#m-1 #waits-{asked.thread_id}"), "the list leads to the question"


def test_the_newest_thirty_are_shown_the_older_by_a_link_and_a_question_is_never_left_out(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for number in range(40):
        replies(db, cast.karin, cast.amina, f"Nummer {number}", now=NOW)
    shown = browser.visit(page(cast.amina), as_=cast.karin)
    assert len(shown.select("ol.conversation > li")) == 30
    [older] = [one for one in shown.select("main a") if one.text == "Äldre meddelanden"]
    before = browser.visit(str(older["href"]), as_=cast.karin)
    assert len(before.select("ol.conversation > li")) == 10
    assert not before.select("#answer")
    asks(db, cast.amina, "Min fråga", now=NOW + timedelta(seconds=1))
    for number in range(40):
        said = replies(db, cast.karin, cast.amina, f"Igen {number}", answers=False, now=NOW)
    db.execute(
        sa.update(Message).where(Message.id == said.id).values(sent_at=NOW + timedelta(seconds=2))
    )
    db.commit()
    assert "Min fråga" in browser.visit(page(cast.amina), as_=cast.karin).text


def test_an_answer_is_sent_once_and_her_waiting_is_over(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    for _ in range(2):
        sent = browser.post(page(cast.amina), form(cast.amina, 1), as_=cast.karin, follow=True)
        assert "Skickat." in linted(sent).text
    assert conversation(db, cast.amina).last_number == 2
    assert thread(db, cast.amina).waits_for_us_since is None


def test_it_is_no_answer_yet_and_a_question_of_ours(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    fields = form(cast.amina, 1, asks="on", no_answer="on")
    browser.post(page(cast.amina), fields, as_=cast.karin)
    waits = thread(db, cast.amina)
    assert waits.waits_for_us_since and waits.waits_for_her_since
    shown = browser.visit("/staff/messages?show=theirs", as_=cast.karin)
    assert "Amina Warsame" in shown.text


def test_nothing_typed_and_too_much_are_refused_with_the_text_kept(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    for body in ("  ", "å" * 8001):
        answer = browser.post(page(cast.amina), form(cast.amina, 1, body), as_=cast.karin)
        assert answer.status_code == 422
        kept = linted(answer)
        field = kept.select_one("#body")
        assert field and field.text.strip() == body.strip()
        assert kept.select_one("#faults a[href='#body']")
    assert conversation(db, cast.amina).last_number == 1


def test_what_a_colleague_wrote_meanwhile_is_shown_before_the_same_form_is_sent_again(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    browser.visit(page(cast.amina), as_=cast.karin)
    assign(db, cast.amina, cast.sara).is_main = False
    replies(db, cast.sara, cast.amina, "I morgon.", now=NOW)
    answer = browser.post(page(cast.amina), form(cast.amina, 1), as_=cast.karin)
    assert answer.status_code == 409
    told = linted(answer)
    assert "I morgon." in told.text and told.select_one("#meanwhile a[href='#m-2']")
    seen = told.select_one("input[name=number][form=answer]")
    field = told.select_one("#body")
    assert seen and field and field.text.strip() == "På fredag."
    again = browser.post(
        page(cast.amina), form(cast.amina, int(str(seen["value"]))), as_=cast.karin
    )
    assert again.status_code == 303
    assert conversation(db, cast.amina).last_number == 3


def test_the_conversation_costs_as_many_questions_for_one_message_as_for_thirty(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    def number() -> int:
        found: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            found.append(statement)

        engine = browser.app.extensions["portal_engine"]
        browser.visit(page(cast.amina), as_=cast.karin)
        event.listen(engine, "before_cursor_execute", note)
        browser.visit(page(cast.amina), as_=cast.karin)
        event.remove(engine, "before_cursor_execute", note)
        return len([one for one in found if not one.startswith(("PRAGMA", "BEGIN"))])

    few = number()
    for place in range(29):
        asks(db, cast.amina, f"Nummer {place}", f"subject-{place % 5}", now=NOW)
    assert number() == few <= 15


def test_what_she_thinks_is_wrong_says_where(db: Session, browser: Browser, cast: Cast) -> None:
    sent = Sent(words("Så var det inte."), "w", about="plan")
    sending.from_her(db, cast.amina, subjects.CORRECTION, sent, now=clock.now())
    db.commit()
    page = browser.visit(f"/staff/messages/{cast.amina.id}", as_=cast.karin)
    assert "Något är fel i planen" in page.text
