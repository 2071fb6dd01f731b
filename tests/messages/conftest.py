"""What the tests of messages share: a manager of Karin's unit, and an administrator of another."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal.people.account_models import Duty
from portal.people.models import Staff
from tests.cast import Cast, give_duties


@pytest.fixture
def eva(db: Session, cast: Cast) -> Staff:
    """The manager of the unit of Karin, Lars and Sara."""
    eva = Staff(
        key="eva", name="Eva Lundin", role=cast.karin.role, organisation=cast.support, languages=[]
    )
    db.add(eva)
    return give_duties(db, eva, Duty.UNIT_MANAGER)


@pytest.fixture
def admin(db: Session, cast: Cast) -> Staff:
    """The portal's administrator, of another unit."""
    ada = Staff(
        key="ada", name="Ada Sund", role=cast.karin.role, organisation=cast.employment, languages=[]
    )
    db.add(ada)
    return give_duties(db, ada, Duty.ADMINISTRATOR)
