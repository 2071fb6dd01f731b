"""What she has written goes along when her case changes hands, or when somebody leaves: nothing stays behind."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from sqlalchemy.orm import Session

from portal import clock
from portal.handover import opened, settling
from portal.messages import inbox
from portal.messages.inbox import Place
from portal.people.models import Staff
from tests.browsing import Browser
from tests.cast import Cast, assign
from tests.handover.asking import ask, typed
from tests.messages.writing import asks, thread

NOW = clock.now()
TODAY = clock.today()


def has(db: Session, staff: Staff) -> list[Place]:
    db.expire_all()
    db.info.pop("directory", None)
    found = [row.place for row in inbox.waiting(db, staff, now=clock.now())]
    db.commit()
    return found


def test_what_waits_for_an_answer_is_listed_before_a_case_is_handed_on(
    db: Session, browser: Browser, cast: Cast
) -> None:
    asks(db, cast.amina, "När kommer pengarna?", now=NOW)
    found = opened.find(db, cast.karin, [cast.amina])[cast.amina.id]
    assert (len(found.questions), found.waiting) == (1, 1)
    db.commit()
    shown = browser.visit(f"/staff/participants/{cast.amina.id}/handover", as_=cast.karin)
    assert "Väntar på svar på meddelande: Pengar." in shown.text
    assert "När kommer" not in shown.text, "the words are read in the conversation"


def test_the_new_contact_has_her_questions_from_the_first_day_also_what_the_old_one_had_taken(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina, now=NOW)
    thread(db, cast.amina).taken_by_id = cast.karin.id
    db.commit()
    [offer] = ask(db, cast.karin, cast.amina, form=typed(from_on=TODAY))
    settling.accept(db, cast.sara, offer.id, now=clock.now())
    db.commit()
    assert thread(db, cast.amina).taken_by_id is None
    assert has(db, cast.sara) == [Place.MINE]
    assert has(db, cast.karin) == []


def test_until_that_day_they_stay_with_the_old_contact(db: Session, cast: Cast) -> None:
    asks(db, cast.amina, now=NOW)
    later = TODAY + timedelta(days=7)
    [offer] = ask(db, cast.karin, cast.amina, form=typed(from_on=later))
    settling.accept(db, cast.sara, offer.id, now=clock.now())
    db.commit()
    assert (has(db, cast.karin), has(db, cast.sara)) == ([Place.MINE], [Place.OTHERS])
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert Place.MINE not in has(db, cast.karin)
        assert has(db, cast.sara) == [Place.MINE]


def test_whoever_leaves_keeps_no_question_the_day_after(db: Session, cast: Cast) -> None:
    assign(db, cast.amina, cast.lars).is_main = False
    asks(db, cast.amina, now=NOW)
    thread(db, cast.amina).taken_by_id = cast.karin.id
    cast.karin.ended_on = TODAY - timedelta(days=1)
    db.commit()
    assert has(db, cast.lars) == [Place.MINE]
    assert has(db, cast.karin) == []
