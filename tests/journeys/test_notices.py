"""Notices on her phone: from the tap that wants them to what the locked screen shows, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from portal import i18n
from portal.db import engine_for
from portal.notifications import notices, texts
from portal.notifications.delivering import Office, Ways
from portal.notifications.models import NoticeKind
from portal.notifications.push import LENGTH, Push, public_key
from portal.notifications.worker import drain
from portal.people.models import Participant
from tests.journeys.conftest import Demo, fits, running_demo, sign_in
from tests.journeys.taps import comes_true, follow
from tests.notifications.push_service import PushService, Subscriber, claims, number, push_service

pytestmark = pytest.mark.journey

NOON = datetime(2031, 6, 2, 10, 0, tzinfo=UTC)
"""Some day at noon: the worker of the test lives then, whatever the clock says where the tests run."""
STUB = (Path(__file__).parent / "push_stub.js").read_text(encoding="utf-8")
SHOWN = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) =>
  all.map(({ title, body, lang, dir, tag }) => ({ title, body, lang, dir, tag })))"""


@dataclass
class Reached:
    """A demo that sends push notices to a service of the test's own, and the files beside its database."""

    demo: Demo
    service: PushService
    folder: Path

    def office(self) -> Office:
        """The test's own worker on the demo's database."""
        key = (self.folder / "demo-push-key").read_text().strip()
        secret = (self.folder / "demo-secret").read_text().strip()
        ways = Ways(Push(key, "mailto:a@example.org", [self.service.host]))
        engine = engine_for(f"sqlite:///{self.folder / 'portal.db'}")
        return Office(engine, secret, self.demo.address, ways, "the test's", lambda: NOON)


@pytest.fixture
def reached(tmp_path: Path) -> Iterator[Reached]:
    with (
        push_service() as service,
        running_demo(tmp_path, PORTAL_DEMO_PUSH_HOSTS=service.host) as demo,
    ):
        yield Reached(demo, service, tmp_path / "instance")


def hers(page: Page) -> Subscriber:
    """The keys that her browser made."""
    kept: dict[str, str] = json.loads(page.evaluate("localStorage.getItem('push')"))
    secret = int.from_bytes(number(kept["secret"]), "big")
    return Subscriber(ec.derive_private_key(secret, ec.SECP256R1()), number(kept["auth"]))


def message_comes(office: Office) -> None:
    """Somebody writes to P-1002."""
    with Session(office.engine) as db:
        person = db.scalars(sa.select(Participant).where(Participant.key == "P-1002")).one()
        notices.message_came(db, person, uuid4(), uuid4(), NOON)
        db.commit()
    assert drain(office)
    office.engine.dispose()


def arrives(page: Page, text: str) -> list[dict[str, Any]]:
    """The push service hands the notice to the phone; what stands on its screen then."""
    browser = page.context.new_cdp_session(page)
    found: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(one["registrationId"] for one in said["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    comes_true(page, "navigator.serviceWorker.ready.then(() => true)")
    origin = str(page.evaluate("location.origin"))
    page.wait_for_timeout(200)
    before = page.evaluate(SHOWN)
    browser.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": found[-1], "data": text},
    )
    for _ in range(50):
        shown: list[dict[str, Any]] = page.evaluate(SHOWN)
        if shown and (shown != before or before):
            return shown
        page.wait_for_timeout(100)
    raise AssertionError("nothing was shown")


def test_a_message_reaches_her_locked_phone_also_when_she_is_signed_out(
    reached: Reached, phone: Callable[..., Page]
) -> None:
    page = phone("ar")
    page.add_init_script(STUB.replace("ADDRESS", reached.service.origin))
    page.context.grant_permissions(["notifications"], origin=reached.demo.address)
    sign_in(page, reached.demo.links[1])
    follow(page.locator("form[action='/me/notices/offer'] a"))
    wanted = page.locator("[data-portal-push] form[action='/me/notices/phone'] button")
    expect(wanted).to_be_visible()
    fits(page)
    follow(wanted)
    expect(page.locator("[data-portal-push][data-on]")).to_be_visible()
    expect(wanted).to_be_hidden()
    follow(page.locator("footer form[action='/sign-out'] button"))

    office = reached.office()
    message_comes(office)
    [(path, headers, body)] = reached.service.came
    assert path == "/1"
    key = (reached.folder / "demo-push-key").read_text().strip()
    assert claims(headers, public_key(key))["aud"] == reached.service.origin
    text = hers(page).opened(body)
    assert len(text) == LENGTH

    [shown] = arrives(page, text.decode())
    words = texts.words(NoticeKind.MESSAGE, i18n.languages()["ar"], base_url=reached.demo.address)
    assert shown["title"] == words.title
    assert shown["body"] == words.news
    assert (shown["lang"], shown["dir"]) == ("ar", "rtl")
    assert len(arrives(page, text.decode())) == 1, "the same notice again stands there once"


def test_a_new_key_of_ours_is_taken_quietly(reached: Reached, phone: Callable[..., Page]) -> None:
    page = phone("sv")
    page.add_init_script(STUB.replace("ADDRESS", reached.service.origin))
    page.context.grant_permissions(["notifications"], origin=reached.demo.address)
    sign_in(page, reached.demo.links[1])
    follow(page.locator("form[action='/me/notices/offer'] a"))
    follow(page.locator("[data-portal-push] form[action='/me/notices/phone'] button"))
    engine = engine_for(f"sqlite:///{reached.folder / 'portal.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE push_subscription SET made_for = 'an older key'"))
    page.evaluate("""() => {
      const kept = JSON.parse(localStorage.getItem("push"));
      localStorage.setItem("push", JSON.stringify({ ...kept, key: "AAAA" }));
    }""")
    page.goto(f"{reached.demo.address}/me/notices")
    comes_true(page, "JSON.parse(localStorage.getItem('push')).endpoint.endsWith('/2')")
    expect(page.locator("[data-portal-push][data-on]")).to_be_visible()
    with engine.connect() as connection:
        stored = connection.execute(sa.text("SELECT made_for FROM push_subscription")).all()
    assert [one for (one,) in stored] != ["an older key"]
    assert len(stored) == 1
    engine.dispose()


def test_without_javascript_she_is_shown_the_other_ways(
    reached: Reached, phone: Callable[..., Page]
) -> None:
    page = phone("sv", javascript=False)
    sign_in(page, reached.demo.links[1])
    follow(page.locator("form[action='/me/notices/offer'] a"))
    expect(page.locator("[data-portal-push] form")).to_be_hidden()
    expect(page.locator("[data-portal-when=unable]")).to_be_visible()
    expect(page.locator("a[href='/me/notices/sms']")).to_be_visible()
