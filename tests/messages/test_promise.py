"""By when she gets an answer: working days, Swedish holidays, and the wall's clock."""

from datetime import UTC, date, datetime

import pytest

from portal.messages import promise
from portal.municipality.models import Municipality


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "answered"),
    [
        ("2026-11-23 09:00", "2026-11-25"),  # a Monday
        ("2026-11-26 09:00", "2026-11-30"),  # a Thursday: the weekend does not count
        ("2026-11-28 09:00", "2026-12-01"),  # a Saturday
        ("2026-12-23 09:00", "2026-12-29"),  # Christmas Eve, Christmas and Boxing Day
        ("2026-11-23 23:30", "2026-11-26"),  # half past midnight on Tuesday in Sweden
        ("2027-03-25 09:00", "2027-03-31"),  # Good Friday and Easter Monday
    ],
)
def test_she_is_told_the_second_working_day(written: str, answered: str) -> None:
    assert promise.answer_by(at(written), None) == date.fromisoformat(answered)


def test_a_municipality_may_take_longer() -> None:
    slow = Municipality(routines={"answer_within_working_days": 5})
    assert promise.answer_by(at("2026-11-23 09:00"), slow) == date(2026, 11, 30)


def test_lateness_is_counted_in_working_days() -> None:
    friday = date(2026, 11, 27)
    assert promise.working_days_late(friday, friday) == 0
    assert promise.working_days_late(friday, date(2026, 11, 29)) == 0
    assert promise.working_days_late(friday, date(2026, 12, 1)) == 2
