"""What two pages, a lost answer or a late message could lose: it waits, it is told, or she hears that it did not go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
import time_machine
from PIL import Image
from sqlalchemy.orm import Session

from portal.messages import answering, classifying, drafts, read_marks, retention, subjects, turns
from portal.messages.answering import NoLongerWaits
from portal.messages.given import Given
from portal.messages.models import Classification, Message, MessageBatch, MessageKind
from portal.messages.sending import Sent, words
from portal.notifications.models import OutboxNotice
from portal.people.contacts import contacts
from tests.browsing import Browser
from tests.cast import Cast
from tests.conftest import SECRET
from tests.messages.writing import TUESDAY, asks, conversation, replies, thread

SOON = TUESDAY + timedelta(minutes=5)


@pytest.fixture
def on_tuesday() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(SOON, tick=False) as clock:
        yield clock


def told(db: Session) -> dict[object, bool]:
    """Of which messages she is told, and whether that has been kept back."""
    rows = db.execute(sa.select(OutboxNotice.subject_id, OutboxNotice.withdrawn_at))
    return {subject: withdrawn is not None for subject, withdrawn in rows}


def photo(color: str) -> tuple[BytesIO, str]:
    made = BytesIO()
    Image.new("RGB", (40, 30), color).save(made, "JPEG")
    return BytesIO(made.getvalue()), "photo.jpg"


def test_to_have_read_an_older_message_keeps_nothing_back_of_a_newer_one(
    db: Session, cast: Cast
) -> None:
    first = replies(db, cast.karin, cast.amina)
    second = replies(db, cast.karin, cast.amina, "Och en sak till.", now=SOON)
    read_marks.read_by_her(db, cast.amina, first.number, now=SOON)
    db.commit()
    assert told(db) == {first.id: True, second.id: False}
    read_marks.read_by_her(db, cast.amina, second.number, now=SOON)
    db.commit()
    assert told(db) == {first.id: True, second.id: True}


def test_what_was_marked_by_mistake_calls_nobody_in(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    waits = thread(db, cast.amina)
    made = answering.settle(db, cast.karin, waits, MessageKind.READ_ONLY, Sent(None, "k"), now=SOON)
    db.commit()
    marked = made.id
    assert told(db) == {marked: False}
    answering.wait_again(db, cast.karin, cast.amina, marked, now=SOON)
    db.commit()
    assert told(db) == {marked: True}


def test_what_a_colleague_has_answered_since_does_not_wait_again(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    waits = thread(db, cast.amina)
    made = answering.settle(db, cast.karin, waits, MessageKind.READ_ONLY, Sent(None, "k"), now=SOON)
    replies(db, cast.sara, cast.amina, now=SOON)
    with pytest.raises(NoLongerWaits):
        answering.wait_again(db, cast.karin, cast.amina, made.id, now=SOON)


def test_a_thread_that_is_over_asks_nothing_of_her(
    db: Session, cast: Cast, browser: Browser
) -> None:
    replies(db, cast.karin, cast.amina, asks=True)
    classifying.classify(db, cast.karin, thread(db, cast.amina), Classification.MINOR, now=SOON)
    asks(db, cast.amina, subject=subjects.WORK, now=SOON)
    hers = contacts(db, cast.amina, SOON.date())
    found = turns.turns(db, cast.amina, conversation(db, cast.amina), hers, SOON.date())
    assert [one.is_ours for one in found] == [True]
    page = browser.visit("/staff/messages?show=theirs", as_=cast.karin)
    assert not page.select("a.row")


def test_what_we_asked_is_the_subject_of_what_she_answers(
    db: Session, cast: Cast, browser: Browser, on_tuesday: object
) -> None:
    replies(db, cast.karin, cast.amina, "Passar det på fredag?", subjects.MEETING, asks=True)
    page = browser.visit("/messages", as_=cast.amina)
    [chosen] = page.select("select[name=subject] option[selected]")
    assert chosen["value"] == subjects.MEETING
    yes = {"act": "send", "key": "yes"}
    assert browser.post("/messages/phrases/suits", yes, as_=cast.amina).status_code == 303
    assert conversation(db, cast.amina).waits_for_her_since is None


def test_staff_say_that_they_wait_for_her_no_longer(
    db: Session, cast: Cast, browser: Browser
) -> None:
    replies(db, cast.karin, cast.amina, asks=True)
    address = f"/staff/messages/{cast.amina.id}"
    [form] = browser.visit(address, as_=cast.karin).select("form[action$=wait-no-longer]")
    for _ in range(2):
        answer = browser.post(str(form["action"]), {}, as_=cast.karin)
        assert answer.status_code == 303
    assert conversation(db, cast.amina).waits_for_her_since is None
    assert not browser.visit(address, as_=cast.karin).select("form[action$=wait-no-longer]")


def test_no_answer_needed_says_that_she_has_written_more(
    db: Session, cast: Cast, browser: Browser, on_tuesday: object
) -> None:
    asks(db, cast.amina)
    address = f"/staff/messages/{cast.amina.id}"
    [form] = browser.visit(address, as_=cast.karin).select("form[action$=no-answer]")
    fields = {str(one["name"]): str(one["value"]) for one in form.select("input")}
    asks(db, cast.amina, "Jag har inga pengar till mat.", is_urgent=True, now=SOON)
    browser.post(str(form["action"]), fields, as_=cast.karin)
    page = browser.visit(address, as_=cast.karin)
    assert "har skrivit mer sedan du öppnade samtalet" in page.text
    assert "Brådskande" in page.text
    assert thread(db, cast.amina).waits_for_us_since == SOON


def test_a_part_of_her_draft_that_comes_after_the_whole_was_sent_is_not_kept(
    db: Session, cast: Cast
) -> None:
    message = asks(db, cast.amina, "När kommer pengarna? Jag undrar.")
    part = Given(body="När kommer pengarna?", subject=subjects.MONEY)
    drafts.save(db, SECRET, cast.amina, part, message.form_key, now=SOON)
    assert drafts.saved(db, SECRET, cast.amina, now=SOON) is None
    other = Given(body="En annan sak", subject=subjects.MONEY)
    drafts.save(db, SECRET, cast.amina, other, message.form_key, now=SOON)
    assert drafts.saved(db, SECRET, cast.amina, now=SOON) is not None


def test_a_photo_that_comes_after_its_words_were_sent_is_not_swallowed(
    db: Session, cast: Cast, browser: Browser
) -> None:
    """The first answer was lost on the way; she adds a photo and sends again."""
    form = {"body": "Här är brevet.", "subject": subjects.MONEY, "key": "k"}
    assert browser.post("/messages", form, as_=cast.amina).status_code == 303
    answer = browser.post("/messages", form | {"papers": photo("red")}, as_=cast.amina)
    assert answer.status_code == 422
    assert "Din text är redan skickad" in answer.text
    assert (
        'value="k"' not in answer.text
        and ">Här är brevet." not in answer.text.split("<textarea")[1]
    )
    changed = form | {"body": "Här är ett annat brev.", "papers": photo("blue")}
    assert browser.post("/messages", changed, as_=cast.amina).status_code == 303
    db.rollback()
    newest = db.scalars(sa.select(Message).order_by(Message.number.desc())).first()
    assert newest and len(newest.attachments) == 1


def test_what_was_sent_to_several_goes_with_the_last_of_its_messages(
    db: Session, cast: Cast
) -> None:
    batch = MessageBatch(
        staff_id=cast.karin.id, whom="Alla", body=words("Hej", "sv"), form_key="b", sent_at=TUESDAY
    )
    db.add(batch)
    db.flush()
    made = replies(db, cast.karin, cast.amina)
    made.batch_id = batch.id
    db.commit()
    later = TUESDAY + timedelta(days=2)
    assert retention.empty_batches(db, later) == 0
    db.delete(made)
    db.commit()
    assert retention.empty_batches(db, TUESDAY + timedelta(hours=1)) == 0, "it may be being sent"
    assert retention.empty_batches(db, later) == 1
