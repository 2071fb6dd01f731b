"""What staff see, and what their looking leaves behind."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.people.sign_in_models import CodeRequest, HelpReason
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser
from tests.cast import Cast


def openings(db: Session, cast: Cast) -> list[tuple[str, Opened]]:
    rows = db.scalars(
        sa.select(AccessLog)
        .where(AccessLog.participant_id == cast.amina.id)
        .order_by(AccessLog.opened_at)
    )
    return [(row.staff.name, row.opened) for row in rows]


def test_a_caseworker_sees_her_own_participants_and_nobody_elses(
    browser: Browser, cast: Cast
) -> None:
    page = browser.visit("/staff/participants", as_=cast.karin)
    assert "Amina Warsame" in page.text
    assert "Bashir" not in page.text


def test_each_opening_is_logged_and_the_participant_reads_it(
    db: Session, browser: Browser, cast: Cast
) -> None:
    browser.visit("/staff/participants", as_=cast.karin)
    browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert openings(db, cast) == [
        ("Karin Berg", Opened.OVERVIEW),
        ("Karin Berg", Opened.PARTICIPANT),
    ]
    page = browser.visit("/me/access-log", as_=cast.amina)
    assert "Karin Berg" in page.text and "Öppnade din sida" in page.text


def test_a_stranger_who_tries_learns_nothing_and_leaves_no_line(
    db: Session, browser: Browser, cast: Cast
) -> None:
    assert browser.get(f"/staff/participants/{cast.amina.id}", as_=cast.lars).status_code == 404
    assert openings(db, cast) == []


def test_protected_data_stand_under_the_reference_and_only_for_the_one_named(
    browser: Browser, cast: Cast
) -> None:
    mine = browser.visit("/staff/participants", as_=cast.sara)
    assert "F-1" in mine.text and "Farid" not in mine.text
    page = browser.visit(f"/staff/participants/{cast.farid.id}", as_=cast.sara)
    assert "Farid" not in str(page)
    assert "skydd" not in str(page).lower(), "nothing says why"
    for other in (cast.karin, cast.lars):
        assert "F-1" not in browser.visit("/staff/participants", as_=other).text
        assert browser.get(f"/staff/participants/{cast.farid.id}", as_=other).status_code == 404


def test_who_waits_stands_first_with_what_for(db: Session, browser: Browser, cast: Cast) -> None:
    db.add(
        CodeRequest(participant=cast.amina, reason=HelpReason.FORGOTTEN_PIN, asked_at=clock.now())
    )
    db.commit()
    assert "Ber om ny kod" in browser.visit("/staff/participants", as_=cast.karin).text
    page = browser.visit(f"/staff/participants/{cast.amina.id}", as_=cast.karin)
    assert "Har glömt sin PIN" in page.text


def test_a_caseworker_with_nobody_is_told_so_kindly(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for assignment in cast.amina.assignments:
        assignment.until_on = assignment.from_on
    db.commit()
    assert (
        "Ingen deltagare är kopplad till dig i dag."
        in browser.visit("/staff/participants", as_=cast.karin).text
    )
