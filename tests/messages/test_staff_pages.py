"""The staff's pages of messages as a caseworker uses them: the list, the conversation, and what comes by itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal import clock
from portal.messages import sending, subjects
from portal.messages.models import Message, MessageKind
from portal.messages.sending import Sent, words
from portal.people.models import Participant, Staff
from portal.people.sign_in_models import SignIn
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted, swapped
from tests.cast import Cast, assign
from tests.messages.writing import asks, conversation, replies, thread
from tests.people.away import away

NOW = clock.now()
WEEK_AGO = NOW - timedelta(days=10)


@pytest.fixture
def asked(db: Session, cast: Cast) -> Message:
    return asks(db, cast.amina, "متى يأتي المال؟", now=NOW)


def page(whose: Participant, more: str = "") -> str:
    return f"/staff/messages/{whose.id}{more}"


def form(whose: Participant, seen: int, body: str = "På fredag.", **fields: str) -> dict[str, str]:
    return {"body": body, "subject": "money", "key": "k", "number": str(seen), **fields}


def logged(db: Session, whose: Participant, opened: Opened) -> int:
    db.rollback()
    found = sa.select(sa.func.count(AccessLog.id)).where(
        AccessLog.participant_id == whose.id, AccessLog.opened == opened
    )
    number = db.scalar(found) or 0
    db.commit()
    return number


def test_the_list_says_who_waits_since_when_until_when_and_how_late(
    db: Session, browser: Browser, cast: Cast
) -> None:
    cast.amina.language = "ar"
    asks(db, cast.amina, "متى يأتي المال؟", now=WEEK_AGO, is_urgent=True)
    shown = browser.visit("/staff/messages", as_=cast.karin)
    [row] = shown.select("main a.row")
    assert str(row["href"]).startswith(page(cast.amina, "?thread="))
    for said in ("Amina Warsame", "Pengar", "dagar sent", "Brådskande", "10 dagar", "arabiska"):
        assert said in row.text, said
    assert row.select_one('[dir="auto"]'), "her words keep their direction"
    assert "Meddelanden (1)" in shown.select_one("nav.rooms").text  # type: ignore[union-attr]


def test_a_row_shown_is_in_the_log_once_a_day_and_a_conversation_each_time(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    for _ in range(2):
        browser.visit("/staff/messages", as_=cast.karin)
        browser.visit(page(cast.amina), as_=cast.karin)
    assert logged(db, cast.amina, Opened.OVERVIEW) == 1
    assert logged(db, cast.amina, Opened.MESSAGES) == 2


def test_of_somebody_protected_only_the_reference_stands_in_the_list(
    db: Session, browser: Browser, cast: Cast
) -> None:
    asks(db, cast.farid, "Jag bor på Storgatan", now=NOW)
    shown = browser.visit("/staff/messages", as_=cast.sara)
    [row] = shown.select("main a.row")
    assert "F-1" in row.text
    for secret in ("Farid", "Storgatan", "Pengar"):
        assert secret not in shown.text, secret
    talk = browser.visit(page(cast.farid), as_=cast.sara)
    assert "Storgatan" in talk.text and "Farid" not in talk.text


@pytest.mark.parametrize("show", ["", "absent", "unit", "theirs", "unread", "all", "what?"])
def test_each_way_to_look_is_a_plain_link_and_says_when_nothing_is_there(
    browser: Browser, cast: Cast, show: str
) -> None:
    shown = browser.visit(f"/staff/messages?show={show}", as_=cast.karin)
    assert shown.select_one("#inbox section.card p")
    assert len(shown.select("nav.tabs a")) == 6


def test_an_unchanged_list_answers_with_nothing_in_four_questions(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit("/staff/messages", as_=cast.karin)
    address = news_of(shown, "#inbox")
    browser.get(address, as_=cast.karin, htmx=True)
    asked_for = count_questions(browser, address, cast.karin)
    assert asked_for <= 4
    asks(db, cast.amina, subject=subjects.WORK, now=NOW)
    answer = browser.get(address, as_=cast.karin, htmx=True)
    assert answer.status_code == 200
    now = browser.visit("/staff/messages", as_=cast.karin)
    before = str(shown).replace("(1)", "(2)")  # the number in the menu comes with the next page
    assert swapped(BeautifulSoup(before, "html.parser"), "#inbox", answer) == now.prettify()


def test_an_unchanged_conversation_answers_with_nothing_in_two_questions_and_then_with_what_is_new(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit(page(cast.amina), as_=cast.karin)
    address = news_of(shown, "#conversation")
    browser.get(address, as_=cast.karin, htmx=True)
    assert count_questions(browser, address, cast.karin) <= 2
    before = logged(db, cast.amina, Opened.MESSAGES)
    asks(db, cast.amina, "Hallå?", now=NOW)
    answer = browser.get(address, as_=cast.karin, htmx=True)
    assert "Hallå?" in answer.text
    assert logged(db, cast.amina, Opened.MESSAGES) == before + 1, "it was read"
    now = browser.visit(page(cast.amina), as_=cast.karin)
    assert swapped(shown, "#conversation", answer) == now.prettify()


def news_of(shown: BeautifulSoup, part: str) -> str:
    found = shown.select_one(part)
    assert found
    return str(found["hx-get"])


def count_questions(browser: Browser, address: str, staff: Staff) -> int:
    """How many questions the database gets for an answer without a body."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    engine = browser.app.extensions["portal_engine"]
    event.listen(engine, "before_cursor_execute", note)
    answer = browser.get(address, as_=staff, htmx=True)
    event.remove(engine, "before_cursor_execute", note)
    assert (answer.status_code, answer.data) == (204, b"")
    return len([one for one in found if not one.startswith(("PRAGMA", "BEGIN"))])


def test_what_a_page_asks_by_itself_keeps_no_session_alive(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit(page(cast.amina), as_=cast.karin)
    address = news_of(shown, "#conversation")
    long_ago = clock.now() - timedelta(minutes=20)

    def seen() -> object:
        found = db.scalar(sa.select(SignIn.seen_at).where(SignIn.staff_id == cast.karin.id))
        db.commit()
        return found

    db.execute(sa.update(SignIn).values(seen_at=long_ago))
    db.commit()
    for one in (address, page(cast.amina, "/news?after=0"), "/staff/messages/news?mark=x"):
        browser.get(one, as_=cast.karin, htmx=True)
        assert seen() == long_ago, one
    browser.visit(page(cast.amina), as_=cast.karin)
    assert seen() != long_ago


def test_when_the_session_has_ended_the_page_makes_way_for_the_sign_in(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    browser.visit(page(cast.amina), as_=cast.karin)
    db.execute(sa.update(SignIn).values(seen_at=NOW - timedelta(hours=1)))
    db.commit()
    answer = browser.get(page(cast.amina, "/news?after=0"), as_=cast.karin, htmx=True)
    assert answer.status_code == 204 and "HX-Redirect" in answer.headers


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


def test_my_day_leads_to_the_question_in_one_tap(
    db: Session, browser: Browser, cast: Cast, asked: Message
) -> None:
    shown = browser.visit("/staff", as_=cast.karin)
    [row] = shown.select("section:has(#answer) a.row")
    assert row["href"] == page(cast.amina, f"?thread={asked.thread_id}#waits-{asked.thread_id}")
    hers = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert hers.select_one(f"a[href='{page(cast.amina)}']")
    assert "Väntar på svar sedan" in hers.text


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
