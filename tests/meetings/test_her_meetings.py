"""Her meetings: all of them, one of them, what staff did with them; moving, cancelling and answering."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal.meetings import booking, changing
from portal.meetings.booking import Details, Interpreter
from portal.meetings.models import EarlierWish, Meeting, MeetingState
from portal.meetings.sending import as_sent
from portal.people.models import Absence
from tests.browsing import Browser, linted
from tests.cast import Cast, sv
from tests.meetings.conftest import NOW, Town, at
from tests.meetings.test_her_booking import said, taken_by_another
from tests.plan.writing import plan, step


def booked(db: Session, cast: Cast, town: Town, **more: Any) -> Meeting:
    """Her own booking, on Wednesday at ten."""
    meeting = booking.book(
        db, cast.amina, town.follow_up, at(9, 10), Details(**more), key="k", now=NOW
    )
    db.commit()
    return meeting


def by_staff(db: Session, cast: Cast, town: Town, *, is_offer: bool = False) -> Meeting:
    """Booked, or offered, by Karin on Wednesday at ten."""
    meeting = booking.book_for(
        db, cast.karin, cast.amina, town.follow_up, at(9, 10), [cast.karin.id], Details(),
        key="s", now=NOW, is_offer=is_offer,
    )  # fmt: skip
    db.commit()
    return meeting


def reread(db: Session, meeting: Meeting) -> None:
    """As it stands in the database now; without keeping a transaction open that others wait for."""
    db.refresh(meeting)
    db.commit()


def test_she_has_no_meeting_yet(browser: Browser, cast: Cast, town: Town) -> None:
    text = said(browser.visit("/meetings", as_=cast.amina))
    assert "Du har inget möte bokat just nu." in text and "Kort telefonsamtal" in text


def test_a_meeting_says_all_she_needs(db: Session, browser: Browser, cast: Cast, town: Town) -> None:  # fmt: skip
    town.follow_up.type.bring = sv("Ta med din plan.")
    meeting = booked(db, cast, town, interpreter=Interpreter("so", "Maay"), company="Min syster")
    page = browser.visit(f"/meetings/{meeting.id}", as_=cast.amina)
    text = said(page)
    for words in (
        "onsdag 9 september 10:00–10:45", "45 minuter", "Karin Berg · Socialsekreterare", "Besök",
        "Kommunhuset", "Köpmangatan 14", "Gå in genom stora dörren", "Ta med din plan.", "Soomaali", "Maay",
        "Flytta", "Avboka",
    ):  # fmt: skip
        assert words in text, words
    assert page.select_one("input[name=company][value='Min syster']")
    assert page.select_one(f"a[href='/meetings/{meeting.id}.ics']")


def test_somebody_elses_meeting_is_not_there(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = booked(db, cast, town)
    for address in ("", "/move", "/cancel"):
        for which in (meeting.id, uuid4()):
            answer = browser.get(f"/meetings/{which}{address}", as_=cast.bashir)
            assert answer.status_code == 404
    for act in ("seen", "accept", "move", "cancel", "words", "earlier"):
        form = {"version": "1", "starts_at": as_sent(at(10, 10))}
        answer = browser.post(f"/meetings/{meeting.id}/{act}", form, as_=cast.bashir)
        assert answer.status_code == 404, act
    reread(db, meeting)
    assert (meeting.version, meeting.state) == (1, MeetingState.BOOKED)


def test_moving_keeps_the_address_and_twice_is_once(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = by_staff(db, cast, town)
    address = f"/meetings/{meeting.id}/move"
    page = browser.visit(address, as_=cast.amina)
    assert "Nu har du tid onsdag 9 september 10:00–10:45" in said(page)
    links = [str(one["href"]) for one in page.select("main .acts a[href*=starts_at]")]
    assert not [one for one in links if one.endswith(as_sent(at(9, 10)))], "that is the one she has"
    confirm = browser.visit(f"{address}?starts_at={as_sent(at(10, 13))}", as_=cast.amina)
    assert "torsdag 10 september" in said(confirm)
    form = {"version": "1", "starts_at": as_sent(at(10, 13))}
    for _ in range(2):
        answer = browser.post(address, form, as_=cast.amina)
        assert (answer.status_code, answer.location) == (303, f"/meetings/{meeting.id}")
    reread(db, meeting)
    assert (meeting.starts_at, meeting.version) == (at(10, 13), 2)
    assert "Din tid är flyttad." in said(browser.visit(answer.location, as_=cast.amina))


def test_moving_to_a_time_that_is_gone_keeps_hers(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = booked(db, cast, town)
    changing.move(db, meeting, at(10, 10), version=1, now=NOW)
    taken_by_another(db, cast, town)
    form = {"version": "2", "starts_at": as_sent(at(9, 10))}
    answer = browser.post(f"/meetings/{meeting.id}/move", form, as_=cast.amina)
    assert answer.status_code == 409
    page = linted(answer)
    assert "Du har kvar din tid torsdag 10 september" in said(page)
    near = [str(one["value"]) for one in page.select("button[name=starts_at]")]
    assert len(near) == 3
    form = {"version": "2", "starts_at": near[0]}
    assert browser.post(f"/meetings/{meeting.id}/move", form, as_=cast.amina).status_code == 303


def test_what_was_changed_meanwhile_is_shown_as_it_is_now(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = booked(db, cast, town)
    changing.move_for(db, cast.karin, meeting, at(11, 13), version=1, now=NOW)
    db.commit()
    form = {"version": "1", "starts_at": as_sent(at(10, 10))}
    for act in ("move", "cancel", "accept"):
        answer = browser.post(f"/meetings/{meeting.id}/{act}", form, as_=cast.amina)
        assert answer.status_code == 409
        text = said(linted(answer))
        assert "Tiden har ändrats sedan du såg den" in text and "fredag 11 september" in text


def test_cancelling_asks_once_and_leads_to_new_times(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = by_staff(db, cast, town)
    address = f"/meetings/{meeting.id}/cancel"
    assert "Vill du avboka tiden?" in said(browser.visit(address, as_=cast.amina))
    reread(db, meeting)
    assert meeting.is_standing, "asking changes nothing"
    for _ in range(2):
        answer = browser.post(address, {"version": "1"}, as_=cast.amina)
        assert (answer.status_code, answer.location) == (303, "/meetings/book?purpose=follow-up")
    text = said(browser.visit(answer.location, as_=cast.amina))
    assert "Din tid är avbokad." in text and "Välj en tid" in text
    assert "Avbokat" in said(browser.visit("/meetings", as_=cast.amina))
    assert "Boka en ny tid" in said(browser.visit(f"/meetings/{meeting.id}", as_=cast.amina))


def test_past_the_limit_she_calls_and_reads_why(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = booked(db, cast, town)
    with time_machine.travel(at(9, 7), tick=False):
        for address in ("", "/move", "/cancel"):
            page = browser.visit(f"/meetings/{meeting.id}{address}", as_=cast.amina)
            assert "mindre än 4 timmar kvar" in said(page)
            assert page.select_one("main a[href='tel:+46700000001']")
        form = {"version": "1", "starts_at": as_sent(at(10, 10))}
        for act in ("move", "cancel"):
            answer = browser.post(f"/meetings/{meeting.id}/{act}", form, as_=cast.amina)
            assert answer.status_code == 409 and "Ring om du vill ändra tiden" in answer.text


def test_who_is_away_is_not_the_one_to_call(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = booked(db, cast, town)
    away = Absence(staff_id=cast.karin.id, stand_in_id=cast.lars.id, made_at=NOW)
    away.from_on, away.until_on = NOW.date(), at(20, 9).date()
    db.add(away)
    db.commit()
    with time_machine.travel(at(9, 7), tick=False):
        page = browser.visit(f"/meetings/{meeting.id}/cancel", as_=cast.amina)
    assert page.select_one("main a[href='tel:+46700000002']")


@pytest.mark.parametrize("back", ["home", "meetings"])
def test_what_staff_did_is_told_until_she_knows(
    db: Session, browser: Browser, cast: Cast, town: Town, back: str
) -> None:
    meeting = by_staff(db, cast, town)
    assert "Karin Berg har bokat ett möte med dig." in said(browser.visit("/", as_=cast.amina))
    browser.post(f"/meetings/{meeting.id}/seen", {"version": "1"}, as_=cast.amina)
    assert "har bokat ett möte" not in said(browser.visit("/", as_=cast.amina))
    reread(db, meeting)
    changing.move_for(
        db, cast.karin, meeting, at(11, 13), version=1, now=NOW, reason=sv("Jag är på kurs.")
    )
    db.commit()
    for _ in range(2):
        text = said(browser.visit("/", as_=cast.amina))
        assert "Karin Berg har ändrat ditt möte." in text and "Jag är på kurs." in text
    for version in ("1", "99", "x"):
        stale = {"version": version, "back": back}
        browser.post(f"/meetings/{meeting.id}/seen", stale, as_=cast.amina)
    assert "har ändrat" in said(browser.visit("/meetings", as_=cast.amina)), "she saw an older one"
    answer = browser.post(
        f"/meetings/{meeting.id}/seen", {"version": "2", "back": back}, as_=cast.amina
    )
    assert answer.location == {"home": "/", "meetings": "/meetings"}[back]
    assert "har ändrat" not in said(browser.visit("/", as_=cast.amina))
    reread(db, meeting)
    changing.cancel_for(db, cast.karin, meeting, version=2, now=NOW)
    db.commit()
    assert "Karin Berg har avbokat ditt möte." in said(browser.visit("/", as_=cast.amina))


def test_an_offered_time_is_answered_yes(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = by_staff(db, cast, town, is_offer=True)
    for address in ("/", "/meetings", f"/meetings/{meeting.id}"):
        page = browser.visit(address, as_=cast.amina)
        assert "Vi har en tid till dig. Passar den?" in said(page)
        assert page.find("button", string="Ja, jag kommer")
    for _ in range(2):
        answer = browser.post(f"/meetings/{meeting.id}/accept", {"version": "1"}, as_=cast.amina)
        assert answer.status_code == 303
    reread(db, meeting)
    assert meeting.state is MeetingState.BOOKED
    text = said(browser.visit("/", as_=cast.amina))
    assert "Passar den?" not in text and "har bokat" not in text and "9 september" in text


def test_an_offered_time_that_has_begun_is_not_answered_any_more(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = by_staff(db, cast, town, is_offer=True)
    with time_machine.travel(at(9, 10, 5), tick=False):
        assert "Passar den?" not in said(browser.visit("/", as_=cast.amina))
        answer = browser.post(f"/meetings/{meeting.id}/accept", {"version": "1"}, as_=cast.amina)
        assert answer.status_code == 409 and "Mötet har redan börjat" in answer.text


def test_an_offered_time_is_answered_with_another_or_no(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = by_staff(db, cast, town, is_offer=True)
    assert "säga nej" in said(browser.visit(f"/meetings/{meeting.id}/cancel", as_=cast.amina))
    form = {"version": "1", "starts_at": as_sent(at(10, 10))}
    browser.post(f"/meetings/{meeting.id}/move", form, as_=cast.amina)
    reread(db, meeting)
    assert (meeting.state, meeting.starts_at) == (MeetingState.BOOKED, at(10, 10))


def test_she_changes_what_she_wants_to_talk_about_until_it_begins(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = booked(db, cast, town)
    address = f"/meetings/{meeting.id}/words"
    browser.post(address, {"topic": "أريد", "company": "Min syster"}, as_=cast.amina)
    reread(db, meeting)
    assert meeting.topic and meeting.topic.original == "أريد" and meeting.version == 1
    answer = browser.post(address, {"topic": "x" * 1001, "company": "Ingen"}, as_=cast.amina)
    assert answer.status_code == 422 and "x" * 1001 in answer.text and "Ingen" in answer.text
    with time_machine.travel(at(9, 10, 5), tick=False):
        browser.sign_in(browser.client(cast.amina), cast.amina)
        answer = browser.post(address, {"topic": "För sent"}, as_=cast.amina)
        assert answer.status_code == 422 and "För sent" in answer.text, "her words are shown"
        assert "Det här ville du prata om" in said(
            browser.visit(f"/meetings/{meeting.id}", as_=cast.amina)
        )
    reread(db, meeting)
    assert meeting.topic.original == "أريد"


def test_minutes_are_hers_to_read_when_they_are_published(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = booked(db, cast, town)
    meeting.notes = sv("Vi pratade om SFI.")
    db.commit()
    with time_machine.travel(at(9, 12), tick=False):
        assert (
            "Vi pratade om SFI." not in browser.get(f"/meetings/{meeting.id}", as_=cast.amina).text
        )
        meeting.notes_published_at = at(9, 12)
        meeting.sip = {"measures": "Körkort", "responsible": "", "others": "", "leads": "Karin"}
        db.commit()
        text = said(browser.visit(f"/meetings/{meeting.id}", as_=cast.amina))
        assert "Vilket stöd du ska få Körkort Vem som leder arbetet Karin" in text
        assert "Vi pratade om SFI." in said(
            browser.visit(f"/meetings/{meeting.id}", as_=cast.amina)
        )


def test_she_waits_for_an_earlier_time_and_stops(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = booked(db, cast, town)
    address = f"/meetings/{meeting.id}/earlier"
    for _ in range(2):
        answer = browser.post(address, {"wish": "yes"}, as_=cast.amina)
        assert answer.status_code == 303
    assert db.scalar(sa.select(sa.func.count(EarlierWish.id))) == 1
    db.commit()
    assert "Du behöver inte säga till" in said(browser.visit(answer.location, as_=cast.amina))
    browser.post(address, {"wish": "no"}, as_=cast.amina)
    db.commit()
    assert "Vill du komma tidigare?" in said(browser.visit(answer.location, as_=cast.amina))


def test_the_week_shows_meetings_among_activities_and_counts_them(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    plan(db, cast.amina, step("Gå till SFI", weekly=[(2, "09:00", "10:00"), (2, "13:00", "14:00")]))
    meeting = booked(db, cast, town)
    text = said(browser.visit("/week", as_=cast.amina))
    assert "Sammanlagt 2 timmar och 45 minuter." in text
    order = [text.index(words) for words in ("09:00–10:00", "10:00–10:45", "13:00–14:00")]
    assert order == sorted(order)
    changing.cancel(db, meeting, version=1, now=NOW)
    db.commit()
    text = said(browser.visit("/week", as_=cast.amina))
    assert "Sammanlagt 2 timmar." in text and "10:00–10:45" not in text


def test_twenty_meetings_take_home_no_more_queries_than_one(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    engine = browser.app.extensions["portal_engine"]
    seen: list[str] = []

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    def count() -> int:
        browser.visit("/", as_=cast.amina)
        seen.clear()
        sa.event.listen(engine, "before_cursor_execute", note)
        browser.visit("/", as_=cast.amina)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len([one for one in seen if one.startswith("SELECT")])

    without = count()
    by_staff(db, cast, town)
    with_one = count()
    assert with_one <= without + 1, "who takes part in it"
    for number in range(20):
        booking.book_for(
            db, cast.karin, cast.amina, town.call, at(10, 9) + timedelta(days=7 * number),
            [cast.karin.id], Details(), key=f"n{number}", now=NOW, anyway=True,
        )  # fmt: skip
    db.commit()
    assert count() == with_one
