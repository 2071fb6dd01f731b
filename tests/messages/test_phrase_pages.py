"""Ready-made texts on the pages of both sides: chosen, filled in, seen in both languages, and sent once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from bs4 import BeautifulSoup, Tag
from sqlalchemy.orm import Session, joinedload

from portal.meetings.supply_models import MeetingPlace
from portal.messages import phrase_values, sending, subjects
from portal.messages.models import Message, Thread
from portal.messages.phrases import HERS, STAFFS
from portal.messages.sending import Sent, words
from portal.privacy.models import AccessLog, Opened
from portal.translators.models import WantedTranslation
from tests.browsing import Browser, linted
from tests.cast import Cast, sv
from tests.messages.test_phrases import Everything
from tests.translators.writing import reads

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock_stands_and_all_is_translated(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setattr(phrase_values, "message_catalogue", lambda *_: Everything())
    with time_machine.travel(NOW, tick=False):
        yield


def sent(page: BeautifulSoup, **more: str) -> dict[str, str]:
    """The form of the page as it stands there, with what is typed in it."""
    form = page.select_one("main form.card")
    assert form
    found = {str(one["name"]): str(one.get("value", "")) for one in form.select("input[name]")}
    found |= {str(one["name"]): one.get_text().strip() for one in form.select("textarea[name]")}
    del found["csrf_token"]
    return found | {"key": "k"} | more


def messages(db: Session) -> list[Message]:
    asked = sa.select(Message).options(joinedload(Message.thread)).order_by(Message.number)
    found = list(db.scalars(asked.execution_options(populate_existing=True)))
    db.commit()  # or the next page waits for this reader
    return found


def staffs(cast: Cast, key: str = "") -> str:
    return f"/staff/messages/{cast.amina.id}/phrases" + (f"/{key}" if key else "")


def text(tag: Tag | None) -> str:
    assert tag
    return tag.get_text(" ", strip=True)


def test_the_conversation_leads_to_the_answers_and_each_opens(
    db: Session, cast: Cast, browser: Browser
) -> None:
    reads(db, cast.amina, "so")
    page = browser.visit(f"/staff/messages/{cast.amina.id}", as_=cast.karin)
    assert page.select_one(f'form#to-phrases[action="{staffs(cast)}"] input[name=seen]')
    listed = browser.visit(staffs(cast), as_=cast.karin)
    assert len(listed.select("main ul.rows a")) == len(STAFFS)
    for one in STAFFS:
        browser.visit(staffs(cast, one.key), as_=cast.karin)


def test_an_answer_is_filled_in_seen_in_both_languages_and_sent(
    db: Session, cast: Cast, browser: Browser
) -> None:
    reads(db, cast.amina, "ar")
    asked = sending.from_her(db, cast.amina, subjects.MONEY, Sent(words("متى؟"), "1"), now=NOW)
    db.commit()
    url = staffs(cast, "money-comes")
    blanks = browser.visit(f"{url}?seen=1", as_=cast.karin)
    shown = linted(browser.post(url, sent(blanks, day="2026-12-01"), as_=cast.karin))
    arabic, swedish = shown.select("blockquote")
    assert shown.select_one("[data-reach=none]"), "nothing reaches her outside the portal"
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert "الثلاثاء 1 ديسمبر" in text(arabic)
    assert text(swedish) == "Pengarna kommer tisdag 1 december."
    assert len(messages(db)) == 1, "nothing is sent yet"
    form = sent(shown, act="send", subject=subjects.MONEY)
    for _ in range(2):
        answer = browser.post(url, form, as_=cast.karin)
        assert answer.status_code == 303
        assert answer.location == f"/staff/messages/{cast.amina.id}"
    [_, made] = messages(db)
    assert made.phrase == "money-comes" and made.body
    assert (made.body.language, made.thread_id) == ("sv", asked.thread_id)
    assert set(made.body.texts) == {"sv", "en", "ar", "so", "ti", "fa", "prs", "uk"}
    assert made.thread.waits_for_us_since is None, "it is an answer"
    assert {one.into for one in db.scalars(sa.select(WantedTranslation))} == {"sv"}, "hers only"
    assert set(db.scalars(sa.select(AccessLog.opened))) == {Opened.MESSAGES}


def test_words_of_ones_own_come_after_it_and_wait_for_a_translation(
    db: Session, cast: Cast, browser: Browser
) -> None:
    reads(db, cast.amina, "ar")
    url = staffs(cast, "nothing-to-do")
    page = browser.visit(url, as_=cast.karin)
    assert "Egna ord kommer som ett eget meddelande på svenska" in page.text
    form = sent(page, act="send", subject=subjects.MONEY, own="Jag har ringt banken.")
    for _ in range(2):
        browser.post(url, form, as_=cast.karin)
    ready, own = messages(db)
    assert ready.phrase and not own.phrase and own.body
    assert dict(own.body.texts) == {"sv": "Jag har ringt banken."}
    [want] = db.scalars(sa.select(WantedTranslation))
    assert (want.row_id, want.into) == (own.id, "ar")


def test_more_time_is_no_answer_and_a_new_promise(
    db: Session, cast: Cast, browser: Browser
) -> None:
    sending.from_her(db, cast.amina, subjects.MONEY, Sent(words("När?"), "1"), now=NOW)
    db.commit()
    url = staffs(cast, "more-time")
    form = {"day": "2026-12-09", "act": "send", "subject": subjects.MONEY, "key": "k", "seen": "1"}
    browser.post(url, form, as_=cast.karin)
    thread = db.scalars(sa.select(Thread).execution_options(populate_existing=True)).one()
    assert (thread.waits_for_us_since, thread.answer_by) == (NOW, date(2026, 12, 9))


def test_what_is_missing_is_said_at_its_blank_and_what_was_typed_stays(
    db: Session, cast: Cast, browser: Browser
) -> None:
    place = MeetingPlace(key="house", position=0, name=sv("Stora huset"))
    db.add(place)
    db.commit()
    url = staffs(cast, "meeting")
    form = {"time": "09:30", "place": str(place.id), "own": "Välkommen", "key": "k"}
    answer = browser.post(url, form, as_=cast.karin)
    assert answer.status_code == 422
    page = linted(answer)
    assert text(page.select_one("#day-fault")) == "Fyll i det här."
    assert page.select_one('#time[value="09:30"]')
    assert page.select_one(f'option[value="{place.id}"][selected]')
    shown = linted(
        browser.post(url, sent(page, day="2026-12-01", place=str(place.id)), as_=cast.karin)
    )
    assert "klockan 09:30. Vi träffas här: Stora huset." in text(shown.select("blockquote")[-1])
    assert text(shown.select_one("textarea[name=own]")) == "Välkommen"
    back = linted(browser.post(url, sent(shown, act="change"), as_=cast.karin))
    assert back.select_one('#day[value="2026-12-01"]')
    assert back.select_one('input[name=own][value="Välkommen"]')


def test_her_own_number_stands_in_the_blank(db: Session, cast: Cast, browser: Browser) -> None:
    page = browser.visit(staffs(cast, "call-me"), as_=cast.karin)
    assert page.select_one(f'#phone[value="{cast.karin.phone}"]')


def test_a_language_without_the_text_is_told_of_before_it_is_sent(
    db: Session, cast: Cast, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    reads(db, cast.amina, "ti")
    from gettext import NullTranslations

    monkeypatch.setattr(phrase_values, "message_catalogue", lambda *_: NullTranslations())
    url = staffs(cast, "got-it")
    page = browser.visit(url, as_=cast.karin)
    assert "Texten finns inte på tigrinja." in page.text
    assert len(page.select("blockquote")) == 1
    browser.post(url, sent(page, act="send", subject=subjects.OTHER), as_=cast.karin)
    [made] = messages(db)
    assert made.body and set(made.body.texts) == {"sv"}
    assert db.scalars(sa.select(WantedTranslation.into)).all() == ["ti"]


def test_a_colleague_who_wrote_meanwhile_is_read_first(
    db: Session, cast: Cast, browser: Browser
) -> None:
    sending.from_staff(
        db, cast.lars, cast.amina, subjects.MONEY, Sent(words("Hej", "sv"), "l"), now=NOW
    )
    db.commit()
    url = staffs(cast, "got-it")
    form = {"act": "send", "subject": subjects.MONEY, "key": "k", "seen": "0"}
    answer = browser.post(url, form, as_=cast.karin)
    assert answer.status_code == 409 and "En kollega har skrivit medan du skrev." in answer.text
    assert len(messages(db)) == 1
    again = sent(linted(answer), act="send", subject=subjects.MONEY)
    assert browser.post(url, again, as_=cast.karin).status_code == 303
    assert len(messages(db)) == 2


def test_too_many_words_of_ones_own_send_nothing(db: Session, cast: Cast, browser: Browser) -> None:
    form = {"act": "send", "subject": subjects.MONEY, "key": "k", "own": "x" * 8001}
    answer = browser.post(staffs(cast, "got-it"), form, as_=cast.karin)
    assert answer.status_code == 422 and "Skriv högst 8 000 tecken." in answer.text
    assert messages(db) == []


def test_nobody_sends_to_a_participant_of_somebody_elses(
    db: Session, cast: Cast, browser: Browser
) -> None:
    url = staffs(cast, "got-it")
    assert browser.post(url, {"act": "send"}, as_=cast.lars).status_code == 404
    assert browser.get(staffs(cast, "thanks"), as_=cast.karin).status_code == 404, "hers"


def test_each_phrase_of_hers_opens_in_her_language(
    db: Session, cast: Cast, browser: Browser
) -> None:
    reads(db, cast.amina, "ar")
    page = browser.visit("/messages", as_=cast.amina)
    assert page.select_one('a[href="/messages/phrases"]')
    listed = browser.visit("/messages/phrases", as_=cast.amina)
    assert len(listed.select("main ul.rows a")) == len(HERS)
    for one in HERS:
        browser.visit(f"/messages/phrases/{one.key}", as_=cast.amina)


def test_she_sees_how_karin_reads_it_and_is_promised_an_answer(
    db: Session, cast: Cast, browser: Browser
) -> None:
    reads(db, cast.amina, "ti")
    url = "/messages/phrases/cannot-come"
    blanks = browser.visit(url, as_=cast.amina)
    shown = linted(browser.post(url, sent(blanks, day="2026-12-01"), as_=cast.amina))
    hers, swedish = shown.select("blockquote")
    assert "ታሕሳስ" in text(hers) and not hers.get("lang")
    assert (swedish["lang"], text(swedish)) == ("sv", "Jag kan inte komma tisdag 1 december.")
    assert "Karin" in shown.text
    assert messages(db) == []
    form = sent(shown, act="send")
    for _ in range(2):
        assert browser.post(url, form, as_=cast.amina).location == "/messages#said"
    [made] = messages(db)
    assert made.is_hers and made.body and made.body.language == "ti"
    assert made.thread.subject == subjects.MEETING
    assert made.thread.answer_by == date(2026, 12, 1)
    assert db.scalars(sa.select(WantedTranslation)).all() == []


def test_thanks_waits_for_nothing(db: Session, cast: Cast, browser: Browser) -> None:
    url = "/messages/phrases/thanks"
    page = browser.visit(url, as_=cast.amina)
    assert "Du får svar" not in page.text
    browser.post(url, sent(page, act="send"), as_=cast.amina)
    assert [one.thread.waits_for_us_since for one in messages(db)] == [None]


def test_what_she_was_going_to_write_about_goes_along(
    db: Session, cast: Cast, browser: Browser
) -> None:
    listed = browser.visit("/messages/phrases?subject=work&step=nonsense", as_=cast.amina)
    url = str(listed.select("main ul.rows a")[4]["href"])
    assert "subject=work" in url
    page = browser.visit(url, as_=cast.amina)
    browser.post(url.split("?")[0], sent(page, act="send"), as_=cast.amina)
    [made] = messages(db)
    assert (made.thread.subject, made.step_id) == (subjects.WORK, None)


def test_when_her_case_is_ended_nothing_is_sent_and_she_is_told_whom_to_call(
    db: Session, cast: Cast, browser: Browser
) -> None:
    cast.amina.moved_on = date(2026, 11, 1)
    db.commit()
    answer = browser.post("/messages/phrases/please-call", {"act": "send"}, as_=cast.amina)
    assert answer.status_code == 200 and messages(db) == []
    assert not linted(answer).select("button[value=send]")


def test_her_faults_are_said_at_the_field(db: Session, cast: Cast, browser: Browser) -> None:
    typed = {"phone": f"{uuid4()}", "key": "k"}
    answer = browser.post("/messages/phrases/new-number", typed, as_=cast.amina)
    assert answer.status_code == 422
    assert text(linted(answer).select_one("#phone-fault")) == "Skriv numret med siffror."
