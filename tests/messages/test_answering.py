"""Answering: by message, by phone, without words; taken back; and what a colleague did meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.messages import answering, in_time, passing_on, promise, sending, staff_drafts, subjects
from portal.messages.answering import Answer, Meanwhile, NoLongerWaits, TooLate
from portal.messages.models import Message, MessageDraft, MessageKind
from portal.messages.sending import Sent, words
from portal.people.models import Staff
from tests.cast import Cast
from tests.messages.writing import TUESDAY, asks, conversation, replies, thread

SOON = TUESDAY + timedelta(minutes=5)
SECRET = "a secret that only the tests know"


def given(seen: int, key: str = "k", **said: bool) -> Answer:
    return Answer(subjects.MONEY, Sent(words("På fredag.", "sv"), key), seen, **said)


def test_an_answer_ends_her_waiting_and_what_stood_on_the_page_is_read(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    made = answering.answer(db, cast.karin, cast.amina, given(1), now=SOON)
    db.commit()
    assert (made.answers_since, made.answers_by) == (TUESDAY, TUESDAY.date() + timedelta(days=2))
    facts = conversation(db, cast.amina)
    assert facts.waits_for_us_since is facts.unread_by_staff_at is None
    assert facts.unread_by_her_since == SOON


def test_what_came_after_the_page_was_opened_is_not_read_by_answering(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    asks(db, cast.amina, "Hallå?", now=SOON)
    answering.answer(db, cast.karin, cast.amina, given(1), now=SOON)
    db.commit()
    assert conversation(db, cast.amina).unread_by_staff_at == SOON


def test_what_she_wrote_after_the_page_was_opened_goes_on_waiting(db: Session, cast: Cast) -> None:
    """She had only the first on her screen: the urgent one is not answered by that."""
    asks(db, cast.amina)
    asks(db, cast.amina, "Jag har inga pengar till mat.", is_urgent=True, now=SOON)
    made = answering.answer(db, cast.karin, cast.amina, given(1), now=SOON)
    db.commit()
    waits = thread(db, cast.amina)
    assert (waits.waits_for_us_since, waits.is_urgent) == (SOON, True)
    assert waits.answer_by == promise.answer_by(SOON, None)
    assert made.answers_since == TUESDAY, "the first has had its answer"


@pytest.mark.parametrize("kind", [MessageKind.BY_PHONE, MessageKind.READ_ONLY])
def test_what_needs_no_answer_is_only_what_was_on_the_page(
    db: Session, cast: Cast, kind: MessageKind
) -> None:
    asks(db, cast.amina)
    asks(db, cast.amina, "Jag har inga pengar till mat.", is_urgent=True, now=SOON)
    waits = thread(db, cast.amina)
    made = answering.settle(db, cast.karin, waits, kind, Sent(None, "k"), seen=1, now=SOON)
    db.commit()
    assert (waits.waits_for_us_since, waits.is_urgent) == (SOON, True)
    assert conversation(db, cast.amina).unread_by_staff_at == SOON
    answering.wait_again(db, cast.karin, cast.amina, made.id, now=SOON)
    assert waits.waits_for_us_since == TUESDAY, "taken back, everything waits since the first"


def test_thanks_that_came_meanwhile_do_not_wait(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    thanks = Sent(words("Tack för hjälpen."), "t", phrase="thanks")
    sending.from_her(db, cast.amina, subjects.MONEY, thanks, waits=False, now=SOON)
    answering.answer(db, cast.karin, cast.amina, given(1), now=SOON)
    db.commit()
    assert thread(db, cast.amina).waits_for_us_since is None


def test_that_a_colleague_wrote_meanwhile_is_told_before_anything_is_sent(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    theirs = replies(db, cast.sara, cast.amina, now=SOON)
    with pytest.raises(Meanwhile) as told:
        answering.answer(db, cast.karin, cast.amina, given(1), now=SOON)
    assert [one.id for one in told.value.messages] == [theirs.id]
    db.rollback()
    answering.answer(db, cast.karin, cast.amina, given(2), now=SOON)
    db.commit()
    assert conversation(db, cast.amina).last_number == 3


def test_what_she_or_i_wrote_meanwhile_stops_nothing(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    replies(db, cast.karin, cast.amina, now=SOON)
    asks(db, cast.amina, "Och hur mycket?", now=SOON)
    answering.answer(db, cast.karin, cast.amina, given(1), now=SOON)
    db.commit()
    assert conversation(db, cast.amina).last_number == 4
    assert thread(db, cast.amina).waits_for_us_since == SOON, "what she asked since goes on waiting"


def test_the_same_form_again_is_one_message_even_after_a_colleague_wrote(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    first = answering.answer(db, cast.karin, cast.amina, given(1), now=SOON)
    replies(db, cast.sara, cast.amina, now=SOON)
    assert answering.answer(db, cast.karin, cast.amina, given(1), now=SOON).id == first.id


@pytest.mark.parametrize("kind", [MessageKind.BY_PHONE, MessageKind.READ_ONLY])
def test_what_was_marked_by_mistake_waits_again_as_it_did(
    db: Session, cast: Cast, kind: MessageKind
) -> None:
    asks(db, cast.amina, is_urgent=True)
    waits = thread(db, cast.amina)
    made = answering.settle(db, cast.karin, waits, kind, Sent(None, "k"), now=SOON)
    again = answering.settle(db, cast.karin, waits, kind, Sent(None, "k"), now=SOON)
    assert made.id == again.id
    db.commit()
    assert thread(db, cast.amina).answer_by is None
    late = SOON + timedelta(seconds=61)
    for who, when in ((cast.karin, late), (cast.sara, SOON)):
        with pytest.raises(TooLate):
            answering.wait_again(db, who, cast.amina, made.id, now=when)
        db.rollback()
    for _ in range(2):
        answering.wait_again(db, cast.karin, cast.amina, made.id, now=SOON)
        db.commit()
    now = thread(db, cast.amina)
    assert (now.waits_for_us_since, now.is_urgent) == (TUESDAY, True)
    assert now.answer_by == TUESDAY.date() + timedelta(days=2)
    assert conversation(db, cast.amina).waits_for_us_since == TUESDAY
    assert db.scalar(sa.select(sa.func.count(Message.id))) == 1


def test_what_a_colleague_has_answered_is_not_marked_a_second_time(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    replies(db, cast.sara, cast.amina)
    with pytest.raises(NoLongerWaits):
        answering.settle(
            db, cast.karin, thread(db, cast.amina), MessageKind.BY_PHONE, Sent(None, "k"), now=SOON
        )


def test_a_draft_is_hers_alone_sealed_and_lasts_thirty_days(db: Session, cast: Cast) -> None:
    def saved(whose: Staff, days: int = 0) -> str | None:
        now = SOON + timedelta(days=days)
        found = staff_drafts.saved(db, SECRET, whose, cast.amina, now=now)
        return found.body if found else None

    staff_drafts.save(db, SECRET, cast.karin, cast.amina, "Hej Amina", "money", "k", now=SOON)
    assert "Amina" not in db.scalars(sa.select(MessageDraft.sealed)).one()
    assert (saved(cast.karin), saved(cast.sara)) == ("Hej Amina", None)
    assert (saved(cast.karin, 30), saved(cast.karin, 31)) == ("Hej Amina", None)
    assert staff_drafts.saved(db, "another", cast.karin, cast.amina, now=SOON) is None
    staff_drafts.save(db, SECRET, cast.karin, cast.amina, " ", "money", "k", now=SOON)
    assert saved(cast.karin) is None


def test_what_has_been_sent_is_no_draft_though_it_comes_in_late(db: Session, cast: Cast) -> None:
    sending.from_staff(db, cast.karin, cast.amina, "money", given(0).sent, now=SOON)
    staff_drafts.save(db, SECRET, cast.karin, cast.amina, "På fredag.", "money", "k", now=SOON)
    assert staff_drafts.saved(db, SECRET, cast.karin, cast.amina, now=SOON) is None


def test_what_the_giver_had_taken_is_let_go_and_what_others_took_stays(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    asks(db, cast.amina, subject=subjects.WORK)
    thread(db, cast.amina).taken_by_id = cast.karin.id
    thread(db, cast.amina, subjects.WORK).taken_by_id = cast.sara.id
    db.commit()
    passing_on.let_go(db, cast.karin, cast.amina)
    db.commit()
    assert thread(db, cast.amina).taken_by_id is None
    assert thread(db, cast.amina, subjects.WORK).taken_by_id == cast.sara.id


def test_the_manager_sees_how_many_answers_came_in_time_each_week(
    db: Session, cast: Cast, eva: Staff, admin: Staff
) -> None:
    asks(db, cast.amina, now=TUESDAY - timedelta(days=8))
    replies(db, cast.karin, cast.amina, now=TUESDAY)
    asks(db, cast.bashir)
    replies(db, cast.lars, cast.bashir, now=SOON)
    replies(db, cast.lars, cast.bashir, "Hör av dig.", now=SOON)
    found = in_time.weeks(db, eva, SOON)
    assert [(one.number, one.answers, one.share) for one in found][:2] == [
        (48, 2, 50),
        (47, 0, None),
    ]
    assert sum(one.answers for one in in_time.weeks(db, admin, SOON)) == 0, "another unit"
