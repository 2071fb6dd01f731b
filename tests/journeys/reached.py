"""A demo whose notices arrive: a push service of the tests' own, a phone that takes notices, and a worker by day."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from portal import clock
from portal.db import engine_for
from portal.notifications.delivering import Office, Ways
from portal.notifications.demo_outbox import Paper
from portal.notifications.models import Channel
from portal.notifications.outbox import not_at_night
from portal.notifications.push import Push
from portal.people import codes
from portal.people.models import Staff
from tests.journeys.conftest import Demo, running_demo
from tests.journeys.taps import comes_true, follow
from tests.notifications.push_service import PushService, Subscriber, number, push_service

STUB = (Path(__file__).parent / "push_stub.js").read_text(encoding="utf-8")
SHOWN = """navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) =>
  all.map(({ title, body, lang, dir, tag }) => ({ title, body, lang, dir, tag })))"""

TAPPED = """async () => {
  const [shown] = await registration.getNotifications();
  const event = new NotificationEvent("notificationclick", { notification: shown });
  const opened = [], waits = [];
  event.waitUntil = (work) => waits.push(work);
  const value = async (address) => { opened.push(address); return null; };
  Object.defineProperty(clients, "openWindow", { value, configurable: true });
  dispatchEvent(event);
  await Promise.all(waits);
  return { opened, waited: waits.length, left: (await registration.getNotifications()).length };
}"""
"""In her phone's own worker: the tap that a locked screen would tell it of. Only a hand may open a window, so what it
would open is noted instead."""


def by_day() -> datetime:
    """A moment at which notices are sent, whatever the clock says where the tests run."""
    return not_at_night(clock.now() + timedelta(minutes=1))


@dataclass
class Reached:
    """A demo that sends push notices to a service of the test's own, and the files beside its database."""

    demo: Demo
    service: PushService
    folder: Path
    engine: sa.Engine
    began_at: datetime

    @property
    def push_key(self) -> str:
        return (self.folder / "demo-push-key").read_text().strip()

    @property
    def secret(self) -> str:
        return (self.folder / "demo-secret").read_text().strip()

    def office(self, now: Callable[[], datetime] = by_day) -> Office:
        """The test's own worker on the demo's database, with the demo's own channels."""
        push = Push(self.push_key, "mailto:a@example.org", [self.service.host])
        by_sms = Paper(self.folder / "demo-outbox.jsonl", Channel.SMS)
        ways = Ways(push, {Channel.SMS: by_sms})
        return Office(self.engine, self.secret, self.demo.address, ways, "the test's", now)

    def link(self, key: str) -> str:
        """A way to sign in as one of the demo's staff, as the demo prints it for Karin."""
        with Session(self.engine) as db:
            staff = db.scalars(sa.select(Staff).where(Staff.key == key)).one()
            code = codes.make(db, self.secret, participant=None, staff=staff, now=clock.now())
            db.commit()
        return f"{self.demo.address}/sign-in/code?code={code}"


@contextmanager
def reached_demo(folder: Path, database_url: str | None = None) -> Iterator[Reached]:
    """In an empty folder, with a database of its own there unless another is named."""
    instance = folder / "instance"
    settings = {"PORTAL_DATABASE_URL": database_url} if database_url else {}
    engine = engine_for(database_url or f"sqlite:///{instance / 'portal.db'}")
    with (
        push_service() as service,
        running_demo(folder, PORTAL_DEMO_PUSH_HOSTS=service.host, **settings) as demo,
    ):
        yield Reached(demo, service, instance, engine, clock.now())
    engine.dispose()


def with_push(page: Page, reached: Reached) -> None:
    """Before she opens anything: her phone can take notices, at the service of the test's own."""
    page.add_init_script(STUB.replace("ADDRESS", reached.service.origin))
    page.context.grant_permissions(["notifications"], origin=reached.demo.address)


def wants_push(page: Page) -> None:
    """From home: she follows the offer, and says yes on this phone."""
    follow(page.locator("form[action='/me/notices/offer'] a"))
    wanted = page.locator("[data-portal-push] form[action='/me/notices/phone'] button")
    expect(wanted).to_be_visible()
    follow(wanted)
    expect(page.locator("[data-portal-push][data-on]")).to_be_visible()
    expect(wanted).to_be_hidden()


def hers(page: Page) -> Subscriber:
    """The keys that her browser made."""
    kept: dict[str, str] = json.loads(page.evaluate("localStorage.getItem('push')"))
    secret = int.from_bytes(number(kept["secret"]), "big")
    return Subscriber(ec.derive_private_key(secret, ec.SECP256R1()), number(kept["auth"]))


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


def taps(page: Page) -> str:
    """She taps the notice: it goes away, and this is opened."""
    [worker] = page.context.service_workers
    done = worker.evaluate(TAPPED)
    assert done["left"] == 0, "it stands there no longer"
    assert done["waited"], "the phone lets the worker live until it is open"
    [opened] = done["opened"]
    return str(opened)
