"""What of meetings stands on a caseworker's day, and marking it as seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlalchemy.orm import Session

from portal.caseload.day import day
from portal.meetings import booking
from portal.meetings.booking import Details
from portal.meetings.day import working_days_before
from portal.meetings.models import (
    Attendance,
    Meeting,
    MeetingState,
    NoTimeFits,
    TodayKind,
    TodayWord,
)
from portal.people.day import DayRow, Waits
from portal.people.models import Participant, Staff
from portal.plan.models import Companion
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser, linted
from tests.cast import Cast, assign, sv
from tests.meetings.conftest import NOW, TODAY, Town, at
from tests.people.away import away, on_duty
from tests.plan.writing import plan, step

OURS = {
    Waits.ILL_TODAY, Waits.LATE_TODAY, Waits.REBOOK, Waits.NO_TIME, Waits.HOW_IT_WENT,
    Waits.NO_ANSWER,
}  # fmt: skip


def rows(db: Session, staff: Staff) -> list[DayRow]:
    """What of meetings waits for this person, in order."""
    return [row for group in day(db, staff, NOW).groups for row in group.rows if row.kind in OURS]


def kinds(db: Session, staff: Staff) -> list[Waits]:
    return [row.kind for row in rows(db, staff)]


def word(
    db: Session, who: Participant, kind: TodayKind = TodayKind.ILL, **about: object
) -> TodayWord:
    made = TodayWord(
        participant_id=who.id, kind=kind, comment=sv("Jag har <b>feber</b>"),
        form_key=f"{kind}-{len(about)}", made_at=NOW, **about,
    )  # fmt: skip
    db.add(made)
    db.commit()
    return made


def meeting(
    db: Session,
    who: Participant,
    town: Town,
    starts_at: object,
    *staff: Staff,
    is_offer: bool = False,
) -> Meeting:
    made = booking.book_for(
        db, staff[0], who, town.follow_up, starts_at, [one.id for one in staff], Details(),  # type: ignore[arg-type]
        key=str(starts_at), now=NOW - timedelta(days=60), anyway=True, is_offer=is_offer,
    )  # fmt: skip
    db.commit()
    return made


def test_ill_and_late_today_stand_first_for_her_contact_and_for_whoever_was_to_meet_her(
    db: Session, cast: Cast, town: Town
) -> None:
    made = meeting(db, cast.amina, town, at(7, 10), cast.karin, cast.lars)
    word(db, cast.amina, TodayKind.LATE, meeting_id=made.id)
    word(db, cast.amina)
    first = day(db, cast.karin, NOW).groups
    assert [group.kind for group in first][:2] == [Waits.ILL_TODAY, Waits.LATE_TODAY]
    assert kinds(db, cast.lars) == [Waits.LATE_TODAY], "the one about his meeting"
    assert kinds(db, cast.sara) == []


def test_whoever_takes_part_in_what_she_does_that_day_is_told_too(
    db: Session, cast: Cast, town: Town
) -> None:
    sfi = step("SFI", weekly=[(0, "09:00", "12:00")])
    plan(db, cast.amina, sfi)
    sfi.companions = [Companion(position=0, staff_id=cast.sara.id)]
    word(db, cast.amina, step_id=sfi.id)
    assert kinds(db, cast.sara) == [Waits.ILL_TODAY]


def test_somebody_protected_is_told_of_only_to_those_named_for_her(
    db: Session, cast: Cast, town: Town
) -> None:
    made = meeting(db, cast.farid, town, at(7, 10), cast.sara, cast.lars)
    word(db, cast.farid, meeting_id=made.id)
    assert kinds(db, cast.sara) == [Waits.ILL_TODAY]
    assert kinds(db, cast.lars) == []


def test_it_is_read_marked_as_seen_and_within_a_minute_taken_back(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    made = word(db, cast.amina)
    page = browser.visit("/staff", as_=cast.karin)
    [row] = page.select("a.row[href*='said-today']")
    assert "Amina Warsame" in row.text
    page = browser.visit(str(row["href"]), as_=cast.karin)
    assert "Jag har <b>feber</b>" in page.text
    address = f"/staff/said-today/{made.id}"
    for _ in range(2):
        page = linted(browser.post(f"{address}/seen", as_=cast.karin, follow=True))
        assert not page.select("a.row[href*='said-today']")
    db.refresh(made)
    assert (made.handled_at, made.handled_by_id) == (NOW, cast.karin.id)
    db.commit()
    [undo] = page.select("form[action$='/wait-again']")
    page = linted(browser.post(str(undo["action"]), as_=cast.karin, follow=True))
    assert page.select("a.row[href*='said-today']")
    browser.post(f"{address}/seen", as_=cast.karin)
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        page = linted(browser.post(str(undo["action"]), as_=cast.karin, follow=True))
    assert "Det går att ångra i en minut." in page.text
    assert not page.select("a.row[href*='said-today']")


def test_nobody_else_reads_it_or_marks_it_and_each_reading_is_logged(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    made = word(db, cast.amina)
    told = none_fits(db, cast.amina, town)
    db.execute(sa.text("select 1"))
    db.commit()
    for address in (f"/staff/said-today/{made.id}", f"/staff/no-time/{told.id}"):
        assert browser.get(address, as_=cast.lars).status_code == 404
        for act in ("seen", "wait-again"):
            assert browser.post(f"{address}/{act}", as_=cast.lars).status_code == 404
        browser.visit(address, as_=cast.karin)
    lines = db.execute(sa.select(AccessLog.participant_id, AccessLog.opened)).all()
    assert [tuple(line) for line in lines] == [(cast.amina.id, Opened.MEETINGS)] * 2


def test_who_only_meets_her_reads_her_word_but_is_not_led_to_her_page(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    made = meeting(db, cast.amina, town, at(7, 10), cast.karin, cast.lars)
    said = word(db, cast.amina, meeting_id=made.id)
    hers = f"a[href='/staff/participants/{cast.amina.id}']"
    assert browser.visit(f"/staff/said-today/{said.id}", as_=cast.karin).select(hers)
    assert not browser.visit(f"/staff/said-today/{said.id}", as_=cast.lars).select(hers)


def none_fits(db: Session, who: Participant, town: Town, shown: int = 0) -> NoTimeFits:
    made = NoTimeFits(
        participant_id=who.id, type_id=town.follow_up.type.id, times_shown=shown,
        could=sv("Tisdagar efter tio"), form_key="n", made_at=NOW - timedelta(days=1),
    )  # fmt: skip
    db.add(made)
    db.commit()
    return made


@pytest.mark.parametrize(
    ("shown", "words"), [(0, "Ingen ledig tid fanns."), (4, "4 lediga tider fanns")]
)
def test_no_time_that_suits_her_waits_with_her_words_until_it_is_seen_to(
    db: Session, browser: Browser, cast: Cast, town: Town, shown: int, words: str
) -> None:
    told = none_fits(db, cast.amina, town, shown)
    assert kinds(db, cast.karin) == [Waits.NO_TIME]
    page = browser.visit(f"/staff/no-time/{told.id}", as_=cast.karin)
    assert words in page.text and "Tisdagar efter tio" in page.text
    assert page.select("a.button[href*='book']")
    browser.post(f"/staff/no-time/{told.id}/seen", as_=cast.karin)
    assert kinds(db, cast.karin) == []


def test_a_meeting_that_was_asks_whoever_led_it_how_it_went(
    db: Session, cast: Cast, town: Town
) -> None:
    yesterday = NOW - timedelta(days=3)
    made = meeting(db, cast.amina, town, yesterday, cast.karin, cast.lars)
    meeting(db, cast.bashir, town, NOW - timedelta(minutes=15), cast.karin)
    assert kinds(db, cast.karin) == [Waits.HOW_IT_WENT], "not yet of today's"
    assert kinds(db, cast.lars) == [], "he did not lead it"
    made.hers.attendance = Attendance.CAME
    db.commit()
    assert kinds(db, cast.karin) == []
    made.hers.attendance = None
    made.starts_at = NOW - timedelta(weeks=5)
    db.commit()
    assert kinds(db, cast.karin) == [], "it is too long ago to be asked"


def test_a_time_that_she_has_not_answered_for_three_working_days_is_brought_up(
    db: Session, cast: Cast, town: Town
) -> None:
    made = meeting(db, cast.amina, town, at(15, 10), cast.karin, is_offer=True)
    assert kinds(db, cast.karin) == [Waits.NO_ANSWER]
    made.changed_at = at(2, 0)
    db.commit()
    assert kinds(db, cast.karin) == [], "Wednesday, Thursday and Friday have not passed"
    made.changed_at = at(1, 23)
    db.commit()
    assert kinds(db, cast.karin) == [Waits.NO_ANSWER]
    made.state = MeetingState.BOOKED
    db.commit()
    assert kinds(db, cast.karin) == []


def test_working_days_leave_out_weekends_and_holidays() -> None:
    assert working_days_before(TODAY, 3).isoformat() == "2026-09-02"
    assert working_days_before(TODAY.replace(month=6, day=8), 1).isoformat() == "2026-06-05"
    assert working_days_before(TODAY.replace(month=12, day=28), 1).isoformat() == "2026-12-23"


def test_todays_duty_officer_has_the_meetings_of_whoever_is_away_on_her_day(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    assign(db, cast.farid, cast.karin)
    made = meeting(db, cast.amina, town, at(7, 10), cast.karin)
    meeting(db, cast.farid, town, at(7, 14), cast.karin)
    meeting(db, cast.bashir, town, at(8, 14), cast.karin)
    absence = away(db, cast.karin)
    assert kinds(db, cast.lars) == []
    on_duty(db, cast.lars)
    assert kinds(db, cast.lars) == [Waits.REBOOK], "today's, and nobody's who is protected"
    absence.stand_in = cast.sara
    db.commit()
    assert kinds(db, cast.sara) == [Waits.REBOOK, Waits.REBOOK]
    [row] = browser.visit("/staff", as_=cast.lars).select("a.row[href*='#meeting-']")
    assert row["href"] == f"/staff/duty/meetings#meeting-{made.id}"


def test_her_page_shows_staff_her_next_meetings_and_last_word(
    db: Session, browser: Browser, cast: Cast, town: Town
) -> None:
    address = f"/staff/participants/{cast.amina.id}"
    assert not browser.visit(address, as_=cast.karin).select("#meetings")
    meeting(db, cast.amina, town, at(9, 10), cast.karin)
    word(db, cast.amina)
    [card] = browser.visit(address, as_=cast.karin).select("section[aria-labelledby=meetings]")
    text = " ".join(card.text.split())
    assert "Väntar på dig Sjuk" in text and "onsdag 9 september 10:00 Uppföljning" in text
