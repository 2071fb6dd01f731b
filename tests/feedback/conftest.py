"""Amina is asked about a measure; a round of the panel goes on."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback.models import FeedbackRequest, PanelRound
from tests.cast import Cast
from tests.feedback.asked import request
from tests.feedback.rounds import panel_round


@pytest.fixture
def asked(db: Session, cast: Cast) -> FeedbackRequest:
    """Amina is asked about a measure today."""
    made = request(db, cast.amina, on=clock.today())
    db.commit()
    return made


@pytest.fixture
def of(db: Session, cast: Cast) -> PanelRound:
    return panel_round(db)
