"""Messages are in reach: on home, beside each contact, on steps and meetings, and wherever something may be wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.models import Meeting
from portal.meetings.purposes import Purpose
from portal.meetings.supply_models import MeetingPlace
from portal.municipality.models import MeetingType
from portal.notifications.models import OutboxNotice
from portal.people.models import Participant
from tests.browsing import Browser
from tests.cast import Cast, assign, sv
from tests.messages.hers.conftest import NOW, Talk
from tests.messages.hers.test_conversation import said
from tests.plan.writing import plan, published, step

DAYS = timedelta(days=1)
POST = "section[aria-labelledby=messages]"


def met(db: Session, cast: Cast, whose: Participant) -> Meeting:
    """A meeting at a place, whose minutes she can read."""
    kind = MeetingType(
        key="follow-up", position=0, name=sv("Uppföljning"), minutes=45, bookable_by="staff", rules={}
    )  # fmt: skip
    place = MeetingPlace(key="hall", position=0, name=sv("Kommunhuset"), address="Köpmangatan 14")
    db.add_all([kind, place])
    db.flush()
    meeting = booking.book_for(
        db, cast.karin, whose, Purpose(kind), NOW + 2 * DAYS, [cast.karin.id],
        Details(place_id=place.id), key="m", now=NOW, anyway=True,
    )  # fmt: skip
    meeting.notes, meeting.notes_by_id = sv("Vi pratade om SFI."), cast.karin.id
    meeting.notes_published_at = NOW
    db.commit()
    return meeting


def test_home_says_nothing_of_messages_while_nothing_is_new_or_waits(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("Hej", ago=2 * DAYS)
    answer = talk.we("Hej", ago=1 * DAYS)
    browser.post("/messages/read", {"number": str(answer.number)}, as_=cast.amina)
    assert not browser.visit("/", as_=cast.amina).select(POST)


def test_what_is_new_stands_on_home_in_its_own_words_and_goes_when_she_has_read(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.we("Pengarna kommer på fredag.", ago=1 * DAYS)
    page = browser.visit("/", as_=cast.amina)
    assert "Nytt meddelande från Karin Berg" in said(page, POST)
    assert "Pengarna kommer på fredag." in said(page, POST)
    assert page.select_one(f"{POST} a[href='/messages#new']")
    talk.we("Och hyran är betald.")
    text = said(browser.visit("/", as_=cast.amina), POST)
    assert "Du har 2 nya meddelanden. Det senaste är från Karin Berg" in text
    assert "Och hyran är betald." in text
    browser.post("/messages/read", {"number": "2"}, as_=cast.amina)
    assert not browser.visit("/", as_=cast.amina).select(POST)


def test_home_says_whose_turn_it_is_in_her_conversation(
    browser: Browser, cast: Cast, talk: Talk
) -> None:
    talk.she("När kommer pengarna?", ago=10 * DAYS)
    talk.she("Vilka dagar?", subject="work")
    page = browser.visit("/", as_=cast.amina)
    text = said(page, POST)
    late, waits = "Vi är sena. Du skulle ha fått svar", "Vi har din fråga sedan tisdag 24 november."
    assert text.index(late) < text.index(waits)
    assert page.select_one(f"{POST} a[href='tel:+46700000001']")


def test_beside_each_contacts_number_she_can_write_to_that_person(
    db: Session, browser: Browser, cast: Cast
) -> None:
    other = assign(db, cast.amina, cast.lars)
    other.is_main, other.about = False, ["work"]
    db.commit()
    for address in ("/", "/people"):
        assert browser.visit(address, as_=cast.amina).select_one("a[href='/messages#write']")
    people = browser.visit("/people", as_=cast.amina)
    [lars] = people.select("a[href='/messages?subject=work#write']")
    assert lars.get_text(strip=True) == "Skriv till Lars"
    assert people.select_one("main a[href='/messages']")
    assert browser.visit("/me", as_=cast.amina).select_one("main a[href='/messages']")


def test_on_a_step_and_a_meeting_she_can_write_about_it(
    db: Session, browser: Browser, cast: Cast
) -> None:
    ask, meeting = step("Fråga", cast.karin), met(db, cast, cast.amina)
    plan(db, cast.amina, ask)
    page = browser.visit(f"/plan/steps/{ask.id}", as_=cast.amina)
    assert page.select_one(f"a[href='/messages?step={ask.id}#write']")
    page = browser.visit(f"/meetings/{meeting.id}", as_=cast.amina)
    [link] = page.select(f"a[href='/messages?meeting={meeting.id}#write']")
    assert browser.get(f"/messages?meeting={meeting.id}", as_=cast.bashir).status_code == 404
    page = browser.visit(str(link["href"]), as_=cast.amina)
    assert "Om mötet torsdag 26 november 10:00" in said(page, "#write")
    assert page.select_one("option[value=meeting][selected]")
    form = {"body": "Jag blir sen.", "subject": "meeting", "meeting": str(meeting.id), "key": "k"}
    browser.post("/messages", form, as_=cast.amina)
    page = browser.visit("/messages", as_=cast.amina)
    assert page.select_one(f"ol.talk a[href='/meetings/{meeting.id}']")


def test_wherever_something_may_be_wrong_she_can_say_so(
    db: Session, browser: Browser, cast: Cast
) -> None:
    ask, meeting = step("Fråga", cast.karin), met(db, cast, cast.amina)
    published(db, plan(db, cast.amina, ask), cast.karin)
    for address, words in {
        "/plan": "Om din plan",
        f"/plan/steps/{ask.id}": "Om steget: Fråga",
        f"/meetings/{meeting.id}": "Om mötet",
        "/people": "Om personerna runt dig",
        "/me/access-log": "Om vem som har läst om dig",
    }.items():
        [link] = browser.visit(address, as_=cast.amina).select("main a[href*='subject=correction']")
        assert link.get_text(strip=True) == "Jag tror att något är fel här"
        page = browser.visit(str(link["href"]), as_=cast.amina)
        assert "Vad är fel?" in said(page, "#write") and words in said(page, "#write")
        assert "Du får svar senast torsdag 26 november." in said(page, "#write")


def test_somebody_protected_writes_as_others_do_and_no_place_is_told(
    db: Session, browser: Browser, cast: Cast
) -> None:
    meeting = met(db, cast, cast.farid)
    talk = Talk(db, cast.farid, cast.sara)
    talk.we("Välkommen.")
    page = browser.visit(f"/messages?meeting={meeting.id}", as_=cast.farid)
    form = {"body": "Hej", "meeting": str(meeting.id), "key": "k", "first": "1", "seen": "1"}
    assert browser.post("/messages", form, as_=cast.farid).status_code == 303
    text = said(page) + said(browser.visit("/messages", as_=cast.farid))
    text += said(browser.visit("/", as_=cast.farid), POST)
    assert "Köpmangatan" not in text and "Kommunhuset" not in text
    assert "Farid" not in text, "phones are shared"
    assert not db.query(OutboxNotice).filter_by(participant_id=cast.farid.id).count()


@pytest.mark.parametrize("until", [date(2026, 11, 30)])
def test_who_takes_over_is_told_in_the_conversation_beforehand(
    db: Session, browser: Browser, cast: Cast, talk: Talk, until: date
) -> None:
    talk.we("Jag slutar snart.")
    [contact] = cast.amina.assignments
    contact.until_on = until
    assign(db, cast.amina, cast.lars, from_on=until + DAYS)
    db.commit()
    text = said(browser.visit("/messages", as_=cast.amina))
    assert "Från och med tisdag 1 december är Lars Ek din kontaktperson." in text
