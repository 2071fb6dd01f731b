"""What becomes of a thread when it is over: said by staff, taken back within a minute, and never while she waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal.messages import classifying, facts, sending, subjects
from portal.messages.classifying import StillWaits, TooLate
from portal.messages.models import Classification, Conversation, MessageKind, Thread
from portal.messages.sending import Sent, words
from portal.people.day import Waits
from portal.people.models import Participant
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser
from tests.cast import Cast

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
SECONDS, A_MINUTE = timedelta(seconds=30), timedelta(seconds=61)
LATER = NOW + timedelta(days=15)


def asked(db: Session, whose: Participant, key: str = "1", *, now: datetime = NOW) -> Thread:
    message = sending.from_her(
        db, whose, subjects.MONEY, Sent(words("När kommer pengarna?"), key), now=now
    )
    db.commit()
    return message.thread


def answered(db: Session, cast: Cast, *, asks: bool = False) -> Thread:
    thread = asked(db, cast.amina)
    sent = Sent(words("På fredag.", "sv"), "k")
    sending.from_staff(db, cast.karin, cast.amina, subjects.MONEY, sent, asks=asks, now=NOW)
    db.commit()
    return thread


def conversation(db: Session) -> Conversation:
    return db.scalars(sa.select(Conversation)).one()


def test_while_she_waits_a_thread_is_not_over(db: Session, cast: Cast) -> None:
    thread = asked(db, cast.amina)
    with pytest.raises(StillWaits):
        classifying.classify(db, cast.karin, thread, Classification.MINOR, now=NOW)
    assert thread.classification is Classification.UNDECIDED


def test_what_she_writes_after_that_is_another_thread(db: Session, cast: Cast) -> None:
    thread = answered(db, cast)
    classifying.classify(db, cast.karin, thread, Classification.CASE_FILE, now=NOW)
    assert (thread.classification, thread.classified_by_id) == (
        Classification.CASE_FILE,
        cast.karin.id,
    )
    again = asked(db, cast.amina, "2")
    assert again.id != thread.id
    assert conversation(db).waits_for_us_since == NOW


def test_nobody_waits_for_her_in_a_thread_that_is_over_until_it_is_taken_back(
    db: Session, cast: Cast
) -> None:
    thread = answered(db, cast, asks=True)
    assert conversation(db).waits_for_her_since == NOW
    classifying.classify(db, cast.karin, thread, Classification.MINOR, now=NOW)
    assert conversation(db).waits_for_her_since is None
    classifying.take_back(db, cast.karin, thread, now=NOW + SECONDS)
    facts.settle(db, conversation(db))
    assert conversation(db).waits_for_her_since == NOW
    assert (thread.classification, thread.classified_at) == (Classification.UNDECIDED, None)


def test_it_is_taken_back_by_whoever_did_it_within_a_minute(db: Session, cast: Cast) -> None:
    thread = answered(db, cast)
    classifying.classify(db, cast.karin, thread, Classification.MINOR, now=NOW)
    for staff, now in ((cast.karin, NOW + A_MINUTE), (cast.lars, NOW + SECONDS)):
        with pytest.raises(TooLate):
            classifying.take_back(db, staff, thread, now=now)
    classifying.take_back(db, cast.karin, thread, now=NOW + SECONDS)
    classifying.take_back(db, cast.karin, thread, now=NOW + A_MINUTE)  # again: nothing


def test_when_she_has_written_again_it_stays_over_and_can_be_classified_otherwise(
    db: Session, cast: Cast
) -> None:
    thread = answered(db, cast)
    classifying.classify(db, cast.karin, thread, Classification.MINOR, now=NOW)
    asked(db, cast.amina, "2")
    with pytest.raises(TooLate):
        classifying.take_back(db, cast.karin, thread, now=NOW + SECONDS)
    classifying.classify(db, cast.karin, thread, Classification.CASE_FILE, now=NOW + SECONDS)
    assert thread.classification is Classification.CASE_FILE


def test_an_old_thread_stands_on_the_day_as_one_row_with_how_many_they_are(
    db: Session, cast: Cast
) -> None:
    answered(db, cast)
    sent = Sent(words("Hej", "sv"), "w")
    sending.from_staff(db, cast.karin, cast.amina, subjects.WORK, sent, now=NOW)
    db.commit()
    assert classifying.day_rows(db, cast.karin, NOW + timedelta(days=13)) == []
    [row] = classifying.day_rows(db, cast.karin, LATER)
    assert row.kind is Waits.CLASSIFY
    assert row.about and row.about.original == "2 trådar"
    assert [one.last_at for one in classifying.undecided(db, cast.karin, LATER)] == [NOW, NOW]
    assert classifying.day_rows(db, cast.lars, LATER) == [], "not his"


def test_what_waits_and_what_is_classified_is_not_among_the_old(db: Session, cast: Cast) -> None:
    thread = asked(db, cast.amina)
    assert classifying.day_rows(db, cast.karin, LATER) == []
    sending.settled_otherwise(
        db, cast.karin, thread, MessageKind.READ_ONLY, Sent(None, "r"), now=NOW
    )
    assert len(classifying.undecided(db, cast.karin, LATER)) == 1
    classifying.classify(db, cast.karin, thread, Classification.MINOR, now=NOW)
    assert classifying.undecided(db, cast.karin, LATER) == []


def address(thread: Thread, rest: str = "") -> str:
    return f"/staff/messages/{thread.participant_id}/threads/{thread.id}{rest}"


def test_she_reads_the_thread_says_what_it_is_and_takes_it_back(
    db: Session, cast: Cast, browser: Browser
) -> None:
    with time_machine.travel(NOW, tick=False):
        thread = answered(db, cast)
        page = browser.visit(address(thread), as_=cast.karin)
        assert "När kommer pengarna?" in page.text and "Inte klassad" in page.text
        form = {"what": "case-file"}
        page_after = browser.post(address(thread), form, as_=cast.karin, follow=True).text
        assert "Tråden är klassad: Till personakten." in page_after
        assert "Ångra" in page_after
        back = browser.post(address(thread, "/take-back"), as_=cast.karin, follow=True)
        assert "Tråden är inte klassad längre." in back.text
        opened = db.scalars(sa.select(AccessLog.opened)).all()
        assert opened and set(opened) == {Opened.MESSAGES}


def test_a_thread_that_waits_says_why_it_cannot_be_classified(
    db: Session, cast: Cast, browser: Browser
) -> None:
    thread = asked(db, cast.amina)
    assert 'name="what"' not in browser.get(address(thread), as_=cast.karin).text
    answer = browser.post(address(thread), {"what": "minor"}, as_=cast.karin)
    assert answer.status_code == 409
    assert "Deltagaren väntar på svar i den här tråden." in answer.text
    assert db.scalars(sa.select(AccessLog.opened)).all(), "the log survives the refusal"


def test_nothing_chosen_and_undecided_are_no_answers(
    db: Session, cast: Cast, browser: Browser
) -> None:
    thread = answered(db, cast)
    for form in ({}, {"what": "undecided"}, {"what": "gone"}):
        answer = browser.post(address(thread), form, as_=cast.karin)
        assert answer.status_code == 422
        assert "Välj vad som ska hända med tråden." in answer.text


def test_the_list_names_whose_they_are_and_is_logged(
    db: Session, cast: Cast, browser: Browser
) -> None:
    with time_machine.travel(NOW, tick=False):
        thread = answered(db, cast)
    with time_machine.travel(LATER, tick=False):
        page = browser.visit("/staff/messages/to-classify", as_=cast.karin)
        assert page.select_one(f'a[href="{address(thread)}"]')
        day = browser.visit("/staff", as_=cast.karin)
        assert day.select_one('a[href="/staff/messages/to-classify"]')
        assert "Amina" not in browser.get("/staff/messages/to-classify", as_=cast.lars).text
    assert set(db.scalars(sa.select(AccessLog.opened))) == {Opened.OVERVIEW}


@pytest.mark.parametrize(("ending", "kind"), [("txt", "text/plain"), ("pdf", "application/pdf")])
def test_a_thread_and_the_whole_conversation_are_files_whose_opening_is_logged(
    db: Session, cast: Cast, browser: Browser, ending: str, kind: str
) -> None:
    thread = answered(db, cast)
    for url in (
        address(thread, f"/{ending}"),
        f"/staff/messages/{cast.amina.id}/extract/{ending}?first=2026-11-24",
    ):
        answer = browser.get(url, as_=cast.karin)
        assert answer.status_code == 200 and answer.mimetype == kind
        assert answer.headers["Content-Disposition"].startswith(
            'attachment; filename="meddelanden-A-1-'
        )
        assert "no-store" in answer.headers["Cache-Control"]
    assert list(db.scalars(sa.select(AccessLog.opened))) == [Opened.MESSAGES] * 2
    assert browser.get(url, as_=cast.lars).status_code == 404


def test_some_days_of_the_conversation_can_be_looked_at(
    db: Session, cast: Cast, browser: Browser
) -> None:
    answered(db, cast)
    base = f"/staff/messages/{cast.amina.id}/extract"
    page = browser.visit(f"{base}?first=2026-11-24&last=2026-11-24", as_=cast.karin)
    assert "På fredag." in page.text
    assert page.select_one(f'a[href="{base}/pdf?first=2026-11-24&last=2026-11-24"]')
    empty = browser.visit(f"{base}?last=2026-11-23&first=i+morgon", as_=cast.karin)
    assert "Inget skrevs under de dagarna." in empty.text
