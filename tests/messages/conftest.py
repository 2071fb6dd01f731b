"""What the tests of messages share: a unit's manager, an administrator of another, a question, and a Tuesday."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from sqlalchemy.orm import Session

from portal.messages.models import Message
from portal.people.account_models import Duty
from portal.people.models import Staff
from tests.cast import Cast, give_duties
from tests.messages.staff_pages import NOW
from tests.messages.writing import TUESDAY, asks


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


@pytest.fixture
def asked(db: Session, cast: Cast) -> Message:
    """Amina has just asked something, in Arabic."""
    return asks(db, cast.amina, "متى يأتي المال؟", now=NOW)


@pytest.fixture
def clock_stands() -> Iterator[time_machine.Traveller]:
    """On the Tuesday on which she writes."""
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller
