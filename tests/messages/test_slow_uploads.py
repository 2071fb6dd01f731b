"""Phones on thin links send photos for minutes, and everybody else goes on being answered."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from portal import create_app, uploads
from portal.server import THREADS
from portal.settings import Settings
from tests import commands
from tests.commands import Served

SECRET = "5f1c0a7e9d3b48c6a2e4f60718293a4b"
SETTINGS = {"PORTAL_SECRET_KEY": SECRET, "PORTAL_BASE_URL": "http://127.0.0.1:8000"}
SENDING = 12
"""More than one process has threads."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("slow")
    assert commands.run("migrate", folder=folder).returncode == 0
    with commands.serving("serve", "--workers", "1", folder=folder, **SETTINGS) as served:
        yield served


def cookie() -> str:
    """What a browser has that was signed in; the form is read before anybody asks whose it is."""
    app = create_app(Settings(secret_key=SECRET, database_url="sqlite://"))
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return f"session={signer.dumps({'_user_id': 'x'})}"


def begin_to_send(served: Served, held: ExitStack) -> socket.socket:
    """The head of a form with a photo of 4 MB, and its first kilobyte."""
    phone = held.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=20))
    head = (
        "POST /messages HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"Cookie: {cookie()}\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        "Content-Length: 4000000\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="papers"; filename="x"\r\n\r\n'
    )
    phone.sendall(head.encode() + b"x" * 1000)
    return phone


def test_while_many_phones_send_slowly_the_first_page_is_answered_at_once(served: Served) -> None:
    assert SENDING > THREADS > uploads.AT_A_TIME._value
    served.get("/")
    with ExitStack() as held:
        phones = [begin_to_send(served, held) for _ in range(SENDING)]
        time.sleep(1)
        began = time.perf_counter()
        for _ in range(3):
            answer, _ = served.get("/")
            assert answer.status == 200
        assert time.perf_counter() - began < 3
        told = [_answered(phone) for phone in phones]
        assert told.count("HTTP/1.1 503") == SENDING - 5, "the others are asked to wait"
        assert told.count("") == 5


def test_when_they_hang_up_others_may_send(served: Served) -> None:
    with ExitStack() as held:
        for _ in range(SENDING):
            begin_to_send(served, held)
        time.sleep(1)
    time.sleep(1)
    with ExitStack() as held:
        phone = begin_to_send(served, held)
        assert _answered(phone) == "", "it is listened to"


def _answered(phone: socket.socket) -> str:
    """The beginning of what the phone has been answered so far; nothing while it is listened to."""
    phone.settimeout(1)
    try:
        return phone.recv(12).decode()
    except TimeoutError:
        return ""
