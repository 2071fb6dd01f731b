"""Booking asks the database few questions, however full the calendar is."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.meetings import free
from portal.meetings.days import DAYS
from portal.meetings.supply_models import HoursAway
from portal.people.models import AbsenceKind
from tests.benchmarks.full_calendar import full_calendar
from tests.browsing import Browser
from tests.cast import Cast
from tests.meetings.conftest import NOW, TODAY, Town, at
from tests.meetings.karin_away import queries
from tests.meetings.test_her_booking import FOLLOW_UP, form

CALL = "/meetings/book?purpose=short-call"
"""What nobody has a time for yet."""


def test_a_full_calendar_takes_the_times_no_more_queries_than_an_empty_one(
    db: Session, app: Flask, browser: Browser, cast: Cast, town: Town
) -> None:
    few = queries(app, browser, CALL, cast.amina)
    full_calendar(db, cast.karin, now=NOW)
    db.commit()
    assert queries(app, browser, CALL, cast.amina) == few <= 8
    assert len(browser.visit(CALL, as_=cast.amina).select("section h2")) == DAYS


def test_whose_next_free_time_is_weeks_away_costs_one_query_more(
    db: Session, app: Flask, browser: Browser, cast: Cast, town: Town
) -> None:
    few = queries(app, browser, FOLLOW_UP, cast.amina)
    db.add_all(
        HoursAway(
            staff=cast.karin, on=TODAY + timedelta(days=number), starts=0, ends=1440,
            kind=AbsenceKind.OTHER,
        )
        for number in range(5 * 7)
    )  # fmt: skip
    db.commit()
    assert queries(app, browser, FOLLOW_UP, cast.amina) == few + 1 <= 8


def test_a_booking_takes_few_statements(
    db: Session, app: Flask, browser: Browser, cast: Cast, town: Town
) -> None:
    browser.visit(FOLLOW_UP, as_=cast.amina)
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    engine = app.extensions["portal_engine"]
    event.listen(engine, "before_cursor_execute", note)
    answer = browser.post("/meetings/book", form(), as_=cast.amina)
    event.remove(engine, "before_cursor_execute", note)
    assert answer.status_code == 303
    assert len(asked) <= 16, asked


def test_the_nearest_times_are_the_nearest_of_all(db: Session, cast: Cast, town: Town) -> None:
    full_calendar(db, cast.karin, now=NOW)
    found = free.search(db, cast.amina, town.follow_up, now=NOW)
    every = list(found.everything())
    for hour in range(0, 24 * 80, 7):
        wanted = at(TODAY - timedelta(days=5), 0) + timedelta(hours=hour)
        by_distance = sorted(every, key=lambda one: (abs(one.starts_at - wanted), one.starts_at))
        expected = sorted(by_distance[:3], key=lambda one: one.starts_at)
        assert free.nearest(found, wanted) == expected


def test_a_day_looked_at_alone_shows_what_the_whole_search_shows(
    db: Session, cast: Cast, town: Town
) -> None:
    full_calendar(db, cast.karin, now=NOW)
    whole = free.search(db, cast.amina, town.follow_up, now=NOW)
    for ahead in range(70):
        day = TODAY + timedelta(days=ahead)
        alone = free.search(db, cast.amina, town.follow_up, now=NOW, only_on=day)
        assert list(alone.everything()) == list(whole.on(day))
        assert alone.at(at(day + timedelta(days=1), 9)) is None, "another day is not in it"
