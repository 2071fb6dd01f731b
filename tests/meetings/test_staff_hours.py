"""A member of staff sets when she can be booked, and when she is away for some hours."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.meetings.supply_models import BookableHours, HoursAway
from portal.municipality.models import Municipality
from portal.people.account_models import Duty
from portal.people.models import AbsenceKind, Staff
from tests.browsing import Browser, linted
from tests.cast import Cast, give_duties
from tests.meetings.conftest import Town, at
from tests.meetings.staffed import all_meetings, met, readings
from tests.people.away import away

HOURS = "/staff/hours"
NEW = "/staff/hours/new"


def form(town: Town, **changed: str) -> dict[str, str]:
    typed = {
        "kind": "week", "weekday": "5", "starts": "10:00", "ends": "12:00",
        "place": str(town.place.id), "rest": "30", "from_on": "", "until_on": "",
    }  # fmt: skip
    return typed | changed


def kept(db: Session, staff: Staff) -> Sequence[BookableHours]:
    """Her hours as they are stored, those that the town gave her apart; the session lets go of the database."""
    db.rollback()
    found = db.scalars(
        sa.select(BookableHours)
        .where(BookableHours.staff_id == staff.id, BookableHours.from_on > date(2020, 1, 1))
        .execution_options(populate_existing=True)
        .order_by(BookableHours.from_on)
    ).all()
    db.commit()
    return found


def test_her_week_stands_there_and_the_holidays_ahead(
    browser: Browser, cast: Cast, town: Town
) -> None:
    page = browser.visit(HOURS, as_=cast.karin)
    rows = page.select("section[aria-labelledby=weekly] a.row")
    assert len(rows) == 10 and "Måndag 09:00–12:00" in rows[0].text
    assert "Kommunhuset" in rows[0].text and "Alla sorters möten" in rows[0].text
    assert "fredag 25 december: Juldagen" in page.text
    assert "6 september" not in page.text


def test_new_hours_are_bookable_at_once_and_sent_twice_they_are_one(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    typed = form(town, purpose="follow-up")
    for _ in range(2):
        assert browser.post(NEW, typed, as_=cast.karin).status_code == 303
    [made] = kept(db, cast.karin)
    assert (made.weekday, made.starts, made.ends, made.break_minutes) == (5, 600, 720, 30)
    assert made.purposes == ["follow-up"] and made.place_id == town.place.id
    page = browser.visit("/staff/calendar?day=2026-09-12", as_=cast.karin)
    assert "10:00–12:00 Ledigt" in " ".join(page.text.split())


def test_one_evening_more(db: Session, browser: Browser, cast: Cast, town: Town) -> None:
    typed = form(town, kind="day", on="2026-09-10", starts="17:00", ends="19:00")
    answer = browser.post(NEW, typed, as_=cast.karin, follow=True)
    assert "torsdag 10 september 17:00–19:00" in linted(answer).text
    [made] = kept(db, cast.karin)
    assert made.from_on == made.until_on == date(2026, 9, 10) and made.weekday == 3


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"weekday": ""}, "weekday", "Välj något i listan"),
        ({"starts": ""}, "starts", "Skriv ett klockslag"),
        ({"starts": "10:05"}, "starts", "hel kvart"),
        ({"ends": "09:00"}, "ends", "före starttiden"),
        ({"ends": "10:00"}, "ends", "före starttiden"),
        ({"place": "x"}, "place", "Välj något i listan"),
        ({"rest": "7"}, "rest", "Välj något i listan"),
        ({"from_on": "2026-09-01"}, "from_on", "har redan varit"),
        ({"from_on": "2026-09-10", "until_on": "2026-09-09"}, "until_on", "före den första"),
        ({"until_on": "2036-09-09"}, "until_on", "två år"),
        ({"weekday": "1"}, "starts", "varje tisdag 09:00–12:00"),
        ({"kind": "day", "on": ""}, "on", "Välj en dag"),
        ({"kind": "day", "on": "2026-12-24"}, "on", "helgdag"),
        ({"kind": "day", "on": "2026-09-08"}, "starts", "varje tisdag 09:00–12:00"),
    ],
)
def test_a_fault_stands_at_its_field_and_what_was_typed_stays(
    db: Session, browser: Browser, cast: Cast, town: Town, changed: dict[str, str],
    field: str, said: str,
) -> None:  # fmt: skip
    answer = browser.post(NEW, form(town, **changed), as_=cast.karin)
    page = linted(answer)
    assert answer.status_code == 422
    fault = page.select_one(f"#{field}-fault")
    assert fault and said in fault.text
    starts = page.select_one("#starts")
    assert starts and starts["value"] == changed.get("starts", "10:00")
    assert not kept(db, cast.karin)


def test_hours_that_end_before_others_begin_do_not_clash(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    first = form(town, until_on="2026-09-19")
    later = form(town, from_on="2026-09-20", starts="11:00")
    for typed in (first, later):
        assert browser.post(NEW, typed, as_=cast.karin).status_code == 303
    assert len(kept(db, cast.karin)) == 2


def test_a_meeting_stays_when_the_hours_under_it_go(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = met(db, cast.amina, town.follow_up, at(8, 9), cast.karin)
    assert "utanför tiderna" not in browser.visit(HOURS, as_=cast.karin).text
    tuesday = browser.visit(HOURS, as_=cast.karin).select("section[aria-labelledby=weekly] a.row")[
        2
    ]
    address = str(tuesday["href"])
    typed = form(town, weekday="1", starts="09:30", ends="12:00")
    answer = browser.post(address, typed, as_=cast.karin, follow=True)
    page = linted(answer)
    [link] = page.select("section[aria-labelledby=outside] a.row")
    assert str(link["href"]) == f"/staff/meetings/{meeting.id}/move" and "Amina" in link.text
    assert [one.is_standing for one in all_meetings(db)] == [True]
    assert readings(db, cast.amina) == 1
    browser.post(f"{address}/remove", as_=cast.karin)
    page = browser.visit(HOURS, as_=cast.karin)
    assert len(page.select("section[aria-labelledby=weekly] a.row")) == 9
    assert page.select("section[aria-labelledby=outside] a.row")


def test_a_meeting_in_an_absence_is_told(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    met(db, cast.amina, town.follow_up, at(8, 9), cast.karin)
    away(db, cast.karin, begins=1, days=1)
    page = browser.visit(HOURS, as_=cast.karin)
    assert "borta hela dagen" in page.text


def test_hours_when_the_house_is_empty_have_a_hint(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    municipality = db.scalars(sa.select(Municipality)).one()
    municipality.routines = {**municipality.routines, "staff_hours": ["07:50", "15:30"]}
    db.commit()
    page = browser.visit(HOURS, as_=cast.karin)
    assert "inte bemannat" not in page.text
    browser.post(NEW, form(town, weekday="1", starts="15:00", ends="16:00"), as_=cast.karin)
    page = browser.visit(HOURS, as_=cast.karin)
    [hint] = page.select("section[aria-labelledby=weekly] .turn.wait")
    assert "inte bemannat" in hint.text


def test_hours_away_and_back(db: Session, browser: Browser, cast: Cast, town: Town) -> None:
    typed = {"on": "2026-09-09", "starts": "10:10", "ends": "11:00", "kind": "care-of-child"}
    for _ in range(2):
        assert browser.post(f"{HOURS}/away", typed, as_=cast.karin).status_code == 303
    [made] = db.scalars(sa.select(HoursAway)).all()
    db.commit()
    assert (made.starts, made.ends, made.kind) == (610, 660, AbsenceKind.CARE_OF_CHILD)
    assert "vård av barn" in browser.visit(HOURS, as_=cast.karin).text
    overlapping = browser.post(f"{HOURS}/away", {**typed, "starts": "10:30"}, as_=cast.karin)
    assert overlapping.status_code == 422
    assert "onsdag 9 september 10:10–11:00" in linted(overlapping).text
    assert browser.post(f"{HOURS}/away/{made.id}/remove", as_=cast.lars).status_code == 404
    browser.post(f"{HOURS}/away/{made.id}/remove", as_=cast.karin)
    assert not db.scalars(sa.select(HoursAway)).all()


def test_nobody_sets_a_colleagues_hours_but_the_units_manager(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    [*_, last] = browser.visit(HOURS, as_=cast.karin).select(
        "section[aria-labelledby=weekly] a.row"
    )
    address = str(last["href"])
    assert browser.get(address, as_=cast.lars).status_code == 404
    assert browser.get(f"{HOURS}?whose={cast.karin.id}", as_=cast.lars).status_code == 404
    typed = form(town, whose=str(cast.karin.id))
    assert browser.post(NEW, typed, as_=cast.lars).status_code == 404
    give_duties(db, cast.lars, Duty.CASEWORKER, Duty.UNIT_MANAGER)
    assert "Karin Berg" in browser.visit(f"{HOURS}?whose={cast.karin.id}", as_=cast.lars).text
    assert browser.visit(address, as_=cast.lars)
    answer = browser.post(NEW, typed, as_=cast.lars)
    assert answer.location == f"{HOURS}?whose={cast.karin.id}"
    assert len(kept(db, cast.karin)) == 1
