"""With whom a question stands: contacts, stand-ins, duty officers, managers; and that none is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.messages import answering, asking, inbox, subjects
from portal.messages.inbox import TO_ANSWER, Place, Row
from portal.messages.late import Grounds
from portal.people.account_models import Duty
from portal.people.models import Absence, Assignment, DutyDay, Participant, Staff
from tests.cast import Cast, assign, give_duties
from tests.messages.writing import TUESDAY, asks, replies, thread
from tests.people.away import away, on_duty

FRIDAY, MONDAY = TUESDAY + timedelta(days=3), TUESDAY + timedelta(days=6)


@pytest.fixture(autouse=True)
def clock_stands() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


def rows(db: Session, staff: Staff, now: datetime = TUESDAY) -> list[Row]:
    db.expire_all()
    db.info.pop("directory", None)
    found = inbox.waiting(db, staff, now=now)
    db.commit()
    return found


def places(db: Session, staff: Staff, now: datetime = TUESDAY) -> list[tuple[str, Place]]:
    return [(row.label, row.place) for row in rows(db, staff, now)]


def count(db: Session, staff: Staff, now: datetime = TUESDAY) -> int:
    return asking.how_many_wait(db, staff, now.date())


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


def test_one_working_day_late_it_stands_with_the_duty_officer_and_after_two_with_the_manager(
    db: Session, cast: Cast, eva: Staff, clock_stands: time_machine.Traveller
) -> None:
    """The promise is Thursday; Friday is one working day late, and Monday two."""
    asks(db, cast.amina)
    clock_stands.move_to(FRIDAY, tick=False)
    on_duty(db, cast.lars)
    on_duty(db, cast.lars, on=3)
    assert places(db, cast.lars, TUESDAY + timedelta(days=2)) == []
    assert places(db, cast.lars, FRIDAY) == [("A-1", Place.LATE)], "by reference"
    assert places(db, eva, FRIDAY) == []
    clock_stands.move_to(MONDAY, tick=False)
    assert places(db, eva, MONDAY) == [("A-1", Place.LATE)]
    assert places(db, cast.lars, MONDAY) == [("A-1", Place.LATE)]
    assert places(db, cast.karin, MONDAY) == [("Amina Warsame", Place.MINE)], "she still has it"
    [row] = rows(db, eva, MONDAY)
    assert (row.tells, row.late, row.grounds) == (False, 2, Grounds.MANAGER)


def test_of_somebody_protected_the_manager_learns_the_reference_and_the_duty_officer_nothing(
    db: Session, cast: Cast, eva: Staff, clock_stands: time_machine.Traveller
) -> None:
    asks(db, cast.farid)
    clock_stands.move_to(MONDAY, tick=False)
    on_duty(db, cast.lars)
    assert places(db, cast.lars, MONDAY) == []
    assert places(db, eva, MONDAY) == [("F-1", Place.LATE)]
    [hers] = inbox.worded(db, rows(db, cast.sara, MONDAY))
    assert (hers.label, hers.tells, hers.words) == ("F-1", False, None)


def test_when_nobody_at_work_answers_the_manager_is_told_at_once(
    db: Session, cast: Cast, eva: Staff
) -> None:
    asks(db, cast.amina)
    assert places(db, eva) == []
    away(db, cast.karin)
    [row] = rows(db, eva)
    assert (row.label, row.place, row.grounds) == ("A-1", Place.LATE, Grounds.NOBODY_AT_WORK)


def test_a_unit_without_a_manager_tells_the_administrator(
    db: Session, cast: Cast, admin: Staff
) -> None:
    asks(db, cast.amina)
    assert places(db, admin, MONDAY) == [("A-1", Place.LATE)]
    assert places(db, admin) == []


def test_another_units_manager_learns_nothing(db: Session, cast: Cast, eva: Staff) -> None:
    other = Staff(
        key="nina", name="Nina Ek", role=cast.karin.role, organisation=cast.employment, languages=[]
    )
    db.add(other)
    give_duties(db, other, Duty.UNIT_MANAGER)
    asks(db, cast.amina)
    assert places(db, other, MONDAY) == []


def test_whoever_has_no_contact_stands_with_the_one_who_is_to_give_her_one(
    db: Session, cast: Cast, eva: Staff, admin: Staff
) -> None:
    asks(db, cast.amina)
    asks(db, cast.farid)
    for one in (cast.amina, cast.farid):
        one.assignments[0].until_on = TUESDAY.date() - timedelta(days=1)
    db.commit()
    assert places(db, eva) == [("A-1", Place.ALONE)]
    assert places(db, admin) == [("F-1", Place.ALONE)]
    assert places(db, cast.karin) == []


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


@pytest.mark.parametrize("seed", range(8))
def test_the_count_and_my_day_say_the_same_as_the_list_however_work_is_shared(
    db: Session, cast: Cast, seed: int
) -> None:
    """`asking` asks the database what `responsible` works out: the two may never differ."""
    share_work_by_chance(db, cast, random.Random(seed))
    today = TUESDAY.date()
    for one in (cast.karin, cast.lars, cast.sara):
        listed = {row.thread.id for row in rows(db, one) if row.place in TO_ANSWER}
        asked = {"me": one.id, "today": today}
        counted = {row.id for row in db.execute(asking.WAITING, asked)}
        assert listed == (set() if one.has_left(today) else counted), one.name


def share_work_by_chance(db: Session, cast: Cast, chance: random.Random) -> None:
    """Some are contacts, have taken a question, are away, stand in, are on duty, or have left."""
    staff, today = [cast.karin, cast.lars, cast.sara], TUESDAY.date()
    for whose in (cast.amina, cast.bashir, cast.farid):
        share_her(db, whose, [one for one in staff if chance.random() < 0.5], chance)
        for key in chance.sample(SUBJECTS, 2):
            asks(db, whose, subject=key)
            thread(db, whose, key).taken_by_id = chance.choice([None, *(one.id for one in staff)])
    for one in staff:
        other = chance.choice([None, *(o.id for o in staff if o is not one)])
        if chance.random() < 0.5:
            db.add(
                Absence(
                    staff_id=one.id, stand_in_id=other, from_on=today, until_on=today,
                    made_at=TUESDAY,
                )
            )  # fmt: skip
    officer = chance.choice(staff)
    db.add(DutyDay(organisation_id=cast.support.id, on=today, staff_id=officer.id))
    chance.choice(staff).ended_on = chance.choice([None, None, today - timedelta(days=1)])
    db.commit()


SUBJECTS = ["money", "work", "health-care"]


def share_her(db: Session, whose: Participant, among: list[Staff], chance: random.Random) -> None:
    """These are contacts of hers beside the one she has, some not yet and some no longer."""
    today = TUESDAY.date()
    for one in among:
        if one.id not in {contact.staff_id for contact in whose.assignments}:
            db.add(
                Assignment(
                    participant_id=whose.id, staff_id=one.id, is_main=chance.random() < 0.2,
                    about=chance.sample(SUBJECTS, 1), created_at=TUESDAY,
                    from_on=today - timedelta(days=chance.randint(-1, 60)),
                    until_on=chance.choice([None, None, today, today - timedelta(days=1)]),
                )
            )  # fmt: skip
