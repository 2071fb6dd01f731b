"""The demo as a stranger starts it, and a phone: a real Chromium, 360 px wide."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from portal import clock
from portal.db import engine_for, transaction
from portal.messages import sending, subjects
from portal.messages.sending import Sent, words
from portal.people.account_models import Duty, StaffAccount
from portal.people.models import Participant, Staff
from tests.journeys.every_body import Visitors
from tests.journeys.slowed import slowed
from tests.journeys.taps import LONGEST, follow

expect.set_options(timeout=LONGEST)

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PIN = "4711"
ARE_ANSWERS = ("status of 409", "status of 410", "status of 422")
"""Chromium complains of each page that answers so: for whoever came second, what was used up, and what is to be put
right."""


@dataclass(frozen=True)
class Demo:
    """A running demo and the links it printed: P-1001's, P-1002's and the caseworker's."""

    address: str
    links: list[str]


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    """A demo of the test's own."""
    with running_demo(tmp_path) as demo:
        yield demo


@contextmanager
def running_demo(folder: Path, **settings: str) -> Iterator[Demo]:
    """`portal demo` in an empty folder, as the README says; its links are read from what it prints."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")
    }
    process = subprocess.Popen(
        [Path(sys.executable).parent / "portal", "demo", "--port", str(port)],
        cwd=folder, env=environment | settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout
    links: list[str] = []
    try:
        while len(links) < 3:
            line = process.stdout.readline()
            assert line, "the demo ended before it printed its links"
            links += re.findall(r"http://\S+/sign-in/code\?code=\S+", line)
        _wait(port)
        with slowed(port) as reached:
            yield Demo(
                f"http://127.0.0.1:{reached}",
                [link.replace(f":{port}/", f":{reached}/") for link in links],
            )
    finally:
        process.terminate()
        process.wait(timeout=60)  # those under way are answered first, for up to 20 s
        process.stdout.close()


def _wait(port: int) -> None:
    for _ in range(600):
        with socket.socket() as asked:
            asked.settimeout(1)
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the demo does not answer")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, else the one that Playwright brought."""
    with sync_playwright() as playwright:
        own = (
            shutil.which("chromium")
            or shutil.which("chromium-browser")
            or shutil.which("google-chrome")
        )
        browser = playwright.chromium.launch(executable_path=own, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a new phone: 360 px wide, in a language, with or without JavaScript. Its console must stay silent."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_phone(language: str = "sv", *, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport={"width": 360, "height": 740}, locale=language, java_script_enabled=javascript,
            is_mobile=True, has_touch=True,
        )  # fmt: skip
        context.set_default_timeout(LONGEST)
        opened.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not any(one in message.text for one in ARE_ANSWERS)
                else None
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_phone
    for context in opened:
        context.close()
    assert not complaints, complaints


def sign_in(page: Page, link: str) -> None:
    """From the printed link to home: the code is filled in, a PIN and a picture are chosen."""
    page.goto(link)
    follow(page.locator("main form button.button").first)
    page.locator("[name=pin]").fill(PIN)
    page.locator("[name=pin_again]").fill(PIN)
    page.locator("[name=picture]").nth(2).check()
    follow(page.locator("main form button.button").first)
    page.wait_for_url("**/")


def sign_in_staff(page: Page, link: str) -> None:
    """From the printed link to the day: in the demo a code is enough for a caseworker."""
    page.goto(link)
    follow(page.locator("main form button.button").first)
    page.wait_for_url("**/staff")


@pytest.fixture(scope="session")
def visitors(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitors]:
    """Signed in once for all files: it takes its time, as a PIN must. Karin may do everything here."""
    contexts: list[BrowserContext] = []
    folder = tmp_path_factory.mktemp("every-body")

    def page() -> Page:
        contexts.append(chromium.new_context(viewport={"width": 360, "height": 740}, locale="sv"))
        contexts[-1].set_default_timeout(LONGEST)
        return contexts[-1].new_page()

    with running_demo(folder) as demo:
        hers, strangers, staff = page(), page(), page()
        _write(folder, "P-1004")
        give_every_duty(folder, "karin")
        sign_in(hers, demo.links[0])
        sign_in_staff(staff, demo.links[2])
        yield Visitors(demo, folder, hers, strangers, staff)
        for context in contexts:
            context.close()


def give_every_duty(folder: Path, key: str) -> None:
    engine = engine_for(f"sqlite:///{folder / 'instance' / 'portal.db'}")
    with transaction(engine) as db:
        account = db.scalars(
            sa.select(StaffAccount).join(StaffAccount.staff).where(Staff.key == key)
        ).one()
        account.duties = list(Duty)
    engine.dispose()


def _write(folder: Path, key: str) -> None:
    """Somebody has asked something long ago, and nobody has answered."""
    engine, asked_at = (
        engine_for(f"sqlite:///{folder / 'instance' / 'portal.db'}"),
        clock.now() - timedelta(days=9),
    )
    with transaction(engine) as db:
        whose = db.scalars(sa.select(Participant).where(Participant.key == key)).one()
        sent = Sent(words("Коли прийдуть гроші?"), "every body", is_urgent=True)
        sending.from_her(db, whose, subjects.MONEY, sent, now=asked_at)
    engine.dispose()


def fits(page: Page) -> bool:
    """Whether the page needs no sideways scrolling."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return bool(wide <= 360)
