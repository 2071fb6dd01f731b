"""What is sent, whose turn it then is, and that nothing is sent twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import read_marks, sending, subjects
from portal.messages.models import Conversation, Message, MessageKind, Thread
from portal.messages.sending import Sent, Unfit, words
from tests.cast import Cast

TUESDAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = TUESDAY + timedelta(hours=1)


def asked(db: Session, cast: Cast, key: str = "1", subject: str = subjects.MONEY) -> Message:
    sent = Sent(words("När kommer pengarna?"), key)
    return sending.from_her(db, cast.amina, subject, sent, now=TUESDAY)


def answered(db: Session, cast: Cast, *, asks: bool = False, answers: bool = True) -> Message:
    sent = Sent(words("På fredag.", "sv"), "k1")
    return sending.from_staff(
        db, cast.karin, cast.amina, subjects.MONEY, sent, asks=asks, answers=answers, now=LATER
    )


def conversation(db: Session, cast: Cast) -> Conversation:
    found = sa.select(Conversation).where(Conversation.participant_id == cast.amina.id)
    return db.scalars(found).one()


def thread(db: Session) -> Thread:
    return db.scalars(sa.select(Thread)).one()


def test_she_waits_for_us_from_the_first_message_and_is_told_until_when(
    db: Session, cast: Cast
) -> None:
    asked(db, cast)
    sending.from_her(db, cast.amina, subjects.MONEY, Sent(words("Hallå?"), "2"), now=LATER)
    assert thread(db).waits_for_us_since == TUESDAY
    assert thread(db).answer_by == date(2026, 11, 26)
    facts = conversation(db, cast)
    assert facts.waits_for_us_since == TUESDAY
    assert facts.unread_by_staff_at == LATER
    assert facts.waits_for_her_since is facts.unread_by_her_since is None


def test_the_same_form_sent_twice_is_one_message(db: Session, cast: Cast) -> None:
    first, again = asked(db, cast), asked(db, cast)
    assert first.id == again.id
    assert db.scalar(sa.select(sa.func.count(Message.id))) == 1


def test_an_answer_ends_her_waiting(db: Session, cast: Cast) -> None:
    asked(db, cast)
    answered(db, cast)
    facts = conversation(db, cast)
    assert facts.waits_for_us_since is None
    assert facts.unread_by_her_since == LATER
    assert thread(db).answer_by is None


def test_that_somebody_looks_into_it_is_no_answer(db: Session, cast: Cast) -> None:
    asked(db, cast)
    answered(db, cast, answers=False)
    assert conversation(db, cast).waits_for_us_since == TUESDAY


def test_a_question_of_ours_waits_for_her_until_she_writes(db: Session, cast: Cast) -> None:
    answered(db, cast, asks=True)
    assert conversation(db, cast).waits_for_her_since == LATER
    asked(db, cast)
    assert conversation(db, cast).waits_for_her_since is None


def test_two_subjects_wait_each_for_themselves(db: Session, cast: Cast) -> None:
    asked(db, cast)
    asked(db, cast, "2", subjects.WORK)
    answered(db, cast)
    assert conversation(db, cast).waits_for_us_since == TUESDAY, "work is not answered"


def test_who_only_says_thanks_does_not_wait_and_has_answered(db: Session, cast: Cast) -> None:
    answered(db, cast, asks=True)
    sent = Sent(words("Tack för hjälpen."), "t", phrase="thanks", is_urgent=True)
    sending.from_her(db, cast.amina, subjects.MONEY, sent, waits=False, now=LATER)
    facts = conversation(db, cast)
    assert facts.waits_for_us_since is facts.waits_for_her_since is None
    assert facts.unread_by_staff_at == LATER
    assert not thread(db).is_urgent


def test_an_answer_by_phone_stands_in_the_conversation(db: Session, cast: Cast) -> None:
    asked(db, cast)
    marked = sending.settled_otherwise(
        db, cast.karin, thread(db), MessageKind.BY_PHONE, Sent(None, "p"), now=LATER
    )
    assert (marked.number, marked.staff_id, marked.body) == (2, cast.karin.id, None)
    assert conversation(db, cast).waits_for_us_since is None


def test_nothing_and_too_much_are_not_sent(db: Session, cast: Cast) -> None:
    with pytest.raises(Unfit):
        sending.from_her(db, cast.amina, subjects.MONEY, Sent(words("  "), "1"), now=TUESDAY)
    with pytest.raises(Unfit):
        words("x" * 8001)


def test_what_is_read_is_no_longer_new_and_what_came_after_still_is(
    db: Session, cast: Cast
) -> None:
    first = asked(db, cast)
    sending.from_her(db, cast.amina, subjects.MONEY, Sent(words("Hallå?"), "2"), now=LATER)
    read_marks.read_by_staff(db, cast.karin, cast.amina, first.number, now=LATER)
    db.refresh(first)
    assert (first.read_at, first.read_by_id) == (LATER, cast.karin.id)
    assert conversation(db, cast).unread_by_staff_at == LATER
    read_marks.read_by_her(db, cast.amina, 99, now=LATER)
    assert conversation(db, cast).unread_by_staff_at == LATER, "hers are not hers to mark"


def test_whoever_has_no_conversation_yet_has_nothing_to_mark(db: Session, cast: Cast) -> None:
    read_marks.read_by_her(db, cast.bashir, 1, now=LATER)
    assert db.scalar(sa.select(Conversation.id)) is None
