"""An ended measure, answered in Tigrinya without JavaScript and on a bad net, counted, and unseen by the caseworker."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Error, Page, Route, expect

from portal import clock
from portal.db import engine_for, transaction
from portal.feedback.answer_models import AnswerBlock, AnswerGiven
from portal.feedback.moving import move
from portal.messages.models import Message
from tests.feedback.asked import answer, people, request
from tests.journeys.conftest import Demo, fits, sign_in, sign_in_staff
from tests.journeys.taps import follow

pytestmark = pytest.mark.journey
NEXT = "main form button.button"


def in_tigrinya(page: Page, demo: Demo) -> None:
    """She signs in and chooses her language; home says in one line that she is asked."""
    sign_in(page, demo.links[0])
    page.locator(".languages summary").click()
    follow(page.locator(".languages button[value=ti]"))
    expect(page.locator("html")).to_have_attribute("lang", "ti")
    follow(page.locator("main a[href='/feedback']"))
    assert fits(page)


def test_answered_in_tigrinya_without_javascript_counted_and_unseen_by_the_caseworker(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    page = phone("ti", javascript=False)
    in_tigrinya(page, demo)
    follow(page.locator("button[value=one]"))
    while page.locator("main fieldset").count():
        assert fits(page)
        page.locator("main .choice input").first.check()
        follow(page.locator(NEXT))
    page.locator("main textarea").fill("ብዙሕ ሓገዝ ቋንቋ")
    follow(page.locator(NEXT))
    expect(page.locator("main")).to_contain_text("ብዙሕ ሓገዝ ቋንቋ")
    follow(page.locator(NEXT).first)
    assert page.url.endswith("/thanks") and fits(page)
    follow(page.locator(NEXT).first)
    assert page.locator("main [role=status]").count() == 1, "she wants to talk, and we know"

    staff = phone("sv")
    sign_in_staff(staff, demo.links[2])
    for address in ("/staff", "/staff/participants"):
        staff.goto(demo.address + address)
        assert "ቋንቋ" not in staff.content()
    follow(staff.get_by_role("link", name="Amina Warsame").first)
    for words in ("ቋንቋ", "/feedback", "undrar hur det"):
        assert words not in staff.content()
    _four_others_answer(tmp_path)


def _four_others_answer(folder: Path) -> None:
    """With hers they are five, and only then is anything counted."""
    engine = engine_for(f"sqlite:///{folder / 'instance' / 'portal.db'}")
    secret = (folder / "instance" / "demo-secret").read_text().strip()
    about = AnswerBlock.about == "health-motivation"
    with transaction(engine) as db:
        assert move(db, secret, clock.now()) == 0
        message = db.scalars(sa.select(Message).order_by(Message.sent_at.desc())).first()
        assert message and message.body and message.is_hers
        assert message.body.texts["sv"] == "Jag vill prata om Hälsomotivation."
    with transaction(engine) as db:
        for one in people(db, 4):
            answer(db, request(db, one, about="health-motivation"), secret=secret)
        move(db, secret, clock.now())
        found = {
            one.question: one.number for one in db.scalars(sa.select(AnswerBlock).where(about))
        }
    assert found == {"helped": 5, "heard": 5, "got-on": 5}
    engine.dispose()


def test_on_a_bad_net_nothing_is_lost_and_nothing_sent_twice(
    demo: Demo, phone: Callable[..., Page], tmp_path: Path
) -> None:
    """What she sends arrives, and the answer to it does not: twice."""
    page = phone("ti", javascript=False)
    in_tigrinya(page, demo)
    follow(page.locator("button[value=one]"))

    def lost(route: Route) -> None:
        route.fetch(max_redirects=0)
        route.abort("connectionreset")

    page.locator("main .choice input").first.check()
    _tap_while(page, "**/questions/*", lost)
    page.goto(f"{demo.address}/feedback")
    follow(page.locator("button[value=one]"))
    assert not page.url.endswith("/helped"), "her answer had arrived: she goes on"
    page.goto(page.url.split("/questions/")[0] + "/check")
    check = page.url
    _tap_while(page, "**/send", lost)
    page.goto(check)
    assert page.url.endswith("/thanks"), "it had been sent"
    engine = engine_for(f"sqlite:///{tmp_path / 'instance' / 'portal.db'}")
    with transaction(engine) as db:
        assert [row.is_sent for row in db.scalars(sa.select(AnswerGiven))] == [True]
    engine.dispose()


def _tap_while(page: Page, address: str, happens: Callable[[Route], None]) -> None:
    """Tap the button while the net behaves in a certain way."""
    page.route(address, happens)
    with page.expect_event("requestfailed"), suppress(Error):
        page.locator(NEXT).first.click()
    page.unroute(address)
