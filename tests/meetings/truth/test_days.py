"""Random days in a town, on both databases: whatever people do, nobody is in two places at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.meetings.truth.booking_steps import Booking
from tests.meetings.truth.changing_steps import Changing
from tests.meetings.truth.profiles import LONG, SHORT
from tests.meetings.truth.supply_steps import Supplying


class Days(Booking, Changing, Supplying):
    """Everything that people do, in any order."""


def lived(engine: sa.Engine, how: settings) -> None:
    made: Any = partial(Days, engine)
    run_state_machine_as_test(made, settings=how)


def test_some_days_in_a_town(engine: sa.Engine) -> None:
    lived(engine, SHORT)


@pytest.mark.long
def test_many_days_in_a_town(engine: sa.Engine) -> None:
    lived(engine, LONG)
