"""She wants another contact person: the manager has it, she is told so, and the one she has cannot end it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from portal.messages import answering, asking
from portal.messages.answering import Answer, GoesPast
from portal.messages.inbox import Place
from portal.messages.models import MessageKind
from portal.messages.sending import Sent, words
from portal.messages.subjects import NEW_CONTACT
from portal.people.account_models import Duty
from portal.people.models import Participant, Staff
from tests.browsing import Browser
from tests.cast import Cast, assign, give_duties
from tests.messages.listed import places
from tests.messages.writing import TUESDAY, asks, thread
from tests.people.away import away

pytestmark = pytest.mark.usefixtures("clock_stands")
PHRASE = "/messages/phrases/other-contact"


def writes_to(db: Session, staff: Staff, whose: Participant) -> None:
    """Staff answer in that thread."""
    db.info.pop("directory", None)
    given = Answer(NEW_CONTACT, Sent(words("Hej!", "sv"), uuid4().hex), seen=99)
    answering.answer(db, staff, whose, given, now=TUESDAY)
    db.commit()


def test_the_manager_has_it_and_her_contact_person_only_sees_that_it_waits(
    db: Session, cast: Cast, eva: Staff
) -> None:
    asks(db, cast.amina, "Jag vill byta.", NEW_CONTACT)
    assert places(db, eva) == [("A-1", Place.NEW_CONTACT)], "by reference"
    assert places(db, cast.karin) == [("Amina Warsame", Place.OTHERS)]
    assert asking.how_many_wait(db, cast.karin, TUESDAY.date()) == 0
    assert places(db, cast.lars) == []


def test_an_administrator_has_it_when_her_contact_person_is_the_manager_herself(
    db: Session, cast: Cast, eva: Staff, admin: Staff
) -> None:
    cast.amina.assignments[0].staff_id = eva.id
    db.commit()
    asks(db, cast.amina, "Jag vill byta.", NEW_CONTACT)
    assert places(db, admin) == [("A-1", Place.NEW_CONTACT)]
    assert places(db, eva) == [("Amina Warsame", Place.OTHERS)]


def test_a_manager_who_is_away_is_not_the_one_who_reads_it(
    db: Session, cast: Cast, eva: Staff, browser: Browser
) -> None:
    away(db, eva)
    nina = Staff(
        key="nina", name="Nina Ek", role=cast.karin.role, organisation=cast.support, languages=[]
    )
    db.add(nina)
    give_duties(db, nina, Duty.UNIT_MANAGER)
    assert "Nina Ek läser" in browser.visit(PHRASE, as_=cast.amina).get_text(" ", strip=True)


def test_the_one_she_has_can_neither_answer_it_nor_take_it_nor_mark_it(
    db: Session, cast: Cast, eva: Staff
) -> None:
    asks(db, cast.amina, "Jag vill byta.", NEW_CONTACT)
    found = thread(db, cast.amina, NEW_CONTACT)
    with pytest.raises(GoesPast):
        answering.settle(db, cast.karin, found, MessageKind.READ_ONLY, Sent(None, "k"), now=TUESDAY)
    db.rollback()
    with pytest.raises(NoResultFound):
        answering.give(db, thread(db, cast.amina, NEW_CONTACT), cast.karin.id, now=TUESDAY)
    db.rollback()
    writes_to(db, cast.karin, cast.amina)
    assert thread(db, cast.amina, NEW_CONTACT).waits_for_us_since
    assert places(db, eva) == [("A-1", Place.NEW_CONTACT)]


def test_the_manager_answers_it_and_so_does_whoever_became_her_contact_since(
    db: Session, cast: Cast, eva: Staff
) -> None:
    asks(db, cast.amina, "Jag vill byta.", NEW_CONTACT)
    writes_to(db, eva, cast.amina)
    assert thread(db, cast.amina, NEW_CONTACT).waits_for_us_since is None

    asks(db, cast.bashir, "Jag vill byta.", NEW_CONTACT, now=TUESDAY - timedelta(days=2))
    assign(db, cast.bashir, cast.sara, from_on=TUESDAY.date())
    db.commit()
    writes_to(db, cast.sara, cast.bashir)
    assert thread(db, cast.bashir, NEW_CONTACT).waits_for_us_since is None


def test_where_there_is_neither_manager_nor_administrator_nothing_is_lost(
    db: Session, cast: Cast
) -> None:
    asks(db, cast.amina, "Jag vill byta.", NEW_CONTACT)
    assert places(db, cast.karin) == [("Amina Warsame", Place.MINE)]
    writes_to(db, cast.karin, cast.amina)
    assert thread(db, cast.amina, NEW_CONTACT).waits_for_us_since is None


def test_she_is_told_who_reads_it_and_it_goes_there_whatever_she_was_going_to_write_about(
    db: Session, cast: Cast, eva: Staff, browser: Browser
) -> None:
    people = browser.visit("/people", as_=cast.amina)
    assert people.select_one(f'a[href="{PHRASE}"]')
    shown = browser.visit(f"{PHRASE}?subject=money", as_=cast.amina)
    text = shown.get_text(" ", strip=True)
    assert "Eva Lundin läser det du skriver." in text
    assert "Din kontaktperson kan också se det." in text
    other = browser.visit("/messages/phrases/when-money", as_=cast.amina)
    assert "läser det du skriver" not in other.get_text(" ", strip=True)
    form = {"act": "send", "key": "k", "subject": "money"}
    assert browser.post(PHRASE, form, as_=cast.amina).status_code == 303
    assert thread(db, cast.amina, NEW_CONTACT).waits_for_us_since
    turn = browser.visit("/messages", as_=cast.amina).select_one("section[aria-labelledby=turn]")
    assert turn and "Karin" not in turn.get_text()


def test_the_manager_opens_it_by_reference_and_her_contact_person_sees_no_way_to_end_it(
    db: Session, cast: Cast, eva: Staff, browser: Browser
) -> None:
    asks(db, cast.amina, "Jag vill byta.", NEW_CONTACT)
    address = f"/staff/messages/late/{thread(db, cast.amina, NEW_CONTACT).id}"
    listed = browser.visit("/staff/messages", as_=eva)
    row = listed.select_one(f'a.row[href="{address}"]')
    assert row and "A-1 Väntar" in (said := row.get_text(" ", strip=True))
    assert "Vill byta kontaktperson." in said and "Amina" not in said
    page = browser.visit(address, as_=eva).get_text(" ", strip=True)
    assert "Vill byta kontaktperson: A-1" in page and "Karin Berg" in page
    assert "Amina" not in page and "Ge frågan" not in page
    day = browser.visit("/staff", as_=eva)
    assert day.select_one(f'a[href="{address}"]'), "it stands on her day"

    hers = browser.visit(f"/staff/messages/{cast.amina.id}", as_=cast.karin)
    waits = hers.select_one("#conversation section.step")
    assert waits and "Det besvaras inte av dig" in waits.get_text()
    assert not waits.select("form")
    found = thread(db, cast.amina, NEW_CONTACT)
    browser.post(
        f"/staff/messages/{cast.amina.id}/threads/{found.id}/no-answer",
        {"key": "n"},
        as_=cast.karin,
    )
    assert thread(db, cast.amina, NEW_CONTACT).waits_for_us_since
