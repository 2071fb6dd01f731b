"""The production server as people's phones meet it: they book over HTTP, and it is killed in the middle of that."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from urllib.parse import urlencode
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal import clock, create_app
from portal.meetings.sending import as_sent
from portal.people import sessions
from portal.people.models import Participant
from portal.security import masked
from portal.settings import Settings
from tests import commands
from tests.meetings.truth.racing import Wish

SECRET = "5f1c0a7e9d3b48c6a2e4f60718293a4b"
PHONES = 6
"""How many book at a time."""


@dataclass
class Server:
    """`portal serve` with two workers, all in one group of processes."""

    folder: Path
    url: str
    port: int = field(default_factory=commands.free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log = self.folder / "log.txt"
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [*commands.PROGRAM, "serve", "--workers", "2", "--port", str(self.port)],
                cwd=self.folder, stdout=out, stderr=out, start_new_session=True,
                env=commands.environment(
                    PORTAL_SECRET_KEY=SECRET, PORTAL_BASE_URL="http://127.0.0.1:8000",
                    PORTAL_DATABASE_URL=self.url,
                ),
            )  # fmt: skip
        until = time.monotonic() + commands.LONGEST
        while '"listening"' not in log.read_text():
            assert self.process.poll() is None, log.read_text()
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """All of its processes at once, without a word: as when the machine loses its power."""
        assert self.process
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=commands.LONGEST)


@dataclass(frozen=True)
class Phone:
    """A phone that is signed in, and the one booking that it sends."""

    wish: Wish
    cookie: str
    form: str

    def send(self, port: int) -> tuple[int, str]:
        """Send the form; gives the status and where it leads."""
        connection = HTTPConnection("127.0.0.1", port, timeout=commands.LONGEST)
        try:
            connection.request("POST", "/meetings/book", self.form, {
                "Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie,
            })  # fmt: skip
            answer = connection.getresponse()
            answer.read()
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()


def phones(db: Session, wishes: Sequence[Wish], secret: str = SECRET) -> list[Phone]:
    """Everybody signed in, with her form filled in."""
    people = [db.get_one(Participant, wish.participant) for wish in wishes]
    found = []
    for wish, (cookie, csrf) in zip(wishes, signed_in(db, people, secret), strict=True):
        form = {
            "csrf_token": csrf, "purpose": "talk", "key": wish.key,
            "starts_at": as_sent(wish.starts_at), "mode": "phone",
        }  # fmt: skip
        found.append(Phone(wish, cookie, urlencode(form)))
    return found


def signed_in(
    db: Session, people: Sequence[Participant], secret: str = SECRET
) -> list[tuple[str, str]]:
    """The cookie of each one's phone, and the token that goes with her forms; kept in the database."""
    app = create_app(Settings(secret_key=secret, database_url="sqlite://"))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    name, csrf = app.config["SESSION_COOKIE_NAME"], uuid4().hex + uuid4().hex[:8]
    found = []
    for person in people:
        token = uuid4().hex
        sessions.begin(db, token, participant=person, now=clock.now())
        cookie = signer.dumps({"_user_id": token, "csrf_token": csrf})
        found.append((f"{name}={cookie}", masked(bytes.fromhex(csrf))))
    db.commit()
    return found


@dataclass
class Told:
    """What the phones were told: which booking is certain, and of which nobody heard anything more."""

    booked: dict[str, UUID] = field(default_factory=dict)
    unheard: list[Phone] = field(default_factory=list)
    refused: list[tuple[str, int]] = field(default_factory=list)


def book_until(
    port: int, waiting: SimpleQueue[Phone], enough: int, crash: Callable[[], None]
) -> Told:
    """Let the phones book, a few at a time; when so many are booked, or all have tried, everything breaks down."""
    told, broken = Told(), Event()

    def book() -> None:
        while not broken.is_set():
            try:
                phone = waiting.get_nowait()
            except Empty:
                return
            answer = _sent(phone, port)
            if answer is None:
                waiting.put(phone)
                return
            _note(told, phone, *answer)

    with ThreadPoolExecutor(PHONES) as pool:
        under_way = [pool.submit(book) for _ in range(PHONES)]
        while len(told.booked) < enough and not all(one.done() for one in under_way):
            time.sleep(0.002)
        crash()
        broken.set()
        for one in under_way:
            one.result()
    return told


def _sent(phone: Phone, port: int) -> tuple[int, str] | None:
    """What it was told: status 0 when nothing more was heard, None when nobody was there, so that it tries later."""
    try:
        return phone.send(port)
    except ConnectionRefusedError:
        return None
    except (OSError, HTTPException):
        return 0, ""


def _note(told: Told, phone: Phone, status: int, location: str) -> None:
    if status == 303:
        told.booked[phone.wish.key] = UUID(location.rstrip("/").split("/")[-1])
    elif status in {0, 500, 503}:
        told.unheard.append(phone)
    else:
        told.refused.append((phone.wish.key, status))
