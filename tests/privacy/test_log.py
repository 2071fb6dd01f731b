"""The log stays readable: a line a day for a list, one for each opening of a page, and the reason given."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal import clock
from portal.privacy import log
from portal.privacy.models import AccessLog, Opened
from tests.browsing import Browser
from tests.cast import Cast

NOON = datetime(2026, 11, 23, 12, tzinfo=clock.LOCAL)


def lines(db: Session) -> list[Opened]:
    db.flush()
    return list(db.scalars(sa.select(AccessLog.opened).order_by(AccessLog.opened_at)))


def test_a_list_is_noted_once_a_day_for_each_member_of_staff(db: Session, cast: Cast) -> None:
    for hours in (0, 1, 11):
        now = NOON + timedelta(hours=hours)
        log.record(db, cast.karin, [cast.amina], Opened.OVERVIEW, now=now)
        db.flush()
    assert lines(db) == [Opened.OVERVIEW]
    log.record(db, cast.lars, [cast.amina], Opened.OVERVIEW, now=NOON)
    log.record(db, cast.karin, [cast.amina, cast.bashir], Opened.OVERVIEW, now=NOON)
    assert len(lines(db)) == 3
    log.record(db, cast.karin, [cast.amina], Opened.OVERVIEW, now=NOON + timedelta(hours=12))
    assert len(lines(db)) == 4, "midnight in Sweden begins another day"


def test_each_opening_of_her_page_is_noted(db: Session, cast: Cast) -> None:
    for _ in range(3):
        log.record(db, cast.karin, [cast.amina], Opened.PARTICIPANT, now=NOON)
    assert lines(db) == [Opened.PARTICIPANT] * 3


def test_the_reason_is_kept_and_staff_find_those_who_opened_with_one(
    db: Session, cast: Cast
) -> None:
    log.record(db, cast.karin, [cast.amina], Opened.PARTICIPANT, now=NOON)
    log.record(db, cast.lars, [cast.amina], Opened.NEED, now=NOON, reason="Hon ringde")
    db.flush()
    [line] = log.with_reason(db, cast.amina, since=NOON - timedelta(days=1))
    assert (line.staff.name, line.reason) == ("Lars Ek", "Hon ringde")
    assert not log.with_reason(db, cast.amina, since=NOON + timedelta(days=1))


def test_every_kind_of_opening_is_told_her_in_words(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for kind in Opened:
        log.record(db, cast.karin, [cast.amina], kind, now=clock.now())
    db.commit()
    page = browser.visit("/me/access-log", as_=cast.amina)
    told = {one.get_text("|").split("|")[0] for one in page.select(".rows li p + p")}
    assert len(told) == len(Opened), told


def test_what_somebody_opened_again_and_again_is_one_row_with_every_time(
    db: Session, browser: Browser, cast: Cast
) -> None:
    for hours, kind in [(0, "PLAN"), (0, "PLAN"), (1, "PLAN"), (1, "PARTICIPANT"), (13, "PLAN")]:
        now = NOON + timedelta(hours=hours)
        log.record(db, cast.karin, [cast.amina], Opened[kind], now=now)
    log.record(db, cast.lars, [cast.amina], Opened.PLAN, now=NOON)
    db.commit()
    page = browser.visit("/me/access-log", as_=cast.amina)
    said = [one.get_text(" ", strip=True) for one in page.select(".rows li")]
    assert len(said) == 4
    assert "Karin Berg" in said[0] and "24 november" in said[0] and "01:00" in said[0]
    assert [one for one in said if "13:00 , 12:00 (×2)" in one or "13:00, 12:00 (×2)" in one]
