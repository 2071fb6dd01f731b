"""The calendar of a member of staff: her own days and a colleague's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.meetings.supply_models import HoursAway
from portal.municipality.models import Organisation
from portal.people.models import AbsenceKind, Participant
from tests.browsing import Browser
from tests.cast import Cast, assign
from tests.meetings.conftest import NOW, TODAY, Town, at
from tests.meetings.staffed import met, readings
from tests.people.away import away, on_duty

WEEK = "/staff/calendar"


def test_the_week_has_meetings_gaps_hours_away_and_the_duty_day(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = met(db, cast.amina, town.follow_up, at(8, 9), cast.karin)
    db.add(
        HoursAway(staff=cast.karin, on=date(2026, 9, 9), starts=600, ends=660, kind=AbsenceKind.ILL)
    )
    on_duty(db, cast.karin, on=3)
    away(db, cast.karin, begins=4, days=1)
    page = browser.visit(WEEK, as_=cast.karin)
    days = page.select(".week .day")
    assert [day.h2.get_text(strip=True) for day in days if day.h2][:2] == [
        "måndag 7 september", "tisdag 8 september",
    ]  # fmt: skip
    assert len(days) == 5, "an empty weekend takes no room"
    [link] = days[1].select("a[href*=meetings]")
    assert str(meeting.id) in str(link["href"])
    assert "09:00–09:45" in link.text and "Amina Warsame" in link.text
    assert "09:45–12:00 Ledigt" in " ".join(days[1].text.split()), "the gap after it"
    assert "10:00–11:00 Borta" in " ".join(days[2].text.split())
    assert "Ansvarsdag" in days[3].text
    assert "Borta hela dagen" in days[4].text and "Ledigt" not in days[4].text
    assert "sjuk" not in page.text.lower(), "why somebody is away is nobody's business here"


def test_a_day_and_the_days_beside_it(
    browser: Browser, db: Session, cast: Cast, town: Town
) -> None:
    met(db, cast.amina, town.follow_up, at(8, 9), cast.karin, is_offer=True)
    page = browser.visit(f"{WEEK}?day=2026-09-08", as_=cast.karin)
    assert page.h1 and page.h1.text == "tisdag 8 september"
    assert "Erbjuden" in page.text
    links = [str(one["href"]) for one in page.select("nav.acts a")]
    assert links == [
        f"{WEEK}?day=2026-09-07", f"{WEEK}?day=2026-09-07", f"{WEEK}?day=2026-09-09",
        f"{WEEK}?week=2026-09-08",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked", ["week=2026-W37", "week=2026-09-13", "week=igår", "day=0001-01-01"]
)
def test_any_day_of_a_week_opens_it_and_nonsense_opens_today(
    browser: Browser, cast: Cast, town: Town, asked: str
) -> None:
    page = browser.visit(f"{WEEK}?{asked}", as_=cast.karin)
    assert page.h1 and page.h1.text in {"Vecka 37", "måndag 7 september"}


def test_a_holiday_has_its_name_and_nothing_is_free(
    browser: Browser, cast: Cast, town: Town
) -> None:
    page = browser.visit(f"{WEEK}?day=2026-12-25", as_=cast.karin)
    assert "Juldagen" in page.text and "Ledigt" not in page.text


def test_a_colleagues_day_tells_only_whom_i_may_see(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    meeting = met(db, cast.amina, town.follow_up, at(8, 9), cast.karin)
    address = f"{WEEK}?week=2026-09-08&whose={cast.karin.id}"
    page = browser.visit(address, as_=cast.lars)
    assert "Upptagen" in page.text and "Amina" not in page.text and str(meeting.id) not in str(page)
    assert readings(db, cast.amina) == 0, "nothing of hers was read"
    assign(db, cast.amina, cast.lars)
    db.commit()
    assert "Amina Warsame" in browser.visit(address, as_=cast.lars).text


def test_only_colleagues_of_the_unit_are_shown(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    other = Organisation(
        key="other", position=9, kind=cast.support.kind, name=cast.support.name, does=[],
        does_not=[], decides_about=[], role_keys=[], skr_classes=[],
    )  # fmt: skip
    cast.lars.organisation = other
    db.commit()
    address = f"{WEEK}?whose={cast.lars.id}"
    assert browser.get(address, as_=cast.karin).status_code == 404
    page = browser.visit(WEEK, as_=cast.karin)
    assert [one.text for one in page.select("#whose option")] == ["Karin Berg (du)", "Sara Nyström"]


def test_protected_people_stand_there_by_reference(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    met(db, cast.farid, town.follow_up, at(8, 9), cast.sara)
    page = browser.visit(WEEK, as_=cast.sara)
    assert "F-1" in page.text and "Farid" not in page.text
    page = browser.visit(f"{WEEK}?whose={cast.sara.id}", as_=cast.karin)
    assert "Upptagen" in page.text and "F-1" not in page.text


def test_each_participant_gets_one_line_a_day_in_her_log(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    met(db, cast.amina, town.follow_up, at(8, 9), cast.karin)
    met(db, cast.amina, town.call, at(9, 9), cast.karin)
    for _ in range(2):
        browser.visit(WEEK, as_=cast.karin)
    assert readings(db, cast.amina) == 1
    browser.visit(f"{WEEK}?week=2026-10-01", as_=cast.karin)
    assert readings(db, cast.bashir) == 0


def test_fifty_meetings_take_no_more_queries_than_five(
    app: Flask, db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    def more(first: int, last: int) -> None:
        for number in range(first, last):
            one = Participant(
                key=f"N-{number}", name=f"Nummer {number}", language="sv", created_at=NOW
            )
            db.add(one)
            db.flush()
            assign(db, one, cast.karin)
            when = at(8 + number // 12, 8) + timedelta(minutes=30 * (number % 12))
            met(db, one, town.call, when, cast.karin)

    more(0, 5)
    few = queries(app, browser, cast)
    more(5, 50)
    assert queries(app, browser, cast) == few <= 16
    page = browser.visit(f"{WEEK}?week={TODAY}", as_=cast.karin)
    assert len(page.select(".meeting a")) == 50


def queries(app: Flask, browser: Browser, cast: Cast) -> int:
    """How many questions the week asks the database, the second time it is opened."""
    browser.visit(WEEK, as_=cast.karin)
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *rest: object) -> None:
        if not statement.startswith(("SET", "PRAGMA", "BEGIN")):
            asked.append(statement)

    engine = app.extensions["portal_engine"]
    event.listen(engine, "before_cursor_execute", note)
    browser.visit(WEEK, as_=cast.karin)
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)
