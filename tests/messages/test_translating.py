"""What is written freely waits for a translation; what is ready-made does not. Both sides then read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.messages import sending, subjects
from portal.messages.models import Message, MessageBatch
from portal.messages.sending import Sent, words
from portal.people.models import Participant
from portal.translators import saving
from portal.translators.models import Place, WantedTranslation
from portal.translators.wanting import want_for
from portal.writing import Writing
from tests.browsing import Browser
from tests.cast import Cast
from tests.translators.writing import reads, waits

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BODY = Place.MESSAGE_BODY


def from_her(
    db: Session, cast: Cast, body: Writing | None, *, key: str = "1", urgent: bool = False
) -> Message:
    sent = Sent(body, key, is_urgent=urgent)
    made = sending.from_her(db, cast.amina, subjects.MONEY, sent, now=NOW)
    db.commit()
    return made


def from_us(
    db: Session, cast: Cast, body: Writing | None, to: Participant, batch: UUID | None = None
) -> Message:
    sent = Sent(body, f"k-{to.key}", batch_id=batch)
    made = sending.from_staff(db, cast.karin, to, subjects.MONEY, sent, now=NOW)
    db.commit()
    return made


def the_want(db: Session, message: Message) -> WantedTranslation:
    asked = sa.select(WantedTranslation).where(WantedTranslation.row_id == message.id)
    return db.scalars(asked).one()


def test_what_she_wrote_waits_to_be_read_in_swedish_urgent_when_she_says_so(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "so")
    made = from_her(db, cast, words("Lacagta goorma?"), urgent=True)
    assert waits(db) == {(BODY, "sv"): "Lacagta goorma?"}
    assert the_want(db, made).is_urgent


def test_what_we_wrote_waits_to_be_read_in_her_language_and_is_not_urgent(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "so")
    made = from_us(db, cast, words("På fredag.", "sv"), cast.amina)
    assert waits(db) == {(BODY, "so"): "På fredag."}
    assert not the_want(db, made).is_urgent


def test_what_exists_in_her_language_or_is_only_papers_waits_for_nothing(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "so")
    from_us(db, cast, Writing({"sv": "Pengarna kommer i dag.", "so": "Maanta."}), cast.amina)
    from_her(db, cast, Writing({"so": "Mahadsanid.", "sv": "Tack."}))
    only_papers = Sent(None, "2", has_papers=True)
    sending.from_her(db, cast.amina, subjects.MONEY, only_papers, now=NOW)
    assert waits(db) == {}


def test_a_phrase_without_a_translation_in_her_language_waits_for_one(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "ti")
    from_us(db, cast, Writing({"sv": "Tolken är bokad.", "so": "Turjubaan."}), cast.amina)
    assert waits(db) == {(BODY, "ti"): "Tolken är bokad."}


def test_she_who_writes_swedish_waits_for_nothing(db: Session, cast: Cast) -> None:
    from_her(db, cast, words("När kommer pengarna?"))
    from_us(db, cast, words("På fredag.", "sv"), cast.amina)
    assert waits(db) == {}


def test_when_her_language_changes_what_was_sent_waits_for_that_one(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "so")
    from_us(db, cast, words("På fredag.", "sv"), cast.amina)
    from_her(db, cast, words("Goorma?"))
    cast.amina.chosen_language = "ti"
    want_for(db, cast.amina, now=NOW)
    db.commit()
    assert {into for _, into in waits(db)} == {"sv", "ti"}


def test_as_many_questions_in_a_long_conversation_as_in_a_short_one(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "so")
    asked: list[str] = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda *it: asked.append(it[2]))
    costs = []
    for number in range(12):
        before = len(asked)
        from_her(db, cast, words(f"Su'aal {number}"), key=str(number))
        costs.append(len(asked) - before)
        db.expunge_all()
    assert len(set(costs[2:])) == 1
    assert len(db.scalars(sa.select(WantedTranslation)).all()) == 12


def test_a_translation_stands_in_the_conversation_with_the_name_of_who_made_it(
    db: Session, cast: Cast
) -> None:
    reads(db, cast.amina, "so")
    made = from_her(db, cast, words("Lacagta goorma?"))
    saving.save(db, the_want(db, made), "När kommer pengarna?", "Lacagta goorma?",
                staff=cast.karin, now=NOW)  # fmt: skip
    db.refresh(made)
    assert made.body
    shown = made.body.for_reader("sv")
    assert (shown.text, shown.translated and shown.translated.by) == (
        "När kommer pengarna?",
        "Karin Berg",
    )


@pytest.fixture
def to_both(db: Session, cast: Cast) -> tuple[Message, Message]:
    """Karin writes the same to Amina and Bashir, who both read Somali."""
    reads(db, cast.amina, "so")
    reads(db, cast.bashir, "so")
    batch = MessageBatch(
        staff_id=cast.karin.id, whom="Alla mina", body=Writing.in_("sv", "Stängt på fredag."),
        form_key="b", sent_at=NOW,
    )  # fmt: skip
    db.add(batch)
    db.commit()
    hers, his = (from_us(db, cast, batch.body, one, batch.id) for one in (cast.amina, cast.bashir))
    return hers, his


def test_a_message_to_several_is_translated_once_for_all_who_got_it(
    db: Session, cast: Cast, to_both: tuple[Message, Message]
) -> None:
    hers, his = to_both
    want = the_want(db, hers)
    saving.save(db, want, "Jimcaha waa xiran.", "Stängt på fredag.", staff=cast.karin, now=NOW)
    db.commit()
    db.refresh(his)
    assert his.body and his.body.texts["so"] == "Jimcaha waa xiran."
    assert waits(db) == {}
    saving.undo(db, want, staff=cast.karin, now=NOW + timedelta(seconds=30))
    db.commit()
    db.refresh(his)
    assert his.body and "so" not in his.body.texts
    assert len(db.scalars(sa.select(WantedTranslation.done_at)).all()) == 2
    assert set(db.scalars(sa.select(WantedTranslation.done_at))) == {None}


def test_a_message_that_waits_is_translated_on_its_page_and_read_on_both_sides(
    db: Session, cast: Cast, browser: Browser
) -> None:
    reads(db, cast.amina, "so")
    made = from_us(db, cast, words("På fredag.", "sv"), cast.amina)
    want = the_want(db, made)
    db.commit()
    url = f"/staff/texts/{want.id}"
    page = browser.visit(url, as_=cast.karin)
    assert "På fredag." in page.text and "Meddelande" in page.text
    saved = {"text": "Jimcaha.", "source": "På fredag."}
    assert browser.post(url, saved, as_=cast.karin).status_code == 303
    hers = browser.visit("/messages", as_=cast.amina)
    assert "Jimcaha." in hers.text and "Karin Berg" in hers.text
    conversation = browser.visit(f"/staff/messages/{cast.amina.id}", as_=cast.karin)
    assert "På fredag." in conversation.text
