"""What staff do with a question beside answering it: by phone, no answer needed, taken over, given on, a draft."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages.models import Message, MessageKind
from portal.people.models import Staff
from portal.privacy.models import Opened
from tests.browsing import Browser, linted
from tests.cast import Cast, assign
from tests.messages.staff_pages import NOW, WEEK_AGO, form, logged, page
from tests.messages.writing import asks, conversation, thread
from tests.people.away import away


def test_by_phone_with_a_note_is_taken_back_with_one_press(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    address = page(cast.amina, f"/threads/{asked.thread_id}/by-phone")
    answer = browser.post(address, {"note": "Vi pratade", "key": "p"}, as_=cast.karin, follow=True)
    shown = linted(answer)
    assert "Svarat på telefon." in shown.text and "Vi pratade" in shown.text
    undo = shown.select_one(".notice form")
    assert undo and thread(db, cast.amina).waits_for_us_since is None
    browser.post(str(undo["action"]), as_=cast.karin)
    assert thread(db, cast.amina).waits_for_us_since


def test_needs_no_answer_is_said_once_and_a_second_press_says_so(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    address = page(cast.amina, f"/threads/{asked.thread_id}/no-answer")
    browser.post(address, {"key": "n"}, as_=cast.karin)
    browser.post(address, {"key": "n"}, as_=cast.karin)
    other = browser.post(address, {"key": "o"}, as_=cast.karin, follow=True)
    assert "väntar inte längre" in linted(other).text
    db.rollback()
    kinds = db.scalars(sa.select(Message.kind).order_by(Message.number)).all()
    assert list(kinds) == [MessageKind.FROM_HER, MessageKind.READ_ONLY]


def test_a_question_is_taken_over_given_back_and_given_only_to_whoever_may_see_her(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    away(db, cast.karin, cast.lars)
    shown = browser.visit(page(cast.amina), as_=cast.lars)
    assert "Du svarar i stället." in shown.text
    give = page(cast.amina, f"/threads/{asked.thread_id}/give")
    took = browser.post(give, {"to": str(cast.lars.id)}, as_=cast.lars, follow=True)
    assert "Du har frågan nu." in linted(took).text
    assert thread(db, cast.amina).taken_by_id == cast.lars.id
    for other in (str(cast.sara.id), "nobody", str(uuid4())):
        answer = browser.post(give, {"to": other}, as_=cast.lars, follow=True)
        assert "Välj någon som kan svara i dag." in linted(answer).text
    back = page(cast.amina, f"/threads/{asked.thread_id}/give-back")
    browser.post(back, as_=cast.lars)
    assert thread(db, cast.amina).taken_by_id is None


def test_a_draft_stands_in_the_form_again_and_for_nobody_else(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    assign(db, cast.amina, cast.sara).is_main = False
    db.commit()
    draft = form(cast.amina, 1, "Jag kollar")
    browser.post(page(cast.amina, "/draft"), draft, as_=cast.karin)
    mine = browser.visit(page(cast.amina), as_=cast.karin).select_one("#body")
    theirs = browser.visit(page(cast.amina), as_=cast.sara).select_one("#body")
    assert mine and mine.text.strip() == "Jag kollar"
    assert theirs and not theirs.text.strip()
    browser.post(page(cast.amina), draft, as_=cast.karin)
    sent = browser.visit(page(cast.amina), as_=cast.karin).select_one("#body")
    assert sent and not sent.text.strip()


def test_fetching_marks_nothing_as_read_and_the_button_does(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit(page(cast.amina), as_=cast.karin)
    assert conversation(db, cast.amina).unread_by_staff_at
    [button] = shown.select("form[data-portal-readable]")
    number = button.select_one("input[name=number]")
    assert number
    browser.post(str(button["action"]), {"number": str(number["value"])}, as_=cast.karin)
    assert conversation(db, cast.amina).unread_by_staff_at is None


def test_other_peoples_threads_and_marks_do_not_exist(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    bashirs = asks(db, cast.bashir, now=NOW)
    for act in ("by-phone", "no-answer", "give", "give-back"):
        mixed = page(cast.amina, f"/threads/{bashirs.thread_id}/{act}")
        assert browser.post(mixed, as_=cast.karin).status_code == 404, act
    assert browser.get(page(cast.bashir), as_=cast.karin).status_code == 404
    assert browser.get(page(cast.bashir, "/news?after=0"), as_=cast.karin).status_code == 404


def test_the_manager_gives_a_late_question_on_by_reference(
    db: Session, browser: Browser, cast: Cast, eva: Staff
) -> None:
    late = asks(db, cast.amina, "Hemligt", now=WEEK_AGO)
    assign(db, cast.amina, cast.sara).is_main = False
    db.commit()
    listed = browser.visit("/staff/messages", as_=eva)
    [row] = listed.select("main a.row")
    assert row["href"] == f"/staff/messages/late/{late.thread_id}"
    for shown in (listed, browser.visit(str(row["href"]), as_=eva)):
        assert "A-1" in shown.text
        assert "Amina" not in shown.text and "Hemligt" not in shown.text
    browser.post(str(row["href"]), {"to": str(cast.sara.id)}, as_=eva)
    assert thread(db, cast.amina).taken_by_id == cast.sara.id
    assert browser.get(page(cast.amina), as_=eva).status_code == 404
    assert browser.get(str(row["href"]), as_=cast.lars).status_code == 404
    assert "A-1" in browser.visit("/staff/messages/late", as_=eva).text
    assert "A-1" in browser.visit("/staff", as_=eva).text
    assert logged(db, cast.amina, Opened.OVERVIEW) >= 1
