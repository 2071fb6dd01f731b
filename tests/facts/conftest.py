"""Karin looks after the municipality's facts here; Lars does not."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Staff
from tests.cast import Cast


@pytest.fixture
def karin(db: Session, cast: Cast) -> Staff:
    """Karin with an administrator's account."""
    db.add(
        StaffAccount(
            staff=cast.karin,
            email="karin@example.org",
            duties=[Duty.CASEWORKER, Duty.ADMINISTRATOR],
            made_at=clock.now(),
        )
    )
    db.commit()
    return cast.karin
