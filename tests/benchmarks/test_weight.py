"""What pages weigh: the byte budgets, as tests. Bodies as they are sent, with brotli."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock, i18n
from portal.exchange.loading import load
from portal.operations.demo import FILES
from portal.people.models import Participant
from portal.static_files import asset
from tests.browsing import Browser

PAGE = 6_000
STYLE = 4_000
BEFORE_PAINT = 14_000
FIRST_VISIT = 30_000
REPEAT = 6_000
HEADERS = 1_200
"""More than what the headers of one answer take, handshake of the connection left out."""
PAGES = (
    "/",
    "/plan",
    "/week",
    "/people",
    "/me",
    "/me/devices",
    "/me/access-log",
    "/help",
    "/drop-in",
)


@pytest.fixture
def amina(db: Session, engine: sa.Engine, browser: Browser) -> Participant:
    """P-1001 of the demo."""
    load(engine, FILES, today=clock.today(), now=clock.now())
    return db.scalars(sa.select(Participant).where(Participant.key == "P-1001")).one()


def sent(client: FlaskClient, address: str) -> int:
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200, address
    return len(answer.data)


def test_every_page_is_light_in_every_language(
    app: Flask, db: Session, browser: Browser, amina: Participant
) -> None:
    client = browser.client(amina)
    heavy: dict[tuple[str, str], int] = {}
    for language in i18n.languages():
        amina.chosen_language = language
        db.commit()
        weighed = {address: sent(client, address) for address in PAGES}
        heavy |= {(language, one): weight for one, weight in weighed.items() if weight > PAGE}
    assert not heavy


def test_the_first_screen_fits_the_first_packets(browser: Browser, amina: Participant) -> None:
    client = browser.client(amina)
    page, style = sent(client, "/"), sent(client, asset("portal.css"))
    assert style <= STYLE
    assert page + style + 2 * HEADERS <= BEFORE_PAINT
    # htmx comes only where a form is swapped in place, and home has none.
    assert "hx-post" not in client.get("/").text
    later = [sent(client, asset(name)) for name in ("portal.js", "aloud.js", "icon.svg")]
    assert page + style + sum(later) + 5 * HEADERS <= FIRST_VISIT
    assert page + HEADERS <= REPEAT
