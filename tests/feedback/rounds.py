"""Rounds of the user panel, for tests."""

from __future__ import annotations

from datetime import date, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock
from portal.feedback import questionnaires, shipped, tokens
from portal.feedback.models import Occasion, PanelRound
from portal.writing import Writing
from tests.browsing import Browser
from tests.conftest import SECRET
from tests.feedback.asked import TUESDAY

NAME = Writing({"sv": "Hur vi skriver till dig", "ar": "كيف نكتب إليك"})


def panel_round(
    db: Session, *, from_on: date | None = None, until_on: date | None = None
) -> PanelRound:
    """A round that goes on now, with the questions that came with the product."""
    now = clock.now()
    shipped.load(db, now=TUESDAY - timedelta(days=400))
    version = questionnaires.in_use(db, Occasion.PANEL, now)
    assert version
    made = PanelRound(
        version=version,
        name=NAME,
        from_on=from_on or clock.today() - timedelta(days=1),
        until_on=until_on or clock.today() + timedelta(days=13),
        made_at=now,
    )
    db.add(made)
    db.commit()
    return made


def papers(db: Session, of: PanelRound, number: int = 1) -> list[str]:
    """One-time addresses, as they stand on paper."""
    made = tokens.make(db, SECRET, of, number, form="the form of a test")
    db.commit()
    return made


def sent_with(browser: Browser, address: str, **chosen: str) -> FlaskClient:
    """Somebody with a phone of her own answers with a paper's address, and sends."""
    phone = browser.app.test_client()
    for key, value in chosen.items():
        sent = phone.post(
            f"{address}/questions/{key}", data={"question": key, f"answer-{key}": value}
        )
        assert sent.status_code == 303
    assert phone.post(f"{address}/send").location.endswith("/thanks")
    return phone
