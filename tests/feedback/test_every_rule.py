"""Every rule of who is asked runs from the worker, and what is asked once a year is asked once a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.feedback import answering, asking, panel, shipped
from portal.feedback.models import FeedbackRequest, Occasion
from portal.meetings.models import Attendance
from portal.municipality.models import Municipality
from portal.operations.working import do_chores
from portal.people.models import Participant
from tests.cast import Cast
from tests.conftest import SECRET
from tests.feedback.asked import TODAY, TUESDAY, enrolled, measure, people
from tests.feedback.rounds import panel_round
from tests.feedback.test_asking import meetings

LONG_AGO = TUESDAY - timedelta(days=800)
OCTOBER = date(2026, 10, 1)
"""A Thursday."""


@pytest.fixture(autouse=True)
def questionnaires_are_there(db: Session) -> None:
    shipped.load(db, now=LONG_AGO)


def asks_in(db: Session, month: int | None) -> None:
    """The municipality wants to ask about SKR's quality areas in that month of each year."""
    own = db.scalars(sa.select(Municipality)).one()
    own.routines = {**own.routines, "feedback_quality_month": month}
    db.commit()


def known_since(db: Session, moment: datetime, *participants: Participant) -> None:
    """They, and nobody else, have been here since then."""
    for one in db.scalars(sa.select(Participant)):
        one.created_at = moment if one in participants else datetime(2040, 1, 1, tzinfo=UTC)
    db.commit()


def asked(db: Session, occasion: Occasion = Occasion.QUALITY) -> list[FeedbackRequest]:
    db.expire_all()
    wanted = sa.select(FeedbackRequest).where(FeedbackRequest.occasion == occasion)
    return list(db.scalars(wanted.order_by(FeedbackRequest.asked_on)))


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def test_the_worker_asks_by_every_rule(engine: sa.Engine, db: Session, cast: Cast) -> None:
    of_measure, of_job, of_case, of_meetings, of_panel, of_year = people(db, 6)
    yesterday = TODAY - timedelta(days=1)
    enrolled(db, of_measure, yesterday)
    measure(db, "holiday-job", skr_class=9)
    enrolled(db, of_job, yesterday, "holiday-job")
    of_case.moved_on = yesterday
    meetings(db, of_meetings, *[Attendance.CAME] * 5)
    panel_round(db, from_on=yesterday, until_on=TODAY + timedelta(days=9))
    panel.join(db, of_panel, today=yesterday)
    known_since(db, LONG_AGO, of_year)
    asks_in(db, TODAY.month)
    do_chores(engine, TUESDAY - timedelta(minutes=1), SECRET)
    assert not db.scalars(sa.select(FeedbackRequest)).all()
    db.rollback()
    for _ in range(2):
        do_chores(engine, TUESDAY, SECRET)
    rows = db.execute(sa.select(FeedbackRequest.participant_id, FeedbackRequest.occasion)).all()
    assert sorted(map(tuple, rows), key=str) == sorted(
        [
            (of_measure.id, Occasion.AFTER_MEASURE),
            (of_job.id, Occasion.SUMMER_JOB),
            (of_case.id, Occasion.AFTER_CASE),
            (of_meetings.id, Occasion.AFTER_MEETING),
            (of_panel.id, Occasion.PANEL),
            (of_year.id, Occasion.QUALITY),
        ],
        key=str,
    )


def test_where_the_municipality_does_not_say_nobody_is_asked_about_quality(
    db: Session, cast: Cast
) -> None:
    known_since(db, LONG_AGO, cast.amina)
    for month in range(1, 13):
        assert asking.run(db, noon(date(2026, month, 9))) == 0


def test_once_a_year_in_its_month_from_the_first_working_day(db: Session, cast: Cast) -> None:
    asks_in(db, 10)
    known_since(db, LONG_AGO, cast.amina)
    for year in (2026, 2027):
        for days in range(-30, 60):
            day = date(year, 10, 1) + timedelta(days=days)
            asking.run(db, noon(day))
            for one in asked(db):
                if day == one.asked_on:
                    answering.decline(db, one, now=noon(day))
    assert [one.asked_on for one in asked(db)] == [OCTOBER, date(2027, 10, 1)]


def test_whoever_is_new_or_has_moved_on_is_not_asked_about_quality(db: Session, cast: Cast) -> None:
    asks_in(db, 10)
    twelve_weeks = noon(OCTOBER) - timedelta(weeks=12)
    known_since(db, twelve_weeks, cast.amina)
    assert asking.run(db, noon(OCTOBER)) == 0
    known_since(db, twelve_weeks - timedelta(days=1), cast.amina)
    cast.amina.moved_on = OCTOBER - timedelta(weeks=20)
    db.commit()
    assert asking.run(db, noon(OCTOBER)) == 0
    cast.amina.moved_on = None
    assert asking.run(db, noon(OCTOBER)) == 1


def test_what_has_ended_goes_before_what_is_asked_each_year(db: Session, cast: Cast) -> None:
    asks_in(db, 10)
    known_since(db, LONG_AGO, cast.amina)
    enrolled(db, cast.amina, OCTOBER - timedelta(days=1))
    asking.run(db, noon(OCTOBER))
    assert not asked(db)
    [first] = asked(db, Occasion.AFTER_MEASURE)
    answering.decline(db, first, now=noon(OCTOBER))
    asking.run(db, noon(OCTOBER))
    assert [one.participant_id for one in asked(db)] == [cast.amina.id]
