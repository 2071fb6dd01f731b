"""With whom a question stands: contacts, stand-ins, duty officers; in which order; and that none is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.messages import answering, inbox, subjects
from portal.messages.inbox import Place
from portal.people.models import Participant
from tests.cast import Cast, assign
from tests.messages.listed import count, places, rows
from tests.messages.writing import TUESDAY, asks, replies, thread
from tests.people.away import away, on_duty

pytestmark = pytest.mark.usefixtures("clock_stands")


def test_a_question_stands_with_her_contact_and_with_nobody_else(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    assert places(db, cast.karin) == [("Amina Warsame", Place.MINE)]
    assert places(db, cast.lars) == places(db, cast.sara) == []
    assert (count(db, cast.karin), count(db, cast.lars)) == (1, 0)


def test_overdue_stands_first_then_what_is_promised_first_and_urgent_first_of_a_day(
    db: Session, cast: Cast
) -> None:
    assign(db, cast.bashir, cast.karin)
    for contact in cast.bashir.assignments:
        contact.is_main = contact.staff_id == cast.karin.id
    asks(db, cast.amina, subject=subjects.WORK)
    asks(db, cast.bashir, is_urgent=True)
    asks(db, cast.amina, now=TUESDAY - timedelta(days=7))
    found = [(row.label, row.thread.subject, row.late) for row in rows(db, cast.karin)]
    assert found == [
        ("Amina Warsame", "money", 3),
        ("Bashir Aden", "money", 0),
        ("Amina Warsame", "work", 0),
    ]


def test_the_subject_decides_which_contact_has_it_and_the_other_sees_it_too(
    db: Session, cast: Cast
) -> None:
    for_health = assign(db, cast.amina, cast.lars)
    for_health.is_main, for_health.about = False, ["health-care"]
    db.commit()
    asks(db, cast.amina, subject=subjects.HEALTH_CARE)
    assert places(db, cast.lars) == [("Amina Warsame", Place.MINE)]
    assert places(db, cast.karin) == [("Amina Warsame", Place.OTHERS)]
    assert (count(db, cast.lars), count(db, cast.karin)) == (1, 0)


def test_who_stands_in_answers_and_whoever_is_away_still_has_it(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    away(db, cast.karin, cast.lars)
    assert places(db, cast.lars) == [("Amina Warsame", Place.ABSENT)]
    [row] = rows(db, cast.lars)
    assert row.answers.staff and row.answers.staff.id == cast.karin.id
    assert (count(db, cast.lars), count(db, cast.sara)) == (1, 0)


def test_without_a_stand_in_the_duty_officer_answers_and_never_for_somebody_protected(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    asks(db, cast.farid)
    away(db, cast.karin)
    away(db, cast.sara)
    on_duty(db, cast.lars)
    assert places(db, cast.lars) == [("Amina Warsame", Place.ABSENT)]
    assert count(db, cast.lars) == 1


def test_a_stand_in_who_is_away_herself_leaves_it_to_the_duty_officer(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    away(db, cast.karin, cast.sara)
    away(db, cast.sara)
    on_duty(db, cast.lars)
    assert places(db, cast.lars) == [("Amina Warsame", Place.ABSENT)]
    assert count(db, cast.lars) == 1


def test_what_was_taken_goes_back_when_whoever_took_it_may_not_see_her_any_more(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    gone = away(db, cast.karin, cast.lars)
    answering.give(db, thread(db, cast.amina), cast.lars.id, now=TUESDAY)
    db.commit()
    assert places(db, cast.lars) == [("Amina Warsame", Place.MINE)]
    db.delete(gone)
    db.commit()
    assert places(db, cast.lars) == [], "she may not see her any more"
    assert places(db, cast.karin) == [("Amina Warsame", Place.MINE)], "and nothing is lost"
    assert (count(db, cast.karin), count(db, cast.lars)) == (1, 0)


def test_what_somebody_who_has_left_had_taken_stands_with_the_contact(
    db: Session, cast: Cast
) -> None:
    assign(db, cast.amina, cast.lars).is_main = False
    asks(db, cast.amina)
    answering.give(db, thread(db, cast.amina), cast.lars.id, now=TUESDAY)
    db.commit()
    assert places(db, cast.karin) == [("Amina Warsame", Place.OTHERS)]
    cast.lars.ended_on = TUESDAY.date() - timedelta(days=1)
    db.commit()
    assert places(db, cast.karin) == [("Amina Warsame", Place.MINE)]
    assert count(db, cast.karin) == 1


def test_it_can_be_given_only_to_somebody_who_may_see_her(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    with pytest.raises(sa.exc.NoResultFound):
        answering.give(db, thread(db, cast.amina), cast.lars.id, now=TUESDAY)


def test_what_we_wait_for_and_what_is_new_and_all_conversations_have_their_lists(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina)
    replies(db, cast.karin, cast.amina, asks=True, now=TUESDAY + timedelta(minutes=1))
    assert rows(db, cast.karin) == []
    for listed in (inbox.waiting_for_her, inbox.unread, inbox.conversations):
        assert [row.label for row in listed(db, cast.karin, now=TUESDAY)] == ["Amina Warsame"]
        assert listed(db, cast.lars, now=TUESDAY) == []
    [row] = inbox.conversations(db, cast.karin, now=TUESDAY)
    assert row.words and row.words.original == "På fredag."


def test_the_first_unanswered_words_stand_in_the_list(db: Session, cast: Cast) -> None:
    asks(db, cast.amina, "Hej!", now=TUESDAY - timedelta(hours=2))
    replies(db, cast.karin, cast.amina, now=TUESDAY - timedelta(hours=1))
    asks(db, cast.amina, "Vilken dag?")
    asks(db, cast.amina, "Hallå?", now=TUESDAY + timedelta(hours=1))
    [row] = inbox.worded(db, rows(db, cast.karin))
    assert row.words and row.words.original == "Vilken dag?"


def test_the_list_costs_as_many_questions_for_one_as_for_thirty(db: Session, cast: Cast) -> None:
    asked: list[str] = []

    def number() -> int:
        rows(db, cast.karin)
        asked.clear()
        event.listen(db.get_bind(), "before_cursor_execute", note)
        inbox.worded(db, inbox.waiting(db, cast.karin, now=TUESDAY))
        event.remove(db.get_bind(), "before_cursor_execute", note)
        db.commit()
        return len(asked)

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    asks(db, cast.amina)
    few = number()
    for place in range(29):
        other = Participant(
            key=f"N-{place}", name=f"Namn {place}", language="so", created_at=TUESDAY
        )
        db.add(other)
        assign(db, other, cast.karin)
        asks(db, other)
    assert len(rows(db, cast.karin)) == 30
    assert number() == few <= 12, asked  # nine of them read the municipality's facts anew


def test_a_moved_away_participant_stands_in_no_list(db: Session, cast: Cast) -> None:
    asks(db, cast.amina)
    cast.amina.moved_on = TUESDAY.date()
    db.commit()
    assert rows(db, cast.karin) == []
    assert count(db, cast.karin) == 0
