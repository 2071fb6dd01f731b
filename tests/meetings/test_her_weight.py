"""What her pages about meetings weigh, in every language, with the demo's texts; bodies as they are sent."""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from portal import clock, i18n
from portal.exchange.loading import load
from portal.operations.demo import FILES
from portal.people.models import Participant, Staff
from tests.benchmarks.test_weight import HEADERS, PAGE
from tests.browsing import Browser
from tests.meetings.conftest import hours

WHOLE_BOOKING = 20_000
TIMES = "/meetings/book?purpose=short-call"


@pytest.fixture
def amina(db: Session, engine: sa.Engine) -> Participant:
    """P-1001 of the demo, whose caseworker receives all day in quarters, so that the list is as long as it gets."""
    load(engine, FILES, today=clock.today(), now=clock.now())
    karin = db.scalars(sa.select(Staff).where(Staff.key == "karin")).one()
    for weekday in range(5):
        whole = hours(karin, weekday, 8, 16)
        whole.break_minutes = 0
        db.add(whole)
    db.commit()
    return db.scalars(sa.select(Participant).where(Participant.key == "P-1001")).one()


def body(client: FlaskClient, address: str) -> int:
    answer = client.get(address, headers={"Accept-Encoding": "br"})
    assert answer.status_code == 200, address
    return len(answer.data)


def first_time(client: FlaskClient, address: str) -> str:
    page = BeautifulSoup(client.get(address).text, "html.parser")
    link = page.select_one("main .acts a[href*=starts_at]")
    assert link
    return str(link["href"])


def test_every_page_is_light_in_every_language(
    db: Session, browser: Browser, amina: Participant
) -> None:
    client = browser.client(amina)
    confirm = first_time(client, TIMES)
    starts_at = confirm.split("starts_at=")[1]
    form = {"purpose": "short-call", "starts_at": starts_at, "key": "k", "topic": "x" * 1000}
    weighed: dict[tuple[str, str], int] = {}
    for language in i18n.languages():
        amina.chosen_language = language
        db.commit()
        for address in ("/", TIMES, confirm, "/meetings", "/meetings/book", "/meetings/today"):
            weighed[language, address] = body(client, address)
    one = client.post("/meetings/book", data=form).location
    for language in i18n.languages():
        amina.chosen_language = language
        db.commit()
        pages = [one, f"{one}/move", f"{one}/cancel", TIMES, "/week"]
        for address in [*pages, "/meetings/none-fits?purpose=short-call"]:
            weighed[language, address] = body(client, address)
    heavy = {what: weight for what, weight in weighed.items() if weight > PAGE}
    assert not heavy


def test_a_whole_booking_is_light_on_a_repeat_visit(
    db: Session, browser: Browser, amina: Participant
) -> None:
    client = browser.client(amina)
    heavy: dict[str, int] = {}
    for language in i18n.languages():
        amina.chosen_language = language
        db.commit()
        confirm = first_time(client, TIMES)
        total = body(client, "/") + body(client, TIMES) + body(client, confirm)
        form = {"purpose": "short-call", "starts_at": confirm.split("starts_at=")[1]}
        form |= {"key": uuid4().hex, "mode": "phone"}
        one = client.post("/meetings/book", data=form, headers={"Accept-Encoding": "br"})
        total += len(one.data) + body(client, one.location) + 5 * HEADERS
        heavy |= {language: total} if total > WHOLE_BOOKING else {}
        client.post(f"{one.location}/cancel", data={"version": "1"})
    assert not heavy
    assert "hx-post" not in client.get(TIMES).text, "htmx is not fetched for it"
