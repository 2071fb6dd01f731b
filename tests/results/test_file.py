"""The file of results: every number of the page stands in it."""

from __future__ import annotations

import csv
import re
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.half_years import HalfYear
from portal.meetings.models import Meeting, MeetingMode, MeetingParty, MeetingState
from portal.municipality.models import MeetingType
from portal.people.account_models import Duty
from portal.people.models import Assignment
from portal.plan.models import Goal, Plan, PlanKind
from tests.browsing import Browser
from tests.cast import Cast, give_duties, sv
from tests.feedback.asked import people, request

PAGE, FILE = "/staff/results", "/staff/results/file.csv"


@pytest.fixture
def manager(db: Session, cast: Cast) -> Cast:
    give_duties(db, cast.sara, Duty.UNIT_MANAGER)
    return cast


def test_every_number_on_the_page_is_in_the_file(
    browser: Browser, db: Session, manager: Cast
) -> None:
    """And no spreadsheet takes its half-years for days."""
    period = HalfYear.of(clock.today()).before
    for language, count in (("sv", 20), ("ti", 30)):
        for number, one in enumerate(people(db, count, language)):
            made = request(db, one, language=language, on=period.first)
            made.opened_on = period.first if number < count - 5 else None
            made.answered_on = period.first if number < count - 10 else None
    ended_here(db, manager, period.first)
    db.commit()
    rows = list(
        csv.reader(
            StringIO(browser.get(FILE, as_=manager.sara).data.decode("utf-8-sig"), newline=""),
            delimiter=";",
        )
    )
    half = f"{period.year} {'första' if period.half == 1 else 'andra'} halvåret"
    found = {(row[0], row[1], row[6]): row[8:10] for row in rows}
    for of, asked in (("Alla", 50), ("De som läser svenska", 20), ("De som läser andra språk", 30)):
        answered = asked - 20 if of == "Alla" else asked - 10
        assert found["svarsfrekvens", of, half] == [str(answered), str(asked)]
    assert found["började svara", "Alla", half] == ["40", "50"]
    assert found["deltagare som nådde ett mål", "", half] == ["5", ""]
    assert found["dagar i mitten", "first_meetings", half] == ["3", ""]
    assert found["byten av kontaktperson per deltagare", "", half] == ["0", ""]
    assert found["deltagare utan nästa steg", "", "nu"] == ["5", ""]
    assert not [row[6] for row in rows if re.fullmatch(r"\d+[-/.]\d+.*", row[6])]
    text = browser.visit(PAGE, as_=manager.sara).text
    assert "deltagare med en plan ett nästa steg" in text and period.words in text


def ended_here(db: Session, cast: Cast, first: date) -> None:
    """Five get a contact person, meet after three days, and reach a goal; their plans have no step left."""
    kind = MeetingType(
        key="first", position=0, name=sv("Nybesök"), minutes=30, bookable_by="both", rules={}
    )
    now = clock.now()
    for one in people(db, 5, "goal"):
        db.add(Plan(
            participant=one, position=0, kind=PlanKind.DEVELOPMENT, owner=cast.support, created_at=now,
            changed_at=now, goals=[Goal(position=0, text=sv("Mål"), reached_on=first)],
        ))  # fmt: skip
        db.add(Assignment(
            participant=one, staff=cast.karin, is_main=True, about=[], from_on=first, created_at=now
        ))  # fmt: skip
        at = datetime.combine(first + timedelta(days=3), time(10), clock.LOCAL)
        db.add(Meeting(
            participant=one, type=kind, state=MeetingState.BOOKED, starts_at=at, minutes=30,
            mode=MeetingMode.VISIT, form_key="one", booked_at=now, changed_at=now,
            parties=[MeetingParty(position=0, participant_id=one.id)],
        ))  # fmt: skip
